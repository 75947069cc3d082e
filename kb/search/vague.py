"""Whether a search says no more than that something does not work. The words that count so are content."""

from collections.abc import Collection

from kb.search.index import analysis
from kb.search.known_words import KnownWords
from kb.search.query.english import is_common
from kb.search.query.parse import CODE_WORDS, NO_EVIDENCE


def is_vague(text: str, vague_words: Collection[str], known: KnownWords) -> bool:
    """It has words, none with a figure in it, and without those that say nothing by themselves each is vague.

    Words are compared by their stems. A slip of a vague word is vague too, unless it is a word of an article or of a
    synonym: `smratcard` is none of ours, `care` is, so it is no slip of `card`. Any other word tells something, known
    or not. Whoever asks has seen to it that there is no code in the text.
    """
    words = set(analysis.words(text))
    if not words or any(letter.isdigit() for word in words for letter in word):
        return False
    vague = {word for entry in vague_words for word in analysis.words(entry)}
    stems = {analysis.stem(word) for word in vague}
    rest = {word for word in words - NO_EVIDENCE - CODE_WORDS if analysis.stem(word) not in stems}
    near = dict.fromkeys(vague, 1)
    if not all(_is_slip(word, near) for word in rest):
        return False
    return not (rest and (known.words(rest) or known.in_synonyms(rest)))


def _is_slip(word: str, near: dict[str, int]) -> bool:
    return analysis.may_be_misspelt(word) and not is_common(word) and bool(analysis.best(word, near))
