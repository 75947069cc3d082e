"""The number that a page tells its reader to read out on the phone."""

from dataclasses import dataclass

from kb.catalogue import call_numbers
from kb.catalogue.call_numbers import CallNumber, CallNumberKind, NotPackable
from kb.catalogue.choices import AUDIENCES
from kb.pages.parts import StepList


@dataclass(frozen=True)
class ReadOut:
    """`text` stands on the page; a script makes another of `base` and `scale` when one of the `steps` is ticked."""

    text: str
    base: int
    scale: int
    steps: str  # their names in their order, apart by spaces


def read_out(
    kind: CallNumberKind, number: int, *, version: int = 1, audience: str = "user", steps: StepList | None = None
) -> ReadOut | None:
    """Nothing where it would be too long to say."""
    return read_out_of(CallNumber(kind, number, version, list(AUDIENCES).index(audience)), steps)


def read_out_of(call: CallNumber, steps: StepList | None = None) -> ReadOut | None:
    try:
        text = call_numbers.said(call)
    except NotPackable:
        return None
    base, scale = call_numbers.frame(call)
    return ReadOut(text, base, scale, " ".join(steps.names) if steps else "")
