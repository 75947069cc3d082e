"""The one door: ranked hits with their reasons, codes that were recognised, words that were corrected."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

from kb.catalogue import actions
from kb.catalogue.codes import MatchKind
from kb.catalogue.document import StepContent, SymptomContent
from kb.search.finder import Correction, find
from kb.search.synonyms import SynonymEntry, save_synonym
from tests.make import make_article, make_code, make_document
from tests.search.state import found

pytestmark = pytest.mark.django_db


def only(text: str, **filters):
    """The one hit there must be."""
    (hit,) = find(text, **filters).hits
    return hit


def test_article_with_the_word_in_its_title_comes_first():
    make_article(slug="body", background="The gemplus card.")
    make_article(slug="title", title="Gemplus card")
    make_article(slug="symptom", symptoms=(SymptomContent("SIGN", "The gemplus card."),))
    make_article(slug="other")

    assert found(find("gemplus")) == ["title", "symptom", "body"]


def test_article_with_all_the_words_comes_before_one_with_some():
    make_article(slug="some", title="Gemplus gemplus gemplus")
    make_article(slug="all", title="Something else", background="A gemplus that blinks.")

    assert found(find("gemplus blinks"))[0] == "all"


def test_words_that_stand_together_count():
    make_article(slug="apart", background="The lamp of the reader. It was red and then green.")
    make_article(slug="together", background="The green lamp of the reader. It was red and then.")

    assert found(find("green lamp"))[0] == "together"


def test_code_is_never_outranked_by_text():
    make_article(slug="text", title="Operation cannot be completed error", background="Operation completed. " * 30)
    make_article(slug="mention", title="Error operation", background="See ERR5022 operation completed.")
    make_article(slug="code", title="Unlike", codes=("ERR5022",))

    for text in ("ERR5022", "err 5022 operation", "error ERR5022 operation completed"):
        results = find(text)
        assert found(results)[0] == "code"
        assert results.hits[0].reason.startswith("matches code ")
        assert results.is_sure


def test_code_that_two_articles_answer_is_not_sure():
    make_article(codes=("ERR5022",))
    make_article(codes=("ERR5022",))

    assert not find("ERR5022").is_sure


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("ERR5022", MatchKind.EXACT, ["ERR5022"]),
        ("ERR5O22", MatchKind.MISREAD, ["ERR5022"]),
        ("400_612", MatchKind.FAMILY, ["400_xxx"]),
        ("5022", MatchKind.NUMBER, ["ERR5022"]),
        ("ERR9999", MatchKind.UNKNOWN, []),
    ],
)
def test_code_is_named_with_how_it_was_read(text, kind, codes):
    make_article(codes=("ERR5022",))
    make_article(codes=("400_xxx",))

    (named,) = find(text).codes

    assert (named.text, named.kind, [code.display for code in named.codes]) == (text, kind, codes)
    assert (named.start, named.end) == (0, len(text))
    assert named.misread == (kind == MatchKind.MISREAD)


def test_shown_spelling_leads_to_its_code():
    make_code("ERR1002", spellings=("Error 1002",))
    make_article(codes=("ERR1002",))

    (named,) = find("Error 1002").codes

    assert [code.display for code in named.codes] == ["ERR1002"]


def test_hit_says_which_codes_of_the_query_it_has():
    make_article(slug="one", codes=("ERR5022",), mentions=("INF1014",))
    make_article(slug="two", codes=("INF1014",))

    held = {hit.article.slug: hit.codes for hit in find("INF1014 then ERR5022").hits}

    assert held == {"one": ("INF1014", "ERR5022"), "two": ("INF1014",)}


def test_corrected_word_is_said_and_may_be_taken_back():
    make_article(slug="card", title="Gemplus")

    results = find("gemplsu")

    assert found(results) == ["card"]
    assert results.corrections == (Correction("gemplsu", "gemplus"),)
    assert results.hits[0].reason == "matches gemplus"
    assert find("gemplsu", as_typed=True).hits == ()


def test_synonym_is_the_reason():
    make_article(title="Forgotten passcode")
    for phrase in ("passcode", "PIN"):
        save_synonym(entry=SynonymEntry("passcode", phrase), by=None)

    assert only("pin").reason == "matches pin (passcode)"


def test_piece_is_marked_and_says_whose_steps_it_is_from():
    make_article(
        steps=(
            StepContent("USER", title="Wait", body="Wait."),
            StepContent("IT", title="Open", body="Start <Gemplus> now."),
        )
    )

    hit = only("gemplus")

    assert hit.audience == "IT"
    assert "Start &lt;<mark>Gemplus</mark>&gt; now." in hit.snippet
    assert isinstance(hit.snippet, SafeString)


def test_markup_in_an_article_stays_text():
    make_article(
        title="<script>alert(1)</script> gemplus",
        summary="<img src=x> gemplus",
        symptoms=(SymptomContent("EXACT", "<b onclick=x>gemplus</b>"),),
    )

    hit = only("<mark>gemplus</mark><script>")

    assert "<" not in hit.snippet.replace("<mark>", "").replace("</mark>", "")


def test_article_found_by_its_title_shows_its_summary():
    make_article(title="Gemplus", summary="It is <old>.")

    assert only("gemplus").snippet == "It is &lt;old&gt;."


class TestFilters:
    @pytest.fixture(autouse=True)
    def library(self, db) -> None:
        make_article(
            slug="one",
            title="Gemplus one",
            services=("agent",),
            category="signing-in",
            codes=("ERR5022",),
            steps=(StepContent("USER", title="x", body="y"), StepContent("USER", title="z", body="y")),
        )
        make_article(
            slug="two",
            title="Gemplus two",
            services=("agent", "portal"),
            category="cards",
            codes=("ERR5022",),
            steps=(StepContent("RA", title="x", body="y"),),
        )

    @pytest.mark.parametrize(
        ("filters", "slugs"),
        [
            ({}, {"one", "two"}),
            ({"service": "agent"}, {"one", "two"}),
            ({"service": "portal"}, {"two"}),
            ({"category": "signing-in"}, {"one"}),
            ({"audience": "USER"}, {"one"}),
            ({"audience": "RA"}, {"two"}),
            ({"audience": "IT"}, set()),
            ({"service": "agent", "category": "cards", "audience": "RA"}, {"two"}),
            ({"service": "no-such"}, set()),
            ({"service": "\x00"}, set()),
            ({"category": "\ud800"}, set()),
            ({"audience": "user"}, set()),
        ],
    )
    @pytest.mark.parametrize("text", ["gemplus", "ERR5022"])
    def test_filter_holds_for_words_and_codes(self, text, filters, slugs):
        assert set(found(find(text, **filters))) == slugs


class TestPages:
    def test_pages_follow_each_other(self):
        for number in range(5):
            make_article(slug=f"card-{number}", title=f"Gemplus {'x ' * number}")

        whole = find("gemplus", limit=10)
        pages = [find("gemplus", limit=2, offset=offset) for offset in (0, 2, 4, 6)]

        assert [slug for page in pages for slug in found(page)] == found(whole)
        assert {page.number for page in pages} == {5}
        assert [len(page.hits) for page in pages] == [2, 2, 1, 0]

    def test_forty_are_all_there_are(self):
        for _ in range(43):
            make_article(title="Gemplus")

        assert find("gemplus").number == 40

    def test_equal_articles_come_in_the_order_of_their_numbers(self):
        for slug in ("b", "a", "c"):
            make_article(slug=slug, title="Gemplus")

        assert found(find("gemplus")) == ["b", "a", "c"]

    def test_queries_do_not_grow_with_the_hits(self, django_assert_max_num_queries):
        for number in range(12):
            make_article(title=f"Gemplus {number}", codes=("ERR5022",))

        with django_assert_max_num_queries(40):
            assert len(find("gemplus ERR5022").hits) == 10


class TestLive:
    def test_withdrawn_article_is_not_found(self):
        article = make_article(title="Gemplus", codes=("ERR5022",))
        actions.withdraw(article=article, by=None, why="Wrong.")

        assert find("gemplus ERR5022").hits == ()
        assert [code.kind for code in find("ERR5022").codes] == [MatchKind.UNKNOWN]

    def test_expired_article_is_not_found_though_nobody_wrote(self):
        article = make_article(title="Gemplus")
        type(article).objects.filter(pk=article.pk).update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))

        assert find("gemplus").hits == ()

    def test_change_is_found_by_the_very_next_search(self):
        article = make_article(slug="card", title="Gemplus")

        actions.put_live(make_document(slug="card", title="Oberthur"), actions.Publication(by=None, article=article))

        assert find("gemplus").hits == ()
        assert found(find("oberthur")) == ["card"]


def test_empty_library_answers():
    results = find("ERR5022 card not read")

    assert (results.hits, results.number, results.is_sure) == ((), 0, False)


def test_searching_writes_nothing():
    make_article(title="Gemplus", codes=("ERR5022",))

    with CaptureQueriesContext(connection) as asked:
        find("gemplsu ERR5022 400_612 four oh two")

    assert not [query["sql"] for query in asked if not query["sql"].lstrip(" (\n").upper().startswith("SELECT")]


@pytest.mark.usefixtures("shipped")
def test_word_that_a_chosen_answer_knows_is_neither_cut_nor_corrected():
    assert find("everyone in the practice").corrections == ()


def test_guidance_that_several_share_is_shown_once_and_only_where_nothing_of_its_own_fits():
    shared = StepContent("IT", "Allow the domains", "Let these through the proxy.")
    own = SymptomContent("SIGN", "A page of the proxy stops you.")
    make_article(slug="one", title="Proxy one", summary="The first.", steps=(shared,))
    make_article(slug="two", title="Proxy two", summary="The second.", steps=(shared,))
    make_article(slug="own", title="Proxy three", symptoms=(own,), steps=(shared,))

    pieces = {hit.article.slug: str(hit.snippet) for hit in find("proxy through").hits}

    assert sum("Let these" in piece for piece in pieces.values()) == 1
    assert {pieces["one"], pieces["two"]} & {"The first.", "The second."}
    assert "page of the <mark>proxy</mark>" in pieces["own"]


def test_a_slip_in_a_phrase_with_synonyms_keeps_its_neighbours():
    save_synonym(entry=SynonymEntry("agent", "identity agent"), by=None)
    save_synonym(entry=SynonymEntry("agent", "ia"), by=None)
    make_article(slug="apart", background="The agent of the ministry. Identity of it.")
    make_article(slug="together", background="It is an identity agent. The ministry of it.")

    def score(text: str) -> float:
        return next(hit.score for hit in find(text).hits if hit.article.slug == "together")

    assert score("idenity agent") > 0.8 * score("identity agent")
