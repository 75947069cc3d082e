"""Notes in the words of the desk's pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from kb.helpdesk.models import Note
from kb.lib import dates, markdown

HEADING = "Internal: do not read out or send"


@dataclass(frozen=True)
class InternalNote:
    body: SafeString
    who: str  # "Dee Desk, 29 November 2026"
    address: str
    pk: int
    step: str = ""


def present_note(note: Note) -> InternalNote:
    who = f"{note.by.name}, {dates.day(note.at)}"
    body = markdown.to_html(note.text, headings_from=4)
    return InternalNote(body, who, reverse("helpdesk:note", args=[note.pk]), note.pk, note.step)


@dataclass(frozen=True)
class NotesOnPage:
    """Those of the whole article, of each step that is shown, and of a step that is not there any more."""

    every: tuple[InternalNote, ...] = ()

    @classmethod
    def of(cls, notes: Iterable[Note]) -> "NotesOnPage":
        return cls(tuple(map(present_note, notes)))

    def on_step(self, name: str) -> tuple[InternalNote, ...]:
        return tuple(note for note in self.every if note.step and note.step == name)

    def on_article(self, steps: Iterable[str]) -> tuple[InternalNote, ...]:
        """A note outlives its step: then it is about the article."""
        names = set(steps)
        return tuple(note for note in self.every if note.step not in names)


def when_changed(at: datetime, who: str) -> str:
    return f"{who} changed this note since you opened it, on {dates.day_and_clock(at)}."
