"""Words and letters: their page, the card above a search, and the way there."""

import pytest

from kb.catalogue.actions import NotPublishable
from kb.catalogue.document import StepContent, SymptomContent
from kb.catalogue.glossary import PLACES_OF_THE_PAGE
from tests.browse.page import Page, words
from tests.make import make_article, make_word

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def shown(client, address: str, **query: str) -> Page:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return Page.of(answer)


def test_each_word_has_an_anchor_and_stands_under_its_letter(client):
    make_word("RA", stands_for="Registration Authority", meaning="The local team.", spellings=("smartcard team",))
    make_word("e-RS", meaning="Referrals.", more="/about/")
    make_word("ESR", meaning="Staff records.")

    page = shown(client, "/words/")

    assert [words(e.text) for e in page.all("h2") if "nav" not in e.inside][:2] == ["E", "R"]
    assert [words(e.text) for e in page.all("dt")] == ["e-RS", "ESR", "RA: Registration Authority"]
    assert {e.attributes.get("id") for e in page.elements} >= {"ra", "e-rs", "esr", "letter-e", "letter-r"}
    assert page.link("R") == "#letter-r"
    assert page.link("More about e-RS") == "/about/"
    assert "Also: smartcard team" in page.main


def test_word_stands_once_under_the_letter_that_it_begins_with_whatever_signs_are_around_it(client):
    for number, word in enumerate(["apple", "(arm)", "axe", "Éclair", "2FA", "<b>"]):
        make_word(word, slug=f"word-{number}")

    page = shown(client, "/words/")

    letters = [str(e.attributes["id"]) for e in page.elements if e.attributes.get("id", "").startswith("letter-")]
    assert letters == ["letter-0-9", "letter-a", "letter-b", "letter-e"]
    assert [words(e.text) for e in page.all("dt")] == ["2FA", "apple", "(arm)", "axe", "<b>", "Éclair"]


def test_no_word_takes_the_name_of_another_place_on_the_page(client):
    make_word("RA")

    taken = {str(e.attributes["id"]) for e in shown(client, "/words/").elements if e.attributes.get("id")} - {"ra"}

    assert taken == PLACES_OF_THE_PAGE | {"letter-r"}
    for slug in taken:
        with pytest.raises(NotPublishable, match="is another place on the page of words"):
            make_word("CIM", slug=slug)


def test_every_page_leads_there_from_its_foot(client):
    assert shown(client, "/about/").link("Words and letters") == "/words/"
    assert "No words are explained here yet" in shown(client, "/words/").main


@pytest.mark.parametrize("text", ["what is RA", "RA", "what does RA mean?"])
def test_search_for_a_word_says_what_it_means_above_the_results(client, text):
    make_word("RA", meaning="The local team.")
    make_article(title="Ask your RA")

    page = shown(client, "/search/", q=text)

    assert page.main.index("The local team.") < page.main.index("Ask your RA")
    assert page.link("All words and letters") == "/words/#ra"


def test_word_changes_nothing_about_the_results(client):
    for number in range(3):
        make_article(slug=f"ra-{number}", title=f"Ask your RA {number}", summary="RA " * number or "None.")

    def titles() -> list[str]:
        return [words(e.text) for e in shown(client, "/search/", q="what is RA").all("h2")]

    before = titles()
    make_word("RA")

    assert titles() == before


def test_word_that_looks_like_a_code_is_no_unknown_code(client):
    assert "We have nothing on CIS2" in shown(client, "/search/", q="CIS2").main

    make_word("CIS2", meaning="The sign-in of today.")
    page = shown(client, "/search/", q="CIS2")

    assert "The sign-in of today." in page.main
    assert "We have nothing on CIS2" not in page.main


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    "text", ["what is RA", "what does SOPIN mean", "RA", "UUID", "what is HSCN", "what is a passkey"]
)
def test_shipped_words_are_found(client, text):
    assert 'class="kb-word"' in client.get("/search/", {"q": text}).content.decode()


def explained(page: Page) -> list[str]:
    return [words(e.text) for e in page.all("a") if e.attributes.get("class") == "kb-explained"]


def test_article_explains_a_word_once_in_the_steps_that_are_shown_first(client):
    make_word("RA", in_steps=True)
    make_word("HSCN")
    steps = (
        StepContent("USER", "Ask the RA", "Ask `RA`: the RA is on HSCN.", expected="The RA answers."),
        StepContent("IT", "Tell the RA", "The RA knows."),
    )
    make_article(slug="card", title="RA", summary="RA", steps=steps, symptoms=(SymptomContent("EXACT", "RA"),))

    for address in ("/articles/card/", "/articles/card/?for=it"):
        page = shown(client, address)
        assert explained(page) == ["RA"]
        (link,) = [e for e in page.all("a") if e.attributes.get("class") == "kb-explained"]
        assert "details" not in link.inside
        assert link.attributes["href"] == "/words/#ra"


def test_code_page_explains_a_word_in_what_to_do_first(client):
    make_word("RA", in_steps=True)
    own = StepContent("USER", "Ask", "Ask the RA.", codes=("ERR5022",))
    make_article(codes=("ERR5022",), steps=(StepContent("USER", "Look", "The RA."), own))

    page = shown(client, "/codes/ERR5022/")

    (link,) = [e for e in page.all("a") if e.attributes.get("class") == "kb-explained"]
    assert "details" not in link.inside
