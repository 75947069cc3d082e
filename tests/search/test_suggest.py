"""What is offered while a person types: codes, articles and services that are live, in a few queries."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from kb.catalogue.actions import Publication, put_live, withdraw
from kb.catalogue.models import Article, Service
from kb.search.models import SearchMeta, SearchTerm, SearchWord
from kb.search.suggest import LONGEST, suggest
from tests.make import make_article, make_code, make_document, make_service, make_vendor

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10


def codes(text: str) -> list[str]:
    return [code.display for code in suggest(text).codes]


def titles(text: str) -> list[str]:
    return [article.title for article in suggest(text).articles]


def services(text: str) -> list[str]:
    return [service.name for service in suggest(text).services]


# --- When ------------------------------------------------------------------------------------------------------------


def test_two_characters_are_enough_and_one_is_not():
    make_article(title="Passcode forgotten", codes=("PR20002",))

    assert suggest("p").number == suggest(" p ").number == 0
    assert titles("pa") == ["Passcode forgotten"]
    assert codes("pr") == ["PR20002"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("ten oh two", ["ERR1002"]),
        ("error one thousand and two please", ["ERR1002"]),
        ("echo romeo romeo ten oh", ["ERR1002"]),
        ("one thousand", ["Error 1000", "ERR1002"]),
        ("er 1002", ["ERR1002"]),
        ("INF 10:14", ["INF1014"]),
        ("four hundred underscore six", ["400_645"]),
        ("400 underscore 645", ["400_645"]),
        ("p r twenty thousand", ["PR20002"]),
        ("one card for two users", []),
    ],
)
def test_what_is_said_or_dictated_begins_a_code(said, found):
    make_article(codes=("ERR1002", "Error 1000", "INF1014", "400_645", "PR20002"))

    assert sorted(codes(said)[1:]) == sorted(found[1:])
    assert codes(said)[:1] == found[:1]


@pytest.mark.parametrize("text", ["", " ", "x", "   x   ", "card " * LONGEST])
def test_nothing_and_a_pasted_message_ask_the_database_nothing(text, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert suggest(text).number == 0


def test_nothing_is_offered_before_anything_was_published():
    assert suggest("card").number == 0


# --- Codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["err50", "ERR 50", "err-5022", "Err_5", "50", "5022", "error code ERR50", "it said ERR50"]
)
def test_code_is_found_by_its_beginning_in_any_spelling_and_by_its_bare_number(text):
    make_article(codes=("ERR5022",))

    assert codes(text) == ["ERR5022"]


@pytest.mark.parametrize("text", ["error 1", "Error 1002", "error code: 100", "secret 7"])
def test_code_is_found_by_another_spelling_shown_or_not(text):
    make_code("ERR1002", spellings=("Error 1002",), search_spellings=("Secret 7",))
    make_article(codes=("ERR1002",))

    assert codes(text) == ["ERR1002"]


@pytest.mark.parametrize("text", ["err5023", "errr50", "ER5022", "6022", "err50222"])
def test_different_code_is_never_offered_for_being_similar(text):
    make_article(codes=("ERR5022",))

    assert codes(text) == []


def test_member_of_a_family_offers_the_family_unless_it_is_a_code_of_its_own():
    make_article(codes=("400_xxx", "400_645"))

    assert codes("400_6") == ["400_645", "400_xxx"]
    assert codes("400_612") == ["400_xxx"]
    assert codes("400_645") == ["400_645"]
    assert codes("400_") == ["400_645", "400_xxx"]
    assert codes("4001234") == []


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("0x801000", ["0x8010002E", "0x8010xxxx"]),
        ("0x801000FF", ["0x8010xxxx"]),
        ("801000FF", ["0x8010xxxx"]),
        ("0x8010002E", ["0x8010002E"]),
        ("aadsts123", ["AADSTSxxxxx"]),
        ("AADSTS1234567", ["AADSTSxxxxx"]),
        ("err_cert_sy", ["ERR_*", "ERR_CERT_*"]),
        ("err_cert_invalid", ["ERR_CERT_INVALID"]),
        ("net::ERR_CERT_INV", ["ERR_CERT_INVALID", "ERR_*", "ERR_CERT_*"]),
        ("code 11", ["Code n"]),
        ("magicard 5:9", ["Magicard n:n"]),
    ],
)
def test_families_of_every_kind_are_offered_for_what_they_may_hold(text, offered):
    make_article(codes=("0x8010002E", "0x8010xxxx", "AADSTSxxxxx", "ERR_CERT_INVALID", "ERR_CERT_*"))
    make_article(codes=("ERR_*", "Code n", "Magicard n:n"))

    assert codes(text) == offered


def test_exact_code_comes_first_then_those_that_begin_so():
    make_article(codes=("ERR10", "ERR1", "AAA1", "ERR100"))

    assert codes("err1") == ["ERR1", "ERR10", "ERR100"]
    assert codes("err10") == ["ERR10", "ERR100"]


# --- Articles --------------------------------------------------------------------------------------------------------


def test_article_is_found_by_words_of_its_title_and_the_beginning_of_the_last():
    make_article(title="Smartcard Authentication Failure")
    make_article(title="Smartcard readers and drivers")

    assert titles("smartcard auth") == ["Smartcard Authentication Failure"]
    assert titles("authentic") == ["Smartcard Authentication Failure"]
    assert titles("failure smartcard") == ["Smartcard Authentication Failure"]
    assert set(titles("smartcard ")) == {"Smartcard Authentication Failure", "Smartcard readers and drivers"}
    assert titles("smart authentication ") == ["Smartcard Authentication Failure"]


def test_other_forms_of_a_word_and_small_words_do_not_matter():
    make_article(title="Locked cards")

    assert titles("my card is lock") == titles("the lock of a card ") == titles("locking") == ["Locked cards"]


def test_words_that_only_stand_in_the_text_offer_no_title():
    make_article(title="Card not read", summary="Look at the zebrafish.")

    assert titles("zebra") == titles("zebrafish ") == titles("look at the zebra") == []


def test_title_must_hold_half_of_the_whole_words():
    make_article(title="Card not read")

    assert titles("card printer") == ["Card not read"]
    assert titles("printer card paper ") == []


def test_words_end_the_last_one_as_live_titles_do():
    make_article(title="Passcode forgotten", summary="Also a password.")

    assert suggest("pass").words == ("passcode",)
    assert suggest("passcode ").words == ()


# --- Services --------------------------------------------------------------------------------------------------------


def test_service_is_found_by_words_of_its_name():
    make_service("nhs-identity-agent", name="NHS Identity Agent")
    make_service("care-identity", name="Care Identity Management")
    make_article(title="Card not read", services=("nhs-identity-agent", "care-identity"))

    assert services("ident") == services("identity") == ["Care Identity Management", "NHS Identity Agent"]
    assert services("identity ag") == services("agent nhs") == ["NHS Identity Agent"]
    assert services("identity printer") == []


def test_service_that_no_live_article_is_about_is_not_offered():
    make_service("unused", name="Identity Agent")

    assert services("identity") == []


# --- Together --------------------------------------------------------------------------------------------------------


def test_limit_holds_for_all_together_and_each_kind_has_room():
    make_service("errands", name="Errands")
    for number in range(12):
        make_article(title=f"Errand {number}", codes=(f"ERR10{number:02}",), services=("errands",))

    found = suggest("err")
    few = suggest("err", limit=3)

    assert (len(found.codes), len(found.articles), len(found.services)) == (4, 3, 1)
    assert (few.number, len(few.services)) == (3, 1)
    assert len(suggest("errand ", limit=5).articles) == 4


# --- Nothing that is not live ----------------------------------------------------------------------------------------


def run_out(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def put_back(article: Article) -> None:
    withdraw(article=article, by=None, why="Wrong.")


ENDS = {"withdrawn": put_back, "run out": run_out}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_article_that_ended_leaves_no_title_word_code_or_service(end):
    make_article(title="Zebra crossing")
    make_service("zebra-service", name="Zebra service")
    make_code("ERR7777", spellings=("Error 7777",))
    article = make_article(title="Zebrafish zebra", codes=("ERR7777", "900_xxx"), services=("zebra-service",))

    assert suggest("zebraf").number == suggest("err77").number == 1
    assert len(suggest("zebra").services) == 1
    end(article)

    for text in ("zebraf", "err77", "error 77", "77", "900_1", "service"):
        assert suggest(text).number == 0, text
        assert suggest(text).words == ()
    assert titles("zebra") == ["Zebra crossing"]
    assert suggest("zebr").words == ("zebra",)
    assert Service.objects.filter(slug="zebra-service").exists()


def test_title_of_an_older_version_is_not_offered():
    article = make_article(title="Zebrafish")
    put_live(make_document(title="Goldfish", slug=article.slug), Publication(by=None, article=article))

    assert titles("zebra") == []
    assert titles("gold") == ["Goldfish"]


def test_rows_of_another_generation_are_not_read():
    make_article(title="Zebrafish")
    SearchMeta.objects.update(generation=99)

    assert titles("zebra") == titles("zebrafish ") == []
    assert suggest("zebra").words == ()


# --- Cost ------------------------------------------------------------------------------------------------------------

TEXTS = ["err50", "err", "identity ag", "card not re", "400_6", "5022", "nothing of this", "ERR5022 card agent"]


def queries(text: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        suggest(text)
    return len(asked)


def test_number_of_queries_is_fixed_however_much_there_is():
    make_service("identity-agent", name="Identity Agent, no errors")
    for number in range(3):
        make_article(title=f"Error: card not read {number}", codes=("ERR5022", "400_xxx"), services=("identity-agent",))
    few = {text: queries(text) for text in TEXTS}
    for number in range(12):
        make_service(f"identity-{number}", name=f"Identity agent {number}")
        make_article(title=f"Card not ready {number}", codes=(f"ERR50{number}",), services=(f"identity-{number}",))

    assert {text: queries(text) for text in TEXTS} == few
    assert max(few.values()) == MOST_QUERIES


def test_card_of_a_company_that_is_not_named_and_pages_for_staff_stand_after_the_others():
    make_vendor("acme", name="Acme")
    make_article(title="Card card fails: Acme", slug="acme", vendor="acme")
    make_article(title="Card card fails: issuing", slug="issuing", reader="RA")
    make_article(title="When the card that you have in your hand fails", slug="everybody")

    assert titles("card fails")[0] == "When the card that you have in your hand fails"
    assert titles("card fails acm") == ["Card card fails: Acme"]
    assert titles("issuing") == ["Card card fails: issuing"]


# --- Any text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["%%", "__", "a\\", "'; DROP TABLE x; --", "\0\0\0", "\ud800\ud800", "\U0010ffff" * 3, "ﬁ\u0301ﬁ"]
)
def test_signs_that_mean_something_to_a_database_mean_nothing(text):
    make_article(title="Card not read", codes=("ERR5022",))

    assert suggest(text).number == 0


@rules(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=LONGEST), st.text(alphabet="eErR50_4x -:card not", max_size=30)))
def test_any_text_has_an_answer(db, text):
    if not Article.objects.exists():
        make_article(title="Card not read", codes=("ERR5022", "400_xxx"))

    assert suggest(text).number <= 8


# --- PostgreSQL compares letter by letter ----------------------------------------------------------------------------


def test_migration_speaks_to_postgresql_only():
    migration = import_module("kb.search.migrations.0001_squashed_0003_outlines")
    said: dict[str, list[str]] = {}
    for vendor in ("sqlite", "postgresql"):
        said[vendor] = []
        editor = SimpleNamespace(connection=SimpleNamespace(vendor=vendor), execute=said[vendor].append)
        migration.by_letters(None, editor)

    assert said["sqlite"] == []
    assert [statement.rpartition(" ")[2] for statement in said["postgresql"]] == ['"C"'] * 2


def test_words_and_terms_are_compared_letter_by_letter_on_both_databases(db):
    written = ["Zulu", "apple", "épée", "a-b", "ab", "a b"]
    term = SearchTerm.objects.create(generation=900, term="term")
    SearchTerm.objects.bulk_create(SearchTerm(generation=901, term=word) for word in written)
    SearchWord.objects.bulk_create(SearchWord(generation=901, word=word, term=term) for word in written)

    words = SearchWord.objects.filter(generation=901).order_by("word").values_list("word", flat=True)
    terms = SearchTerm.objects.filter(generation=901).order_by("term").values_list("term", flat=True)

    assert list(words) == sorted(written)
    assert list(terms) == sorted(written)
