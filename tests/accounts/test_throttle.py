"""Counting what may be done so often and no oftener."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from kb.accounts import throttle
from kb.accounts.models import Throttle

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def ask(key: str = "writer", *, action: str = "vote", now: datetime = NOON) -> throttle.Allowed:
    return throttle.allow(action=action, key=key, limit=3, seconds=900, now=now)


def test_as_many_as_the_limit_are_allowed_and_no_more(db):
    assert [ask().ok for _ in range(5)] == [True, True, True, False, False]


def test_refusal_says_how_long_to_wait(db):
    for _ in range(3):
        ask()

    assert ask(now=NOON + 10 * MINUTE).retry_after == 5 * 60
    assert ask(now=NOON + timedelta(minutes=14, seconds=59.9)).retry_after == 1


def test_asking_how_many_there_were_counts_nothing(db):
    for _ in range(5):
        ask()

    counted = [throttle.counted(action="vote", key=key, seconds=900, now=NOON) for key in ("writer", "writer", "clerk")]
    assert counted == [3, 3, 0]
    assert throttle.counted(action="vote", key="writer", seconds=900, now=NOON + 15 * MINUTE) == 0


def test_next_window_begins_from_nothing(db):
    for _ in range(4):
        ask()

    assert ask(now=NOON + 15 * MINUTE).ok


def test_other_keys_and_other_actions_are_counted_apart(db):
    for _ in range(4):
        ask()

    assert ask("clerk").ok
    assert ask(action="report").ok
    assert not ask().ok


def test_success_clears_the_count_of_that_key_only(db):
    for _ in range(4):
        ask()
        ask("clerk")

    throttle.forget(action="vote", key="writer")

    assert ask().ok
    assert not ask("clerk").ok


def test_table_holds_nothing_that_was_typed(db):
    ask("writer 192.0.2.7")

    kept = Throttle.objects.values_list("digest", flat=True).get()
    assert len(kept) == 64
    assert "writer" not in kept


def test_ended_windows_are_swept_when_a_new_one_begins(db):
    for number in range(20):
        ask(f"person {number}")

    ask(now=NOON + DAY)

    assert Throttle.objects.count() == 1


def test_window_that_has_only_just_ended_is_left_for_machines_whose_clock_is_behind(db):
    ask()

    ask(now=NOON + 16 * MINUTE)

    assert Throttle.objects.count() == 2


def test_one_that_is_allowed_costs_one_query(db, django_assert_num_queries):
    ask()

    with django_assert_num_queries(1):
        ask()


def test_many_at_once_are_never_more_than_the_limit(at_once):
    def work() -> bool:
        return throttle.allow(action="vote", key="writer", limit=10, seconds=900, now=NOON).ok

    answers = at_once(work, times=48, workers=8)

    assert Counter(answers) == {True: 10, False: 38}


def test_first_ones_at_once_are_all_allowed(at_once):
    """The row is made by one of them; nobody is refused while there is room."""
    for number in range(5):
        answers = at_once(
            lambda key=f"round {number}": throttle.allow(action="vote", key=key, limit=8, seconds=900, now=NOON).ok,
            times=8,
            workers=8,
        )

        assert answers == [True] * 8


def test_success_of_one_refuses_no_other(at_once):
    def work() -> bool:
        allowed = throttle.allow(action="try", key="one", limit=100, seconds=900)
        throttle.forget(action="try", key="one")
        return allowed.ok

    assert all(at_once(work, times=200, workers=4))


def test_sweeping_at_once_disturbs_nobody(at_once):
    def leave_an_old_row() -> None:
        Throttle.objects.create(digest=uuid4().hex, ends_at=NOON - DAY)

    def work() -> bool:
        return throttle.allow(action="vote", key=uuid4().hex, limit=1, seconds=900, now=NOON).ok

    at_once(leave_an_old_row, times=300, workers=1)

    assert at_once(work, times=16, workers=8) == [True] * 16
    assert at_once(lambda: Throttle.objects.ended(NOON).count(), times=1, workers=1) == [0]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "expected"),
    [
        (0, None, "192.0.2.7", "192.0.2.7"),
        (0, "198.51.100.1", "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.1", "192.0.2.7", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "192.0.2.7", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1", "192.0.2.7", "203.0.113.9"),
        (2, "invented, 203.0.113.9,198.51.100.1", "192.0.2.7", "203.0.113.9"),
        (2, "198.51.100.1", "192.0.2.7", "192.0.2.7"),
        (1, None, "192.0.2.7", "192.0.2.7"),
        (1, "", "192.0.2.7", "192.0.2.7"),
        (1, "nonsense", "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.1:40312", "192.0.2.7", "198.51.100.1"),
        (1, "[2001:db8:1:2::7]:40312", "192.0.2.7", "2001:db8:1:2::/64"),
        (0, None, "2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        (0, None, "::ffff:192.0.2.7", "192.0.2.7"),
        (0, None, "fe80::1%eth0", "fe80::1%eth0"),
        (0, None, "", "unknown"),
    ],
)
def test_client_address_believes_only_our_own_proxies(settings, proxies, forwarded, remote, expected):
    settings.NUMBER_OF_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)

    assert throttle.client_address(request) == expected


@given(forwarded=st.text(alphabet=st.characters(max_codepoint=255), max_size=80), proxies=st.integers(0, 4))
def test_client_address_is_never_a_surprise(forwarded, proxies):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="192.0.2.7")

    with override_settings(NUMBER_OF_PROXIES=proxies):
        assert throttle.client_address(request)
