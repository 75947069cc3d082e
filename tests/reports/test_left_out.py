"""A report of which not all came along: its words are shown again, nothing is stored, and the page says what to do."""

import pytest
from django.urls import reverse

from kb.lib.left_out import LEFT_OUT, LeftOut
from kb.reports.models import HeldFile, Report
from tests.reports.person import FORM, TYPED, Person, fields, picture
from tests.reports.rows import make_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("left_out", "status", "said"),
    [
        (LeftOut.TOO_LARGE, 413, "Your screenshots are too large together. Choose up to 5, 8 MB each"),
        (LeftOut.BUSY, 503, "Choose them again in a minute, or send your report without them now."),
        (LeftOut.SLOW, 408, "did not arrive whole within a minute"),
    ],
)
@pytest.mark.parametrize("has_token", [True, False])
def test_the_words_are_shown_again_and_the_reason_stands_beside_the_box(client, left_out, status, said, has_token):
    person = Person(client)
    person.opens()
    sent = fields(person.answer) | TYPED if has_token else TYPED
    client.handler.enforce_csrf_checks = True

    person.answer = client.post(FORM, sent, **{LEFT_OUT: left_out})

    assert person.answer.status_code == status
    assert person.still_has(TYPED)
    assert person.page.main.count(said) == 2  # above the form, and beside the box
    assert person.answer.get("Retry-After", "") == ("60" if left_out is LeftOut.BUSY else "")
    assert person.answer["Cache-Control"] == "private, no-store"
    assert not Report.objects.exists()


def test_screenshots_that_are_held_already_stay_and_the_report_goes_out_afterwards(client):
    person = Person(client)
    person.opens()
    person.presses(screenshots=[picture("one.png")])

    person.answer = client.post(FORM, fields(person.answer) | TYPED, **{LEFT_OUT: LeftOut.TOO_LARGE})
    assert HeldFile.objects.count() == 1
    assert "one.png" in person.page.main
    person.sends()

    assert Report.objects.get().attachments.get().name == "one.png"


def test_nothing_is_taken_in_of_what_came_in_part(client):
    """Also where a file is still there, and a button was pressed that would act."""
    Person(client).opens()

    client.post(FORM, TYPED | {"screenshots": [picture()], "then": "overrule"}, **{LEFT_OUT: LeftOut.SLOW})

    assert not HeldFile.objects.exists()
    assert not Report.objects.exists()


def test_an_addition_is_shown_again_too(client):
    row = make_report()
    address = reverse("reports:add", args=[row.reference, row.secret])

    answer = client.post(address, {"text": "It is back."}, **{LEFT_OUT: LeftOut.TOO_LARGE})

    assert answer.status_code == 413
    assert b"It is back." in answer.content
    assert b"10,000 characters or fewer" in answer.content
    wrong = reverse("reports:add", args=[row.reference, "-" * 43])
    assert client.post(wrong, {"text": "x"}, **{LEFT_OUT: LeftOut.TOO_LARGE}).status_code == 404


def test_any_other_form_gives_a_long_text_back_and_no_short_one(client):
    long = "What was typed. " * 100

    answer = client.post("/search/", {"q": long, "password": "a secret"}, **{LEFT_OUT: LeftOut.TOO_LARGE})

    assert answer.status_code == 413
    assert long.encode() in answer.content
    assert b"a secret" not in answer.content
    assert b"more than this site takes in one go" in answer.content
