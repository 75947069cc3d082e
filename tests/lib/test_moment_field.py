"""A day and a time in a form, also in the hour that comes twice in the night when clocks go back."""

import importlib
import pkgutil
import re
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

import kb
from kb.lib.dates import clock, comes_twice, day_and_clock, in_london
from kb.lib.forms import NHSForm
from kb.lib.forms.times import MomentField, as_typed
from kb.notices import plain

pytestmark = pytest.mark.either
# Clocks go back on 25 October 2026 at 2am, which is 1am in UTC.
FIRST, SECOND = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
TYPED = "2026-10-25T01:30"


class MomentForm(NHSForm):
    at = MomentField("From")


def options(form: forms.Form) -> dict[str, bool]:
    """What the second box offers, and what is chosen."""
    found = re.findall(r'<option value="(\w*)"( selected)?>', str(form["at"]))
    return {value: bool(chosen) for value, chosen in found}


@pytest.mark.parametrize("typed", [TYPED, "2026-10-25 01:00", "2026-10-25T01:59"])
def test_time_that_comes_twice_is_asked_about(typed):
    form = MomentForm({"at": typed})

    assert not form.is_valid()
    assert "comes twice. Choose the first or the second." in form.errors["at"][0]
    assert options(form) == {"": False, "first": False, "second": False}
    assert f'value="{typed}"' in str(form["at"])
    assert "The second, after the clocks go back" in str(form["at"])
    assert 'for="id_at-which"' in str(form["at"])


@pytest.mark.parametrize(("which", "moment"), [("first", FIRST), ("second", SECOND)])
def test_answer_is_heard_and_stays_in_the_box(which, moment):
    form = MomentForm({"at": TYPED, "at.which": which})

    assert form.is_valid()
    assert form.cleaned_data["at"] == moment
    assert form.cleaned_data["at"].tzinfo is UTC
    assert options(form) == {"first": which == "first", "second": which == "second"}


@pytest.mark.parametrize("which", ["third", "", "first second"])
def test_other_answer_is_none(which):
    assert not MomentForm({"at": TYPED, "at.which": which}).is_valid()


@pytest.mark.parametrize("typed", ["2026-10-25T00:59", "2026-10-25T02:00", "2026-10-24T01:30", "2026-11-25 09:30"])
def test_any_other_time_asks_nothing(typed):
    form = MomentForm({"at": typed})

    assert form.is_valid()
    assert options(form) == {}
    beside = MomentForm({"at": typed, "at.which": "second"})
    assert beside.is_valid()
    assert beside.cleaned_data == form.cleaned_data


@pytest.mark.parametrize("moment", [FIRST, SECOND])
def test_box_that_begins_with_such_a_time_says_which(moment):
    """So whoever posts in that hour that it began now is asked nothing."""
    shown = MomentForm(initial={"at": as_typed(moment)})
    which = next(value for value, is_chosen in options(shown).items() if is_chosen)

    form = MomentForm({"at": TYPED, "at.which": which})
    assert form.is_valid()
    assert form.cleaned_data["at"] == moment


@given(st.integers(-(10**6), 10**6).map(lambda minutes: SECOND + timedelta(minutes=minutes)))
def test_every_moment_comes_back_from_its_box(moment):
    text, _, which = as_typed(moment).partition(" ")

    form = MomentForm({"at": text, "at.which": which})

    assert form.is_valid()
    assert form.cleaned_data["at"] == moment


def test_times_of_that_hour_can_be_told_apart():
    assert clock(FIRST) == "1:30am (before the clocks go back)"
    assert day_and_clock(SECOND) == "25 October 2026 at 1:30am (after the clocks go back)"
    assert [
        clock(moment) for moment in (datetime(2026, 10, 24, 23, 59, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))
    ] == [
        "12:59am",
        "2am",
    ]
    # In spring an hour is left out, and none comes twice.
    assert clock(datetime(2026, 3, 29, 1, tzinfo=UTC)) == "2am"
    assert not comes_twice(in_london(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)))


def test_file_must_say_which():
    with pytest.raises(plain.Unclear, match=r"2026-10-25T01:30:00\+01:00 for the first, or 2026-10-25T01:30:00\+00:00"):
        plain.moment("2026-10-25T01:30:00")

    assert plain.moment(plain.written(FIRST)) == FIRST
    assert plain.moment(plain.written(SECOND)) == SECOND
    with pytest.raises(plain.Unclear, match="go forward"):
        plain.moment("2026-03-29T01:30:00")


def test_no_form_takes_a_time_in_another_way():
    """All boxes for a day and a time are of this kind, and so ask."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(kb.__path__, "kb.")
        if found.name.rpartition(".")[2].endswith("forms")
    ]
    fields = [
        field
        for module in modules
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, forms.BaseForm)
        for field in getattr(form, "base_fields", {}).values()
    ]

    assert sum(isinstance(field, MomentField) for field in fields) >= 6
    assert not [
        field.label
        for field in fields
        if isinstance(field, forms.DateTimeField | forms.TimeField | forms.SplitDateTimeField)
    ]
