"""A whole form: every field in order, and a summary of what is wrong that leads to each field."""

import pytest
from django import forms

from kb.lib.forms import NHSForm, TextField
from tests.lib.card_form import CARDS, CardForm, Elements, classes, rendered


def test_every_label_and_description_leads_to_an_element():
    for form in (CardForm(), CardForm({}), CardForm({}, prefix="second")):
        page = Elements(form)
        ids = [each["id"] for each in page.found if "id" in each]

        assert len(ids) == len(set(ids))
        assert {each["for"] for each in page.all("label")} <= set(ids)
        assert {each for element in page.found for each in element.get("aria-describedby", "").split()} <= set(ids)


def test_whole_form_shows_each_field_once_in_order():
    page = Elements(CardForm())
    names = list(dict.fromkeys(each["name"] for each in page.found if "name" in each))

    assert names == ["token", *[name for name in CardForm.base_fields if name != "token"]]


def test_browser_neither_cuts_nor_scolds():
    html = str(CardForm({}))

    assert "maxlength" not in html
    assert "minlength" not in html
    assert " required" not in html


def test_error_summary_links_to_each_wrong_field():
    form = CardForm({"username": "a", "password": "b", "story": "c", "desk": "it", "token": "old"})
    form.add_error(None, "Try again <later>.")
    summary = Elements(form.error_summary())
    page = Elements(form)

    assert summary.found[0]["class"] == summary.found[0]["data-module"] == "nhsuk-error-summary"
    assert summary.one("div", role="alert")
    assert summary.one("h2", class_="nhsuk-error-summary__heading")["text"] == "There is a problem"
    assert [(each["href"], each["text"]) for each in summary.all("a")] == [
        ("#id_card", "Select kind of card."),
        ("#id_agreed", "Tick the box: I have read the guide."),
    ]
    assert [each["text"] for each in summary.all("li")] == [
        "Try again <later>.",
        "Select kind of card.",
        "Tick the box: I have read the guide.",
        "This page is out of date. Open it again.",
    ]
    assert all(page.one("input", id=each["href"].removeprefix("#")) for each in summary.all("a"))


@pytest.mark.parametrize("data", [None, {"name": "x"}])
def test_nothing_wrong_means_no_summary(data):
    class NameForm(NHSForm):
        name = TextField("Name")

    form = NameForm(data)

    assert form.error_summary() == ""
    assert form.error_prefix() == ""


def test_title_begins_with_error():
    assert CardForm({}).error_prefix() == "Error: "


def test_form_of_filters_marks_nothing_optional():
    class FilterForm(NHSForm):
        marks_optional = False
        words = TextField("Words", required=False, input_type="search", inputmode="search")

    page = rendered(FilterForm(), "words")

    assert page.one("label")["text"] == "Words"
    assert (page.one("input")["type"], page.one("input")["inputmode"]) == ("search", "search")


def test_fields_of_django_look_right_too():
    class PlainForm(NHSForm):
        number = forms.IntegerField(help_text="Whole")
        secret = forms.CharField(widget=forms.PasswordInput)
        kind = forms.ChoiceField(choices=CARDS, widget=forms.RadioSelect)

    form = PlainForm({})

    assert classes(rendered(form, "number").one("input")) == {"nhsuk-input", "nhsuk-input--error"}
    assert rendered(form, "number").one("div", id="id_number-hint")["text"] == "Whole"
    assert rendered(form, "secret").one("button")
    assert rendered(form, "kind").one("input", id=form.problems()[-1].field_id)["value"] == "plastic"
