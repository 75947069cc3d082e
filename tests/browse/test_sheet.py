"""A printed sheet and what its code says later; the poster and the stickers."""

from dataclasses import replace

import pytest
import segno

from kb.catalogue.actions import Publication, put_live
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.lib import dates, qr
from tests.browse.page import Page, words
from tests.make import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.either]
CARD = "/articles/card/"
STILL_RIGHT = "Your sheet is version {}. Still right."


@pytest.fixture
def card() -> Article:
    return make_article(slug="card")


def changed(article: Article) -> None:
    document = document_of(Article.objects.with_parts().get(pk=article.pk))
    put_live(replace(document, title=f"{document.title} again"), Publication(by=None, article=article))


def said(client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return words(Page.of(answer).main)


def test_code_of_a_sheet_leads_to_the_article_and_keeps_the_role(client, card):
    answer = client.get(f"/{card.label}?sheet=1&for=ra")

    assert (answer.status_code, answer["Location"]) == (302, f"{CARD}?sheet=1&for=ra")
    assert STILL_RIGHT.format(1) in said(client, answer["Location"])


def test_sheet_of_before_is_to_be_taken_down(client, card):
    changed(card)
    changed(card)
    day = dates.day(card.versions.get(number=2).at)

    assert f"Your sheet is version 1. Changed on {day}: take it down, print this." in said(client, f"{CARD}?sheet=1")
    assert "Your sheet is version 2. Changed on" in said(client, f"{CARD}?sheet=2")
    assert STILL_RIGHT.format(3) in said(client, f"{CARD}?sheet=3")


@pytest.mark.parametrize("sheet", ["", "0", "2", "-1", "1.0", "one", "²", "１"])
def test_what_is_no_version_says_nothing(client, card, sheet):
    assert "Your sheet" not in said(client, f"{CARD}?sheet={sheet}")


def test_number_that_no_database_keeps_is_not_found(client, card):
    assert client.get(f"{CARD}?sheet={'9' * 5000}").status_code == 404


@pytest.mark.parametrize(("role", "ending"), [("", ""), ("?for=it", "&for=it")])
def test_article_holds_the_code_of_its_sheet(client, settings, card, role, ending):
    address = f"{settings.SITE_URL}/{card.label}?sheet=1{ending}"

    assert qr.in_svg(address) in client.get(f"{CARD}{role}").content.decode()


def test_code_is_a_drawing_that_the_content_policy_lets_in():
    drawing = qr.in_svg("https://kb.example.org/KB0001?sheet=1&for=it")

    assert "style" not in drawing
    assert "<script" not in drawing
    assert "sheet=1&amp;for=it" in drawing
    size = segno.make("https://kb.example.org/KB0001?sheet=1&for=it", error="m", micro=False).symbol_size()
    assert f'viewBox="0 0 {size[0]} {size[1]}"' in drawing


def test_poster_has_the_numbers_that_are_known_and_lines_for_those_that_are_not(client, settings):
    settings.RA_DESK = settings.RA_DESK | {"phone": "01632 960447", "name": "Card team"}
    settings.IT_DESK = settings.IT_DESK | {"phone": "", "out_of_hours_phone": "01632 960446"}

    page = Page.of(client.get("/poster/"))

    assert [words(e.text) for e in page.all("dd")] == [
        "01632 960447",
        "A line to write the number on",
        "A line to write the number on",
        "01632 960446",
    ]
    assert "Card team" in page.main
    # A reader's sticker says whom to phone too.
    assert page.main.count("Lost card: 01632 960447") == page.main.count("IT desk: 01632 960446") == 8
    for rule in ("Three wrong passcodes lock your card.", "Never use someone else’s card or passcode."):
        assert rule in page.main
    assert [e.attributes.get("class") for e in page.all("svg")].count("kb-qr") == 1 + 8


def test_who_can_help_and_about_lead_to_the_poster(client):
    for address in ("/who-can-help/", "/about/"):
        assert "/poster/" in {e.attributes.get("href") for e in Page.of(client.get(address)).all("a")}
