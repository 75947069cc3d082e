"""A body that serves many places has gaps where the words of their desks stand. They are filled when it is sent.

What a page says around a number hangs on how a desk can be reached: two numbers, or none by night. So a body is kept
for each such make-up, of which there are few; the words themselves are in none of them.
"""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import escape

from kb.contacts.presenters import ContactCard, Phone

# Nobody can type one: another word in each process.
_MARK = f"gap{secrets.token_hex(8)}"
_GAP = re.compile(rf"{_MARK}-([0-9]+)-".encode())
_TEXTS = ("organisation", "name", "email", "place", "change", "wrong", "status", "at")


@dataclass(frozen=True)
class Gaps:
    """`cards` stand in for the desks; `shape` says what is the same for all that a body serves."""

    cards: tuple[ContactCard, ContactCard]
    shape: str
    _words: tuple[bytes, ...]

    def filled(self, body: bytes) -> bytes:
        """HTML with the words of this place."""
        return _GAP.sub(lambda gap: self._words[int(gap[1])], body)


def gaps_for(cards: Sequence[ContactCard]) -> Gaps:
    words: list[bytes] = []

    def gap(*lines: str) -> str:
        if not any(lines):
            return ""
        words.append("<br>".join(map(escape, lines)).encode())
        return f"{_MARK}-{len(words) - 1}-"

    it_desk, ra = (_stand_in(card, gap) for card in cards)
    # Repeatable, since a gap is numbered by its place: of two of one shape each gap means the same.
    shape = repr([it_desk, ra]).replace(_MARK, "gap")
    return Gaps((it_desk, ra), shape, tuple(words))


def _stand_in(card: ContactCard, gap: Callable[..., str]) -> ContactCard:
    """What is no gap is the same for all: which desk it is, whether it is open, how a number is called."""
    texts: dict[str, Any] = {name: gap(getattr(card, name)) for name in _TEXTS}
    phones = tuple(Phone(phone.label, gap(phone.number), gap(phone.href)) for phone in card.phones)
    return replace(card, phones=phones, hours=(gap(*card.hours),) if card.hours else (), **texts)
