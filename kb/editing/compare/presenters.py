"""What changed, as a page shows it: what belongs to one step stands together."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from kb.catalogue import codes, fields
from kb.editing.compare.diff import ADDED, CHANGED, MOVED, REMOVED, Change
from kb.editing.drafts.new_codes import BroughtCode

TAGS = {ADDED: ("New", "green"), REMOVED: ("Removed", "red"), MOVED: ("Moved", "blue"), CHANGED: ("Changed", "yellow")}
_CODES = {"codes", "mentions"}
_LISTS = fields.ROWS.keys() - {"steps"}


@dataclass(frozen=True)
class Group:
    """One step, or one field. `field` is what a comment on it names; empty where that stands with another group."""

    heading: str
    tag: str
    colour: str
    changes: tuple[Change, ...]
    is_step: bool
    field: str = ""
    typed: str = ""
    told: str = ""  # of a code that comes with the draft
    said: tuple[str, ...] = ()  # what reviewers said of it before

    @property
    def box(self) -> str:
        return f"comment.{self.field}"


def _together(change: Change) -> tuple[str, str]:
    is_removed = change.part_kind == REMOVED
    return (change.part_of, "removed" if is_removed else "") if change.part_of else (change.label, change.field)


def _field(change: Change) -> str:
    """What is no longer there is spoken of as the list it stood in."""
    name, _, rest = change.field.partition(".")
    is_gone = REMOVED in {change.part_kind, change.kind} and rest
    number = rest.partition(".")[0]
    if change.part_of:
        return name if change.part_kind == REMOVED else f"{name}.{number}"
    return name if is_gone or name not in _LISTS or not number else f"{name}.{number}"


def _told(change: Change, brought: Mapping[str, BroughtCode]) -> str:
    if change.field.partition(".")[0] not in _CODES or change.kind != ADDED:
        return ""
    return str(brought.get(codes.normal(change.pieces[0].text), ""))


def groups(
    changes: Iterable[Change],
    typed: Mapping[str, str] | None = None,
    brought: Mapping[str, BroughtCode] | None = None,
    said: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Group, ...]:
    """`typed` holds what was written into the boxes for comments, and `said` what was said before, by field; `brought`
    is by the key of the code."""
    return tuple(
        replace(group, said=(said or {}).get(group.field, ())) for group in _groups(changes, typed or {}, brought or {})
    )


def without_boxes(several: Iterable[Group], fields: Collection[str]) -> tuple[Group, ...]:
    """These stand elsewhere on the page with a box for a comment: no field has two."""
    return tuple(replace(group, field="", typed="", said=()) if group.field in fields else group for group in several)


def _groups(changes: Iterable[Change], typed: Mapping[str, str], brought: Mapping[str, BroughtCode]) -> Iterator[Group]:
    boxes: set[str] = set()
    for _, several in groupby(changes, key=_together):
        held = tuple(several)
        first = held[0]
        field = _field(first)
        tag, colour = TAGS[first.part_kind or first.kind]
        is_first = field not in boxes
        boxes.add(field)
        yield Group(
            heading=first.part_of or first.label,
            tag=tag,
            colour=colour,
            changes=held,
            is_step=bool(first.part_of),
            field=field if is_first else "",
            typed=typed.get(field, ""),
            told=" ".join(filter(None, (_told(change, brought) for change in held))),
        )


def parts_in_words(changes: Iterable[Change]) -> str:
    """What changed, each part once."""
    return ", ".join(dict.fromkeys(group.heading for group in groups(changes)))
