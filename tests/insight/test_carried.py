"""Whom a version of an article reached, for whoever keeps the log of hazards."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kb.accounts.actions import add_person
from kb.accounts.roles import Role
from kb.catalogue.models import Edition, Version
from kb.insight.carried.reading import Carrier, carried
from kb.insight.carried.rules import version_at, versions_stamped
from kb.insight.models import Call, CallOutcome
from kb.reports.models import Event, Report
from tests.make import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.either]
PAGE = "/edit/insight/carried/"
DAY = timedelta(days=1)
START = datetime(2026, 11, 1, tzinfo=UTC)


# --- Rules ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8, unique=True), st.integers(0, 60))
def test_version_is_the_last_that_was_published_by_then(days, asked):
    published = [(START + day * DAY, number) for number, day in enumerate(sorted(days), 1)]

    version = version_at(published, START + asked * DAY)

    assert version == (sum(day <= asked for day in days) or None)


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("Do this. KB0018 v7", {7}),
        ("kb0018 V7, then KB0018 v12.", {7, 12}),
        ("KB0018", set()),
        ("KB00181 v7 or XKB0018 v7", set()),
        ("KB0019 v7", set()),
    ],
)
def test_stamps_are_those_of_this_article(text, versions):
    assert versions_stamped(text, 18) == versions


@given(st.text())
def test_any_text_is_read(text):
    assert versions_stamped(text, 18) <= set(range(10**6))


# --- The list ------------------------------------------------------------------------------------------------------


def report(reference, *, at, **facts):
    return Report.objects.create(reference=reference, secret="s", scale="JUST_ME", filed_at=at, **facts)


@pytest.fixture
def reached():
    """Version 1 of now, version 2 in two days."""
    article, now = make_article(title="=Wrong step"), timezone.now()
    first = article.versions.get()
    Version.objects.create(
        article=article, number=2, edition=Edition.objects.current() + 50, document=first.document, at=now + 2 * DAY
    )
    Call.objects.create(article=article, version=2, outcome=CallOutcome.ESCALATED, escalated_to="IT", at=now + 3 * DAY)
    tried = report("AAAAAAAA", at=now + DAY, tried_articles=[article.number], text="Zebrafish", name="Ann Example")
    report("BBBBBBBB", at=now + 4 * DAY, article=article)
    report("CCCCCCCC", at=now + DAY, read_articles=[article.number + 1])
    report("DDDDDDDD", at=now - DAY, article=article)
    Event.objects.create(report=tried, kind=Event.Kind.ANSWER, text=f"Zebrafish. {article.label} v1", at=now + 5 * DAY)
    return article


@pytest.mark.databases
def test_calls_answers_and_reports_that_carried_it_the_latest_first(reached):
    rows = [(row.carrier, row.version, row.reference) for row in carried(reached)]

    assert rows == [
        (Carrier.ANSWER, 1, "AAAAAAAA"),
        (Carrier.REPORT, 2, "BBBBBBBB"),
        (Carrier.CALL, 2, ""),
        (Carrier.REPORT, 1, "AAAAAAAA"),
    ]
    assert carried(reached)[2].outcome == "escalated to your IT support"


def test_list_costs_as_much_however_many_there_are(reached, django_assert_num_queries):
    with django_assert_num_queries(4):
        carried(reached)
    for number in range(5):
        Call.objects.create(article=reached, version=1, outcome=CallOutcome.FIXED)
        report(f"EEEEEEE{number}", at=timezone.now() + DAY, article=reached)
    with django_assert_num_queries(4):
        carried(reached)


def test_reviewer_sees_what_carried_a_version_and_nothing_of_a_report(reached, signed_in, reviewer):
    client = signed_in(reviewer)
    page = client.get(f"{PAGE}?article={reached.label}&version=1").content.decode()

    assert "Calls, answers and reports 1 to 2 of 2" in page
    assert "published when the report was sent" in page
    table = client.post(f"{PAGE}export/?article={reached.label}").content.decode()
    assert table.count("\r\n") == 5
    for hidden in ("Zebrafish", "Ann Example", "AAAAAAAA"):
        assert hidden not in page + table


def test_whoever_reads_reports_gets_their_references_too(reached, signed_in):
    administrator = add_person(username="admin", name="A", role=Role.ADMINISTRATOR, password="violet ferry 27")
    table = signed_in(administrator).post(f"{PAGE}export/?article={reached.label}&carrier=report").content.decode()

    assert "AAAAAAAA" in table
    assert "Zebrafish" not in table
    assert administrator.audit_entries.filter(verb="exported what carried an article", subject=reached.label).exists()


def test_without_an_article_there_is_nothing(signed_in, reviewer):
    client = signed_in(reviewer)

    for asked in ("", "?article=KB9999", "?article=%00", "?article=KB0001&version=x"):
        assert client.get(f"{PAGE}{asked}").status_code == 200
    assert "Name an article" in client.get(PAGE).content.decode()


def test_it_is_for_reviewers_and_stands_in_the_history_for_them(reached, signed_in, reviewer, editor, desk):
    for person in (editor, desk):
        assert signed_in(person).get(PAGE).status_code == 404
        assert signed_in(person).post(f"{PAGE}export/").status_code == 404
    history = f"/edit/articles/{reached.label}/"
    link = f'href="{PAGE}?article={reached.label}"'
    assert link in signed_in(reviewer).get(history).content.decode()
    assert link not in signed_in(editor).get(history).content.decode()
