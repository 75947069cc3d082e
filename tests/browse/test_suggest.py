"""The fragment of suggestions: options in groups, the same for everybody, kept nowhere."""

import logging

import pytest

from kb.browse.public import kept_pages
from kb.catalogue.actions import withdraw
from kb.search.suggest import LONGEST
from tests.browse.page import Page, words
from tests.make import make_article, make_code, make_question, make_service

pytestmark = pytest.mark.django_db
ADDRESS = "/search/suggestions/"


def ask(client, text: str, **headers: str):
    return client.get(ADDRESS, {"q": text}, headers=headers)


def options(answer) -> dict[str, str]:
    """What each option says, and where it leads."""
    return {words(element.text): element.attributes["href"] for element in Page.of(answer).all("a")}


@pytest.fixture
def article():
    make_code("ERR5022", meaning="The card is busy.")
    make_service("errand-agent", name="Errand Agent")
    return make_article(title="Errors <b>& more</b>", slug="errors", codes=("ERR5022",), services=("errand-agent",))


def test_options_stand_in_groups_that_have_names(client, article):
    answer = ask(client, "err")
    page = Page.of(answer)

    groups = [e.attributes["aria-label"] for e in page.all("div") if e.attributes.get("role") == "group"]
    assert groups == ["Codes", "Articles", "Services"]
    assert options(answer) == {
        "ERR5022 The card is busy.": "/codes/ERR5022/",
        "Errors <b>& more</b>": "/articles/errors/",
        "Errand Agent": "/services/errand-agent/",
    }
    assert all(e.attributes["role"] == "option" and e.attributes["tabindex"] == "-1" for e in page.all("a"))
    assert page.ids == []


def test_every_option_leads_to_a_page(client, article):
    for address in options(ask(client, "err")).values():
        assert client.get(address).status_code == 200


def test_group_without_options_is_not_there(client, article):
    groups = [e.attributes.get("aria-label") for e in Page.of(ask(client, "err50")).all("div")]

    assert "Codes" in groups
    assert "Services" not in groups


@pytest.mark.parametrize("text", ["", "e", "nothing like this", "error " * LONGEST, "\0\0", "<script>", "%"])
def test_nothing_to_offer_is_an_empty_answer(client, article, text):
    answer = ask(client, text)

    assert (answer.status_code, answer.content.strip()) == (200, b"")


def test_address_without_a_text_is_an_empty_answer(client):
    assert client.get(ADDRESS).content.strip() == b""


def test_article_that_was_withdrawn_is_gone_with_the_next_request(client, article):
    assert options(ask(client, "errors"))
    withdraw(article=article, by=None, why="Wrong.")

    assert options(ask(client, "errors")) == options(ask(client, "err50")) == options(ask(client, "errand")) == {}


def test_answer_is_kept_by_no_cache_and_sets_no_cookie(client, article):
    answer = ask(client, "err")

    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer
    assert not answer.cookies
    assert len(kept_pages) == 0


def test_nothing_is_logged(client, article, caplog):
    with caplog.at_level(logging.DEBUG):
        ask(client, "err")

    assert [record for record in caplog.records if record.name != "django.db.backends"] == []


def test_answer_asks_nobody_who_they_are(client, article, editor, signed_in, django_assert_max_num_queries):
    expected = ask(client, "err").content
    person = signed_in(editor)

    with django_assert_max_num_queries(11) as queries:  # ten, and one for Start
        assert ask(person, "err", cookie="role=ra").content == expected

    assert not [query for query in queries if "session" in query["sql"]]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


@pytest.mark.parametrize("address", ["/", "/codes/", "/search/?q=card", "/nowhere/"])
def test_every_search_box_says_where_its_suggestions_are(client, article, address):
    fields = [e.attributes for e in Page.of(client.get(address)).all("input") if e.attributes.get("name") == "q"]
    boxes = [field for field in fields if field["type"] != "hidden"]

    assert boxes
    for box in boxes:
        assert box["data-suggestions"] == ADDRESS
        # What only the script can keep is not promised without it.
        assert not {"role", "aria-expanded", "aria-controls"} & set(box)


def test_vague_words_are_offered_start_first_and_others_are_not(client):
    make_question("where-did-it-stop", {"page": "who-can-help"}, is_first=True, vague_words=("card", "not", "working"))
    make_article(title="Card not working on Mondays", slug="mondays")

    assert list(options(ask(client, "card not working")).values()) == ["/start/", "/articles/mondays/"]
    assert list(options(ask(client, "card mondays")).values()) == ["/articles/mondays/"]


def test_beginning_of_a_code_is_offered_codes_though_it_is_a_vague_word(client):
    make_question("where-did-it-stop", {"page": "who-can-help"}, is_first=True, vague_words=("err",))
    make_article(title="Bad request", codes=("ERR5022",))

    assert next(iter(options(ask(client, "err")).values())) == "/codes/ERR5022/"


def test_long_text_is_offered_nothing(client):
    assert options(ask(client, "c" * (LONGEST + 1))) == {}
