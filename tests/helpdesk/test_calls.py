"""What was opened for a caller waits for its outcome; what is needed often is pinned."""

from html import unescape

import pytest

from kb.accounts.actions import add_person
from kb.accounts.roles import Role
from kb.helpdesk.models import Pin
from kb.helpdesk.pins.actions import MOST_PINS
from kb.insight.models import Call, CallOutcome
from tests.make import make_article, make_code

pytestmark = pytest.mark.either


@pytest.fixture
def browser(signed_in, desk):
    make_code("400_645")
    make_article(title="Sign-in fails", codes=("400_645",))
    make_article(title="Card is not read")
    return signed_in(desk)


def test_what_was_opened_waits_for_its_outcome(browser, desk):
    browser.post("/desk/", {"q": "400 645"})
    browser.post("/desk/", {"q": "KB0002"}, headers={"X-In-Place": "1"})
    browser.post("/desk/", {"q": "nothing that anybody knows"})

    calls = [(call.code, call.article.label, call.outcome) for call in Call.objects.order_by("pk")]
    assert calls == [("400645", "KB0001", CallOutcome.WAITING), ("", "KB0002", CallOutcome.WAITING)]
    text = unescape(browser.get("/desk/").content.decode())
    assert "Waiting for an outcome" in text
    assert text.count('data-say="Did not fix it"') == 2


def test_looking_is_no_call(browser):
    browser.get("/desk/?q=400_645")

    assert not Call.objects.exists()


def test_one_click_says_what_came_of_it(browser):
    browser.post("/desk/", {"q": "400_645"})
    answer = browser.post(
        "/desk/calls/",
        {"q": "400_645", "article": "KB0001", "code": "400_645", "version": "1", "outcome": "ESCALATED:IT"},
    )

    assert answer["Location"] == f"/desk/?q=400_645&call={Call.objects.get().pk}"
    call = Call.objects.get()
    assert (call.outcome, call.escalated_to, call.version) == (CallOutcome.ESCALATED, "IT", 1)
    assert "Kept: Escalated." in browser.get("/desk/").content.decode()


def test_an_earlier_call_is_answered_while_the_next_is_open(browser):
    browser.post("/desk/", {"q": "400_645"})
    call = Call.objects.get()

    browser.post(f"/desk/calls/{call.pk}/", {"q": "KB0002", "outcome": "FIXED"})

    call.refresh_from_db()
    assert call.outcome == CallOutcome.FIXED
    text = browser.get("/desk/").content.decode()
    assert "Opened today" in text
    assert "Waiting for an outcome" not in text
    assert "by calls" in text


SENT = {"q": "400_645", "article": "KB0001", "code": "400_645", "version": "1"}


def test_another_outcome_of_the_same_call_corrects_it(browser):
    answer = browser.post("/desk/calls/", {**SENT, "outcome": "FIXED"})
    call = str(Call.objects.get().pk)
    assert f'name="call" value="{call}"' in browser.get(answer["Location"]).content.decode()

    browser.post("/desk/calls/", {**SENT, "call": call, "outcome": "FIXED"})
    browser.post("/desk/calls/", {**SENT, "call": call, "outcome": "NOT_FIXED"})
    assert Call.objects.get().outcome == CallOutcome.NOT_FIXED
    # The next caller with the same code.
    browser.post("/desk/", {"q": "400_645"})
    browser.post("/desk/calls/", {**SENT, "outcome": "FIXED"})

    assert [call.outcome for call in Call.objects.order_by("pk")] == [CallOutcome.NOT_FIXED, CallOutcome.FIXED]


def test_answer_opened_in_place_names_its_call(browser):
    shown = browser.post("/desk/", {"q": "400_645"}, headers={"X-In-Place": "1"}).content.decode()

    assert f'name="call" value="{Call.objects.get().pk}"' in shown


@pytest.mark.parametrize("call", ["x", "-1", "9" * 30, "\0", "\u0663"])
def test_an_odd_key_of_a_call_is_none(browser, call):
    browser.post("/desk/calls/", {**SENT, "call": call, "outcome": "FIXED"})

    assert Call.objects.get().outcome == CallOutcome.FIXED
    assert browser.get("/desk/", {"q": "400_645", "call": call}).status_code == 200


def test_call_of_somebody_else_or_of_another_subject_stays_as_it_is(browser, signed_in):
    other = add_person(username="other", name="Other", role=Role.HELP_DESK, password="violet ferry 27 anchors")
    signed_in(other).post("/desk/calls/", {**SENT, "outcome": "ESCALATED:IT"})
    browser.post("/desk/calls/", {"article": "KB0002", "outcome": "NOT_FIXED"})
    before = list(Call.objects.order_by("pk"))

    for call in before:
        browser.post("/desk/calls/", {**SENT, "call": str(call.pk), "outcome": "FIXED"})
        Call.objects.exclude(pk__in=[one.pk for one in before]).delete()

    assert [(one.pk, one.outcome) for one in Call.objects.order_by("pk")] == [(one.pk, one.outcome) for one in before]


def test_no_version_is_counted_that_was_never_published(browser):
    browser.post("/desk/calls/", {**SENT, "version": "99", "outcome": "FIXED"})

    assert Call.objects.get().version == 1


@pytest.mark.parametrize("sent", [{}, {"outcome": "WAITING"}, {"outcome": "ESCALATED:PERSON"}, {"outcome": "FIXED"}])
def test_what_says_nothing_keeps_nothing(browser, sent):
    assert browser.post("/desk/calls/", sent).status_code == 303
    assert not Call.objects.exists()


def test_only_who_took_a_call_says_how_it_ended(browser, signed_in):
    browser.post("/desk/", {"q": "400_645"})
    other = add_person(username="other", name="Other", role=Role.HELP_DESK, password="violet ferry 27 anchors")

    signed_in(other).post(f"/desk/calls/{Call.objects.get().pk}/", {"outcome": "FIXED"})

    assert Call.objects.get().outcome == CallOutcome.WAITING


def test_pins_are_turned_on_and_off(browser):
    for _ in range(3):
        browser.post("/desk/pins/", {"q": "400_645", "code": "400_645", "article": "KB0001"})
    browser.post("/desk/pins/", {"article": "KB0002"})

    assert [str(pin) for pin in Pin.objects.order_by("pk")] == ["400645", "KB0002"]
    text = browser.get("/desk/").content.decode()
    assert "Pinned</h2>" in text
    assert ">Unpin<" in browser.get("/desk/?q=400_645").content.decode()
    assert 'href="/desk/?q=400_645"' in text


def test_pins_are_few(browser, desk):
    for number in range(MOST_PINS):
        Pin.objects.create(by=desk, code=f"X{number}")

    browser.post("/desk/pins/", {"code": "400_645"})

    assert "Take one away first." in browser.get("/desk/").content.decode()
    assert Pin.objects.count() == MOST_PINS
