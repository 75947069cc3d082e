"""The table of docs/retention.md, row by row: each chore of the worker runs before its time, and after it."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry, Invitation, Throttle, User
from kb.accounts.roles import Role
from kb.catalogue.actions import erase_words, stop_step, take_in_image
from kb.catalogue.choices import Audience
from kb.catalogue.models import Erasure, Image, StoppedStep
from kb.contacts.models import NumberDoubt
from kb.editing.drafts import actions as drafting
from kb.editing.drafts.reading import EMPTY
from kb.editing.models import Draft, News, Presence, Revision
from kb.helpdesk.models import Note, Pin
from kb.helpdesk.notes.actions import add_note
from kb.helpdesk.pins.actions import turn_pin
from kb.insight.calls.actions import begin_call
from kb.insight.models import (
    Call,
    CodeStory,
    HashKey,
    HourCount,
    MondayMail,
    Reason,
    Rise,
    SearchEntry,
    View,
    Vote,
    WordSighting,
)
from kb.insight.visits import keys
from kb.insight.visits.keys import Period
from kb.insight.votes.actions import cast_vote, say_why
from kb.insight.votes.rules import VotedPage, Voter
from kb.lib import holders
from kb.lib.dates import at_midnight, in_london
from kb.media.models import Blob
from kb.notices.models import Subscriber
from kb.notices.tell_me.mails import key_of
from kb.operate.worker import CHORES
from kb.outbox.answers import Answer, Outcome
from kb.outbox.models import Delivery, Heartbeat
from kb.outbox.settling import settle
from kb.reports.models import Deflection, HeldFile, Report
from kb.transfer.models import Upload
from kb.transfer.uploads.actions import receive
from tests.make import make_article, make_code
from tests.reports.rows import make_attachment, make_delivery, make_report

NOW = timezone.now()
A_MINUTE = timedelta(minutes=1)
MIDNIGHT = at_midnight(in_london(NOW).date() + timedelta(days=1))
MONTH_END = at_midnight((in_london(NOW).date().replace(day=1) + timedelta(days=32)).replace(day=1))
NEXT_DAY = datetime.combine(NOW.date(), time.min, UTC) + timedelta(days=1)
TEN_YEARS = timedelta(days=3650)

type Is = Callable[[], bool]


@dataclass(frozen=True)
class Row:
    """`make` makes it at NOW and answers how to ask whether it is there still."""

    make: Callable[[], Is]
    kept: timedelta | None


def _is_told(report: Report) -> Is:
    return lambda: Report.objects.filter(pk=report.pk).exclude(text="").exists()


def _closed() -> Report:
    return make_report(filed_at=NOW - timedelta(days=40), state="CLOSED", closed_at=NOW)


def _screenshot() -> Is:
    shown = make_attachment(_closed())
    return lambda: default_storage.exists(shown.stored)


def _doubt() -> Is:
    NumberDoubt.objects.create(kind="IT", words="It rings nowhere", told_at=NOW)
    return NumberDoubt.objects.exists


def _counts() -> Is:
    code = make_code()
    make_report(state="CLOSED", closed_at=NOW, code=code)
    return lambda: Report.objects.filter(code=code, scale="JUST_ME").exists()


def _held() -> Is:
    stored = default_storage.save("reports/held.png", ContentFile(b"a picture"))
    HeldFile.objects.create(key="k", form="f", stored=stored, name="x", content_type="image/png", size=9, held_at=NOW)
    return lambda: HeldFile.objects.exists() or default_storage.exists(stored)


def _mail(**facts: object) -> Delivery:
    return make_delivery(make_report(filed_at=NOW), **{"state": "SENT", "settled_at": NOW, **facts})


def _words() -> Is:
    delivery = _mail(state="CLAIMED", settled_at=None, claim="token", claim_ends_at=NOW)
    settle(delivery=delivery, answer=Answer(Outcome.SENT, 250, "OK"), now=NOW, draw=0.5)
    return lambda: Delivery.objects.exclude(content={}).exists()


def _address() -> Is:
    _mail(state="FAILED")
    return lambda: Delivery.objects.exclude(to="", content={}).exists()


def _row() -> Is:
    _mail()
    return Delivery.objects.exists


def _file() -> Is:
    folder = Path(site.MAIL_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "kept.eml"
    file.write_text("a mail")
    os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    return file.exists


def _beat() -> Is:
    Heartbeat.objects.create(name="a worker", seen_at=NOW)
    return Heartbeat.objects.exists


def _throttle() -> Is:
    Throttle.objects.create(digest="d" * 64, ends_at=NOW, count=1)
    return Throttle.objects.exists


def _visitor() -> Is:
    Deflection.objects.create(visitor="v" * 64, article=make_article(), opened_at=NOW)
    return Deflection.objects.exclude(visitor="").exists


def _session() -> Is:
    lasts = timedelta(seconds=site.SESSION_COOKIE_AGE)
    Session.objects.create(session_key="k", session_data="", expire_date=NOW + lasts)
    return Session.objects.exists


def _invitation() -> Is:
    """Its time begins when its link is over."""
    Invitation.objects.create(
        name="Zoë", email="zoe@example.org", role=Role.EDITOR, digest="d", invited_by=_editor(), expires_at=NOW
    )
    return Invitation.objects.exists


def _entry() -> Is:
    with transaction.atomic():
        entry = audit.record(by=None, verb="did", subject="something")
    return AuditEntry.objects.filter(pk=entry.pk).exists


def _editor() -> User:
    return add_person(username="editor", name="The editor", role=Role.EDITOR, password="violet ferry 27")


def _account() -> Is:
    return User.objects.filter(pk=_editor().pk).exclude(name="").exists


def _published() -> Is:
    return make_article().versions.exists


def _erased() -> Is:
    make_article(title="Zebrafish card")
    erasure = erase_words(words="Zebrafish", reason="A name", by=None)
    return Erasure.objects.filter(pk=erasure.pk, reason="A name").exists


def _revision() -> Is:
    draft = drafting.begin(by=_editor(), origin="a report", now=NOW)
    return Revision.objects.filter(draft=draft).exists


def _autosave() -> Is:
    draft = drafting.begin(by=_editor(), now=NOW)
    for title in ("By itself", "By hand"):
        document = replace(EMPTY, title=title)
        is_autosave = title == "By itself"
        drafting.save(
            draft=draft,
            document=document,
            base_revision=draft.number,
            by=draft.begun_by,
            is_autosave=is_autosave,
            now=NOW,
        )
    return Revision.objects.filter(draft=draft, number=2).exists


def _image() -> Is:
    image = take_in_image(data=b"a picture", name=f"{'0' * 32}-1x1.png", alt="A dialog", by=None)
    Image.objects.update(shown_at=NOW)
    return lambda: Image.objects.filter(pk=image.pk).exists() or Blob.objects.exists()


def _present() -> Is:
    draft = drafting.begin(by=_editor(), now=NOW)
    drafting.note_presence(draft=draft, by=draft.begun_by, now=NOW)
    return Presence.objects.filter(draft=draft).exists


def _untouched() -> Is:
    draft = drafting.begin(by=_editor(), now=NOW)
    return Draft.objects.filter(pk=draft.pk).exists


def _news() -> Is:
    draft = drafting.begin(by=_editor(), origin="a report", now=NOW)
    news = News.objects.create(person=draft.begun_by, draft=draft, kind=News.Kind.PUBLISHED, at=NOW)
    return News.objects.filter(pk=news.pk).exists


def _taken() -> Call:
    person = add_person(username="desk", name="The desk", role=Role.HELP_DESK, password="violet ferry 27")
    return begin_call(by=person, code=make_code(), now=NOW)


def _taker() -> Is:
    return Call.objects.filter(pk=_taken().pk, by__isnull=False).exists


def _note() -> Is:
    by = add_person(username="noter", name="Noter", role=Role.HELP_DESK, password="violet ferry 27 anchors")
    add_note(article=make_article(), step="", text="Queue SMART.", by=by)
    return Note.objects.exists


def _stopped() -> Is:
    by = add_person(username="stopper", name="Stopper", role=Role.HELP_DESK, password="violet ferry 27 anchors")
    article = make_article()
    stop_step(article=article, step=article.steps.get().name, reason="It locks the card.", by=by)
    return StoppedStep.objects.exclude(reason="").exists


def _pin() -> Is:
    by = add_person(username="pinner", name="Pinner", role=Role.HELP_DESK, password="violet ferry 27 anchors")
    turn_pin(by=by, article=make_article())
    return Pin.objects.exists


def _call() -> Is:
    return Call.objects.filter(pk=_taken().pk, code="ERR5022").exists


def _voted() -> Vote:
    page = VotedPage(None, None, make_code(), Audience.USER)
    vote = cast_vote(page=page, fixed=False, voter=Voter("c" * 20, is_new=True, visit="v" * 32), now=NOW)
    say_why(vote=vote, reason=Reason.OTHER, comment="The button is not there.")
    return vote


def _vote() -> Is:
    return Vote.objects.filter(pk=_voted().pk, fixed=False, reason=Reason.OTHER).exists


def _voter() -> Is:
    return Vote.objects.filter(pk=_voted().pk).exclude(visitor="", visit="").exists


def _comment() -> Is:
    return Vote.objects.filter(pk=_voted().pk).exclude(comment="").exists


def _viewed() -> Is:
    View.objects.create(subject="code:ERR5022", visit="v" * 32, day=in_london(NOW).date(), at=NOW)
    return View.objects.exists


def _hour() -> Is:
    HourCount.objects.create(subject="code:ERR5022", hour=NOW, number=3)
    return HourCount.objects.exists


def _rise() -> Is:
    times = dict.fromkeys(("began_at", "noticed_at", "last_at", "over_at"), NOW)
    Rise.objects.create(subject="code:ERR5022", number=5, usual=0.1, **times)
    return Rise.objects.exists


def _key() -> Is:
    keys.forget()
    keys.visit_of(address="192.0.2.1", browser="one", now=NOW)
    return HashKey.objects.exists


def _month_key() -> Is:
    keys.forget()
    keys.scrambled("grobbly", period=Period.MONTH, now=NOW)
    return HashKey.objects.exists


def _story() -> Is:
    CodeStory.objects.create(code="ABC123", typed="ABC-123", helped="A restart", at=NOW)
    return CodeStory.objects.exists


def _searched() -> Is:
    SearchEntry.objects.create(words="card locked", visit="v" * 32, day=in_london(NOW).date(), at=NOW)
    return SearchEntry.objects.exists


def _searcher() -> Is:
    _searched()
    return SearchEntry.objects.exclude(visit="").exists


def _sighted(word: str) -> Is:
    WordSighting.objects.create(digest="d" * 32, word=word, visit="v" * 32, day=in_london(NOW).date(), at=NOW)
    return WordSighting.objects.exists


def _upload() -> Is:
    person = add_person(username="reviewer", name="R", role=Role.REVIEWER, password="violet ferry 27")
    receive(sent=[("no-role.md", b"---\ntitle: No role\n---\n")], by=person, now=NOW)
    return Upload.objects.exists


def _subscriber(confirmed_at: datetime | None) -> Is:
    """Its address stands in no mail that was written for it either."""
    row = Subscriber.objects.create(
        email="sam@example.org", code="ERR9999", digest="d", asked_at=NOW, confirmed_at=confirmed_at
    )
    _mail(room="notices", key=key_of(row), to=row.email)
    return lambda: Subscriber.objects.exists() or Delivery.objects.filter(room="notices").exclude(to="").exists()


def _monday_mail() -> Is:
    row = MondayMail.objects.create(person=_editor(), week=NOW.date())
    return MondayMail.objects.filter(pk=row.pk).exists


ROWS = {
    "Report that was closed": Row(lambda: _is_told(_closed()), timedelta(days=90)),
    "Report that nobody closes": Row(lambda: _is_told(make_report(filed_at=NOW)), timedelta(days=365)),
    "Report with triage off": Row(lambda: _is_told(make_report(filed_at=NOW)), timedelta(days=90)),
    "Counts of an emptied report": Row(_counts, None),
    "Screenshots of a report": Row(_screenshot, timedelta(days=30)),
    "Screenshot held for a form": Row(_held, timedelta(hours=1)),
    "Words of a mail": Row(_words, timedelta(0)),
    "Address of a mail, and words of one that was given up": Row(_address, timedelta(days=30)),
    "Row of a mail, with its attempts": Row(_row, timedelta(days=400)),
    "Mail written to `var/mail`": Row(_file, timedelta(days=30)),
    "Sign of life of a worker": Row(_beat, timedelta(days=1)),
    "Throttle counter": Row(_throttle, timedelta(hours=1)),
    "Who opened a suggestion": Row(_visitor, timedelta(hours=12)),
    "Invitation to join": Row(_invitation, timedelta(days=30)),
    "Address of who wants to be told of a fix, not confirmed": Row(lambda: _subscriber(None), timedelta(hours=24)),
    "Address of who wants to be told of a fix, confirmed": Row(lambda: _subscriber(NOW), timedelta(days=180)),
    "Session of a person who signs in": Row(_session, timedelta(hours=12)),
    "Draft of a new article in which nobody ever wrote": Row(_untouched, timedelta(days=8)),
    "Revisions of drafts, what could not be saved in one, reviews and comments": Row(_revision, None),
    "Autosave that a later save of the same person within ten minutes replaces": Row(_autosave, timedelta(days=1)),
    "Image that no draft, article or snippet shows": Row(_image, timedelta(days=30)),
    "News for editors, of drafts they write or review": Row(_news, timedelta(days=90)),
    "Who has a draft open": Row(_present, timedelta(hours=1)),
    "Who took a call": Row(_taker, timedelta(days=90)),
    "Call, with what was used and what came of it": Row(_call, None),
    "Vote on a page, with its reason": Row(_vote, None),
    "Who voted on a page": Row(_voter, timedelta(hours=24)),
    "What a reader said of a page that did not fix it": Row(_comment, timedelta(days=180)),
    "Who looked at a page": Row(_viewed, timedelta(hours=48)),
    "How many looked at something in an hour": Row(_hour, timedelta(days=400)),
    "Rise: more people than usual looked something up": Row(_rise, timedelta(days=400)),
    "That somebody got the email of a Monday": Row(_monday_mail, timedelta(weeks=8) + NEXT_DAY - NOW),
    "Key of a day, under which visits are scrambled": Row(_key, MIDNIGHT - NOW),
    "What a reader told of a code that nobody has written down": Row(_story, timedelta(days=180)),
    "Search, in words that are ours, with what came of it": Row(_searched, timedelta(days=90)),
    "Who searched": Row(_searcher, timedelta(hours=48)),
    "Word that nobody of us knows, as a keyed hash": Row(lambda: _sighted(""), MONTH_END - NOW),
    "Word that nobody of us knows and many typed": Row(lambda: _sighted("grobbly"), timedelta(days=90)),
    "Key of a month, under which unknown words are scrambled": Row(_month_key, MONTH_END - NOW),
    "Files that somebody brought in by the browser, and what became of them": Row(_upload, timedelta(hours=24)),
    "What a reader said of a wrong number": Row(_doubt, timedelta(days=90)),
    "Internal note of the help desk": Row(_note, None),
    "Stopped step, with the reason": Row(_stopped, None),
    "What somebody on the desk pinned": Row(_pin, None),
    "Audit entry": Row(_entry, None),
    "Account of a person": Row(_account, None),
    "What is published, and its versions": Row(_published, None),
    "What was erased": Row(_erased, None),
}


# What the site never holds: tests/journeys/test_saving.py.
IN_A_BROWSER = {"Text of a draft that could not be sent, in the browser of who wrote it and nowhere else"}


@pytest.fixture(autouse=True)
def _at_the_desk(db, settings, tmp_path, request):
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    settings.REPORT_TRIAGE = "triage off" not in request.node.name


def run_chores(now) -> None:
    for chore in CHORES:
        chore(now)


@pytest.mark.parametrize("name", ROWS)
def test_it_is_kept_as_long_as_the_table_says_and_no_longer(name):
    row = ROWS[name]
    is_there = row.make()
    if row.kept is None:
        run_chores(NOW + TEN_YEARS)
        assert is_there()
        return

    if row.kept:
        run_chores(NOW + row.kept - A_MINUTE)
        assert is_there()
    run_chores(NOW + row.kept + A_MINUTE)

    assert not is_there()


def test_each_row_of_the_table_is_tested():
    table = (Path(site.BASE_DIR) / "docs" / "retention.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| (?!What \||-)(.+?) \|", table, re.MULTILINE)

    assert [name for name in names if name not in IN_A_BROWSER] == list(ROWS)
    assert set(names) >= IN_A_BROWSER


def test_every_text_that_a_room_holds_has_a_row():
    assert {holder.kept for holder in holders.every()} - set(ROWS) == set()


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("REPORT_KEEP_DAYS", 90),
        ("REPORT_KEEP_SCREENSHOT_DAYS", 30),
        ("REPORT_KEEP_UNCLOSED_DAYS", 365),
        ("SEARCH_KEEP_DAYS", 90),
    ],
)
def test_days_of_the_table_are_those_of_the_settings(name, days):
    table = (Path(site.BASE_DIR) / "docs" / "retention.md").read_text(encoding="utf-8")

    assert getattr(site, name) == days
    assert f"| {days} days (`{name}`)" in table
