"""The patient and passcode guard at the boxes of the form: which it reads, what it found, and what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.catalogue.lookup import is_known_code
from kb.privacy import patient_data
from kb.privacy.patient_data import PersonalPassage

# Every box that the public can type into: a person in a hurry takes the wrong one.
PHONE = "phone"
GUARDED = {
    "text": "What went wrong",
    "organisation": "Your organisation",
    "name": "Your name",
    "email": "Email address",
    PHONE: "Phone number",
    "code": "Error code",
    "began": "When it began",
    "software": "Software and versions",
    "computer": "Computer name",
    "searched": "What you searched for",
}


@dataclass(frozen=True)
class GuardedPiece:
    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Stopped:
    """One box that holds what it should not, cut into pieces so that a page can mark them."""

    name: str
    label: str
    pieces: tuple[GuardedPiece, ...]
    passages: tuple[PersonalPassage, ...]

    @property
    def marked(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces if piece.is_marked)


def _pieces(text: str, passages: tuple[PersonalPassage, ...]) -> tuple[GuardedPiece, ...]:
    pieces: list[GuardedPiece] = []
    at = 0
    for passage in passages:
        pieces += [
            GuardedPiece(text[at : passage.start]),
            GuardedPiece(text[passage.start : passage.end], is_marked=True),
        ]
        at = passage.end
    return tuple(piece for piece in [*pieces, GuardedPiece(text[at:])] if piece.text)


def stopped(
    values: Mapping[str, str], is_allowed: Callable[[str], bool], labels: Mapping[str, str] = GUARDED
) -> tuple[Stopped, ...]:
    """The boxes with passages that nobody has said to be harmless."""
    found = []
    for name, label in labels.items():
        text = values.get(name, "")
        all_passages = patient_data.find(text, is_code=is_known_code, is_phone=name == PHONE)
        passages = tuple(one for one in all_passages if not is_allowed(text[one.start : one.end]))
        if passages:
            found.append(Stopped(name, label, _pieces(text, passages), passages))
    return tuple(found)


def without(values: Mapping[str, str], boxes: tuple[Stopped, ...]) -> dict[str, str]:
    """The values with [removed] in place of each passage."""
    return dict(values) | {box.name: patient_data.removed(values[box.name], box.passages) for box in boxes}
