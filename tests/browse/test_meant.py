"""An address that was typed, dictated or pasted with a sentence around it leads to the page that was meant."""

from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from kb.catalogue.actions import withdraw
from kb.catalogue.models import Article
from tests.make import make_article, make_category, make_code, make_service, make_vendor

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
ARTICLE = "/articles/card-not-read/"


@pytest.fixture(scope="module")
def _stock_once(undone_with_the_module):
    make_code("ERR1002")
    make_service("spine")
    make_category("locked")
    make_vendor("isosec")
    make_article(slug="card-not-read")
    make_article(slug="card-locked")


@pytest.fixture
def stock(_stock_once, db):
    return list(Article.objects.order_by("number"))


def led_to(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code in {301, 302}, f"{address}: {answer.status_code}"
    return answer["Location"]


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("/articles/card-not-read/.", ARTICLE),
        ("/articles/card-not-read.", ARTICLE),
        ("/articles/card-not-read/,", ARTICLE),
        ("/articles/card-not-read/)", ARTICLE),
        ("/articles/card-not-read/).", ARTICLE),
        ("/articles/card-not-read]", ARTICLE),
        ("/articles/card-not-read/%22", ARTICLE),
        ("/articles/card-not-read/%E2%80%8B", ARTICLE),
        ("/articles/CARD-NOT-READ/", ARTICLE),
        ("/Articles/Card-not-read", ARTICLE),
        ("/articles/card-not-read/versions/1/.", f"{ARTICLE}versions/1/"),
        ("/KB0001", ARTICLE),
        ("/KB0001.", ARTICLE),
        ("/KB1", ARTICLE),
        ("/kb0001/", ARTICLE),
        ("/kb-2", "/articles/card-locked/"),
        ("/err1002", "/codes/ERR1002/"),
        ("/ERR1002/", "/codes/ERR1002/"),
        ("/err%201002,", "/codes/ERR1002/"),
        ("/CODES/err1002", "/codes/ERR1002/"),
        ("/codes/ERR1002/.", "/codes/ERR1002/"),
        ("/codes/ERR1002)", "/codes/ERR1002/"),
        ("/Services/Spine/", "/services/spine/"),
        ("/topics/locked/)", "/topics/locked/"),
        ("/VENDORS/ISOSEC", "/vendors/isosec/"),
        ("/Who-Can-Help/", "/who-can-help/"),
        ("/codes.", "/codes/"),
        ("/CODES/", "/codes/"),
        ("/Search/?q=card", "/search/?q=card"),
        ("/report/.", "/report/"),
        ("/Report/?article=1", "/report/?article=1"),
        ("/.", "/"),
        ("/ARTICLES/CARD-NOT-READ/?for=it", f"{ARTICLE}?for=it"),
    ],
)
def test_address_leads_to_the_page_that_was_meant(client, stock, typed, page):
    address = led_to(client, typed)
    while urlsplit(address).path != urlsplit(page).path:  # a slash at the end may be one more step
        address = led_to(client, address)

    assert address == page
    assert client.get(page).status_code == 200


def test_number_of_a_withdrawn_article_leads_to_the_page_that_says_so(client, stock):
    withdraw(article=stock[0], by=None, why="Double.", replacement=stock[1])

    assert client.get(led_to(client, "/KB0001")).status_code == 410


@pytest.mark.parametrize(
    "typed",
    [
        "/KB0077",
        "/KB",
        "/KB0001x",
        "/kb9999999999",
        "/1",
        "/err9999",
        "/articles/nothing/.",
        "/ARTICLES/NOTHING/",
        "/SERVICES/nothing/",
        "/CODES/ERR9999/",
        "/Desk/",
        "/wp-login.php",
        "/report/K7MW2QXR/SECRET./",
        "/%00KB0001",
        "/" + "KB0001" * 100,
        "/example.org.",
    ],
)
def test_address_of_nothing_is_not_found(client, stock, typed):
    answer = client.get(typed)

    assert answer.status_code == 404
    assert "Location" not in answer


def test_address_that_begins_like_another_site_is_not_found(client, stock):
    assert client.get("/", PATH_INFO="//example.org/KB0001").status_code == 404


def test_nothing_that_is_sent_is_led_elsewhere(client, stock):
    assert client.post("/KB0001").status_code == 404


def test_what_was_led_nowhere_today_may_be_led_tomorrow(client, stock):
    assert client.get("/KB0001")["Cache-Control"] == "no-cache"


@pytest.mark.either
@given(
    st.text(max_size=30),
    st.sampled_from(["", "/articles/", "/codes/", "//", "/\\", "/KB1", "/https:", ARTICLE, "/CODES/"]),
    st.sampled_from(["", ".", "/.", ")", "%", "//example.org", "/..", "?q=//example.org"]),
)
@rules(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_goes_round_in_circles_or_to_another_site(client, stock, words, first, last):
    address = f"/{first.lstrip('/')}" + words.encode("utf-8", "ignore").decode() + last
    seen = set()
    while True:
        answer = client.get(urlsplit(address).path or "/") if address.startswith("/") else None
        assert answer is not None, f"another site: {address}"
        if answer.status_code not in {301, 302}:
            break
        address = answer["Location"]
        assert address not in seen, f"in circles: {address}"
        assert not urlsplit(address).netloc, f"another site: {address}"
        seen.add(address)

    assert answer.status_code in {200, 400, 404, 405}
