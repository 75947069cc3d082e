"""Used on a call: what was used, what came of it, and for how long it is known who took it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.catalogue.actions import merge_codes
from kb.catalogue.choices import Actor
from kb.catalogue.models import Edition, ErrorCode
from kb.insight.calls import reading
from kb.insight.calls.actions import CallRefused, begin_call, forget_takers, record_call, say_outcome
from kb.insight.calls.reading import OutcomeCounts, VersionOutcomes
from kb.insight.calls.rules import TAKER_KEPT, WAITS_FOR
from kb.insight.models import Call, CallOutcome
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_code

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def codes(db):
    return [make_code(f"ERR{number}") for number in (1001, 1002, 1003, 1004)]


def test_call_keeps_the_version_that_was_read_from(desk):
    article = make_article()

    read_now = begin_call(by=desk, article=article)
    read_before = begin_call(by=desk, article=article, version=7)

    assert (read_now.version, read_before.version) == (article.version, 7)
    assert list(Call.objects.carrying(article, [7])) == [read_before]


def test_to_begin_twice_is_one_call_and_a_second_caller_is_another(desk, codes):
    first = begin_call(by=desk, code=codes[0])
    again = begin_call(by=desk, code=codes[0])
    say_outcome(call=first, by=desk, outcome=CallOutcome.FIXED)
    second = begin_call(by=desk, code=codes[0])

    assert again == first
    assert second != first


def test_last_three_wait_for_their_outcome(desk, codes):
    calls = [begin_call(by=desk, code=code, now=NOON + timedelta(minutes=n)) for n, code in enumerate(codes)]

    assert reading.waiting_of(desk) == calls[:0:-1]
    calls[0].refresh_from_db()
    assert calls[0].outcome == CallOutcome.UNSAID


def test_what_waits_is_ended_when_its_time_is_over(desk, codes):
    call = begin_call(by=desk, code=codes[0], now=NOON)

    forget_takers(NOON + WAITS_FOR - timedelta(minutes=1))
    assert reading.waiting_of(desk) == [call]
    forget_takers(NOON + WAITS_FOR)
    assert reading.waiting_of(desk) == []


def test_slip_can_be_put_right_by_whoever_took_the_call(desk, codes):
    another = add_person(username="another", name="Another", role=Role.HELP_DESK, password="violet ferry 27")
    call = record_call(by=desk, code=codes[0], outcome=CallOutcome.ESCALATED, escalated_to=Actor.RA)

    with pytest.raises(CallRefused, match="Somebody else"):
        say_outcome(call=call, by=another, outcome=CallOutcome.FIXED)
    call = say_outcome(call=call, by=desk, outcome=CallOutcome.FIXED)

    assert (call.outcome, call.escalated_to) == (CallOutcome.FIXED, "")


@pytest.mark.parametrize("to", ["", "NOBODY", Actor.PERSON])
def test_escalated_says_to_whom(desk, codes, to):
    with pytest.raises(CallRefused, match="to whom"):
        record_call(by=desk, code=codes[0], outcome=CallOutcome.ESCALATED, escalated_to=to)

    assert not Call.objects.exists()


def test_only_the_desk_takes_calls_and_each_is_about_something(desk, editor, codes):
    with pytest.raises(CallRefused, match="role"):
        begin_call(by=editor, code=codes[0])
    with pytest.raises(CallRefused, match="which article or code"):
        begin_call(by=desk)
    with pytest.raises(CallRefused, match="how the call ended"):
        record_call(by=desk, code=codes[0], outcome=CallOutcome.WAITING)


def test_counts_of_an_article_are_told_by_version(desk):
    article = make_article()
    for version, outcome in ((1, CallOutcome.NOT_FIXED), (1, CallOutcome.NOT_FIXED), (2, CallOutcome.FIXED)):
        record_call(by=desk, article=article, version=version, outcome=outcome)
    begin_call(by=desk, article=article, version=2)

    assert reading.outcomes_by_version(article) == [
        VersionOutcomes(2, OutcomeCounts(number=2, fixed=1, not_fixed=0, escalated=0)),
        VersionOutcomes(1, OutcomeCounts(number=2, fixed=0, not_fixed=2, escalated=0)),
    ]


def test_code_keeps_its_calls_when_it_takes_in_another(desk, codes):
    kept, gone = codes[:2]
    record_call(by=desk, code=kept, outcome=CallOutcome.FIXED, now=NOON)
    record_call(by=desk, code=gone, outcome=CallOutcome.ESCALATED, escalated_to=Actor.IT, now=NOON)

    merge_codes(code=gone, into=kept, by=None)

    assert reading.outcomes_of(kept) == OutcomeCounts(number=2, fixed=1, not_fixed=0, escalated=1)
    assert reading.outcomes_of(kept, NOON + timedelta(hours=1)).number == 0
    assert reading.top_codes(since=NOON) == [(kept, 2)]


def test_reading_costs_a_fixed_number_of_queries(desk, codes, django_assert_num_queries):
    for code in codes:
        record_call(by=desk, code=code, outcome=CallOutcome.FIXED, now=NOON)

    with django_assert_num_queries(2):
        assert len(reading.top_codes(since=NOON)) == len(codes)
    with django_assert_num_queries(1):
        reading.waiting_of(desk)


def test_who_took_a_call_is_forgotten_and_the_call_is_not(desk, codes):
    call = record_call(by=desk, code=codes[0], outcome=CallOutcome.FIXED, now=NOON)

    forget_takers(NOON + TAKER_KEPT)

    call.refresh_from_db()
    assert (call.by, call.outcome) == (None, CallOutcome.FIXED)


def test_call_does_not_raise_the_edition(desk, codes):
    before = Edition.objects.current()

    record_call(by=desk, code=codes[0], outcome=CallOutcome.FIXED)

    assert Edition.objects.current() == before


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": "GUESSED"},
        {"outcome": CallOutcome.ESCALATED},
        {"outcome": CallOutcome.FIXED, "escalated_to": Actor.RA},
        {"code": ""},
        {"version": 3},
    ],
)
def test_database_refuses_what_is_no_call(db, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(**{"code": "ERR1001", **facts})


@pytest.mark.usefixtures("shared_database")
def test_impatient_clicks_are_one_call():
    def begin(_):
        return begin_call(by=User.objects.get(), code=ErrorCode.objects.get()).pk

    def prepare(_):
        add_person(username="desk", name="The desk", role=Role.HELP_DESK, password="violet ferry 27")
        make_code()

    on_own_connections(prepare, times=1, workers=1)

    assert len(set(on_own_connections(begin, times=8))) == 1
