"""What staff do with notices on their pages. Each asks whether it is this person's duty, and writes by the actions of
the room."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions import raise_edition
from kb.lib.dates import in_london
from kb.lib.text import slug_from
from kb.notices.actions import add_update, end_notice, publish_notice
from kb.notices.document import NoticeContent, NoticeKind, Update, UpdateState
from kb.notices.models import AllClear, Notice, NoticeTemplate
from kb.notices.posting.rules import CALLED_OFF, IS_BACK, words_for
from kb.notices.refusals import AlreadyEnded, AlreadyLive, IssueIsLive, NotALiveIssue, NoticeChanged
from kb.notices.rights import POST, PUBLISH, need

type NoticeValues = Mapping[str, Any]  # by the names of NoticeContent
MINUTE = timedelta(minutes=1)


def _free_slug(title: str, now: datetime) -> str:
    """Of the title and the day, so that the same trouble of another day has an address of its own."""
    wanted = f"{slug_from(title)}-{in_london(now):%Y-%m-%d}".strip("-")
    tried = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(slug for slug in tried if not Notice.objects.filter(slug=slug).exists())


def _post(values: NoticeValues, known: str, by: User) -> Notice:
    now = timezone.now()
    raise_edition()  # nobody else posts until this is done: of two who press at once, the second is told
    title = values["title"]
    if values["kind"] == NoticeKind.LIVE and Notice.objects.live(now).filter(title=title).exists():
        raise AlreadyLive(title)
    state = UpdateState.INVESTIGATING if values["kind"] == NoticeKind.LIVE else ""
    text = words_for(state, known)
    updates = (Update(at=now, text=text, state=state),) if text else ()
    content = NoticeContent(slug=_free_slug(title, now), **values, updates=updates)
    return publish_notice(content=content, by=by)


@transaction.atomic
def post(*, values: NoticeValues, known: str, by: User) -> Notice:
    """In one's own words. Raises NoticeRefused and AlreadyLive, having written nothing."""
    need(by, PUBLISH)
    return _post(values, known, by)


@transaction.atomic
def post_from_template(*, template: NoticeTemplate, values: NoticeValues, known: str, by: User) -> Notice:
    """In the template's words, whatever `values` say: how bad it is, since when, and what it concerns."""
    need(by, POST if template.kind == NoticeKind.LIVE else PUBLISH)
    words = {name: getattr(template, name) for name in ("title", "short_title", "kind", "summary")}
    return _post({**values, **words}, known, by)


@transaction.atomic
def say(*, notice: Notice, state: str, text: str, by: User) -> Notice:
    """An update; one that says it is fixed ends the notice. Raises NoticeRefused, AlreadyEnded and NotALiveIssue."""
    need(by, POST)
    raise_edition()
    notice.refresh_from_db()
    now = timezone.now()
    if notice.has_ended(now):
        raise AlreadyEnded
    if state and notice.kind != NoticeKind.LIVE:
        raise NotALiveIssue
    add_update(notice=notice, text=words_for(state, text), state=state, by=by, at=now)
    return end_notice(notice=notice, by=by) if state == UpdateState.RESOLVED else notice


@transaction.atomic
def end(*, notice: Notice, by: User) -> Notice:
    """It is over, now. What was planned and has not begun is called off, which its update says."""
    need(by, POST)
    raise_edition()
    notice = Notice.objects.with_parts().get(pk=notice.pk)
    now = timezone.now()
    if notice.has_started(now):
        return end_notice(notice=notice, by=by)
    need(by, PUBLISH)
    off = Update(at=now, text=CALLED_OFF)
    content = replace(notice.content, starts_at=now - MINUTE, ends_at=now, updates=(off,))
    return publish_notice(content=content, by=by)


@transaction.atomic
def put_back(*, notice: Notice, text: str, by: User) -> Notice:
    """A live issue that is back, or was ended by a slip, goes on under the same address. Raises AlreadyLive."""
    need(by, POST)
    raise_edition()
    notice = Notice.objects.with_parts().get(pk=notice.pk)
    now = timezone.now()
    if notice.kind != NoticeKind.LIVE:
        raise AlreadyEnded
    if not notice.has_ended(now):
        return notice
    if Notice.objects.live(now).filter(title=notice.title).exists():
        raise AlreadyLive(notice.title)
    live = publish_notice(content=replace(notice.content, ends_at=None), by=by)
    add_update(notice=live, text=text.strip() or IS_BACK, state=UpdateState.INVESTIGATING, by=by, at=now)
    return live


@transaction.atomic
def change(*, notice: Notice, seen: int, by: User, **values: Any) -> Notice:  # noqa: ANN401 - parts of NoticeContent
    """Its dates, its words, or what it concerns. Raises NoticeRefused and NoticeChanged, having written nothing."""
    need(by, PUBLISH)
    raise_edition()
    notice = Notice.objects.with_parts().get(pk=notice.pk)
    if notice.version != seen:
        raise NoticeChanged
    return publish_notice(content=replace(notice.content, **values), by=by)


@transaction.atomic
def confirm_no_live_issue(*, by: User) -> AllClear:
    """Readers are told for a day that nobody knows of any. Raises IssueIsLive."""
    need(by, POST)
    raise_edition()
    now = timezone.now()
    if Notice.objects.live(now).exists():
        raise IssueIsLive
    confirmed = AllClear.objects.create(at=now, by=by)
    AllClear.objects.exclude(pk=confirmed.pk).delete()  # the audit keeps who said it before
    audit.record(by=by, verb="confirmed no live issue", subject="live issues")
    return confirmed
