"""What the knowledge base is good for, in figures."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.choices import Actor
from kb.insight.figures.presenters import FIGURES, PERIODS, every_figure
from kb.insight.figures.reading import codes_by_day, fixes_by_version, handed_off, spared_reports, waits
from kb.insight.figures.rules import LONGER, at_least, by_wait, least_share, usual_wait
from kb.insight.models import Call, CallOutcome, HandOff, HourCount, Vote
from kb.lib.dates import in_london
from kb.reports.models import Deflection, Event, Report
from tests.make import make_article, make_code, make_vendor

pytestmark = [pytest.mark.django_db, pytest.mark.either]
PAGE = "/edit/insight/figures/"
HOUR = timedelta(hours=1)
LONG_AGO = timedelta(weeks=60)


# --- Rules ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=90)), max_size=50))
def test_each_answer_is_in_one_row(waited):
    assert sum(number for _, number in by_wait(waited)) == len(waited)


def test_rows_end_where_they_say():
    found = dict(by_wait([HOUR, HOUR + timedelta(seconds=1), timedelta(days=7), timedelta(days=7, seconds=1)]))

    assert found == {
        "Within an hour": 1,
        "1 to 4 hours": 1,
        "4 to 24 hours": 0,
        "1 to 3 days": 0,
        "3 to 7 days": 1,
        LONGER: 1,
    }


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        ([], ""),
        ([timedelta(seconds=30)], "1 minute"),
        ([timedelta(minutes=10), timedelta(days=9), timedelta(minutes=30)], "30 minutes"),
        ([5 * HOUR], "5 hours"),
        ([timedelta(hours=5, seconds=1)], "6 hours"),
        ([60 * HOUR], "3 days"),
    ],
)
def test_usual_wait_is_the_median(waited, words):
    assert usual_wait(waited) == words


@given(yes=st.integers(0, 500), no=st.integers(0, 500), away=st.integers(0, 500))
def test_at_least_is_never_more_than_who_left_or_than_the_share_of_yes(yes, no, away):
    least = at_least(away, yes=yes, no=no)

    assert 0 <= least <= away
    assert least_share(yes, yes + no) <= (yes / (yes + no) if yes + no else 0) + 1e-9
    if not yes:
        assert least == 0


def test_few_votes_are_less_sure_than_many():
    assert at_least(100, yes=1, no=0) < at_least(100, yes=10, no=0) < at_least(100, yes=1_000, no=0)
    assert at_least(100, yes=8, no=2) == 49  # Wilson: 0.4901 of a share of 0.8 in ten


# --- Rows ----------------------------------------------------------------------------------------------------------


def vote(article, *, fixed, version=1, number=1, ago=HOUR, **facts):
    for _ in range(number):
        page = f"article:{article.pk}:{version}"
        at = timezone.now() - ago
        Vote.objects.create(page=page, article=article, version=version, fixed=fixed, at=at, **facts)


def since():
    return timezone.now() - timedelta(weeks=4)


@pytest.mark.databases
def test_versions_of_an_article_stand_apart_the_worst_article_first():
    good, bad = make_article(), make_article()
    vote(good, fixed=True, number=5)
    vote(bad, fixed=False, number=3)
    vote(bad, fixed=True, version=2, number=2)
    vote(bad, fixed=False, number=9, ago=LONG_AGO)
    vote(bad, fixed=False, number=9, is_counted=False)
    Call.objects.create(article=bad, version=2, outcome=CallOutcome.ESCALATED, escalated_to=Actor.IT)
    Call.objects.create(article=bad, version=2, outcome=CallOutcome.UNSAID)

    rows = [(one.article, one.version, one.fixed, one.not_fixed) for one in fixes_by_version(since())]

    assert rows == [(bad, 2, 2, 1), (bad, 1, 0, 3), (good, 1, 5, 0)]


@pytest.mark.databases
def test_hand_offs_are_those_of_pages_and_of_calls():
    vendor, today = make_vendor("isosec"), in_london(timezone.now()).date()
    HandOff.objects.create(vendor=vendor, day=today, count=4)
    HandOff.objects.create(vendor=vendor, day=today - LONG_AGO, count=40)
    article = make_article()
    for _ in range(2):
        Call.objects.create(article=article, version=1, outcome=CallOutcome.ESCALATED, escalated_to=Actor.IT)

    assert handed_off(since()) == [("Isosec", 4, 0), ("IT support", 0, 2)]


def report(reference, *, ago, answered=None, **facts):
    row = Report.objects.create(
        reference=reference, secret="s", scale="JUST_ME", filed_at=timezone.now() - ago, **facts
    )
    for wait in [answered, answered + HOUR] if answered else []:
        Event.objects.create(report=row, kind=Event.Kind.ANSWER, at=row.filed_at + wait)
    return row


@pytest.mark.databases
def test_first_answer_ends_the_wait_and_what_is_no_wait_is_left_out():
    first = report("AAAAAAAA", ago=5 * HOUR, answered=2 * HOUR)
    report("BBBBBBBB", ago=HOUR)
    report("CCCCCCCC", ago=HOUR, state="CLOSED", closed_at=timezone.now())
    report("DDDDDDDD", ago=HOUR, suspicions=["LINKS"])
    report("EEEEEEEE", ago=HOUR, duplicate_of=first)
    report("FFFFFFFF", ago=LONG_AGO)

    found = waits(since())

    assert (found.answered, found.closed, found.open) == ((2 * HOUR,), 1, 1)


@pytest.mark.databases
def test_reports_not_needed_are_visits_that_are_over_as_far_as_votes_bear_them_out():
    helps, unproven = make_article(), make_article()
    now = timezone.now()
    for number in range(10):
        for article in (helps, unproven):
            opened = now - timedelta(days=2)
            Deflection.objects.create(visitor=f"{number}", article=article, opened_at=opened, was_reported=number < 2)
    Deflection.objects.create(visitor="still here", article=helps, opened_at=now)
    vote(helps, fixed=True, number=30)

    rows = {one.article: (one.opened, one.turned_away, one.at_least) for one in spared_reports(since(), now)}

    assert rows == {helps: (10, 8, 7), unproven: (10, 8, 0)}


@pytest.mark.databases
def test_codes_are_counted_by_the_day_of_london():
    make_code("ERR5022")
    now = datetime(2026, 6, 20, 12, tzinfo=UTC)
    for day, hour, number in ((18, 22, 1), (18, 23, 5), (19, 9, 2), (20, 9, 50)):
        at = datetime(2026, 6, day, hour, tzinfo=UTC)
        HourCount.objects.create(subject="code:ERR5022", hour=at, number=number)
    HourCount.objects.create(subject="article:1", hour=datetime(2026, 6, 19, 9, tzinfo=UTC), number=70)

    days = {one.day.day: (one.number, list(one.most)) for one in codes_by_day(now, weeks=1, days=1)}

    assert days[18] == (1, [("ERR5022", 1)])
    assert days[19] == (7, [("ERR5022", 7)])  # 11pm in summer is the next day here
    assert 20 not in days
    assert len(days) == 7
    assert [one.number for one in codes_by_day(now, weeks=1, days=7)] == [8]


# --- The page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def told():
    article = make_article(title="=1+1 does not fix")
    vote(article, fixed=False, number=3, comment="Zebrafish")
    HourCount.objects.create(subject="code:ERR5022", hour=timezone.now() - timedelta(days=2), number=3)
    return article


def test_page_has_each_figure_as_a_picture_with_words_and_as_a_table(told, signed_in, editor):
    page = signed_in(editor).get(PAGE).content.decode()

    assert f"{told.label} v1: 0 fixed it, 3 did not" in page
    assert "Visits to codes: 3 in all" in page
    assert "Nobody has sent a report." in page
    assert page.count('role="img"') == 2
    assert page.count("<table") == 2
    assert "Zebrafish" not in page


def test_a_time_that_nobody_offers_is_the_first(told, signed_in, editor):
    client = signed_in(editor)

    assert "Figures of the last 13 weeks" in client.get(f"{PAGE}?weeks=13").content.decode()
    assert "Figures of the last 4 weeks" in client.get(f"{PAGE}?weeks=9999999").content.decode()


def test_a_table_is_taken_away_without_formulas_and_that_is_recorded(told, signed_in, editor):
    client = signed_in(editor)
    answer = client.post(f"{PAGE}fixes/export/?weeks=13")

    assert answer["Content-Type"].startswith("text/csv")
    assert f"{told.label} =1+1 does not fix" in answer.content.decode()
    assert editor.audit_entries.get(verb="exported figures").detail == {"figure": "fixes", "weeks": 13, "rows": 1}
    assert client.post(f"{PAGE}nothing/export/").status_code == 404
    assert client.get(f"{PAGE}fixes/export/").status_code == 405


def test_only_those_who_write_see_figures(signed_in, reader, desk):
    for person in (reader, desk):
        assert signed_in(person).get(PAGE).status_code == 404
        assert signed_in(person).post(f"{PAGE}fixes/export/").status_code == 404


def test_page_asks_as_often_however_much_there_is(told, django_assert_num_queries):
    now = timezone.now()
    with django_assert_num_queries(11):
        every_figure(now, PERIODS[0])
    for _ in range(5):
        vote(make_article(), fixed=True)
    with django_assert_num_queries(11):
        every_figure(now, PERIODS[1])
    assert set(FIGURES) == {"fixes", "codes", "hand-offs", "waits", "spared"}
