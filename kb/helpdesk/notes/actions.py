"""Adding, changing and removing a note. The audit trail says who did, and never the words."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.helpdesk.models import Note


class NoteChangedMeanwhile(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    def __init__(self, latest: Note | None) -> None:
        super().__init__("The note was changed or removed meanwhile.")
        self.latest = latest


def _record(note: Note, verb: str, by: User) -> None:
    audit.record(by=by, verb=verb, subject=note.article.label, detail={"step": note.step} if note.step else {})


def _held(note: Note, seen: int) -> Note:
    row = Note.objects.select_for_update(of=("self",)).select_related("article", "by").filter(pk=note.pk).first()
    if row is None or row.version != seen:
        raise NoteChangedMeanwhile(row)
    return row


@transaction.atomic
def add_note(*, article: Article, step: str, text: str, by: User, now: datetime | None = None) -> Note:
    note = Note.objects.create(article=article, step=step, text=text, by=by, at=now or timezone.now())
    _record(note, "added an internal note", by)
    return note


@transaction.atomic
def change_note(*, note: Note, step: str, text: str, seen: int, by: User, now: datetime | None = None) -> Note:
    """Raises NoteChangedMeanwhile, as removing does."""
    row = _held(note, seen)
    if (row.step, row.text) == (step, text):
        return row
    row.step, row.text, row.by, row.at, row.version = step, text, by, now or timezone.now(), row.version + 1
    row.save()
    _record(row, "changed an internal note", by)
    return row


@transaction.atomic
def remove_note(*, note: Note, seen: int, by: User) -> None:
    row = _held(note, seen)
    _record(row, "removed an internal note", by)
    row.delete()
