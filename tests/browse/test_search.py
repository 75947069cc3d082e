"""The box: a code goes to its page, words to articles, and nothing that is pasted breaks it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from kb.browse.forms import LONGEST_SEARCH
from tests.browse.page import Page
from tests.make import make_article, make_code

pytestmark = pytest.mark.django_db
SEARCH = "/search/"
LONGEST_LINE = 4_094  # of gunicorn


def type_in(client, text: str, **headers: str):
    return client.post(SEARCH, {"q": text}, headers=headers)


def results(client, text: str) -> Page:
    """What a person sees who typed this, wherever it leads."""
    answer = client.get(type_in(client, text)["Location"])
    assert answer.status_code == 200
    return Page.of(answer)


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
        ("ERR5023", "/codes/ERR5023/"),
        ("0x80004005", "/codes/0x80004005/"),
    ],
)
def test_code_goes_to_its_page_known_or_not(client, typed, address):
    make_article(codes=("ERR5022", "Error 1000", "400_xxx"))

    sent = type_in(client, typed)
    asked = client.get(SEARCH, {"q": typed})

    assert (sent.status_code, sent["Location"]) == (303, address)
    assert (asked.status_code, asked["Location"]) == (302, address)


@pytest.mark.parametrize(
    "typed", ["my card is not read", "windows 10", "", "the code is ERR5022", "ERR5022\nsomething"]
)
def test_words_go_to_results_whose_address_holds_them(client, typed):
    make_article(codes=("ERR5022",))

    sent = type_in(client, typed)
    target = urlsplit(sent["Location"])

    assert (sent.status_code, target.path) == (303, SEARCH)
    assert parse_qs(target.query, keep_blank_values=True) == {"q": [typed]}
    assert client.get(sent["Location"]).status_code == 200


def test_articles_that_hold_most_of_the_words_come_first(client):
    make_article(title="The screen stays blank", summary="Nothing on the screen.")
    make_article(title="Blank card", summary="The card says nothing.")
    make_article(title="Printer off", summary="No paper.")

    shown = results(client, "blank screen")

    assert [text for text in shown.texts("h2") if "lank" in text] == ["The screen stays blank", "Blank card"]
    assert "Printer off" not in shown.main


def test_codes_inside_the_words_are_recognised(client):
    make_code("ERR5022", meaning="The card is busy.")
    make_article(codes=("ERR5022",))

    shown = results(client, "it said ERR 5022 and then stopped")

    assert "Codes we recognised" in shown.main
    assert "The card is busy." in shown.main
    assert shown.link("ERR5022") == "/codes/ERR5022/"


def test_ten_articles_are_the_most(client):
    for number in range(12):
        make_article(title=f"Blank screen {number}")

    assert len([text for text in results(client, "blank screen").texts("h2") if "Blank" in text]) == 10


def test_nothing_found_says_what_to_do_next(client):
    make_article()

    shown = results(client, "purple elephants")

    assert "We found nothing for these words." in shown.main
    assert {"/report/", "/codes/", "/"} <= set(shown.links)
    assert "Who can help where you work" in shown.main


def test_empty_search_is_a_page_with_the_box(client):
    shown = results(client, "   ")

    assert shown.texts("h1") == ["Find a fix"]
    assert "We found nothing" not in shown.main


def test_box_shows_again_what_was_typed(client):
    (box,) = [e.attributes for e in results(client, 'a "quoted" <word>').all("input") if e.attributes["name"] == "q"]

    assert box["value"] == 'a "quoted" <word>'


def test_results_are_for_nobody_to_index(client):
    assert 'name="robots" content="noindex"' in client.get(SEARCH, {"q": "card"}).content.decode()


@pytest.mark.parametrize("text", ["card " * 20_000, "ы" * 700, "😀" * 1_000, "\u202e" * 900, "&=+%" * 300])
def test_long_text_is_cut_for_the_address_and_the_page_says_so(client, text):
    sent = type_in(client, text)

    assert len(f"GET {sent['Location']} HTTP/1.1") < LONGEST_LINE
    kept = parse_qs(urlsplit(sent["Location"]).query)["q"][0]
    assert text.startswith(kept)
    main = Page.of(client.get(sent["Location"])).main
    assert f"We looked at the first {len(kept.strip())} characters only." in main


def test_long_text_in_the_address_is_cut_too(client):
    main = Page.of(client.get(SEARCH, {"q": "card " * 20_000})).main

    assert f"We looked at the first {LONGEST_SEARCH} characters only." in main


def test_text_of_the_allowed_length_is_not_cut(client):
    sent = type_in(client, "x" * LONGEST_SEARCH)

    assert "characters only" not in Page.of(client.get(sent["Location"])).main


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


def test_text_with_a_nul_is_still_searched(client):
    make_article(title="Card not read")

    assert "Card not read" in results(client, "card\0read").texts("h2")


@rules(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_leads_to_a_page(client, text):
    sent = type_in(client, text)

    assert sent.status_code == 303
    assert sent["Location"].startswith(("/search/?q=", "/codes/"))
    assert client.get(sent["Location"], follow=True).status_code in {200, 404}


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example.org"}, {"sec-fetch-site": "cross-site"}])
def test_form_of_another_site_is_refused(client, headers):
    assert type_in(client, "card", **headers).status_code == 403


def test_form_needs_no_token_and_asks_for_nobody(editor, signed_in, django_assert_num_queries):
    client = signed_in(editor)
    client.handler.enforce_csrf_checks = True

    with django_assert_num_queries(0):
        answer = type_in(client, "some plain words with no code in them\nat all")

    assert answer.status_code == 303


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(SEARCH).status_code == 405


@pytest.mark.parametrize("body", [{}, {"other": "x"}])
def test_form_without_the_box_is_an_empty_search(client, body):
    assert client.post(SEARCH, body)["Location"] == "/search/?q="
