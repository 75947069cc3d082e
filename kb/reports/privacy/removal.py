"""Removing a passage or a screenshot from a report for good, wherever we keep it. Mail that is out stays out."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from html import escape

from django.db import models, transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.outbox.message import Mail
from kb.reports.delivery.rewriting import Patch, say_anew
from kb.reports.history import note_down, subject
from kb.reports.models import Attachment, Event, Report
from kb.reports.privacy.erasing import EMPTIED, take_away

REMOVED = "[removed]"
SEARCHED = (*EMPTIED, "ticket_number")


class NotFound(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The passage stands nowhere in the report, or the screenshot is gone already."""


# A mail may break or indent what was told, and HTML puts tags between its lines.
_BETWEEN_IN_TEXT = r"[\s>|]+"
_BETWEEN_IN_HTML = r"(?:\s|&nbsp;|&gt;|<[^>]*>)+"
_QUOTES = {"'": "(?:'|&#x27;|&#39;|&apos;)", '"': '(?:"|&quot;|&#34;)'}


@dataclass(frozen=True)
class RemovedPassage:
    """The exact words, as they stand in the report."""

    words: str

    @cached_property
    def _in_text(self) -> re.Pattern[str]:
        return re.compile(_BETWEEN_IN_TEXT.join(re.escape(word) for word in self.words.split()))

    @cached_property
    def _in_html(self) -> re.Pattern[str]:
        words = (
            "".join(_QUOTES.get(letter, re.escape(escape(letter))) for letter in word) for word in self.words.split()
        )
        return re.compile(_BETWEEN_IN_HTML.join(words))

    def out_of(self, text: str) -> str:
        return text.replace(self.words, REMOVED)

    def out_of_text(self, text: str) -> str:
        return self._in_text.sub(REMOVED, text)

    def out_of_html(self, text: str) -> str:
        return self._in_html.sub(REMOVED, text)


def _blanked(row: Report | Attachment | Event, names: tuple[str, ...], passage: RemovedPassage) -> int:
    """In how many of the row's fields it stood."""
    changed = []
    for name in names:
        was = getattr(row, name)
        if passage.words not in was:
            continue
        # Half an address is no address: nothing may be sent there.
        now_says = "" if name == "email" else passage.out_of(was)
        field = row._meta.get_field(name)
        longest = field.max_length if isinstance(field, models.CharField) else None
        setattr(row, name, now_says[:longest])
        changed.append(name)
    if changed:
        row.save(update_fields=changed)
    return len(changed)


def _without_passage(passage: RemovedPassage) -> Patch:
    def patch(mail: Mail) -> Mail:
        return replace(
            mail,
            subject=passage.out_of_text(mail.subject),
            text=passage.out_of_text(mail.text),
            bare_text=passage.out_of_text(mail.bare_text),
            html=passage.out_of_html(mail.html),
            bare_html=passage.out_of_html(mail.bare_html),
            reply_to="" if passage.words in mail.reply_to else mail.reply_to,
            files=tuple(replace(file, name=passage.out_of(file.name)) for file in mail.files),
        )

    return patch


@transaction.atomic
def remove_passage(*, report: Report, words: str, by: User) -> int:
    """In how many places it stood; raises NotFound. Neither the history nor the audit trail says what it was."""
    passage = RemovedPassage(words)
    row = Report.objects.select_for_update().get(pk=report.pk)
    places = _blanked(row, SEARCHED, passage)
    places += sum(_blanked(event, ("text",), passage) for event in Event.objects.filter(report=row))
    places += sum(_blanked(attachment, ("name",), passage) for attachment in Attachment.objects.filter(report=row))
    if not places:
        raise NotFound
    say_anew(row, _without_passage(passage))
    where = "1 place" if places == 1 else f"{places} places"
    note_down(row, Event.Kind.REMOVED, f"A passage, in {where}", by=by)
    audit.record(by=by, verb="removed a passage from a report", subject=subject(row), detail={"places": places})
    return places


@transaction.atomic
def remove_screenshot(*, attachment: Attachment, by: User, now: datetime | None = None) -> None:
    """Raises NotFound where it is gone already."""
    stored, report = attachment.stored, attachment.report
    if not take_away(attachment, now=now or timezone.now()):
        raise NotFound

    def without_it(mail: Mail) -> Mail:
        return replace(mail, files=tuple(file for file in mail.files if file.stored != stored))

    say_anew(report, without_it)
    note_down(report, Event.Kind.REMOVED, f"Screenshot {attachment.position}", by=by)
    detail = {"screenshot": attachment.position}
    audit.record(by=by, verb="removed a screenshot from a report", subject=subject(report), detail=detail)
