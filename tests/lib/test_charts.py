"""Bars stand where their numbers say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lib.charts import HEIGHT, LABEL, NUMBER, PATTERNS, WIDTH, column_chart, row_chart, upright

pytestmark = pytest.mark.either
NUMBERS = st.lists(st.integers(0, 10_000), min_size=1, max_size=60)


@given(NUMBERS)
def test_upright_bars_stay_in_the_drawing_and_are_as_high_as_their_share(numbers):
    chart = column_chart([(f"day {n}", number) for n, number in enumerate(numbers)], what="Visits")

    for bar, number in zip(chart.bars, numbers, strict=True):
        assert bar.height == pytest.approx(HEIGHT * number / max(1, *numbers, 1))
        assert bar.y + bar.height == pytest.approx(HEIGHT)
        assert 0 <= bar.x <= WIDTH - chart.wide + 1
    assert chart.most == max(numbers)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=20))
def test_lying_bars_stand_end_to_end_and_leave_room_for_words(rows):
    chart = row_chart([(f"KB{n}", numbers) for n, numbers in enumerate(rows)], kinds=("a", "b", "c"))
    room = WIDTH - LABEL - NUMBER

    for row, numbers in zip(chart.rows, rows, strict=True):
        assert row.total == sum(numbers)
        assert [part.number for part in row.parts] == list(numbers)
        assert row.parts[0].x == LABEL
        for one, after in zip(row.parts, row.parts[1:], strict=False):
            assert after.x == pytest.approx(one.x + one.width, abs=0.05)
        assert row.end <= LABEL + room + 0.1


def test_parts_differ_by_pattern_and_every_number_is_said():
    chart = row_chart([("KB0001 v2", (3, 1)), ("KB0002 v1", (0, 4))], kinds=("fixed it", "did not"))

    assert [part.pattern for part in chart.rows[0].parts] == ["solid", "hatched"]
    assert len(set(PATTERNS)) == 3
    assert chart.legend == (("solid", "fixed it"), ("hatched", "did not"))
    assert chart.says == "KB0001 v2: 3 fixed it, 1 did not; KB0002 v1: 0 fixed it, 4 did not"
    assert not row_chart([("A", (1,))], kinds=("reports",)).legend


def test_columns_say_their_sum_and_where_most_are():
    chart = column_chart([("1 May", 2), ("2 May", 9), ("3 May", 0)], what="Visits to codes")

    assert chart.says == "Visits to codes: 11 in all, most on 2 May (9)"
    assert column_chart([("1 May", 0)], what="Visits").says == "Visits: 0 in all"
    assert not upright([], step=1, height=1)
