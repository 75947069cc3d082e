"""Chosen answers on the results page: each kind of box, above everything, and none where something else is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kb.catalogue import actions
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article
from kb.search.choices import LeadsTo
from tests.browse.page import Page, words
from tests.make import (
    make_answer,
    make_article,
    make_code,
    make_notice,
    make_question,
    make_vendor,
    make_word,
)

pytestmark = [pytest.mark.django_db, pytest.mark.either]
SEARCH = "/search/"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def page(client, text: str, **also: object) -> Page:
    answer = client.get(SEARCH, {"q": text, **also})
    assert answer.status_code == 200
    return Page.of(answer)


def headings(shown: Page) -> list[str]:
    return [words(e.text) for e in shown.all("h2") if "main" in e.inside]


@pytest.fixture
def desk(settings):
    settings.IT_DESK = {"phone": "01632 960445"}


@pytest.fixture
def down():
    return make_answer("down", "down / outage", LeadsTo.LIVE_ISSUES)


def test_live_issues_say_what_is_posted_whom_to_phone_and_then_start(client, desk, down):
    make_question("where-did-it-stop", {"page": "notices"}, is_first=True)
    make_notice(title="Sign-in is slow")

    shown = page(client, "is it down?")

    assert headings(shown)[0] == "Live issues"
    assert shown.link("Sign-in is slow").startswith("/notices/#")
    assert "If several people cannot sign in, phone your IT service desk now: 01632 960445." in shown.main
    assert "Do not keep trying passcodes" in shown.main
    assert shown.link("Say where it stopped") == "/start/"
    assert "We know of no live issue" not in shown.main


@pytest.mark.parametrize(
    ("kind", "starts", "ends", "is_clear"),
    [
        ("LIVE", timedelta(hours=-5), timedelta(hours=-1), True),
        ("LIVE", timedelta(hours=-25), timedelta(hours=-1), False),
        ("LIVE", timedelta(hours=-5), None, False),
        ("PLANNED", timedelta(hours=-5), timedelta(hours=-1), False),
        ("LIVE", timedelta(hours=1), None, False),
    ],
)
def test_no_live_issue_is_said_only_where_somebody_posted_within_a_day(
    client, clock, down, kind, starts, ends, is_clear
):
    make_notice(kind=kind, starts_at=str(NOW + starts), ends_at=str(NOW + ends) if ends else None)
    clock(NOW)

    assert ("We know of no live issue" in page(client, "is it down").main) is is_clear


def test_all_clear_ends_by_itself_after_a_day(client, clock, down):
    make_notice(starts_at=str(NOW), ends_at=str(NOW + timedelta(hours=1)))
    clock(NOW + timedelta(hours=23))
    assert "We know of no live issue" in page(client, "is it down").main

    clock(NOW + timedelta(hours=24))
    assert "We know of no live issue" not in page(client, "is it down").main


def test_nobody_posted_anything_and_the_page_gives_no_all_clear(client, down):
    shown = page(client, "is it down")

    assert headings(shown)[0] == "Live issues"
    assert "no live issue" not in shown.main


def test_urgent_words_and_number_stand_above_the_search_box(client, desk):
    make_question("where-did-it-stop", {"page": "notices"}, is_first=True)
    make_answer("waiting", "patient + waiting", LeadsTo.URGENT)

    answer = client.get(SEARCH, {"q": "patient waiting"}).content.decode()

    places = [answer.index(one) for one in ('id="urgent"', "01632 960445", 'name="q"', "Say where it")]
    assert places == sorted(places)


def test_urgent_words_without_a_number_say_so(client):
    make_answer("waiting", "patient + waiting", LeadsTo.URGENT)

    assert "We do not have its number" in page(client, "patient waiting").main


def test_contacts_stand_first_and_once(client, desk):
    make_answer("phone", "who + phone", LeadsTo.WHO_CAN_HELP)

    shown = page(client, "who do I phone")

    assert headings(shown)[0] == "Who can help where you work"
    assert "01632 960445" in shown.main
    assert [e.attributes.get("id") for e in shown.all("h2")].count("who-can-help") == 1


def test_article_is_the_best_answer_with_its_first_step_and_stands_once(client):
    article = make_article(title="Locked card", steps=(StepContent("USER", title="Stop trying", body="Do it."),))
    make_answer("locked", "card + locked", LeadsTo.ARTICLE, article.slug)

    shown = page(client, "my card is locked")

    assert "Best answer: chosen for these words" in shown.main
    assert "First: Stop trying" in words(shown.main)
    assert headings(shown).count("Locked card") == 1


def test_article_that_was_merged_leads_to_the_other_and_one_that_is_gone_to_nothing(client):
    old, new = make_article(title="Old words"), make_article(title="New words")
    make_answer("locked", "padlock", LeadsTo.ARTICLE, old.slug)
    actions.merge_articles(article=old, into=new, by=None)

    assert "New words" in page(client, "padlock").main

    Article.objects.filter(pk=new.pk).update(expires_at=timezone.now() - timedelta(days=1))
    gone = page(client, "padlock")
    assert "words" not in headings(gone)
    assert "Best answer" not in gone.main


def test_vendor_word_report_and_start_have_their_boxes(client):
    make_question("where-did-it-stop", {"page": "notices"}, is_first=True)
    make_answer("a", "alpha", LeadsTo.VENDOR, make_vendor("isosec", product="Isosec card").slug)
    make_answer("b", "bravo", LeadsTo.WORD, make_word("RA", slug="ra", meaning="The local team.").slug)
    make_answer("c", "charlie", LeadsTo.REPORT)
    make_answer("d", "delta", LeadsTo.START)

    assert page(client, "alpha").link("Isosec card: who supports you, and what to tell them") == "/vendors/isosec/"
    assert "The local team." in page(client, "bravo").main
    assert "/report/" in [e.attributes.get("href") for e in page(client, "charlie").all("a") if "main" in e.inside]
    assert page(client, "delta").all("ol")


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("down", {"audience": "it"}),
        ("down", {"page": "2"}),
        ("down ERR5022", {}),
        ("dwon", {"exact": "1"}),
        ("down the stairs", {}),
    ],
)
def test_code_filter_second_page_or_other_words_ask_for_something_else(client, down, text, also):
    for number in range(11):
        make_article(title=f"Down {number}", codes=[make_code("ERR5022").display] if not number else ())

    assert "Live issues" not in headings(page(client, text, **also))


def test_box_is_not_there_without_its_answer(client):
    assert "Live issues" not in headings(page(client, "is it down"))


def test_meaning_of_a_word_is_found_with_a_slip_in_a_question_only(client):
    make_word("middleware", slug="middleware", meaning="A program between two others.")

    assert "A program between two others." in page(client, "what is midleware").main
    assert "A program between two others." not in page(client, "what is midleware", exact="1").main
    assert "A program between two others." not in page(client, "midleware").main
