"""Whose steps an article shows: as its address says, else as the kept role says, else the user's."""

import pytest

from kb.catalogue.document import StepContent
from tests.browse.page import Page
from tests.make import make_article

ARTICLE = "/articles/card-not-read/"
STEPS = (
    StepContent("USER", title="Take the card out", body="Put it back in."),
    StepContent("RA", title="Look at the register", body="Is the card there?"),
    StepContent("IT", title="Restart the service", body="Then try again."),
)

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def article(**facts):
    return make_article(**{"slug": "card-not-read", "title": "Card not read", "steps": STEPS} | facts)


def page(client, address: str = ARTICLE) -> Page:
    return Page.of(client.get(address))


def test_steps_are_the_users_when_nobody_says_otherwise(client):
    article()

    shown = page(client)

    assert shown.steps == ["Take the card out"]
    assert shown.folded_steps == ["Look at the register", "Restart the service"]
    assert "Showing" not in shown.main


@pytest.mark.parametrize(
    ("asked", "step", "words"),
    [
        ("ra", "Look at the register", "Showing Registration Authority steps."),
        ("it", "Restart the service", "Showing IT support steps."),
    ],
)
def test_address_says_whose_steps_to_show(client, asked, step, words):
    article()

    shown = page(client, f"{ARTICLE}?for={asked}")

    assert shown.steps == [step]
    assert words in shown.main
    assert shown.link("Show steps for me") == ARTICLE


@pytest.mark.parametrize("junk", ["", "RA", "admin", "ra'--", "%00", "<script>", "user&for=nobody"])
def test_junk_in_the_address_shows_the_users_steps(client, junk):
    article()

    assert page(client, f"{ARTICLE}?for={junk}").steps == ["Take the card out"]


def test_current_choice_is_marked_and_the_others_are_links(client):
    article()

    shown = page(client, f"{ARTICLE}?for=it")

    current = [e for e in shown.all("a") if e.attributes.get("aria-current") == "true" and "main" in e.inside]
    assert [e.text for e in current] == ["For IT support"]
    assert shown.link("For me") == ARTICLE
    assert shown.link("For smartcard team (RA)") == f"{ARTICLE}?for=ra"


def test_kept_role_opens_its_steps_and_the_address_outranks_it(client):
    article()
    client.cookies["role"] = "it"

    assert page(client).steps == ["Restart the service"]
    assert page(client, f"{ARTICLE}?for=ra").steps == ["Look at the register"]
    assert page(client).link("Show steps for me") == f"{ARTICLE}?for=user"
    assert page(client, f"{ARTICLE}?for=user").steps == ["Take the card out"]


@pytest.mark.parametrize(
    ("kept", "asked", "offered"), [("", "ra", "ra"), ("ra", "ra", "user"), ("ra", "it", "it"), ("user", "it", "it")]
)
def test_steps_of_a_role_can_be_kept_and_those_that_are_kept_let_go(client, kept, asked, offered):
    article()
    client.cookies["role"] = kept

    shown = page(client, f"{ARTICLE}?for={asked}")
    fields = {e.attributes["name"]: e.attributes["value"] for e in shown.all("input") if "value" in e.attributes}

    assert fields["role"] == offered
    assert fields["next"] == ARTICLE


@pytest.mark.parametrize("kept", ["user", "", "admin", "ra it", "<b>"])
def test_junk_in_the_role_cookie_is_the_user(client, kept):
    article()
    client.cookies["role"] = kept

    assert page(client).steps == ["Take the card out"]


@pytest.mark.parametrize(("asked", "step"), [("ra", "Look at the register"), ("it", "Restart the service")])
def test_whoever_helps_is_told_what_to_ask_first(client, asked, step):
    article(questions=("Plastic or <virtual>?", "Which code?"))

    shown = page(client, f"{ARTICLE}?for={asked}")

    items = shown.texts("li")
    assert shown.main.index("Ask the person first: 2 questions") < shown.main.index(step)
    assert items.index("Plastic or <virtual>?") + 1 == items.index("Which code?")


def test_person_in_trouble_is_not_told_what_others_would_ask_them(client):
    article(questions=("Which code?",))

    assert "Which code?" not in page(client).main


def test_nothing_for_the_user_is_said_with_who_can(client):
    article(steps=STEPS[1:])

    shown = page(client)

    assert "You cannot fix this yourself. Your Registration Authority can. Tell them:" in shown.main
    assert "Card not read" in shown.one("textarea").text
    assert shown.folded_steps == ["Look at the register", "Restart the service"]


def test_nothing_for_the_user_names_it_support_when_its_steps_come_first(client):
    article(steps=STEPS[2:])

    assert "You cannot fix this yourself. IT support can. Tell them:" in page(client).main


def test_audience_without_steps_is_told_so(client):
    article(steps=STEPS[:1])

    assert "You cannot fix this yourself" not in page(client).main
    assert "We have no steps for IT support here." in page(client, f"{ARTICLE}?for=it").main


def test_article_opens_for_the_reader_whom_it_names(client):
    article(reader="RA")

    shown = page(client)

    assert shown.steps == ["Look at the register"]
    assert "For Registration Authority staff." in shown.main
    assert "Showing" not in shown.main
    assert shown.link("For smartcard team (RA)") == ARTICLE
    assert shown.link("For me") == f"{ARTICLE}?for=user"
    assert page(client, f"{ARTICLE}?for=user").steps == ["Take the card out"]


def test_kept_role_outranks_the_reader_whom_an_article_names(client):
    article(reader="RA")
    client.cookies["role"] = "it"

    shown = page(client)

    assert shown.steps == ["Restart the service"]
    assert shown.link("For smartcard team (RA)") == f"{ARTICLE}?for=ra"


def test_code_of_an_article_for_others_opens_for_them(client):
    article(reader="RA", codes=("ERR5022",))

    shown = page(client, "/codes/ERR5022/")

    assert "For Registration Authority staff." in shown.main
    assert shown.link("For smartcard team (RA)") == "/codes/ERR5022/"
    assert shown.link("For me") == "/codes/ERR5022/?for=user"


def test_what_to_have_ready_at_the_work_computer_is_said_first(client):
    article(have_ready="your card and its reader")

    main = page(client).main

    said = main.index("Do this at your work computer, not on this phone. Have ready: your card and its reader.")
    assert said < main.index("Take the card out")
