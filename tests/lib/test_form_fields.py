"""Each field comes out as the design system wants it, and as a screen reader needs it."""

import pytest

from kb.lib.forms import NHSForm, TextField
from tests.lib.card_form import CardForm, classes, rendered


def test_text_input_has_label_hint_and_attributes():
    page = rendered(CardForm(), "username")

    box = page.one("input")
    assert page.one("label", for_=box["id"])["text"] == "Username"
    assert page.one("div", id=box["aria-describedby"])["text"] == "As on <your> card"
    assert classes(box) == {"nhsuk-input", "nhsuk-input--width-20"}
    assert (box["type"], box["autocomplete"], box["spellcheck"], box["autocapitalize"]) == (
        "text",
        "username",
        "false",
        "none",
    )
    assert not page.all("span")
    assert page.found[0]["class"] == "nhsuk-form-group"


def test_error_is_read_out_with_its_input():
    page = rendered(CardForm({}), "username")

    box = page.one("input")
    hint_id, error_id = box["aria-describedby"].split()
    assert page.one("div", id=hint_id)["class"] == "nhsuk-hint"
    assert page.one("span", id=error_id)["text"] == "Error: Enter username."
    assert page.one("span", id=error_id)["class"] == "nhsuk-error-message"
    assert box["aria-invalid"] == "true"
    assert "nhsuk-input--error" in classes(box)
    assert classes(page.found[0]) == {"nhsuk-form-group", "nhsuk-form-group--error"}


def test_typed_text_stays_in_the_box_and_cannot_become_markup():
    typed = '"><script>alert(1)</script>'

    assert rendered(CardForm({"username": typed}), "username").one("input")["value"] == typed


def test_several_errors_of_a_field_are_all_shown():
    form = CardForm({"username": "a"})
    form.add_error("username", "Use <letters>.")
    form.add_error("username", "Use more of them.")

    assert rendered(form, "username").one("span", id="id_username-error")["text"] == (
        "Error: Use <letters>. Use more of them."
    )


def test_password_is_never_sent_back_and_can_be_shown():
    page = rendered(CardForm({"password": "secret"}), "password")

    box, button = page.one("input"), page.one("button")
    assert box["type"] == "password"
    assert "value" not in box
    assert (box["autocomplete"], box["autocapitalize"], box["spellcheck"]) == ("current-password", "none", "false")
    assert {"nhsuk-input", "nhsuk-password-input__input", "nhsuk-js-password-input-input"} <= classes(box)
    assert page.found[0]["data-module"] == "nhsuk-password-input"
    assert (button["type"], button["aria-controls"], button["aria-label"]) == ("button", box["id"], "Show password")
    assert "hidden" in button


def test_password_keeps_its_spaces():
    form = CardForm({"password": " a "})
    form.is_valid()

    assert form.cleaned_data["password"] == " a "


def test_email_has_its_keyboard_and_says_what_is_wrong():
    page = rendered(CardForm({"email": "nobody"}), "email")

    assert page.one("input")["type"] == "email"
    assert page.one("input")["autocomplete"] == "email"
    assert page.one("label")["text"] == "Email address (optional)"
    assert "in the correct format, like name@example.com." in page.one("span", id="id_email-error")["text"]


def test_textarea_has_rows_and_label_size():
    page = rendered(CardForm({"story": "x" * 21}), "story")

    box = page.one("textarea")
    assert box["rows"] == "8"
    assert "cols" not in box
    assert classes(box) == {"nhsuk-textarea", "nhsuk-textarea--error"}
    assert classes(page.one("label")) == {"nhsuk-label", "nhsuk-label--m"}
    assert page.one("span", id="id_story-error")["text"] == (
        "Error: Your answer must be 20 characters or fewer. You have used 21."
    )


def test_textarea_has_plain_line_ends():
    form = CardForm({"story": "a\r\nb\rc"})
    form.is_valid()

    assert form.cleaned_data["story"] == "a\nb\nc"


def test_radios_are_a_group_with_a_legend_and_described_once():
    page = rendered(CardForm({}), "card")

    group = page.one("fieldset", class_="nhsuk-fieldset")
    assert group["aria-describedby"] == "id_card-hint id_card-error"
    assert page.one("span", id="id_card-error")["text"] == "Error: Select kind of card."
    assert page.one("legend")["text"] == "Kind of card"
    plastic, virtual = page.all("input", type="radio", name="card", class_="nhsuk-radios__input")
    assert (plastic["id"], virtual["id"]) == ("id_card", "id_card-2")
    assert [each["text"] for each in page.all("label")] == ["Plastic card", "Virtual card"]
    assert [each["for"] for each in page.all("label")] == ["id_card", "id_card-2"]
    assert "aria-describedby" not in plastic
    assert page.one("div", id=virtual["aria-describedby"])["text"] == "On a phone"
    assert not any("aria-invalid" in each or "checked" in each for each in (plastic, virtual))
    assert page.all("div", class_="nhsuk-radios", **{"data-module": "nhsuk-radios"})


def test_chosen_radio_stays_chosen():
    page = rendered(CardForm({"card": "virtual"}), "card")

    assert [each["value"] for each in page.all("input") if "checked" in each] == ["virtual"]


def test_choice_that_was_not_offered_is_refused():
    form = CardForm({"card": "paper", "seen": ["paper"], "desk": "ra"})

    for name in ("card", "seen", "desk"):
        assert form.errors[name] == ["Select one of the choices shown."]


def test_checkboxes_are_a_group_and_keep_what_was_ticked():
    form = CardForm({"seen": ["plastic", "virtual"]})
    page = rendered(form, "seen")

    assert page.one("legend")["text"] == "Cards you have seen (optional)"
    boxes = page.all("input", type="checkbox", class_="nhsuk-checkboxes__input")
    assert [(each["id"], "checked" in each) for each in boxes] == [("id_seen", True), ("id_seen-2", True)]
    assert "aria-describedby" not in page.one("fieldset")
    assert form.cleaned_data["seen"] == ["plastic", "virtual"]


def test_select_is_labelled():
    page = rendered(CardForm({"desk": ""}), "desk")

    assert page.one("label")["for"] == page.one("select")["id"]
    assert classes(page.one("select")) == {"nhsuk-select", "nhsuk-select--error"}
    assert page.one("span", id="id_desk-error")["text"] == "Error: Select desk."


def test_box_that_stands_alone_has_its_label_hint_and_error():
    page = rendered(CardForm({}), "agreed")

    box = page.one("input", type="checkbox", class_="nhsuk-checkboxes__input")
    assert page.one("label")["for"] == box["id"]
    assert box["aria-describedby"] == "id_agreed-hint id_agreed-error"
    assert page.one("div", id="id_agreed-hint")["text"] == "It is short"
    assert page.one("span", id="id_agreed-error")["text"] == "Error: Tick the box: I have read the guide."


@pytest.mark.parametrize(
    ("label", "message"),
    [("NHS number", "Enter NHS number."), ("Error code", "Enter error code."), ("Who are you?", "Enter an answer.")],
)
def test_missing_answer_is_asked_for_by_its_label(label, message):
    class AnyForm(NHSForm):
        answer = TextField(label)

    assert AnyForm({}).errors["answer"] == [message]


def test_limit_is_named_with_the_label_even_with_a_percent_sign():
    class AnyForm(NHSForm):
        share = TextField("100% of it", max_length=2)
        code = TextField("Code", min_length=3)

    errors = AnyForm({"share": "abc", "code": "a"}).errors

    assert errors["share"] == ["100% of it must be 2 characters or fewer. You have used 3."]
    assert errors["code"] == ["Code must be 3 characters or more. You have used 1."]


@pytest.mark.parametrize("sign", ["\0", "a\0b"])
def test_null_character_is_refused_in_our_words(sign):
    form = CardForm({"story": sign})

    assert "Take out the characters that cannot be seen." in form.errors["story"]
