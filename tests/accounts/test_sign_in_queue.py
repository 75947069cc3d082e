"""Who is next at a sign-in where many wait: the rule alone, without threads, clock and database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.accounts.sign_in.queue import Pace, Queue
from kb.accounts.sign_in.rules import FIRST, Limits, TryHistory, is_slowed, rank_of

pytestmark = pytest.mark.either

LATER = 100.0


def everybody(queue: Queue[str], now: float = 0) -> list[str]:
    found = []
    while (one := queue.next(now)) is not None:
        found.append(one)
    return found


def test_who_came_first_goes_first_among_equals():
    queue = Queue[str](8)
    for name in "abc":
        assert queue.enter(name, rank=1, until=LATER) is None

    assert everybody(queue) == ["a", "b", "c"]


def test_a_smaller_rank_goes_first_whenever_it_came():
    queue = Queue[str](8)
    for name, rank in (("fourth", 4), ("second", 2), ("fourth too", 4), ("first", 0)):
        queue.enter(name, rank=rank, until=LATER)

    assert everybody(queue) == ["first", "second", "fourth", "fourth too"]


def test_no_more_than_its_number_wait():
    queue = Queue[int](8)

    assert [queue.enter(number, rank=2, until=LATER) for number in range(10)] == [None] * 8 + [8, 9]
    assert len(queue) == 8


def test_a_better_one_takes_the_place_of_the_last_of_the_worst():
    queue = Queue[str](3)
    for name, rank in (("good", 1), ("bad", 4), ("bad too", 4)):
        queue.enter(name, rank=rank, until=LATER)

    assert queue.enter("better", rank=2, until=LATER) == "bad too"
    assert queue.enter("best", rank=0, until=LATER) == "bad"
    assert queue.enter("no better than anybody", rank=2, until=LATER) == "no better than anybody"
    assert everybody(queue) == ["best", "good", "better"]


def test_whether_somebody_would_find_room_is_said_before():
    queue = Queue[str](2)
    assert queue.has_room_for(4)
    queue.enter("a", rank=2, until=LATER)
    queue.enter("b", rank=3, until=LATER)

    assert [queue.has_room_for(rank) for rank in range(5)] == [True, True, True, False, False]
    assert not Queue[str](0).has_room_for(0)


def test_how_many_go_before_is_known():
    queue = Queue[str](8)
    for name, rank in (("a", 2), ("b", 4), ("c", 2), ("d", 4)):
        queue.enter(name, rank=rank, until=LATER)

    assert [queue.ahead_of(rank) for rank in range(5)] == [0, 0, 2, 2, 4]


def test_how_long_a_wait_would_be_follows_from_how_long_one_took_lately():
    pace = Pace(first=0.4, most=3)
    pace.note(0.4)
    assert [pace.wait_behind(ahead) for ahead in (0, 1, 7)] == pytest.approx([0.2, 0.6, 3.0])
    for _ in range(20):
        pace.note(1)
    assert pace.wait_behind(1) == pytest.approx(1.5, rel=0.01)
    for _ in range(20):
        pace.note(600)

    assert pace.wait_behind(0) == pytest.approx(1.5, rel=0.01)  # one may always wait
    assert Pace(first=10, most=3).wait_behind(0) == 1.5


def test_whose_time_is_over_is_passed_over():
    queue = Queue[str](8)
    queue.enter("over", rank=0, until=3)
    queue.enter("in time", rank=4, until=3.1)

    assert queue.next(3) == "in time"
    assert queue.next(3) is None


def test_who_leaves_makes_room():
    queue = Queue[str](1)
    queue.enter("a", rank=1, until=LATER)
    queue.leave("a")

    assert queue.enter("b", rank=4, until=LATER) is None
    assert everybody(queue) == ["b"]


@given(most=st.integers(0, 8), ranks=st.lists(st.integers(0, 4), max_size=40))
def test_those_who_are_served_are_the_best_that_came(most, ranks):
    queue = Queue[int](most)
    turned_away = [
        one for number, rank in enumerate(ranks) if (one := queue.enter(number, rank=rank, until=1)) is not None
    ]

    served = everybody(queue)

    assert sorted(served + turned_away) == list(range(len(ranks)))
    assert len(served) == min(most, len(ranks))
    assert served == sorted(range(len(ranks)), key=lambda number: (ranks[number], number))[:most]


# --- Which rank ----------------------------------------------------------------------------------------------------


def test_those_without_a_failed_try_go_before_those_with_one_and_among_them_who_waited_then_who_took_their_time():
    in_order = [
        TryHistory(is_known_browser=True, failed_on_account=9, failed_from_address=900, failed_over_all=9000),
        TryHistory(has_waited=True, failed_over_all=9000),
        TryHistory(took_time=True, failed_over_all=9000),
        TryHistory(failed_over_all=9000),
        TryHistory(has_waited=True, took_time=True, failed_from_address=1),
        TryHistory(took_time=True, failed_from_address=1),
        TryHistory(failed_from_address=1),
    ]

    assert [rank_of(history) for history in in_order] == [FIRST, 1, 2, 3, 4, 5, 6]
    assert rank_of(TryHistory(failed_on_account=1)) == 6


LIMITS = Limits(by_address=300, over_all=2000)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (TryHistory(), False),
        (TryHistory(failed_from_address=299, failed_over_all=1999), False),
        (TryHistory(failed_from_address=300), True),
        (TryHistory(failed_over_all=2000), True),
        (TryHistory(has_waited=True, failed_from_address=300), True),
        (TryHistory(failed_on_account=5000), False),  # whoever tries on one account slows nobody down who has another
        (TryHistory(is_known_browser=True, failed_from_address=300, failed_over_all=2000), False),
    ],
)
def test_so_many_failed_tries_slow_down_all_but_a_known_browser(history, expected):
    assert is_slowed(history, LIMITS) is expected
