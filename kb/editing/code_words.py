"""What is said of a code beside it: what the pattern of a family would match, and which codes get in its way. Pure."""

from collections.abc import Iterable

from kb.catalogue import codes
from kb.catalogue.codes import Family


def _families(shown: Iterable[str]) -> dict[str, Family]:
    found = {}
    for display in shown:
        try:
            found[display] = Family.parse(display)
        except ValueError:
            continue
    return found


def is_family(text: str) -> bool:
    return bool(_families([text]))


def of_member(code: str, known: Iterable[str]) -> str:
    """The families that an exact code falls under."""
    others = [other for other in known if codes.normal(other) != codes.normal(code)]
    over = [] if _families([code]) else [name for name, family in _families(others).items() if family.holds(code)]
    return f"Also one of {', '.join(over[:3])}; here it has a meaning of its own." if over else ""


def of_family(code: str, known: Iterable[str]) -> tuple[str, str]:
    """What the pattern of a family would match, and what it has in common with other codes."""
    family = _families([code]).get(code)
    if not family:
        return "", ""
    others = [other for other in known if codes.normal(other) != codes.normal(code)]
    shared = [name for name, other in _families(others).items() if _meet(family, other)]
    shared += [other for other in others if family.holds(other)]
    stem = code.rstrip("xX")
    said = f"Matches {stem} and {family.digits} more figures, such as {stem}{'0' * (family.digits - 1)}1."
    return said, f"Overlaps {', '.join(shared[:5])}." if shared else ""


def _meet(one: Family, other: Family) -> bool:
    """Whether a code can be in both."""
    long, short = (one, other) if len(one.stem) >= len(other.stem) else (other, one)
    rest = long.stem.removeprefix(short.stem)
    is_longer = long.stem.startswith(short.stem) and (not rest or rest.isdecimal())
    return is_longer and len(rest) + long.digits == short.digits
