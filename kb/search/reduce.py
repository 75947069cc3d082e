"""What of a typed or pasted text goes into an address: codes stay, what may be personal goes. Pure.

Who calls it says what the knowledge base knows (`KnowsWords`): a code is kept wherever it stands, and the word after
"user" is a value only when it is no word of ours. Where something was left out, an ellipsis stands, which no pattern
crosses.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote_plus

from kb.catalogue import codes
from kb.catalogue.codes.spoken import clocks
from kb.lib.text import without_turning
from kb.privacy import patterns
from kb.privacy.patterns import GAP, Left, ReducedPiece

LONGEST_PASTED = 20_000
LONGEST_KEPT = 600
# Web servers refuse a request line of more than some 4,000 bytes, and a letter may take twelve.
LONGEST_ENCODED = 3_200
MOST_CANDIDATES = 2_000
MOST_CODES_FROM_THE_END = 8
LONGEST_CODE = 40

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_GAPS = re.compile(rf"\s*{GAP}[\s{GAP}]*")


class KnowsWords(Protocol):
    """What the knowledge base knows of some pieces of a text."""

    def codes(self, texts: Collection[str]) -> Collection[str]:
        """Those that are codes."""

    def words(self, words: Collection[str]) -> Collection[str]:
        """Those that are words of our articles, or say nothing."""


@dataclass(frozen=True)
class Reduced:
    """What is left, and of which kinds something was left out."""

    text: str
    left_out: tuple[Left, ...] = ()
    was_cut: bool = False


def _tidy(text: str) -> str:
    """One line, without gaps at its ends."""
    return " ".join(_GAPS.sub(f" {GAP} ", text).split()).strip(f" {GAP}")


def _may_be_codes(text: str) -> Iterator[str]:
    """Every run of words in the text that may be a code."""
    for window in codes.windows(text):
        if len(window.text) <= LONGEST_CODE and re.search(r"[\d_]", window.text):
            yield window.text


def _codes_in(pieces: Sequence[ReducedPiece], known: KnowsWords) -> list[list[str]]:
    """The codes in each piece that may hold any."""
    candidates = [
        [*([piece.text] if piece.may_be_code else ()), *(_may_be_codes(piece.text) if piece.may_hold_codes else ())]
        for piece in pieces
    ]
    asked = list(dict.fromkeys(text for texts in candidates for text in texts))[:MOST_CANDIDATES]
    found = known.codes(asked) if asked else ()
    kept: list[list[str]] = []
    for texts in candidates:
        # The longest reading only: 400_645, and not 400 and 645 as well.
        inside: list[str] = []
        for text in sorted((text for text in texts if text in found), key=len, reverse=True):
            if not any(text in longer for longer in inside):
                inside.append(text)
        kept.append(inside)
    return kept


def _dictated(text: str, known: KnowsWords) -> set[int]:
    """Where figures of a code stand that look like a time: "INF 10:14"."""
    found = list(clocks(text))
    held = known.codes({code.text for _, code in found}) if found else ()
    return {start for start, code in found if code.text in held}


def _without_personal(text: str, known: KnowsWords) -> tuple[str, set[Left]]:
    """The text with a gap in place of each piece, and the codes that stood there."""
    dictated = _dictated(text, known)
    pieces = [piece for piece in patterns.pieces(text, known.words) if piece.start not in dictated]
    left_out: set[Left] = set()
    out: list[str] = []
    at = 0
    for piece, kept in zip(pieces, _codes_in(pieces, known), strict=True):
        if kept == [piece.text]:
            continue
        if piece.end > at:
            out += [text[at : max(at, piece.start)], GAP, f" {GAP} ".join(kept), GAP]
            at = piece.end
            left_out.add(piece.kind)
    return "".join([*out, text[at:]]), left_out


def _cut(text: str, known: KnowsWords) -> str:
    """As much as an address can hold: the beginning, and the codes of the rest."""
    kept = text[:LONGEST_KEPT]
    while len(quote_plus(kept)) > LONGEST_ENCODED:
        kept = kept[: len(kept) * 3 // 4]
    if kept == text:
        return text
    rest = list(dict.fromkeys(_may_be_codes(text[len(kept) :])))[:MOST_CANDIDATES]
    found = known.codes(rest) if rest else ()
    missing = [code for code in rest if code in found and code not in kept][:MOST_CODES_FROM_THE_END]
    tail = f" {GAP} {' '.join(missing)}" if missing else ""
    room = len(kept) - len(tail)
    return f"{kept[:room].rsplit(' ', 1)[0] if ' ' in kept[:room] else kept[:room]}{tail}"


def reduce(text: str, known: KnowsWords) -> Reduced:
    """Never raises, for any text, in linear time; reducing what was reduced changes nothing."""
    text = codes.with_signs(without_turning(_CONTROLS.sub(" ", text)))
    cleaned, left_out = _without_personal(text[:LONGEST_PASTED], known)
    cleaned = _tidy(cleaned)
    kept = _tidy(_cut(cleaned, known))
    was_cut = len(text.strip()) > LONGEST_PASTED or kept != cleaned
    # What is left may fit a pattern that it did not fit before. Each round takes letters away, so there is a last one.
    while True:
        again, more = _without_personal(kept, known)
        if not more:
            return Reduced(kept, tuple(kind for kind in Left if kind in left_out), was_cut)
        kept, left_out = _tidy(again), left_out | more
