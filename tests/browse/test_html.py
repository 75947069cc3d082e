"""The HTML of pages that no link leads to: results, choices, past versions, and pages for what is not there."""

import pytest
from django.http import HttpResponse
from django.test import Client

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


@pytest.fixture
def page(furnished, rf, kind) -> Page:
    withdraw(article=Article.objects.get(slug="seven-1"), by=None, why="Wrong.")
    if kind == "refused form":
        return Page.of(Client().post("/role/", headers={"sec-fetch-site": "cross-site"}))
    if kind == "our own fault":
        return Page.of(server_error(rf.get("/")))
    answer: HttpResponse = Client().get((HTML_PAGES | NOT_THERE)[kind])
    return Page.of(answer)


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
