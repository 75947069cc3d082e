"""Searches about a card that a company supplies."""

import pytest

from kb.search.synonyms import SynonymEntry, save_synonym
from tests.browse.page import Page, words
from tests.make import make_article, make_category, make_vendor

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def results(client, text: str) -> Page:
    return Page.of(client.get("/search/", {"q": text}))


def titles(page: Page) -> list[str]:
    return [words(e.text) for e in page.all("h2") if "li" in e.inside]


@pytest.mark.parametrize(("asked", "is_led"), [("I have an ISOSEC card", True), ("virtual card", False)])
def test_search_that_names_a_company_leads_to_its_page_first(client, asked, is_led):
    make_vendor("isosec", product="Isosec card")
    make_article(title="Isosec virtual card does not work", vendor="isosec")
    make_article(slug="second", title="Isosec virtual card is new", vendor="isosec")

    page = Page.of(client.get("/search/", {"q": asked}))

    assert ("/vendors/isosec/" in page.links) is is_led
    assert not is_led or page.main.find("who supports you") < page.main.find("Isosec virtual card does not work")


def test_company_and_the_one_article_about_it_are_one_entry(client):
    make_vendor("isosec", product="Isosec card")
    make_article(title="Isosec: who helps", vendor="isosec", codes=("ERR5022",))
    assert "Isosec: who helps" in titles(results(client, "isosec"))  # nothing else is found

    make_article(title="Another with Isosec in it")

    page = results(client, "isosec")
    assert titles(page) == ["Another with Isosec in it"]
    assert "1 article" in page.main
    assert "/vendors/isosec/" in page.links
    assert "Isosec: who helps" in results(client, "isosec ERR5022").main  # the answer to a code stays


def test_words_of_a_topic_lead_to_a_choice_of_its_companies_and_none_is_taken_for_granted(client):
    make_category("virtual-cards", name="Virtual cards")
    for slug in ("isosec", "imprivata"):
        make_vendor(slug, name=slug.title())
        make_article(title=f"{slug}: who helps", slug=slug, vendor=slug, category="virtual-cards")
    save_synonym(entry=SynonymEntry("Virtual cards", "card on phone"), by=None)

    page = results(client, "The card is on my phone!")

    chosen = [e.attributes["href"] for e in page.all("a") if "kb-choices__link" in e.attributes.get("class", "")]
    assert chosen == ["/vendors/imprivata/", "/vendors/isosec/", "/who-can-help/"]
    assert "Which company supplies your card?" in page.texts("h2")
    assert "Which company" not in results(client, "who helps: phone before card").main
    assert "/vendors/isosec/" in results(client, "isosec card on my phone").links
    assert "Which company" not in results(client, "isosec card on my phone").main
