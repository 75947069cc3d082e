"""Whether something still says what was erased for good: it is not to be published or brought in again."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from kb.catalogue import fields
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry
from kb.catalogue.models import Erasure
from kb.lib.portable import Problem
from kb.lib.redaction import Recogniser, redacted

AGAIN = "Here stand words that were erased from this site for good. Take them out."
IMAGE_AGAIN = "This image was erased from this site for good: choose another, or take it out of the text."

_NAMES = frozenset({"kind", "codes"})
# What is no word in a portable form. Error codes are left where they stand, so they are no reason to refuse a file.
_NO_WORDS: dict[type, frozenset[str]] = {
    ArticleDocument: fields.NO_WORDS,
    CodeEntry: frozenset({"code", "kind", "family", "key", "spellings", "search_spellings"}),
}


def erased_problems(content: Any, known: Recogniser | None = None) -> Iterator[Problem]:  # noqa: ANN401 - see below
    """Of any portable form, one for each field; the words are not repeated. Without `known`, one query."""
    recogniser = known or Erasure.objects.recogniser()
    if not recogniser.digests:
        return
    values = content.to_dict() if isinstance(content, ArticleDocument) else asdict(content)
    kept = next((names for form, names in _NO_WORDS.items() if isinstance(content, form)), _NAMES)
    for path in dict.fromkeys(redacted(values, recogniser, kept=kept).paths):
        yield _problem(path, content)


def _problem(path: str, content: Any) -> Problem:  # noqa: ANN401 - any portable form
    name, _, rest = path.partition(".")
    index, _, part = rest.partition(".")
    if not hasattr(content, name):
        return Problem("more", AGAIN)  # a part that this version does not know
    return Problem(name, AGAIN, int(index) if index.isdecimal() else 0, part)


def is_erased_image(*, name: str, sha256: str = "") -> bool:
    return Erasure.objects.of_image(name=name, sha256=sha256).exists()
