"""What is kept of a search: written by the box, completed by its page, never by reading, robots or staff."""

import re

import pytest
from django.test import Client

from kb.catalogue.models import Edition
from kb.insight.models import SearchEntry, WordSighting
from kb.insight.searches.actions import write
from tests.make import make_answer, make_article, make_code

pytestmark = [pytest.mark.django_db, pytest.mark.either]
BROWSER = "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0"


@pytest.fixture(autouse=True)
def article():
    return make_article(title="Card locked", slug="card-locked")


def search(text, client=None, browser=BROWSER, **headers):
    return (client or Client()).post("/search/", {"q": text}, HTTP_USER_AGENT=browser, **headers)


def tell(client=None, browser=BROWSER, **said):
    return (client or Client()).post("/search/outcome/", said, HTTP_USER_AGENT=browser)


def kept(*columns):
    write()
    return sorted(SearchEntry.objects.values_list(*(columns or ("words",))))


def test_box_writes_and_once_for_a_visit_and_a_day():
    for _ in range(3):
        search("My card is locked")
    search("card locked", browser=f"{BROWSER} Edg/142")

    assert kept() == [("card locked",)] * 2


def test_reading_paging_filtering_and_looking_ahead_write_nothing(client):
    for address in ("/search/?q=card+locked", "/search/?q=card+locked&page=2", "/search/?q=card+locked&audience=ra"):
        client.get(address, HTTP_USER_AGENT=BROWSER)
        client.head(address, HTTP_USER_AGENT=BROWSER)
        client.get(address, HTTP_USER_AGENT=BROWSER, HTTP_SEC_PURPOSE="prefetch;prerender")
    tell(q="card locked", number=3)

    assert kept() == []
    write()
    assert kept() == []
    assert client.get("/search/outcome/").status_code == 405


def test_robots_and_staff_and_other_sites_write_nothing(signed_in, desk):
    search("card locked", browser="Googlebot/2.1 (+http://www.example.org/bot.html)")
    search("card locked", browser="")
    search("card locked", client=signed_in(desk))

    assert search("card locked", HTTP_ORIGIN="https://elsewhere.example").status_code == 403
    assert kept() == []


def test_outcome_completes_the_search(article):
    make_code()
    for text in ("card", "locked", "locked screen"):
        search(text)
    tell(q="card", number=4)
    tell(q="card", opened="/articles/card-locked/")
    tell(q="locked", number=0)
    tell(q="locked screen", number=2, sure="1")
    tell(q="locked screen", opened="/codes/err%205022/")

    assert kept("words", "number", "is_sure", "opened") == [
        ("card", 4, False, f"article:{article.number}"),
        ("locked", 0, False, ""),
        ("locked …", 2, True, "code:ERR5022"),
    ]


def test_code_that_leads_to_its_page_has_its_outcome_without_a_script():
    make_code()
    search("err 5022")

    assert kept("words", "number", "is_sure", "opened") == [("ERR5022", 1, True, "code:ERR5022")]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"q": "card"},
        {"q": "", "number": 3},
        {"q": "card", "number": "many"},
        {"q": "card", "number": -1},
        {"q": "card", "number": 10**9},
        {"q": "card", "opened": "/report/"},
        {"q": "card", "opened": "/who-can-help/"},
        {"q": "card", "opened": "https://elsewhere.example/"},
        {"q": "card", "opened": "/articles/none/"},
        {"q": "card\x00", "opened": "\x00"},
        {"q": "x" * 50_000, "number": 3},
    ],
)
def test_whatever_is_told_is_taken_without_a_word(said):
    search("card")

    assert tell(**said).status_code == 204
    assert kept("number", "opened") == [(None, "")]


def test_page_says_what_its_script_is_to_tell(client):
    def outcome(address):
        return re.search(r"<h1[^>]*>", client.get(address).content.decode())[0]

    assert 'data-number="1"' in outcome("/search/?q=card+locked")
    assert "data-sure" not in outcome("/search/?q=card+locked")
    assert 'data-number="0"' in outcome("/search/?q=grobbly")
    filtered = outcome("/search/?q=card+locked&audience=user")
    assert "data-outcome-at" in filtered
    assert "data-number" not in filtered

    make_answer("down", "is it down", "live issues")
    assert 'data-sure="1"' in outcome("/search/?q=is+it+down")


def test_nothing_of_it_changes_a_page_that_is_kept(client):
    tag = client.get("/")["ETag"]
    number = Edition.objects.get().number
    search("card XYZ-123 grobbly")
    tell(q="card", number=1)
    write()

    assert WordSighting.objects.count() == 2
    assert Edition.objects.get().number == number
    assert client.get("/")["ETag"] == tag
