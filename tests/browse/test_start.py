"""Start's pages: one tap an answer, what was answered, and no way that ends at nothing."""

import pytest

from kb.catalogue import actions
from kb.catalogue.start import ShortcutEntry
from tests.browse.page import Page
from tests.make import make_article, make_notice, make_question, make_snippet, make_vendor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def start():
    make_article(slug="card-not-read")
    make_vendor("isosec")
    make_question("near-the-clock", {"article": "card-not-read"}, {"vendor": "isosec", "text": "Isosec"})
    ways = ({"question": "near-the-clock", "text": "Nothing happens", "hint": "no box"}, {"page": "notices"})
    make_question("where-did-it-stop", *ways, is_first=True, hint="Choose the *first* that fits.")


def page(client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page.of(answer)


def links(shown: Page) -> dict[str, str]:
    found = [one for one in shown.elements if "kb-choices__link" in one.attributes.get("class", "")]
    return {one.text: one.attributes["href"] for one in found}


def test_first_question_has_a_numbered_link_for_each_answer(client):
    shown = page(client, "/start/")

    assert shown.texts("h1") == ["Where did it stop?"]
    assert links(shown) == {
        "1 Nothing happens": "/start/near-the-clock/",
        "2 Answer 2": "/notices/",
        "3 None of these": "/who-can-help/",
    }
    assert "Choose the first that fits." in shown.main
    assert "no box" in shown.main
    assert "Patient care affected now?" in shown.main
    assert "Who can help where you work" in shown.main
    assert shown.link("Who does what, and how to reach them") == "/who-can-help/"


def test_second_question_says_what_was_answered_and_leads_to_articles_and_vendors(client):
    shown = page(client, "/start/near-the-clock/")

    assert links(shown) == {
        "1 Answer 1": "/articles/card-not-read/",
        "2 Isosec": "/vendors/isosec/",
        "3 None of these": "/who-can-help/",
    }
    assert "You answered: 1 Nothing happens. Change this answer" in " ".join(shown.main.split())


def test_question_of_home_claims_no_answer_that_nobody_gave(client):
    actions.save_shortcut(entry=ShortcutEntry("My clock", question="near-the-clock"), by=None)

    shown = page(client, "/start/near-the-clock/")

    assert "You answered" not in shown.main
    assert "Start again" in shown.main


def test_address_of_a_question_that_is_no_more_leads_to_the_first(client):
    for address in ("/start/gone/", "/start/where-did-it-stop/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/start/")


def test_pages_set_no_cookie_read_no_session_and_are_kept_until_something_changes(client):
    before = client.get("/start/")
    again = client.get("/start/", headers={"If-None-Match": before["ETag"]})

    assert before["Cache-Control"] == "no-cache"
    assert not before.cookies
    assert b"csrf" not in before.content
    assert again.status_code == 304
    make_question("where-did-it-stop", {"page": "notices"}, is_first=True)
    assert client.get("/start/", headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_live_issue_and_the_sites_own_safety_words_stand_there(client):
    make_snippet("safety", kind="NOTE", site_advice=True, title="Patient here?", body="Phone.")
    make_notice("outage", title="Nobody can sign in")

    shown = page(client, "/start/")

    assert "Nobody can sign in" in shown.main
    assert "Patient here?" in shown.main


def test_ways_to_start_stand_where_people_are_lost(client):
    assert 'href="/start/"' in client.get("/nothing-here-at-all/").content.decode()
    assert 'href="/start/"' in client.get("/search/?q=zzzz").content.decode()
    assert "/start/near-the-clock/" in client.get("/sitemap.xml").content.decode()


def test_vague_search_offers_start_above_everything_and_a_telling_one_does_not(client):
    words = ("card", "work")
    make_question("where-did-it-stop", {"question": "near-the-clock"}, is_first=True, vague_words=words)
    make_article(slug="isosec-card", title="Card not working card", vendor="isosec")

    make_notice("new-cards", kind="PLANNED", title="New cards", articles=["card-not-read"])

    vague, telling = (page(client, f"/search/?q={q}") for q in ("card+not+working", "isosec+card"))

    assert links(vague)["1 Answer 1"] == "/start/near-the-clock/"
    assert (
        vague.main.find("Where did it stop?") < vague.main.find("Or one of these.") < vague.main.find("Card not read")
    )
    assert vague.main.find("Card not read") < vague.main.find("Card not working card")
    assert "New cards" not in vague.main  # it would stand between them and the questions
    assert links(telling) == {}
    assert links(page(client, "/search/?q=card&category=signing-in")) == {}
