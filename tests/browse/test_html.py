"""The HTML of pages that no link leads to: results, choices, past versions, and pages for what is not there."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from kb.browse.site import server_error
from kb.catalogue.actions import withdraw
from kb.catalogue.models import Article
from tests.browse.page import Page
from tests.browse.stock import HTML_PAGES

pytestmark = pytest.mark.either

NOT_THERE = {
    "unknown code": "/codes/ERR5023/",
    "withdrawn article": "/articles/seven-1/",
    "page not found": "/nothing-here/",
    "refused form": "",
    "our own fault": "",
}
KINDS = [*HTML_PAGES, *NOT_THERE]


def _asked_for(kind: str) -> HttpResponse:
    if kind == "refused form":
        return Client().post("/role/", headers={"sec-fetch-site": "cross-site"})
    if kind == "our own fault":
        return server_error(RequestFactory().get("/"))
    withdraw(article=Article.objects.get(slug="seven-1"), by=None, why="Wrong.")
    return Client().get((HTML_PAGES | NOT_THERE)[kind])


@pytest.fixture(scope="module")
def _read() -> dict[str, Page]:
    """A page is asked for once, by the first test that looks at it."""
    return {}


@pytest.fixture
def page(furnished, _read, kind) -> Page:
    if kind not in _read:
        _read[kind] = Page.of(_asked_for(kind))
    return _read[kind]


every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_page_has_one_heading_and_its_title_begins_with_the_same_words(page):
    (heading,) = page.all("h1")

    assert page.title.startswith(" ".join(heading.text.split()))


@every_kind
def test_fields_have_labels_and_ids_stand_once(page):
    assert page.without_label == []
    assert sorted(page.ids) == sorted(set(page.ids))


@every_kind
def test_page_can_be_skipped_into_and_help_stands_in_the_same_places(page, kind):
    assert page.links[0] == ("#q" if kind == "home" else "#maincontent")
    assert page.one("main").attributes["id"] == "maincontent"
    menu = [e.attributes["href"] for e in page.all("a") if "header" in e.inside and "nav" in e.inside]
    assert menu == ["/", "/codes/", "/notices/", "/who-can-help/", "/report/"]


@every_kind
def test_only_pages_to_be_found_may_be_indexed(page, kind):
    robots = [e.attributes["content"] for e in page.all("meta") if e.attributes.get("name") == "robots"]
    hidden = {*NOT_THERE, "version", "empty search", "search", "vague search", "choice of codes", "reminder"}

    assert bool(robots) is (kind in hidden)
