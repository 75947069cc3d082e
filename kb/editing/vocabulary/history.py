"""Who changed a word, when, and what of it: from the audit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst

from kb.accounts.models import AuditEntry
from kb.editing.compare.word_diff import DiffPiece, compare_words
from kb.lib import dates

MOST = 20


@dataclass(frozen=True)
class ChangedPart:
    label: str
    pieces: tuple[DiffPiece, ...]


@dataclass(frozen=True)
class PastChange:
    when: str
    who: str
    what: str
    parts: tuple[ChangedPart, ...] = ()


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ". ".join(_in_words(part) for name, part in value.items() if name not in {"key", "more"})
    if isinstance(value, list):
        return "; ".join(map(_in_words, value))
    return "" if value is None else str(value)


def _parts(detail: Mapping[str, Any], labels: Mapping[str, str]) -> Iterator[ChangedPart]:
    for name, change in (detail.get("changed") or {}).items():
        label = labels.get(name, name.replace("_", " ").capitalize())
        if isinstance(change, Mapping):
            yield ChangedPart(label, compare_words(_in_words(change.get("from")), _in_words(change.get("to"))))


def _what(entry: AuditEntry) -> str:
    if entry.detail.get("is") == "new":
        return capfirst(f"{entry.verb.replace('saved', 'added', 1)} {entry.subject}")
    return capfirst(f"{entry.verb} {entry.subject}")


def history(noun: str, of: Q, labels: Mapping[str, str]) -> tuple[PastChange, ...]:
    """The newest first. `noun` ends the verbs of its entries, and `of` says which are of this one."""
    rows = AuditEntry.objects.filter(of, verb__endswith=f" {noun}").order_by("-at", "-pk")[:MOST]
    return tuple(
        PastChange(dates.day_and_clock(entry.at), entry.actor_name, _what(entry), tuple(_parts(entry.detail, labels)))
        for entry in rows
    )
