"""Names that were found once, wherever they stand again in the same text: so that nothing of one is left. Pure."""

import re
from collections.abc import Iterable, Iterator

from kb.privacy.name_words import COLLEAGUES, NEVER_FIRST, PARTICLES, PLACES, THINGS, TITLES, common, is_common

_SHORTEST = 3
_MOST_NAMES = 100
_BEHIND = re.compile(r"[ \t](?P<word>[A-Z][a-z][^\W\d_]{1,30})(?![\w@])")


def words_of(passages: Iterable[str]) -> list[str]:
    """The words of names that could stand elsewhere in the text as well."""
    words = {
        word.lower()
        for passage in passages
        for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", passage)
        if len(word) >= _SHORTEST and (word[0].isupper() or is_common(word.lower()))
    }
    return sorted(words - NEVER_FIRST - THINGS - TITLES - PLACES - PARTICLES - COLLEAGUES)[:_MOST_NAMES]


def again(text: str, words: list[str]) -> Iterator[tuple[int, int]]:
    """Each other place where one of these names stands, written as names are: so that nothing of one is left."""
    if words:
        either = "|".join(re.escape(word) for each in words for word in (each.title(), each.upper(), each.capitalize()))
        one = rf"(?<![^\W_])(?:{either})s?(?![^\W_])"
        for match in re.finditer(rf"{one}(?:,?[ \t]{one})*", text):
            yield match.start(), _to_surname(text, match)


def _to_surname(text: str, match: re.Match[str]) -> int:
    """ "Hilda … Hilda Marchbank": behind a given name alone stands perhaps what was not told before."""
    behind = _BEHIND.match(text, match.end())
    is_given = match[0].lower() in common()["given"]
    if not (is_given and behind) or behind["word"].lower() in NEVER_FIRST | THINGS | PLACES:
        return match.end()
    return behind.end()
