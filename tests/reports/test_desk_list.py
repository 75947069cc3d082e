"""The desk's list: what a line says, what narrows it, what came together."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kb.outbox.models import Attempt
from tests.make import make_article, make_code, make_service
from tests.reports.rows import make_delivery, make_report

LIST = reverse("reports:list")


def listed(client, **filters) -> list[str]:
    """The references on the page, from top to bottom."""
    groups = client.get(LIST, filters).context["groups"]
    return [line.report.reference for group in groups for line in group.lines]


def page(client, **filters) -> str:
    return client.get(LIST, filters).content.decode()


def test_newest_report_stands_first(analyst):
    older = make_report(filed_at=timezone.now() - timedelta(days=2))
    newer = make_report(filed_at=timezone.now() - timedelta(days=1))

    assert listed(analyst) == [newer.reference, older.reference]


def test_line_says_what_where_and_when(analyst):
    make_report(
        filed_at=datetime(2026, 6, 3, 8, 10, tzinfo=UTC),
        text="The screen says ERR5022.\nThen nothing.",
        code=make_code("ERR5022"),
        service=make_service("identity-agent", name="NHS Identity Agent"),
        organisation="Harbour Hospital",
        is_urgent=True,
    )

    text = page(analyst)

    assert "3 June 2026" in text
    assert "The screen says ERR5022. Then nothing." in text
    assert "ERR5022" in text
    assert "NHS Identity Agent" in text
    assert "Harbour Hospital" in text
    assert "Patient care" in text


def test_long_text_is_cut_at_a_word(analyst):
    make_report(text="word " * 100)

    text = page(analyst)

    assert "word …" in text
    assert "word " * 40 not in text


def test_what_was_typed_is_never_markup(analyst):
    make_report(text="<script>alert(1)</script>", organisation="<b>Harbour</b>", typed_code="<i>9</i>")

    text = page(analyst)

    assert "<script>alert" not in text
    assert "<b>Harbour" not in text
    assert "<i>9" not in text


def test_empty_list_says_what_would_be_here(analyst):
    assert "There are no reports yet." in page(analyst)


def test_filter_that_finds_nothing_says_so(analyst):
    make_report()

    assert "No report is like this." in page(analyst, code="ERR9999")


@pytest.mark.usefixtures("triage")
def test_list_can_be_narrowed_by_state(analyst):
    new = make_report()
    closed = make_report(state="CLOSED")

    assert listed(analyst, state="NEW") == [new.reference]
    assert listed(analyst, state="CLOSED") == [closed.reference]
    assert listed(analyst, state="OPEN") == [new.reference]


def test_list_can_be_narrowed_by_code_service_organisation(analyst):
    wanted = make_report(
        code=make_code("ERR5022"), service=make_service("identity-agent"), organisation="Harbour Hospital"
    )
    typed = make_report(typed_code="XY 77", service=make_service("spine-portal"))

    assert listed(analyst, code="err-5022") == [wanted.reference]
    assert listed(analyst, code="xy 77") == [typed.reference]
    assert listed(analyst, service="spine-portal") == [typed.reference]
    assert listed(analyst, organisation="harbour") == [wanted.reference]


def test_days_are_those_of_clocks_in_the_uk(analyst):
    just_after_midnight = make_report(filed_at=datetime(2026, 6, 2, 23, 30, tzinfo=UTC))  # 3 June, 0:30am
    make_report(filed_at=datetime(2026, 6, 3, 23, 30, tzinfo=UTC))  # 4 June

    assert listed(analyst, since="2026-06-03", until="2026-06-03") == [just_after_midnight.reference]


def test_wrong_date_is_said_and_does_not_filter(analyst):
    report = make_report()

    assert "Enter a date, like 25 November 2026." in page(analyst, since="yesterday")
    assert listed(analyst, since="yesterday") == [report.reference]


@pytest.mark.usefixtures("triage")
def test_what_is_assigned_to_me_is_found(analyst, desk, reviewer):
    mine = make_report(assigned_to=desk)
    make_report(assigned_to=reviewer)

    assert listed(analyst, mine="on") == [mine.reference]


def test_what_is_to_be_checked_is_found_and_marked(analyst):
    suspicious = make_report(suspicions=["sent in two seconds"])
    make_report()

    assert listed(analyst, check="on") == [suspicious.reference]
    assert "To be checked" in page(analyst)


def test_report_whose_mail_is_stuck_needs_attention(analyst):
    stuck = make_report()
    make_delivery(stuck, state="FAILED")
    tried_in_vain = make_report()
    make_delivery(tried_in_vain, posted_at=timezone.now() - timedelta(hours=2), number_of_attempts=3)
    make_delivery(make_report())
    make_delivery(make_report(), state="SENT")

    assert set(listed(analyst, attention="on")) == {stuck.reference, tried_in_vain.reference}
    assert "Needs attention (2)" in page(analyst)


def test_failing_confirmation_never_affects_the_report(analyst):
    report = make_report()
    make_delivery(report, state="SENT")
    make_delivery(report, purpose="confirmation", state="FAILED")

    assert listed(analyst, attention="on") == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "WAITING"}, "Waiting"),
        ({"state": "SENT"}, "Handed over"),
        ({"state": "FAILED"}, "Needs attention"),
        ({"state": "DROPPED"}, "Not sent"),
    ],
)
def test_delivery_is_said_in_words(analyst, facts, words):
    make_delivery(make_report(), **facts)

    (group,) = analyst.get(LIST).context["groups"]
    assert group.lines[0].delivery.text == words


def test_report_without_a_desk_to_send_it_to_says_so(analyst):
    make_report(sent_to="")

    assert "No address for the desk" in page(analyst)


def test_pages_hold_twenty_five_and_keep_the_filters(analyst):
    for _ in range(26):
        make_report(organisation="Harbour Hospital")
    make_report(organisation="Elsewhere")

    first = analyst.get(LIST, {"organisation": "Harbour"})
    second = listed(analyst, organisation="Harbour", page="2")

    assert "Reports 1 to 25 of 26" in first.content.decode()
    assert "organisation=Harbour&amp;page=2" in first.content.decode()
    assert len(second) == 1


def test_page_that_is_not_there_shows_the_last(analyst):
    report = make_report()

    assert listed(analyst, page="99") == [report.reference]


def test_reports_on_one_code_within_an_hour_stand_together(analyst):
    code = make_code("ERR5022")
    nine = datetime(2026, 1, 7, 9, 0, tzinfo=UTC)
    first = make_report(code=code, filed_at=nine)
    other = make_report(filed_at=nine + timedelta(minutes=10))
    second = make_report(code=code, filed_at=nine + timedelta(minutes=20))
    make_report(code=code, filed_at=nine - timedelta(minutes=50))

    groups = analyst.get(LIST).context["groups"]

    assert groups[0].heading == "2 reports on ERR5022, 9am to 9:20am"
    assert [line.report.reference for line in groups[0].lines] == [second.reference, first.reference]
    assert [line.report.reference for line in groups[1].lines] == [other.reference]
    assert groups[2].heading == ""


def test_reports_without_a_code_are_no_group(analyst):
    make_report()
    make_report()

    assert [group.heading for group in analyst.get(LIST).context["groups"]] == ["", ""]


def test_rush_on_a_code_is_said_above_the_list(analyst):
    code = make_code("400_645")
    first = timezone.now() - timedelta(minutes=40)
    for minutes in range(7):
        make_report(code=code, filed_at=first + timedelta(minutes=minutes))
    make_report(code=code, filed_at=timezone.now() - timedelta(minutes=70))
    make_report(code=make_code("ERR5022"))

    (rush,) = analyst.get(LIST).context["rushes"]

    assert rush.text.startswith("7 reports on 400_645 since ")
    assert "code=400_645" in rush.address


@pytest.mark.usefixtures("triage")
def test_report_that_nobody_closes_is_warned_of_thirty_days_before(analyst):
    soon = make_report(filed_at=timezone.now() - timedelta(days=336))
    make_report(filed_at=timezone.now() - timedelta(days=334))
    make_report(filed_at=timezone.now() - timedelta(days=350), state="CLOSED")

    assert [warned["reference"] for warned in analyst.get(LIST).context["soon_over"]] == [soon.reference]


@pytest.mark.usefixtures("triage")
def test_list_costs_the_same_number_of_queries_however_long_it_is(analyst, desk, django_assert_num_queries):
    code, service = make_code("ERR5022"), make_service()
    for _ in range(2):
        make_delivery(make_report(code=code, service=service, assigned_to=desk))
    with django_assert_num_queries(13):
        analyst.get(LIST)
    for _ in range(30):
        report = make_report(code=code, service=service, assigned_to=desk, article=make_article())
        Attempt.objects.create(delivery=make_delivery(report, state="FAILED"), outcome="REFUSED")

    with django_assert_num_queries(13):
        analyst.get(LIST)


def test_without_triage_the_list_says_that_work_is_done_elsewhere(analyst):
    make_report(ticket_number="INC0012345")

    text = page(analyst)

    assert "Reports are worked on in your own ticket system." in text
    assert "INC0012345" in text
    assert "Assigned to me" not in text
