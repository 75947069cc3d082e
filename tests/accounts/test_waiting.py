"""How much waits, in the menu of staff: where the work is, for whoever has it, at a cost that does not grow."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kb.editing.models import Draft
from tests.editing.pages import words
from tests.make import make_draft, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def test_the_menu_counts_what_waits_for_this_person(signed_in, editor, reviewer, desk, settings):
    settings.REPORT_TRIAGE = True
    make_draft(by=editor)
    Draft.objects.update(state=Draft.State.IN_REVIEW, submitted_by=editor, submitted_at=timezone.now())
    make_draft(by=editor)
    Draft.objects.filter(state=Draft.State.DRAFT).update(state=Draft.State.SENT_BACK)
    make_report(suspicions=["LINKS"])

    assert "Write 1 waiting for you" in words(signed_in(editor).get("/account/"))
    assert "Write 1 waiting for you" in words(signed_in(reviewer).get("/account/"))
    assert "Reports 1 waiting for you" in words(signed_in(desk).get("/account/"))


def test_nothing_is_counted_where_nothing_waits_or_nobody_is_signed_in(signed_in, client, editor, reviewer):
    make_draft(by=editor)

    assert "waiting for you" not in words(signed_in(editor).get("/"))
    assert "waiting for you" not in words(signed_in(reviewer).get("/account/"))
    assert "kb-waiting" not in client.get("/").content.decode()


def test_public_pages_of_staff_count_their_first_work_alone(signed_in, editor, reviewer):
    make_draft(by=editor)
    Draft.objects.update(state=Draft.State.IN_REVIEW, submitted_by=editor, submitted_at=timezone.now())

    page = signed_in(reviewer).get("/codes/").content.decode()

    assert len(re.findall("kb-waiting", page)) == 1


def test_what_counting_costs_is_fixed(signed_in, administrator, editor):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            signed_in(administrator).get("/account/")
        return len(asked)

    before = queries()
    for _ in range(3):
        make_draft(by=editor)
        make_report(suspicions=["LINKS"])
    Draft.objects.update(state=Draft.State.IN_REVIEW, submitted_by=editor, submitted_at=timezone.now())

    assert queries() == before
