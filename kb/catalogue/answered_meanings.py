"""Which meanings of its codes an article answers, where a code has several. Pure."""

from collections.abc import Iterator, Sequence

from kb.catalogue import codes
from kb.catalogue.contents import AnsweredMeaning
from kb.lib.text import slug_fault


def faults(meanings: Sequence[AnsweredMeaning], answered: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Each with its number and the part that it is about. `answered` are the codes that the article answers."""
    places, before = {codes.normal(code): place for place, code in enumerate(answered)}, -1
    for number, meaning in enumerate(meanings, 1):
        place = places.get(codes.normal(meaning.code), -1)
        if place < 0:
            yield number, "code", f"{meaning.code} is none of the codes that this article answers."
        elif place <= before:
            yield number, "code", "Name one meaning of a code, in the order of the codes."
        if fault := slug_fault(meaning.key):
            yield number, "key", fault
        before = max(before, place)
