"""The words of an upload's page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kb.lib import dates
from kb.transfer.models import Upload, UploadState
from kb.transfer.uploads.checking import ALL_CHANGED, ALL_NEW, is_anything

NOUNS = {"error code": "error codes", "category": "categories", "common problem": "common problems"}


@dataclass(frozen=True)
class TickBox:
    """One box: what it takes, whether it is ticked, and what would change."""

    value: str
    label: str
    is_ticked: bool
    hint: str = ""
    lines: tuple[tuple[int, tuple[Mapping[str, str], ...]], ...] = ()
    is_cut: bool = False


@dataclass(frozen=True)
class UploadLine:
    name: str
    pk: int
    words: str


def lines_of(uploads: Collection[Upload]) -> list[UploadLine]:
    return [UploadLine(one.name, one.pk, f"{_state(one)}, sent {dates.day_and_clock(one.at)}") for one in uploads]


def _state(upload: Upload) -> str:
    waits = "checked, waits for your decision"
    return waits if upload.state == UploadState.CHECKED else UploadState(upload.state).label


def heading(upload: Upload) -> str:
    return {
        UploadState.WAITING: "Checking your files",
        UploadState.CHECKED: "What would happen",
        UploadState.ACCEPTED: "Bringing your files in",
        UploadState.DONE: "What happened",
    }.get(UploadState(upload.state), "This could not be finished")


def progress(upload: Upload) -> str:
    if not upload.of:
        return upload.stage or "Waiting to begin"
    return f"{upload.stage}: {upload.done:,} of {upload.of:,}"


def number_of(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def in_words(counts: Mapping[str, int]) -> str:
    parts = [number_of(count, kind, NOUNS.get(kind, "")) for kind, count in counts.items()]
    return ", ".join(parts)


def choices(report: Mapping[str, Any], sent: Mapping[str, Collection[str]] | None) -> dict[str, Any]:
    """The boxes in their groups. Before anything was sent, what is new or changed is ticked, and nothing else."""

    def ticked(name: str, value: str, otherwise: bool) -> bool:
        return otherwise if sent is None else value in sent[name]

    new = [
        TickBox(row["key"], row["file"], ticked("take", row["key"], True), hint=row["words"]) for row in report["new"]
    ]
    if not new and report["new_count"]:
        new = [TickBox(ALL_NEW, f"All {report['new_count']:,} that are new", ticked("take", ALL_NEW, True))]
    changed = [_tick(row, ticked("take", row["key"], True)) for row in report["changed"]]
    if not changed and report["changed_count"]:
        changed = [TickBox(ALL_CHANGED, f"All {report['changed_count']:,} changes", ticked("take", ALL_CHANGED, True))]
    return {
        "new": new,
        "changed": changed,
        "edited": [_tick(row, ticked("take", row["key"], False)) for row in report["edited"]],
        "edited_more": report["edited_count"] - len(report["edited"]),
        "gone": [
            TickBox(row["key"], row["words"], ticked("remove", row["key"], False))
            for row in report["gone"]
            if row["removable"]
        ],
        "gone_elsewhere": [row["words"] for row in report["gone"] if not row["removable"]],
        "is_anything": is_anything(report),
    }


def _tick(row: Mapping[str, Any], is_ticked: bool) -> TickBox:
    lines = tuple((line, tuple({"text": text, "kind": kind} for text, kind in pieces)) for line, pieces in row["lines"])
    hint = row["words"]
    if row["is_withdrawn"]:
        hint += ": withdrawn here. Ticked, it is published again."
    elif not lines:
        hint += ": only its place in the table changes."
    return TickBox(row["key"], f"{row['file']}, line {row['line']}", is_ticked, hint, lines, row["is_cut"])


def result(outcome: Mapping[str, Any]) -> list[str]:
    """What happened, a sentence each."""
    verbs = (("added", "Added"), ("changed", "Changed"), ("drafts", "Drafts begun"), ("removed", "Removed"))
    said = [f"{verb}: {in_words(outcome[name])}." for name, verb in verbs if outcome.get(name)]
    return said or ["Nothing was changed."]
