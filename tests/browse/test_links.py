"""A walk through the shipped site, from the home page along every link, and what holds for every page of it."""

from collections import deque
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from kb.catalogue.models import Article, Category, ErrorCode, Service, Snippet, Source, Vendor
from tests.browse.page import Page, words

# On one database: what a page says and where it leads is made of rows, and that both give the same rows is shown by the
# tests of each kind of page. The walk asks for 2,000 pages.
NUMBER_OF_ARTICLES = 74
MOST_BYTES = 50_000
# Of the list of all codes: a line has its address, its meaning and its names, and nothing beside them.
MOST_BYTES_OF_A_LINE = 300
AUDIENCES = ("", "?for=ra", "?for=it")


class Visited(NamedTuple):
    status: int
    html: str
    page: Page | None


@pytest.fixture(scope="module")
def walked(_shipped_once) -> dict[str, Visited]:
    """Each address that the home page leads to, however far, and the page where it is one."""
    client, found, waiting = Client(), {}, deque(["/"])
    while waiting:
        address = waiting.popleft()
        if address in found:
            continue
        answer = client.get(address)
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        page = Page.of(answer) if is_page else None
        found[address] = Visited(answer.status_code, answer.content.decode() if page else "", page)
        if page:
            waiting.extend(urldefrag(link).url for link in page.links if link.startswith("/") and "?next=" not in link)
    return found


@pytest.fixture
def pages(walked, shipped) -> dict[str, Page]:
    return {address: visited.page for address, visited in walked.items() if visited.page}


@pytest.fixture(scope="module")
def read(walked) -> dict[str, str]:
    """The HTML of every page that shows content, for every audience; the walk has read nearly all of it."""
    own = (
        "/",
        "/start/",
        "/start/what-else/",
        "/codes/",
        "/notices/",
        "/report/",
        "/who-can-help/",
        "/sitemap.xml",
        "/search/?q=smartcard+reader",
    )
    shelves = [row.get_absolute_url() for model in (Service, Category, Vendor) for row in model.objects.all()]
    articles = [article.get_absolute_url() for article in Article.objects.live()]
    codes = [code.get_absolute_url() for code in ErrorCode.objects.all()]
    client = Client()
    addresses = [*own, *shelves, *(f"{address}versions/1/" for address in articles)]
    addresses += [f"{address}{audience}" for address in (*articles, *codes) for audience in AUDIENCES]
    met = {address: visited.html for address, visited in walked.items() if visited.page}
    return {address: met.get(address) or client.get(address).content.decode() for address in addresses}


def test_every_article_is_reached(pages):
    articles = [article.get_absolute_url() for article in Article.objects.live()]

    assert len(articles) == NUMBER_OF_ARTICLES
    assert [address for address in articles if address not in pages] == []


def test_every_code_service_topic_and_company_is_reached(pages):
    rows = [*ErrorCode.objects.all(), *Service.objects.all(), *Category.objects.all(), *Vendor.objects.all()]

    assert [row.get_absolute_url() for row in rows if row.get_absolute_url() not in pages] == []


def test_every_page_of_the_site_itself_is_reached(pages):
    told = ["about", "accessibility", "privacy", "cookies", "words", "poster"]
    own = ["start", "codes", "notices", "who-can-help", "report", *told]

    assert [name for name in own if f"/{name}/" not in pages] == []


def test_no_link_inside_the_site_is_broken(walked, shipped):
    # Staff are asked who they are.
    assert {address: visited.status for address, visited in walked.items() if visited.status != 200} == {"/staff/": 302}


def test_every_link_to_a_place_on_a_page_finds_it(pages):
    broken = []
    for address, page in pages.items():
        for link in page.links:
            path, fragment = urldefrag(link)
            target = page if not path else pages.get(path)
            if fragment and target and fragment not in target.ids:
                broken.append((address, link))

    assert broken == []


def test_every_link_says_where_it_goes(pages):
    unnamed = [
        (address, link.attributes)
        for address, page in pages.items()
        for link in page.all("a")
        if not words(link.text) and "aria-label" not in link.attributes
    ]

    assert unnamed == []


def test_every_page_has_one_heading_and_its_title_begins_with_the_same_words(pages):
    assert {address: page.texts("h1") for address, page in pages.items() if len(page.all("h1")) != 1} == {}
    assert [a for a, page in pages.items() if not page.title.startswith(page.texts("h1")[0])] == []
    assert len({page.title for page in pages.values()}) > NUMBER_OF_ARTICLES


def test_no_page_skips_a_level_of_headings(pages):
    skipping = []
    for address, page in pages.items():
        levels = [int(e.tag[1]) for e in page.elements if e.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
        in_main = levels[levels.index(1) :]
        if any(deeper > above + 1 for above, deeper in pairwise(in_main)):
            skipping.append((address, levels))

    assert skipping == []


def test_every_field_has_a_label(pages):
    assert {address: page.without_label for address, page in pages.items() if page.without_label} == {}


def test_no_id_is_given_twice(pages):
    twice = {a: sorted({i for i in page.ids if page.ids.count(i) > 1}) for a, page in pages.items()}

    assert {address: ids for address, ids in twice.items() if ids} == {}


def test_every_reference_by_id_finds_its_element(pages):
    names = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "data-copy")
    missing = [
        (address, name, wanted)
        for address, page in pages.items()
        for element in page.elements
        for name in names
        for wanted in element.attributes.get(name, "").split()
        if wanted not in page.ids
    ]

    assert missing == []


def test_every_picture_has_a_text_and_every_page_a_language(pages):
    assert [a for a, page in pages.items() if any("alt" not in e.attributes for e in page.all("img"))] == []
    assert {page.one("html").attributes["lang"] for page in pages.values()} == {"en-GB"}


def test_no_page_asks_another_site_for_anything(pages):
    foreign = [
        (address, element.attributes)
        for address, page in pages.items()
        for element in page.elements
        for name in ("src", "href", "srcset", "poster", "data", "action")
        if element.tag != "a" and not element.attributes.get(name, "/").startswith(("/", "#", "data:"))
        if element.attributes.get("rel") != "canonical"
    ]

    assert foreign == []


def test_no_element_has_a_script_or_style_of_its_own(pages):
    own = [
        (address, element.tag)
        for address, page in pages.items()
        for element in page.elements
        if element.tag == "style"
        or (element.tag == "script" and "src" not in element.attributes)
        or any(name == "style" or name.startswith("on") for name in element.attributes)
    ]

    assert own == []


def test_every_article_is_small_for_every_audience(read):
    sizes = {address: len(html.encode()) for address, html in read.items()}

    assert len(sizes) > NUMBER_OF_ARTICLES * 3
    all_codes = sizes.pop("/codes/")
    assert {address: size for address, size in sizes.items() if size >= MOST_BYTES} == {}
    assert all_codes < read["/codes/"].count("kb-code-lines__item") * MOST_BYTES_OF_A_LINE


def test_no_address_that_was_read_and_is_no_source_for_readers_stands_anywhere(read, shipped):
    rows = [(source.seen, source.address) for source in Source.objects.all()]
    rows += [(source["seen"], source["address"]) for snippet in Snippet.objects.all() for source in snippet.sources]
    shown = {urlsplit(address).hostname for _, address in rows if address}
    mirrors = {urlsplit(seen).hostname for seen, _ in rows if seen} - shown

    assert len(mirrors) > 1
    assert [(address, mirror) for address, html in read.items() for mirror in mirrors if mirror in html] == []


def test_every_page_is_whole_html(read):
    for address, html in read.items():
        if not address.endswith(".xml"):
            assert html.startswith("<!DOCTYPE html>")
            assert html.rstrip().endswith("</html>")
        assert "{{" not in html
        assert "{%" not in html


def test_every_user_reads_steps_or_who_can_take_them(read, shipped):
    for article in Article.objects.live():
        html = read[article.get_absolute_url()]
        assert "kb-steps" in html or "You cannot fix this yourself." in html, article


def test_every_address_of_the_sitemap_answers(client, walked, shipped):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    paths = [element.text.removeprefix("http://127.0.0.1:8000") for element in root.iter() if element.tag[-3:] == "loc"]

    assert {article.get_absolute_url() for article in Article.objects.live()} <= set(paths)
    statuses = {path: walked[path].status if path in walked else client.get(path).status_code for path in paths}
    assert {path: status for path, status in statuses.items() if status != 200} == {}
