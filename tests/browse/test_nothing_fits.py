"""Above results that have little to do with the words, the page says so and leads on."""

import pytest

from tests.browse.page import Page, words
from tests.make import make_article, make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def results(client, text: str, **also: object) -> Page:
    return Page.of(client.get("/search/", {"q": text, **also}))


def titles(page: Page) -> list[str]:
    return [words(e.text) for e in page.all("h2") if "li" in e.inside]


NOTHING_FITS = "We have nothing that fits these words"


def hardly_found(client, text: str = "magenta toner cartridges", **also: object) -> Page:
    make_article(slug="magenta-cards", title="Magenta cards", category="cards")
    make_notice("about-cards", articles=["magenta-cards"])
    for number in range(3):
        make_article(slug=f"other-{number}", title="Anything else")
    return results(client, text, **also)


def test_text_that_has_little_to_do_with_what_was_found_is_told_so_above_it(client):
    page = hardly_found(client)

    assert page.main.index(NOTHING_FITS) < page.main.index("Magenta cards")
    assert "About cards" not in page.main  # a live issue of what does not fit concerns nobody here
    assert titles(page) == ["Magenta cards"]
    assert page.link("who can help where you work") == "/who-can-help/"
    assert "/report/?q=magenta%20toner%20cartridges" in page.links


def test_of_what_was_narrowed_it_is_not_said_for_elsewhere_there_may_be_more(client):
    page = hardly_found(client, category="cards")

    assert titles(page) == ["Magenta cards"]
    assert NOTHING_FITS not in page.main


def test_it_is_not_said_beside_a_code(client):
    make_article(codes=("ERR5022",))

    assert NOTHING_FITS not in hardly_found(client, "magenta toner cartridges ERR5022").main
    assert NOTHING_FITS not in results(client, "magenta toner cartridges ERR5023").main
