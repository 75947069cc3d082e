"""What may be meant while a person still types: codes, articles and services that are live at this moment.

Nothing is corrected here and nothing is written; at most ten queries, whatever is typed and however much there is.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import prefetch_related_objects
from django.utils import timezone

from kb.catalogue import codes as rules
from kb.catalogue.choices import CodeKind
from kb.catalogue.codes import spoken
from kb.catalogue.models import Article, ErrorCode, Service
from kb.search.index import analysis, objects, sql

FEWEST_CHARACTERS = 2
LONGEST = 80  # whoever pastes a whole message wants its results, not suggestions
MOST_SERVICES = 2
MOST_WORDS = 6
MOST_COMPLETIONS = 24
MOST_POSTINGS = 50  # of each term; a word of the title weighs most, so such articles stand at the top
MOST_CANDIDATES = 40
FEWEST_OF_CODE = 3
MOST_KEYS = 80

_BRANCH = """
SELECT * FROM (
    SELECT article_id, {part} AS part, impact FROM search_searchposting
    WHERE term_id = %s ORDER BY impact DESC, article_id LIMIT %s
) AS branch{number}"""
_WHOLE = """
SELECT article_id FROM (
    SELECT article_id, part, MAX(impact) AS best FROM ({branches}) AS postings GROUP BY article_id, part
) AS parts GROUP BY article_id ORDER BY COUNT(*) DESC, SUM(best) DESC, article_id LIMIT %s"""


@dataclass(frozen=True)
class Suggestions:
    """At most `limit` codes, articles and services in all; `words` are ways to end the last word."""

    codes: tuple[ErrorCode, ...] = ()
    articles: tuple[Article, ...] = ()
    services: tuple[Service, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return len(self.codes) + len(self.articles) + len(self.services)


@dataclass(frozen=True)
class _Typed:
    """The words that are whole, and the beginning of one that may not be ("" after a space)."""

    whole: tuple[str, ...]
    begun: str

    @classmethod
    def of(cls, text: str) -> "_Typed":
        words = analysis.words(text)[-MOST_WORDS:]
        begun = words.pop() if words and not text[-1].isspace() else ""
        content = tuple(dict.fromkeys(word for word in words if word not in analysis.STOP_WORDS))
        return cls(content, begun)

    @property
    def begun_counts(self) -> bool:
        """One letter, or "not" after other words, is a hint and no more."""
        if not self.whole:
            return len(self.begun) >= FEWEST_CHARACTERS
        return len(self.begun) >= FEWEST_CHARACTERS and self.begun not in analysis.STOP_WORDS

    @property
    def number(self) -> int:
        return len(self.whole) + self.begun_counts

    def hits(self, text: str) -> int:
        """How many of the typed words the text holds; none when it has less than half of those that are whole."""
        words = [word for word in analysis.words(text) if word not in analysis.STOP_WORDS]
        stems = {analysis.stem(word) for word in words}
        held = sum(analysis.stem(word) in stems for word in self.whole)
        if 2 * held < len(self.whole):
            return 0
        begins = any(word.startswith(self.begun) for word in words) or analysis.stem(self.begun) in stems
        return held + (bool(self.begun) and begins)


# --- Codes -----------------------------------------------------------------------------------------------------------


def _texts(text: str) -> list[str]:
    """What may be the beginning of a code: the whole text, what follows "error code", a last word with figures; and
    what was said in words, or dictated, in every way to read it.
    """
    said = spoken.readings(text)
    # "Twenty thousand" may go on: "and two".
    readings = [*rules.readings(text), *said, *(one[:-1] for one in said if one.endswith("00"))]
    if (last := text.split()[-1:]) and re.search(r"[0-9]", last[0]) and len(last[0]) >= FEWEST_OF_CODE:
        readings += last
    return readings


def _keys(texts: Iterable[str]) -> tuple[str, ...]:
    keys = (rules.normal(text) for text in texts)
    return tuple(dict.fromkeys(key for key in keys if len(key) >= FEWEST_CHARACTERS))


def _begun(texts: Sequence[str], keys: Sequence[str]) -> list[int]:
    """Codes that one of the keys begins, as they are displayed, as a spelling or as a bare number, and families."""
    numbers = [key for key in keys if key.isdigit()]
    families = set().union(*map(rules.families_begun, texts))
    found = sql.codes_begun(normal=keys, bare=numbers, families=sorted(families), most=MOST_KEYS)
    return [code for (code,) in found]


def _names(family: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts is the name of a family, with all its signs: "ERR_*", 400xxx."""
    return any(text.strip().casefold() == family.casefold() for text in texts)


def _codes(text: str, limit: int, choose: Callable[[list[int]], list[ErrorCode]]) -> list[ErrorCode]:
    """Exactly this one, then those whose key begins so, then others that are also called so."""
    texts = _texts(text)
    keys = _keys(texts)
    if not keys:
        return []

    def is_this(code: ErrorCode) -> bool:
        # What stands before the star of ERR_* is its key, and no code.
        return code.normal in keys and (code.kind != CodeKind.FAMILY or _names(code.display, texts))

    def rank(code: ErrorCode) -> tuple[bool, int, bool]:
        is_family = code.kind == CodeKind.FAMILY
        number = "" if is_family else rules.bare(code.display)
        places = (place for place, key in enumerate(keys) if code.normal.startswith(key) or number.startswith(key))
        return not is_this(code), next(places, len(keys)), is_family

    ranked = sorted(choose(_begun(texts, keys)), key=rank)
    is_known = bool(ranked) and not rank(ranked[0])[0]
    # A member that has a meaning of its own is not offered as one of its family as well.
    others = {code for code in ranked if code.kind == CodeKind.FAMILY and rank(code)[1] == len(keys)}
    shown = [code for code in ranked if not (is_known and code in others)][:limit]
    prefetch_related_objects(shown, "meanings")
    return shown


def _listed(codes: list[int]) -> list[ErrorCode]:
    return objects.listed_codes(codes, timezone.now())


# --- Articles --------------------------------------------------------------------------------------------------------


def _completions(begun: str, generation: int) -> list[tuple[str, int]]:
    """The commonest words that begin so, each with its term."""
    common = sql.words_from(begun, begun + sql.LAST_CHARACTER, most=MOST_COMPLETIONS, generation=generation)
    return [(word, term) for word, term in common if word not in analysis.STOP_WORDS]


def _candidates(parts: Sequence[Iterable[int]]) -> list[int]:
    """Articles that speak most of the terms, those with the most parts first. Only ids and numbers are in it."""
    numbered = [(number, term) for number, terms in enumerate(parts) for term in dict.fromkeys(terms)]
    if not numbered:
        return []
    branches = [_BRANCH.format(part=part, number=number) for number, (part, _) in enumerate(numbered)]
    params = [value for _, term in numbered for value in (term, MOST_POSTINGS)]
    found = sql.rows(_WHOLE.format(branches=" UNION ALL ".join(branches)), [*params, MOST_CANDIDATES])
    return [article for (article,) in found]


_TITLE = ("id", "number", "slug", "title", "vendor_id", "reader")  # in the order of the model


class _Titled(NamedTuple):
    """A live article by what is shown of it, and the name of its company."""

    row: tuple[Any, ...]
    company: str

    @property
    def pk(self) -> int:
        return int(self.row[0])

    @property
    def title(self) -> str:
        return str(self.row[3])

    def is_for_few(self, typed: _Typed) -> bool:
        """Of one company's cards, with the company not named, or written for staff: after those for everybody."""
        return bool(self.row[5]) or (bool(self.company) and not typed.hits(self.company))

    def article(self) -> Article:
        return Article.from_db(connection.alias, _TITLE, self.row)


def _titled(found: Sequence[int]) -> list[_Titled]:
    return [_Titled(tuple(row), company or "") for *row, company in objects.live_titles(found, timezone.now())]


def _articles(typed: _Typed, limit: int) -> tuple[list[Article], list[str]]:
    """Live articles whose titles hold most of the words, at least half; and words that would end the last one."""
    generation = sql.generation() if typed.number else 0
    if not generation:
        return [], []
    stems = [analysis.stem(word) for word in (*typed.whole, typed.begun) if word]
    terms: dict[str, int] = {stem: pk for stem, pk, _ in sql.terms(set(stems), generation=generation)}
    completions = _completions(typed.begun, generation) if typed.begun_counts else []
    parts = [[terms[stem]] for stem in map(analysis.stem, typed.whole) if stem in terms]
    if typed.begun_counts:
        own = terms.get(analysis.stem(typed.begun))
        parts.append([*([own] if own else []), *(term for _, term in completions)])
    found = _candidates(parts)
    order = {pk: place for place, pk in enumerate(found)}
    hits = {one: typed.hits(one.title) for one in _titled(found)}
    most = max([1, *hits.values()])
    fitting = [one for one, number in hits.items() if number == most]
    best = sorted(fitting, key=lambda one: (one.is_for_few(typed), order[one.pk]))[:limit]
    # Only words that a live title holds: the index may still know words of an article that ran out.
    shown = {word for one in best for word in analysis.words(one.title)}
    return [one.article() for one in best], [word for word, _ in completions if word in shown][:limit]


# --- Services, and all together --------------------------------------------------------------------------------------


def _services(typed: _Typed) -> list[Service]:
    """Services whose name holds every word, and that a live article is about."""
    if not typed.number:
        return []
    named = [pk for pk, name in sql.services() if typed.hits(name) >= typed.number]
    return objects.used_services(named, timezone.now())[:MOST_SERVICES]


def can_be_asked(text: str) -> bool:
    return len(text.strip()) >= FEWEST_CHARACTERS and len(text.lstrip()) <= LONGEST


def every_code(text: str, *, limit: int = 8) -> list[ErrorCode]:
    """For editors: also codes that no live article has yet."""
    return _codes(text.lstrip(), limit, objects.codes) if can_be_asked(text) else []


def articles(text: str, *, limit: int = 8) -> list[Article]:
    """Live articles alone, by words of their titles."""
    return _articles(_Typed.of(text.lstrip()), limit)[0] if can_be_asked(text) else []


def suggest(text: str, *, limit: int = 8) -> Suggestions:
    """From two characters; nothing for a long text. Never raises, whatever is typed."""
    text = text.lstrip()
    if not can_be_asked(text):
        return Suggestions()
    typed = _Typed.of(text)
    services = _services(typed)[:limit]
    codes = _codes(text, limit, _listed)
    titled, words = _articles(typed, limit)
    codes = codes[: max(limit // 2, limit - len(titled) - len(services))]
    titled = titled[: max(0, limit - len(codes) - len(services))]
    return Suggestions(tuple(codes[:limit]), tuple(titled), tuple(services), tuple(words))
