"""What a notice says of itself, and what the database refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kb.notices.actions import add_update, publish_notice
from kb.notices.models import Notice, NoticeUpdate
from tests.notices.conftest import NOON

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
GOOD = {"slug": "sign-in-slow", "title": "Slow", "kind": "LIVE", "severity": "HIGH", "summary": "s", "starts_at": NOON}


@pytest.mark.parametrize(
    ("offset", "is_banner"),
    [
        (-14 * DAY - MOMENT, False),
        (-14 * DAY, True),
        (-MOMENT, True),
        (timedelta(0), False),
    ],
)
def test_planned_change_is_a_banner_for_the_14_days_before_its_start(offset, is_banner):
    planned = Notice(**GOOD | {"kind": "PLANNED"})

    assert planned.is_banner(NOON + offset) is is_banner
    assert planned.is_planned_change(NOON + offset)


def test_planned_change_that_is_over_is_no_banner():
    planned = Notice(**GOOD | {"kind": "PLANNED", "ends_at": NOON + DAY})

    assert planned.is_planned_change(NOON + DAY - MOMENT)
    assert not planned.is_banner(NOON + DAY)
    assert not planned.is_planned_change(NOON + DAY)


def test_live_issue_is_live_from_its_start_until_its_end():
    live = Notice(**GOOD | {"ends_at": NOON + DAY})

    states = [live.is_live_issue(at) for at in (NOON - MOMENT, NOON, NOON + DAY - MOMENT, NOON + DAY)]

    assert states == [False, True, True, False]


def test_live_issue_stands_on_top_anyway_and_is_no_banner_of_a_change():
    assert not Notice(**GOOD).is_banner(NOON)


def test_live_issue_that_has_not_begun_is_still_planned():
    assert Notice(**GOOD).is_planned_change(NOON - MOMENT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "RUMOUR"}, "notice_kind_known"),
        ({"severity": "DIRE"}, "notice_severity_known"),
        ({"ends_at": NOON}, "notice_ends_after_its_start"),
        ({"ends_at": NOON - DAY}, "notice_ends_after_its_start"),
        ({"source_address": "https://www.example.org/"}, "notice_source_has_a_name"),
        ({"source_dated": NOON.date()}, "notice_source_has_a_name"),
        ({"version": 0}, "notice_version_counts_from_one"),
    ],
)
def test_bad_notice_is_refused_by_its_constraint(changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Notice.objects.create(**GOOD | changes)


@pytest.mark.django_db
def test_slug_belongs_to_one_notice():
    Notice.objects.create(**GOOD)

    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        Notice.objects.create(**GOOD)


@pytest.mark.django_db
def test_update_must_say_something(content):
    notice = publish_notice(content=content(), by=None)

    with pytest.raises(IntegrityError, match="notice_update_says_something"), transaction.atomic():
        NoticeUpdate.objects.create(notice=notice, at=NOON, text="")


@pytest.mark.django_db
def test_update_is_neither_changed_nor_deleted(content):
    update = add_update(notice=publish_notice(content=content(), by=None), text="Better now.", by=None)

    update.text = "It was never bad."
    with pytest.raises(TypeError, match="never changed"):
        update.save()
    with pytest.raises(TypeError, match="never deleted"):
        update.delete()
    with pytest.raises(ProtectedError):
        update.notice.delete()


def test_notice_turns_at_each_moment_at_which_time_alone_changes_how_it_is_shown():
    planned = Notice(**GOOD | {"kind": "PLANNED", "ends_at": NOON + 20 * DAY})

    turns = [turn - NOON for turn in planned.turns()]

    assert turns == [-14 * DAY, timedelta(0), DAY, 20 * DAY, 27 * DAY]
    assert [turn - NOON for turn in Notice(**GOOD).turns()] == [-14 * DAY, timedelta(0), DAY, timedelta(hours=4)]
