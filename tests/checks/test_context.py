"""What the checks are told of the rest of the catalogue, and what the shipped articles get from them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.catalogue.actions import Publication, put_live, withdraw
from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.checks import check
from kb.checks.context import context_of
from tests.make import (
    make_article,
    make_category,
    make_code,
    make_document,
    make_meaning,
    make_service,
    make_vendor,
)

pytestmark = pytest.mark.django_db


def found(document, **which) -> list[tuple[str, str]]:
    return [(one.field, one.message) for one in check(document, context_of(document, **which))]


def linking(*addresses: str):
    make_category("signing-in")
    return make_document(background="\n\n".join(f"[here]({address})" for address in addresses))


def test_every_spelling_of_a_code_is_known_and_so_is_a_family():
    make_code("ERR1002", spellings=("Error 1002",), search_spellings=("E1002",))
    for family in ("400_xxx", "ERR_*", "ERR_CERT_*"):
        make_code(family)

    context = context_of(make_document())

    texts = ("err 1002", "error-1002", "E1002", "400_612", "400_xxx", "4001", "ERR1003")
    texts += ("ERR_CERT_NEW", "NET::ERR_NEW", "ERR_*", "err", "err new")
    assert {text: context.code_of(text) for text in texts} == {
        "err 1002": "ERR1002",
        "error-1002": "ERR1002",
        "E1002": "ERR1002",
        "400_612": "400_xxx",
        "400_xxx": "400_xxx",
        "4001": "",
        "ERR1003": "",
        "ERR_CERT_NEW": "ERR_CERT_*",
        "NET::ERR_NEW": "ERR_*",
        "ERR_*": "ERR_*",
        "err": "",
        "err new": "",
    }


def test_links_that_lead_somewhere_are_told_from_those_that_do_not():
    make_service("identity-agent")
    make_vendor("isosec")
    make_code("ERR1002")
    old = make_article(slug="old")
    put_live(make_document(slug="new"), Publication(by=None, article=old))
    withdraw(article=make_article(slug="withdrawn"), by=None, why="Wrong.")
    there = (
        "/articles/new/",
        "/articles/new",
        "/articles/old/",
        "/articles/new/versions/1/",
        "/services/identity-agent/",
        "/topics/signing-in/",
        "/vendors/isosec/",
        "/codes/err-1002/",
        "/codes/",
        "/who-can-help/",
        "/report/?article=new#top",
    )
    nowhere = (
        "/articles/withdrawn/",
        "/articles/never/",
        "/services/kettle/",
        "/topics/attic/",
        "/vendors/acme/",
        "/codes/ERR9/",
        "/never/",
        "/articles/%00/",
    )
    document = linking(*there, *nowhere)

    dead = [message.split()[3] for field, message in found(document) if field == "background"]

    assert dead == list(nowhere)


def test_name_that_leads_to_nothing_is_told():
    make_category("signing-in")
    document = make_document(codes=("ERR9",), services=("kettle",), steps=(StepContent("USER", snippet="gone"),))

    assert found(document) == [
        ("codes.1", "There is no error code 'ERR9'. Make it first, or choose another."),
        ("services.1", "There is no service 'kettle'. Make it first, or choose another."),
        ("steps.1.snippet", "There is no snippet 'gone'. Make it first, or choose another."),
    ]


def test_code_that_comes_with_the_draft_is_known():
    make_category("signing-in")
    document = make_document(codes=("ERR99",), background="It says err-99, and `ERR88`.")

    assert found(document) == [
        ("codes.1", "There is no error code 'ERR99'. Make it first, or choose another."),
        (
            "background",
            "ERR88 looks like an error code, and we do not have it. Add it as a code, or check how it is written.",
        ),
    ]
    assert found(document, new_codes=("Err99", "ERR-88")) == [
        (
            "background",
            "The text names ERR-88. Add it to the codes that this article answers, or to those it mentions.",
        )
    ]


def test_address_is_taken_for_a_new_article_but_not_for_its_own():
    article = make_article(slug="card-not-read")
    document = document_of(Article.objects.with_parts().get(pk=article.pk))

    assert found(document) == found(document, article=article) == []
    assert ("slug", "Another article has the address 'card-not-read': choose another.") in found(document, article=None)


def test_code_that_another_article_answers_is_said():
    make_article(slug="one", title="The one", codes=("ERR1002",))
    withdraw(article=make_article(slug="two", codes=("ERR1002",)), by=None, why="Twice.")

    context = context_of(make_document(codes=("err-1002",)), article=None)

    assert [(one.title, one.address, one.code) for one in context.similar] == [("The one", "/articles/one/", "ERR1002")]


def test_articles_that_answer_different_meanings_of_a_code_do_not_answer_the_same():
    make_code("0x80100006", meanings=(make_meaning("windows", "Windows"), make_meaning("agent", "Identity Agent")))
    windows, agent = (AnsweredMeaning("0x80100006", key) for key in ("windows", "agent"))
    make_article(slug="one", title="The one", codes=("0x80100006",), meanings=(windows,))

    def others(*meanings: AnsweredMeaning) -> list[str]:
        document = make_document(codes=("0x80100006",), meanings=meanings)
        return [one.title for one in context_of(document, article=None).similar]

    assert others(agent) == []
    assert others(windows) == others() == ["The one"]


def test_document_with_characters_that_no_database_keeps_is_checked_all_the_same():
    assert found(make_document(title="a\x00b", background="[a](/never/)"))[0][0] == "title"


# --- The articles that are shipped ---------------------------------------------------------------------------------


@pytest.mark.either
@pytest.mark.usefixtures("shipped")
def test_checks_find_nothing_in_the_shipped_articles():
    found_in = []
    for article in Article.objects.with_parts():
        document = document_of(article)
        found_in += [(article.reference, one) for one in check(document, context_of(document, article=article))]

    assert found_in == []


TOLD_AGAIN = {
    "A3": (
        "Smartcard locked after wrong passcodes",
        "You typed a wrong passcode three times, or forgot it. Unlock the card yourself and choose a new passcode.",
    ),
    "C05": (
        "White page when signing in",
        "After you sign in you see a blank screen or Page not found. Edge settings or blocked site may be the cause.",
    ),
    "C17": ("Printing cards fails on the Magicard printer", "Magicard printer will not print smartcards."),
    "A6": ("ESR does not let me in", "You cannot sign in to the Electronic Staff Record with your smartcard."),
}
NEW = {
    "Telephone rings but nobody is heard": "The desk phone rings and the call opens without sound.",
    "Prescription printer prints blank pages": "The surgery's printer feeds paper but prints nothing on FP10 forms.",
    "Smartcard photo is out of date": "How to ask for a new photo on your smartcard.",
    "Two-factor text message arrives late": "The code that is sent to your phone comes after ten minutes.",
    "Computer restarts during clinic": "It restarts after an update while you are signed in with your smartcard.",
}


@pytest.mark.usefixtures("shipped")
def test_shipped_article_is_known_again_in_other_words_unless_the_author_names_it():
    """And what is new is like none of them."""
    known = {one.reference: one for one in Article.objects.filter(reference__in=TOLD_AGAIN)}

    def similar(title: str, summary: str, **facts) -> list[str]:
        return [one.address for one in context_of(make_document(title=title, summary=summary, **facts)).similar]

    for reference, words in TOLD_AGAIN.items():
        assert similar(*words) == [known[reference].get_absolute_url()]
        assert similar(*words, related=(known[reference].slug,)) == []
    for words in NEW.items():
        assert similar(*words) == []


def queries_for(number: int) -> int:
    """How many it takes to check a document that names so many articles and codes."""
    numbers = range(number)
    for one in numbers:
        make_article(slug=f"n-{number}-{one}", title=f"Card {one}", codes=(f"ERR{number}60{one}",))
    document = make_document(
        codes=tuple(f"ERR{number}60{one}" for one in numbers),
        background=" ".join(f"[a](/articles/n-{number}-{one}/) [b](/codes/ERR{number}60{one}/)" for one in numbers),
    )
    with CaptureQueriesContext(connection) as captured:
        check(document, context_of(document))
    return len(captured)


def test_number_of_queries_does_not_grow_with_what_the_document_names():
    few = queries_for(4)

    assert queries_for(20) == few
    assert few < 100  # with four searches, the most there are


LOST = "No other article has {}: without this one"


def lost(document, **which) -> list[str]:
    return [
        message.partition(" its page")[0].partition(" their pages")[0]
        for field, message in found(document, **which)
        if field == "codes"
    ]


def test_code_that_would_stand_in_no_article_is_spoken_of_before_it_does():
    article = make_article(slug="dark", codes=("ERR5022", "400_645"), mentions=("ERR1002",))
    without = make_document(slug="dark", codes=(), mentions=())

    assert lost(without, article=article) == [LOST.format("400_645, ERR1002 and ERR5022")]
    assert lost(make_document(slug="dark", codes=("400_645",), mentions=("ERR5022",)), article=article) == [
        LOST.format("ERR1002")
    ]
    make_article(slug="other", codes=("400_645",), mentions=("ERR5022",))
    assert lost(without, article=article) == [LOST.format("ERR1002")]
    assert lost(without, article=None) == []


def test_what_an_article_lost_when_it_was_withdrawn_is_not_spoken_of_again():
    article = make_article(slug="dark", codes=("ERR5022",))
    other = make_article(slug="other", codes=("ERR5022",))
    withdraw(article=other, by=None, why="Wrong.")
    without = make_document(slug="dark", codes=(), mentions=())

    assert lost(without, article=article) == [LOST.format("ERR5022")]
    withdraw(article=article, by=None, why="Wrong.")
    article.refresh_from_db()
    assert lost(without, article=article) == []
