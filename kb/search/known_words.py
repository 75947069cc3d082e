"""What the knowledge base knows of the pieces of a pasted text; each is asked once."""

from collections.abc import Collection

from kb.catalogue import codes
from kb.catalogue.choices import CodeKind
from kb.catalogue.models import ErrorCode
from kb.search.index import analysis
from kb.search.models import SearchTerm, Synonym
from kb.search.query.parse import QUIET_WORDS


def words_of(text: str) -> list[str]:
    """In small letters and figures, as the index has them."""
    return analysis.words(text)


def says_something(word: str) -> bool:
    return word not in QUIET_WORDS


def stems(text: str) -> set[str]:
    """Of the words that say something, whether we know them or not."""
    return {analysis.stem(word) for word in analysis.words(text) if word not in QUIET_WORDS}


class KnownWords:
    """For one request."""

    def __init__(self) -> None:
        self._codes: dict[str, bool] = {}
        self._words: dict[str, bool] = {}

    def codes(self, texts: Collection[str]) -> Collection[str]:
        """Those that are a code of an article, in an exact spelling, or a joined member of a family."""
        if asked := {text: codes.normal(text) for text in texts if text not in self._codes}:
            listed = ErrorCode.objects.listed()
            rows = listed.keyed({key for key in asked.values() if key})
            exact = {key.normal for row in rows for key in row.keys.all()}
            kind = CodeKind.FAMILY
            families = [codes.Family.parse(row.display) for row in listed.filter(kind=kind)]
            for text, key in asked.items():
                self._codes[text] = key in exact or any(family.is_member_within(text) for family in families)
        return {text for text in texts if self._codes[text]}

    def words(self, words: Collection[str]) -> Collection[str]:
        """Those that every part of is a word of an article, or one that says nothing by itself."""
        new = [word for word in words if word not in self._words]
        if asked := {word: set(analysis.words(word)) - analysis.STOP_WORDS for word in new}:
            stems = {analysis.stem(part) for parts in asked.values() for part in parts}
            held = set(SearchTerm.objects.filter(term__in=stems).values_list("term", flat=True)) if stems else set()
            for word, parts in asked.items():
                self._words[word] = all(analysis.stem(part) in held for part in parts)
        return {word for word in words if self._words[word]}

    def in_synonyms(self, words: Collection[str]) -> Collection[str]:
        """Those that stand in another name of something, though perhaps in no article."""
        phrases = Synonym.objects.values_list("folded", flat=True)
        held = {analysis.stem(word) for phrase in phrases for word in phrase.split()}
        return {word for word in words if analysis.stem(word) in held}
