"""Where the caller works, so that the desks of their own organisation are shown."""

from dataclasses import dataclass

from kb.contacts.models import Organisation
from kb.contacts.place.reading import Workplace, offered, place_called
from kb.contacts.place.rules import code_of


@dataclass(frozen=True)
class Whereabouts:
    """`asked` is what was typed. One organisation is taken; of several the analyst chooses."""

    asked: str = ""
    place: Workplace | None = None
    offered: tuple[Organisation, ...] = ()


def whereabouts(text: str) -> Whereabouts:
    """Without a text, nothing is asked of the database."""
    if not text:
        return Whereabouts()
    found = offered(text)
    meant = [one for one in found if one.code == code_of(text)] or found
    place = place_called(meant[0].code) if len(meant) == 1 else None
    return Whereabouts(text, place, () if place else tuple(found))
