"""The box: a lone code goes to its page, all else to results, and nothing that is pasted breaks it or is kept."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.parser import RequestParser
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from kb.search.reduce import LONGEST_KEPT
from scripts.serving import limit_request_line
from tests.browse.page import Page
from tests.make import make_article, make_code

pytestmark = pytest.mark.django_db
SEARCH = "/search/"
LONGEST_LINE = 4_094  # of gunicorn, unless it is told another


def type_in(client, text: str, **headers: str):
    return client.post(SEARCH, {"q": text}, headers=headers)


def kept_in(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ERR5022", "/codes/ERR5022/"),
        ("  err 5022 ", "/codes/ERR5022/"),
        ("error code ERR-5022", "/codes/ERR5022/"),
        ("Error 1000", "/codes/Error-1000/"),
        ("ERR5O22", "/codes/ERR5O22/"),
        ("5022", "/codes/5022/"),
        ("400_612", "/codes/400_612/"),
        ("400_xxx", "/codes/400_xxx/"),
        ("ERR5022\r\n10:42", "/codes/ERR5022/"),
    ],
)
def test_lone_code_goes_to_its_page_from_the_box_and_from_an_address(client, typed, address):
    make_article(codes=("ERR5022", "Error 1000", "400_xxx"))

    sent = type_in(client, typed)
    asked = client.get(SEARCH, {"q": typed}, follow=True)

    assert (sent.status_code, sent["Location"]) == (303, address)
    assert asked.redirect_chain[-1] == (address, 302)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("four hundred underscore six four five", "/codes/400_645/"),
        ("400 underscore 645", "/codes/400_645/"),
        ("error code four hundred underscore six four five please", "/codes/400_645/"),
        ("er 5022", "/codes/ERR5022/"),
        ("echo romeo romeo fifty twenty two", "/codes/ERR5022/"),
        ("info 1014", "/codes/INF1014/"),
        ("INF 10:14", "/codes/INF1014/"),
        ("p r twenty thousand and two", "/codes/PR20002/"),
    ],
)
def test_code_said_in_words_or_dictated_goes_to_its_page(client, said, address):
    make_article(codes=("400_645", "ERR5022", "INF1014", "PR20002"))

    sent, asked = type_in(client, said), client.get(SEARCH, {"q": said})

    assert (sent.status_code, sent["Location"]) == (303, address)
    assert (asked.status_code, asked["Location"]) == (302, address)


@pytest.mark.parametrize("said", ["four hundred and six forty five", "error 1000 and 2", "er 5022 when I sign in"])
def test_code_said_beside_other_words_or_perhaps_goes_to_the_results(client, said):
    make_article(codes=("400_645", "ERR5022", "ERR1002", "Error 1000"))

    assert type_in(client, said)["Location"].startswith("/search/?q=")


def test_number_of_an_article_goes_to_the_article(client):
    article = make_article(slug="card-not-read")

    assert type_in(client, article.label)["Location"] == "/articles/card-not-read/"
    assert type_in(client, "KB9999")["Location"] == "/search/?q=KB9999"


@pytest.mark.parametrize("typed", ["ERR5023", "0x80004005", "PR200002"])
def test_code_that_we_do_not_know_goes_to_the_results(client, typed):
    make_article(codes=("ERR5022",))

    assert type_in(client, typed)["Location"] == f"/search/?q={typed}"
    assert client.get(SEARCH, {"q": typed}).status_code == 200


def test_code_page_leads_to_all_results_and_these_stay(client):
    make_article(codes=("400_645",))

    address = Page.of(client.get("/codes/400_645/")).link("See all results for 400_645")

    assert address == "/search/?q=400_645&all=1"
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("typed", ["my card is not read", "windows 10", "", "the code is ERR5022"])
def test_words_go_to_results_whose_address_holds_them(client, typed):
    make_article(codes=("ERR5022",))

    sent = type_in(client, typed)

    assert (sent.status_code, urlsplit(sent["Location"]).path) == (303, SEARCH)
    assert kept_in(sent["Location"]) == {"q": [typed]}
    assert client.get(sent["Location"]).status_code == 200


PERSONAL = "User: John Smith, RXX\\jsmith, jsmith@example.org at 10:42 said the card is not read"


def test_what_may_be_personal_reaches_no_address_and_no_page(client):
    make_article(title="Card not read")

    sent = type_in(client, PERSONAL)
    shown = client.get(sent["Location"]).content.decode()

    assert kept_in(sent["Location"]) == {"q": ["User: … at … said the card is not read"], "left": ["name-email-time"]}
    assert "A user name, an email address and a time." in " ".join(shown.split())
    for secret in ("Smith", "jsmith", "10:42", "example.org"):
        assert secret not in sent["Location"]
        assert secret not in shown


def test_address_that_holds_personal_text_leads_to_one_that_does_not(client):
    make_article(title="Card not read")

    answer = client.get(SEARCH, {"q": PERSONAL, "service": "x"})

    assert answer.status_code == 302
    assert answer["Location"] == type_in(client, PERSONAL)["Location"] + "&service=x"
    assert client.get(answer["Location"]).status_code == 200


def test_long_number_is_kept_when_it_is_a_code_of_an_article(client):
    make_article(codes=("0x8010001D",))

    assert kept_in(type_in(client, "the card said -2146435043")["Location"]) == {"q": ["the card said -2146435043"]}
    assert kept_in(type_in(client, "the card said -2146435044")["Location"])["q"] == ["the card said"]
    assert kept_in(type_in(client, "it said minus 2,146,435,043")["Location"]) == {"q": ["it said -2146435043"]}
    assert kept_in(type_in(client, "the card said 2148532253")["Location"]) == {"q": ["the card said 2148532253"]}
    assert kept_in(type_in(client, "the card said 2148532254")["Location"])["q"] == ["the card said"]


def test_word_after_user_stays_when_an_article_has_it(client):
    make_article(title="Profile closed")

    assert kept_in(type_in(client, "user profile gone")["Location"]) == {"q": ["user profile gone"]}
    assert kept_in(type_in(client, "user jsmith gone")["Location"])["q"] == ["user … gone"]


def test_text_that_is_all_personal_is_an_empty_search_that_says_so(client):
    shown = Page.of(client.get(type_in(client, "jsmith@example.org")["Location"]))

    assert shown.texts("h1") == ["Find a fix"]
    assert "Nothing was left to search for" in shown.main


def test_empty_search_is_a_page_with_the_box(client):
    shown = Page.of(client.get(type_in(client, "   ")["Location"]))

    assert shown.texts("h1") == ["Find a fix"]
    assert "We found nothing" not in shown.main


def test_box_shows_again_what_was_looked_for(client):
    page = Page.of(client.get(type_in(client, 'a "quoted" <word>')["Location"]))
    (box,) = [e.attributes for e in page.all("input") if e.attributes["name"] == "q" and "id" in e.attributes]

    assert box["value"] == 'a "quoted" <word>'


def test_results_are_for_nobody_to_index(client):
    assert 'name="robots" content="noindex"' in client.get(SEARCH, {"q": "card"}).content.decode()


@pytest.mark.parametrize("text", ["card " * 20_000, "ы" * 700, "😀" * 1_000, "\u2603" * 900, "&=+%" * 300])
def test_long_text_is_cut_for_the_address_and_the_page_says_so(client, text):
    sent = type_in(client, text)
    asked = client.get(SEARCH, {"q": text}, follow=True)

    assert len(f"GET {sent['Location']} HTTP/1.1") < LONGEST_LINE
    assert asked.redirect_chain == [(sent["Location"], 302)]
    kept = kept_in(sent["Location"])["q"][0]
    assert text.startswith(kept)
    assert f"We kept the first {len(kept)} characters" in Page.of(asked).main


def test_code_at_the_end_of_a_long_text_is_kept(client):
    make_article(codes=("ERR5022",))

    sent = type_in(client, "blah " * 1_000 + "ERR5022")

    assert kept_in(sent["Location"])["q"][0].endswith("… ERR5022")


def test_text_of_the_allowed_length_is_not_cut(client):
    sent = type_in(client, "x" * LONGEST_KEPT)

    assert "We kept the first" not in Page.of(client.get(sent["Location"])).main


HOSTILE = {
    "nul": "card\0not\0read",
    "log": "<![LOG[Failed to read card]LOG]!><time='10:42'>",
    "tag": "<script>alert(1)</script>",
    "attribute": '" onfocus="alert(1)" autofocus x="',
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "right to left": "\u202e\u05db\u05e8\u05d8\u05d9\u05e1\u200f \u05dc\u05d0\u202c",
    "sql": "'; DROP TABLE article; -- %s %(x)s",
    "like": "%%% ___ \\\\ card%",
    "json": '{"q": ["card"]}',
    "lines": "card\r\nSet-Cookie: a=b\r\n\r\nread",
    "controls": "".join(map(chr, range(1, 32))) + "card",
    "combining": "c\u0301\u0302\u0303" * 100,
    "spaces": "\u00a0\u2003\u3000card\u2028\u2029",
    "single letters": "a b c d e f " * 60,
    "dashes": "-" * 10_000,
    "dots": "../../../etc/passwd",
    "megapaste": "ERR5022 card <b>not</b> read\r\n" * 4_000,
    "context": "error " * 33 + "ERR50221" + "0" * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_answered_calmly_and_shown_as_text(client, text):
    make_article(title="Card not read", codes=("ERR5022",))

    sent = type_in(client, text)
    shown = Page.of(client.get(sent["Location"]))

    assert sent.status_code == 303
    assert not sent.cookies
    assert [e for e in shown.all("script") if "src" not in e.attributes] == []
    assert not [e for e in shown.elements if "onfocus" in e.attributes or e.tag in {"b", "time"}]


@pytest.mark.parametrize(
    "query",
    [
        "page=9",
        "page=x",
        "page=0",
        "page=-1",
        "left=x-name",
        "audience=boss",
        "service=x&category=y",
        "exact=1&all=x&cut=z",
    ],
)
def test_address_that_somebody_made_up_is_a_page(client, query):
    make_article(title="Card not read")

    assert client.get(f"{SEARCH}?q=card&{query}", follow=True).status_code == 200


@rules(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_leads_to_a_page(client, text):
    make_code("ERR5022")

    sent = type_in(client, text)

    assert sent.status_code == 303
    assert sent["Location"].startswith(("/search/?q=", "/codes/"))
    assert client.get(sent["Location"], follow=True).status_code == 200


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example.org"}, {"sec-fetch-site": "cross-site"}])
def test_form_of_another_site_is_refused(client, headers):
    assert type_in(client, "card", **headers).status_code == 403


def test_form_needs_no_token_and_asks_for_nobody(editor, signed_in, django_assert_num_queries):
    client = signed_in(editor)
    client.handler.enforce_csrf_checks = True

    with django_assert_num_queries(0):
        answer = type_in(client, "some plain words with no code in them, so many that they are no code, " * 3)

    assert answer.status_code == 303


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(SEARCH).status_code == 405


@pytest.mark.parametrize("body", [{}, {"other": "x"}])
def test_form_without_the_box_is_an_empty_search(client, body):
    assert client.post(SEARCH, body)["Location"] == "/search/?q="


def asked_as_served(address: str) -> str:
    """The address as the web server reads it from a request, under the product's own limits."""
    served = Config()
    served.set("limit_request_line", limit_request_line)
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    return str(next(RequestParser(served, iter([request]), ("127.0.0.1", 1))).uri)


def test_search_of_5000_characters_in_an_address_is_answered(client):
    words = ("The card reader stays dark, and nothing happens. " * 200)[:5_000]
    address = f"{SEARCH}?{urlencode({'q': words})}"

    answer = client.get(asked_as_served(address), follow=True)

    assert answer.status_code == 200
    assert len(answer.redirect_chain) == 1, "to the address that holds what is left of it"
    assert "The card reader stays dark" in answer.content.decode()


def test_what_no_server_could_hold_in_a_line_is_still_refused():
    with pytest.raises(LimitRequestLine):
        asked_as_served(f"{SEARCH}?q={'a' * 9_000}")
