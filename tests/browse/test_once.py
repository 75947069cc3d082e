"""On a page of results each article stands once: as the answer, where Start leads, or in the list."""

from collections import Counter

import pytest

from kb.catalogue.models import Article, Vendor
from tests.browse.page import Page

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.either]

SEARCHES = (
    "passcode ERR5022 card",
    "400_645 smart card",
    "locked card",
    "card not working",
    "nothing works",
    "it worked yesterday",
    "isosec",
    "isosec card not working",
    "virtual smartcard not working",
    "imprivata",
    "lost my card",
    "printer out of toner",
    "patient waiting",
    "is it down",
    "what is middleware",
)


def entries(page: Page) -> list[str]:
    """Titles that lead to articles, as they stand on the page; what is met twice is there twice."""
    titles = {article.get_absolute_url(): article.title for article in Article.objects.live()}
    links = [(e.attributes.get("href", "").partition("?")[0], " ".join(e.text.split())) for e in page.all("a")]
    return [address for address, text in links if titles.get(address) == text]


@pytest.mark.parametrize("text", SEARCHES)
def test_article_stands_on_the_page_once(client, text):
    page = Page.of(client.get("/search/", {"q": text}, follow=True))
    counted = Counter(entries(page))

    assert counted
    assert [address for address, number in counted.items() if number > 1] == []


@pytest.mark.parametrize("text", ["isosec", "imprivata", "virtual smartcard not working"])
def test_company_stands_on_the_page_as_its_page_or_as_its_article(client, text):
    page = Page.of(client.get("/search/", {"q": text}))
    led_to = [vendor for vendor in Vendor.objects.all() if vendor.get_absolute_url() in page.links]

    assert led_to
    assert not {article.get_absolute_url() for article in Article.objects.filter(vendor__in=led_to)} & set(
        entries(page)
    )
