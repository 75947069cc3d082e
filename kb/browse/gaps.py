"""A body that serves many places has gaps where the words of their desks stand. They are filled when it is sent.

A gap is a word (a number, "Open now, until 6pm"), or all lines of a desk's own. What a page says around a number hangs
on how a desk can be reached: two numbers, or none by night. So a body is kept for each such make-up, of which there are
few; the words themselves are in none of them.
"""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape

from kb.contacts.presenters import ContactCard, Phone

# Nobody can type one: another word in each process.
_MARK = f"gap{secrets.token_hex(8)}"
_GAP = re.compile(rf"{_MARK}-([0-9]+)-".encode())
_ALWAYS = ("wrong", "change", "status", "at")
# Of a desk that can be rung these stand among its own lines only.
_WITHOUT_A_PHONE = ("email", "place")
_IN_LINES: dict[str, Any] = {"organisation": "", "name": "", "email": "", "place": "", "hours": (), "hours_note": ""}


@dataclass(frozen=True)
class Gaps:
    """`cards` stand in for the desks; `shape` says what is the same for all that a body serves."""

    cards: tuple[ContactCard, ContactCard]
    shape: str
    _words: tuple[bytes | ContactCard, ...]

    def filled(self, body: bytes) -> bytes:
        """HTML with the words of this place."""
        lines: dict[int, bytes] = {}

        def words(gap: re.Match[bytes]) -> bytes:
            number = int(gap[1])
            found = self._words[number]
            if isinstance(found, bytes):
                return found
            if number not in lines:
                lines[number] = render_to_string("components/contact-lines.html", {"contact": found}).strip().encode()
            return lines[number]

        return _GAP.sub(words, body)


def gaps_for(cards: Sequence[ContactCard]) -> Gaps:
    words: list[bytes | ContactCard] = []

    def gap(found: str | ContactCard) -> str:
        if not found:
            return ""
        words.append(escape(found).encode() if isinstance(found, str) else found)
        return f"{_MARK}-{len(words) - 1}-"

    it_desk, ra = (_stand_in(card, gap) for card in cards)
    # Repeatable, since a gap is numbered by its place: of two of one shape each gap means the same.
    shape = repr([it_desk, ra]).replace(_MARK, "gap")
    return Gaps((it_desk, ra), shape, tuple(words))


def _stand_in(card: ContactCard, gap: Callable[[str | ContactCard], str]) -> ContactCard:
    """What is no gap is the same for all: which desk it is, whether it is open, how a number is called."""
    phones = tuple(Phone(phone.label, gap(phone.number), gap(phone.href)) for phone in card.phones)
    texts: dict[str, Any] = _IN_LINES | {name: gap(getattr(card, name)) for name in _ALWAYS}
    if not phones:
        texts |= {name: gap(getattr(card, name)) for name in _WITHOUT_A_PHONE}
    return replace(card, phones=phones, lines=gap(card) if card.known else "", **texts)
