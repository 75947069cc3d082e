"""A number to read out: it comes back as it was, short where it can be, and a slip makes none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.call_numbers import (
    MOST_ANSWERS,
    MOST_STEPS,
    SIGNS,
    CallNumber,
    CallNumberKind,
    NotPackable,
    frame,
    heard,
    said,
)

NUMBERS = st.builds(
    CallNumber,
    kind=st.sampled_from(CallNumberKind),
    number=st.integers(0, 1_000_000),
    audience=st.integers(0, 2),
    ticked=st.lists(st.integers(0, MOST_STEPS - 1), unique=True).map(sorted).map(tuple),
    answers=st.lists(st.integers(1, 9), max_size=MOST_ANSWERS).map(tuple),
)
VERSIONS = st.integers(1, 4_000)


def of_version(call: CallNumber, version: int) -> CallNumber:
    """A question of Start has none, and only there is anything answered."""
    is_start = call.kind == CallNumberKind.START
    answers = call.answers if is_start else ()
    return CallNumber(call.kind, call.number, 1 if is_start else version, call.audience, call.ticked, answers)


@given(NUMBERS, VERSIONS)
def test_what_is_read_out_is_what_was_on_the_screen(call, version):
    call = of_version(call, version)
    text = said(call)

    assert heard(text) == call
    assert heard(text.lower().replace(" ", "-")) == call
    assert set(text) <= {*SIGNS, " "}
    assert all(len(group) == 3 for group in text.split())


@given(NUMBERS, st.data())
def test_one_wrong_sign_makes_no_number(call, data):
    signs = said(of_version(call, 1)).replace(" ", "")
    place = data.draw(st.integers(0, len(signs) - 1))
    other = data.draw(st.sampled_from([sign for sign in SIGNS if sign != signs[place]]))

    assert heard(signs[:place] + other + signs[place + 1 :]) is None


@given(NUMBERS, st.data())
def test_two_neighbours_that_changed_places_make_no_number(call, data):
    signs = said(of_version(call, 1)).replace(" ", "")
    place = data.draw(st.integers(0, len(signs) - 2))
    turned = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]

    assert turned == signs or heard(turned) is None


@given(NUMBERS)
def test_a_script_adds_ticks_to_what_the_server_knows(call):
    call = of_version(call, 3)
    bare = CallNumber(call.kind, call.number, call.version, call.audience, (), call.answers)
    total, scale = frame(bare)

    assert frame(call) == (total, scale)
    assert heard(said(call)) == call


@given(st.text(max_size=40) | st.text(SIGNS, min_size=6, max_size=18))
def test_no_text_is_too_strange_to_be_heard(text):
    call = heard(text)

    assert call is None or heard(said(call)) == call


@pytest.mark.parametrize(
    ("call", "signs"),
    [
        (CallNumber(CallNumberKind.ARTICLE, 18), 6),
        (CallNumber(CallNumberKind.ARTICLE, 18, 3, 0, (0, 1, 2, 6)), 6),
        (CallNumber(CallNumberKind.CODE, 1_900, 4, 2, (0, 1, 2)), 6),
        (CallNumber(CallNumberKind.ARTICLE, 6_000, 31, 1, (0, 1, 2, 9)), 9),
        (CallNumber(CallNumberKind.CODE, 20_000, 12, 0, (29,)), 15),
    ],
)
def test_six_signs_where_that_is_enough(call, signs):
    assert len(said(call).replace(" ", "")) == signs


def test_letters_that_look_like_figures_are_read_as_they():
    call = next(one for n in range(200) if "5" in said(one := CallNumber(CallNumberKind.ARTICLE, n)))

    assert heard(said(call).replace("5", "s")) == call


@pytest.mark.parametrize(
    "call", [CallNumber(CallNumberKind.ARTICLE, 2**21), CallNumber(CallNumberKind.CODE, 1, 1, 0, (30,))]
)
def test_what_is_too_large_is_not_said(call):
    with pytest.raises(NotPackable):
        said(call)
