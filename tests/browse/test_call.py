"""An article that begins with a phone call: the number that answers now stands first."""

from datetime import UTC, datetime

import pytest

from kb.catalogue.document import StepContent, SymptomContent
from tests.browse.page import Page, words
from tests.make import make_article

ARTICLE = "/articles/card-lost/"
STEPS = (
    StepContent("USER", title="Phone your Registration Authority now", body="Ask them to cancel the card."),
    StepContent("USER", title="Say when you last had it", applies_to="a lost card", body="On the phone."),
    StepContent("USER", title="Tell your manager", applies_to="a lost card", body="At once."),
    StepContent("USER", title="Ask for another card", applies_to="a damaged card", body="Hand the old one in."),
    StepContent("USER", title="Borrow no card", body="Use your downtime procedure."),
    StepContent("RA", title="Cancel the card", body="At once."),
)
IN_HOURS = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
AT_NIGHT = datetime(2026, 11, 25, 23, tzinfo=UTC)
RA = {"name": "Card team", "phone": "01632 960001", "hours": "Mon-Fri 08:00-18:00"}
IT = {"name": "IT desk", "phone": "01632 960003", "hours": "Mon-Sun 00:00-24:00"}

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def lost(settings, monkeypatch):
    """Makes the article, for desks and a time that are given."""

    def make(now=IN_HOURS, ra=None, it=None, **facts):
        settings.RA_DESK, settings.IT_DESK = ra or {}, it or {}
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        given = {"slug": "card-lost", "title": "Card lost", "steps": STEPS, "call_first": True}
        return make_article(**given | facts)

    return make


def page(client, address: str = ARTICLE) -> Page:
    return Page.of(client.get(address))


def number(shown: Page) -> str:
    """The large one."""
    (found,) = [e for e in shown.all("a") if "kb-call__button" in e.attributes.get("class", "")]
    assert found.attributes["href"] == f"tel:{words(found.text).removeprefix('Phone ').replace(' ', '')}"
    return words(found.text)


@pytest.mark.parametrize(
    ("now", "ra", "large"),
    [
        (IN_HOURS, RA, "phone: Phone 01632 960001"),
        (AT_NIGHT, RA | {"out_of_hours_phone": "01632 960002"}, "out of hours phone: Phone 01632 960002"),
        (AT_NIGHT, RA, "phone: Phone 01632 960003"),
        (AT_NIGHT, {"email": "cards@example.org"}, "phone: Phone 01632 960003"),
    ],
)
def test_large_number_is_the_one_that_answers_now(client, lost, now, ra, large):
    lost(now, ra=ra, it=IT)

    shown = page(client)
    assert number(shown) == large.partition(": ")[2]
    assert f", {large}" in shown.main


def test_number_of_another_team_is_said_to_be_theirs(client, lost):
    lost(AT_NIGHT, ra=RA, it=IT)
    assert "We have no number for them that answers now." in page(client).main


def test_nothing_stands_before_the_call(client, lost):
    lost(ra=RA, it=IT, symptoms=(SymptomContent("SIGN", "Your card is gone."),))

    main = page(client).main

    assert main.startswith("Card lost Phone your Registration Authority now")
    assert main.index("01632 960001") < main.index("Patient care affected now?") < main.index("Your card is gone.")
    assert main.index("Patient care affected now?") < main.index("Say when you last had it")


def test_each_case_has_a_list_of_its_own_and_one_is_open(client, lost):
    lost(ra=RA)

    cases = [e for e in page(client).all("details") if "kb-case" in e.attributes["class"]]

    assert [words(e.text).split(" Say ")[0].split(" Ask ")[0] for e in cases] == ["A lost card", "A damaged card"]
    assert ["open" in e.attributes for e in cases] == [True, False]
    assert "Borrow no card" in page(client).steps


def test_where_no_number_is_known_it_says_whom_to_ask(client, lost):
    lost()

    main = page(client).main

    assert main.index("We do not have the number") < main.index("Patient care affected now?")


def test_others_read_their_steps_as_on_every_article(client, lost):
    lost(ra=RA, it=IT)

    shown = page(client, f"{ARTICLE}?for=ra")

    assert shown.steps == ["Cancel the card"]
    assert "kb-call__button" not in client.get(f"{ARTICLE}?for=ra").content.decode()


def test_step_for_the_morning_has_the_number_that_does_not_answer_now(client, lost):
    later = StepContent("USER", title="Phone your Registration Authority in the morning", body="Ask for a card.")
    lost(AT_NIGHT, ra=RA | {"out_of_hours_phone": "01632 960002"}, steps=(*STEPS, later))

    main = page(client).main

    assert number(page(client)) == "Phone 01632 960002"
    said = main.split(later.title)[1].split("Who can help")[0]
    assert "(Closed now: opens 8am tomorrow): phone 01632 960001" in said
    assert "01632 960002" not in said
