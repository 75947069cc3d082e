"""A page asks the database a fixed number of times, however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.catalogue.actions import withdraw
from tests.browse.stock import PAGES, add_more, furnish
from tests.make import make_article, make_question

pytestmark = pytest.mark.either
# One of each is the statement asked before anything is rendered. Notices and the contacts of this site are read once an
# edition.
NUMBER_OF_QUERIES = {
    "home": 9,
    "article": 17,
    "article for the Registration Authority": 17,
    "version": 16,
    "reminder": 3,
    "all codes": 4,  # with the names under which screens show them
    "code": 21,
    "code that several articles answer": 16,
    "code that no article answers": 16,
    "code with two meanings": 19,
    "family": 20,
    "member of a family": 20,
    "misread code": 21,
    "choice of codes": 6,
    "service": 9,
    "category": 4,
    "vendor": 16,
    "notices": 5,
    "who can help": 4,  # with the edition of the contacts of organisations, which no other page hangs on
    "who can help in an organisation": 5,
    "report": 10,  # with the contacts of this site, and if any other can be chosen, which a page not kept asks itself
    "words": 2,
    "poster": 1,
    "about": 1,
    "accessibility": 1,
    "privacy": 1,
    "cookies": 1,
    "start": 5,
    "start, a second question": 5,
    "empty search": 1,
    "vague search": 25,
    "search": 25,
    "sitemap": 7,
    "robots": 1,
}


def asked(client, address: str) -> int:
    client.get("/articles/nothing-here/")  # reads the notices of the edition, and is no page that is kept
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries)


def test_each_kind_of_page_asks_a_fixed_number_of_times(db, client):
    furnish()

    assert {kind: asked(client, address) for kind, address in PAGES.items()} == NUMBER_OF_QUERIES


def test_pages_ask_as_often_when_there_is_ten_times_as_much(db, client):
    add_more(furnish(), number=9)

    # A version that is no longer the last one asks which of its steps were stopped, and said otherwise since.
    numbers = {**NUMBER_OF_QUERIES, "version": NUMBER_OF_QUERIES["version"] + 1}
    assert {kind: asked(client, address) for kind, address in PAGES.items()} == numbers


def test_answers_of_start_that_lead_to_replaced_articles_cost_one_query_for_all(db, client):
    heirs = [make_article(slug=f"heir-{n}") for n in range(4)]
    gone = [make_article(slug=f"gone-{n}") for n in range(4)]
    make_question("first", *[{"article": article.slug} for article in gone], is_first=True, vague_words=("card",))
    before = {address: asked(client, address) for address in ("/start/", "/search/?q=card")}
    for article, heir in zip(gone, heirs, strict=True):
        withdraw(article=article, by=None, why="Another says it.", replacement=heir)

    assert {address: asked(client, address) for address in before} == {
        address: number + 1 for address, number in before.items()
    }


@pytest.mark.parametrize("address", ["/codes/ERR9999/", "/articles/nothing-here/", "/services/nothing-here/"])
def test_what_is_not_there_is_told_in_few_queries(db, client, address):
    add_more(furnish(), number=9)

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 404

    # Five of them once an edition: notices, contacts, if a place can be chosen, rises, the all-clear.
    assert len(queries) <= 10


def test_shipped_pages_keep_to_the_same_numbers(shipped, client):
    addresses = {
        "home": "/",
        "article": "/articles/smartcard-authentication-failure/",
        "version": "/articles/smartcard-authentication-failure/versions/1/",
        "code": "/codes/ERR5022/",
        "member of a family": "/codes/400_612/",
        "service": "/services/nhs-identity-agent/",
        "category": "/topics/signing-in/",
        "vendor": "/vendors/isosec/",
        "report": "/report/",
    }

    for kind, address in addresses.items():
        assert asked(client, address) <= NUMBER_OF_QUERIES[kind] + 2, address
