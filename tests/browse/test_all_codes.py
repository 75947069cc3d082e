"""The list of all codes: by where they are seen, each where somebody would look for it."""

import pytest

from kb.browse.code.listing import natural
from kb.catalogue.choices import CodeKind
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.models import ErrorCode
from tests.browse.page import Page
from tests.make import make_article, make_code

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def listed(client, *codes: str) -> Page:
    make_article(codes=codes)
    response = client.get("/codes/")
    assert response.status_code == 200
    return Page.of(response)


def in_order(shown: Page, *texts: str) -> bool:
    places = [shown.main.index(text) for text in texts]
    return places == sorted(places)


def test_each_stands_once_with_its_meaning_and_one_without_an_article_is_left_out(client):
    make_code("ERR9", meaning="Nobody wrote of it.")
    make_code("ERR5022", meaning="The card is busy.")
    make_code("400_xxx", kind=CodeKind.FAMILY)

    shown = listed(client, "ERR5022", "400_xxx")

    assert shown.links.count("/codes/ERR5022/") == shown.links.count("/codes/400_xxx/") == 1
    assert "The card is busy." in shown.main
    assert "ERR9" not in shown.main


def test_places_stand_as_editors_put_their_first_code_with_the_number_of_codes_in_each(client):
    for code, where in (("ERR2", "A reader"), ("ERR1", "A browser"), ("ERR3", "A reader"), ("ERR4", "")):
        make_code(code, meanings=(MeaningEntry(f"Meaning of {code}.", where, "a"),))
    for position, code in enumerate(("ERR2", "ERR1", "ERR3", "ERR4"), 1):
        ErrorCode.objects.filter(display=code).update(position=position)

    shown = listed(client, "ERR1", "ERR2", "ERR3", "ERR4")

    assert shown.texts("h2")[:4] == ["Where do you see it?", "A reader", "A browser", "Elsewhere"]
    assert {"#seen-a-reader", "#seen-a-browser", "#seen-elsewhere"} <= set(shown.links)
    assert "A reader (2)" in shown.main
    assert in_order(shown, "Meaning of ERR2.", "Meaning of ERR3.", "Meaning of ERR1.", "Meaning of ERR4.")


def test_code_of_two_meanings_stands_in_both_places_with_the_one_and_the_names_of_that_place(client):
    windows = MeaningEntry("Windows had no memory.", "Windows", "windows", spellings=("SCARD_E_NO_MEMORY",))
    agent = MeaningEntry("Identity Agent was busy.", "Identity Agent", "agent")
    make_code("0x80100006", meanings=(windows, agent))

    shown = listed(client, "0x80100006")

    assert shown.links.count("/codes/0x80100006/") == 2
    assert shown.main.count("Elsewhere it means something else.") == 2
    assert shown.main.count("SCARD_E_NO_MEMORY") == 1
    assert in_order(shown, "Windows had no memory.", "SCARD_E_NO_MEMORY", "Identity Agent was busy.")
    assert "1 code, by where you see it" in shown.main


def test_family_leads_its_members_and_numbers_are_counted_as_numbers(client):
    for code, kind in (("Code 10", "EXACT"), ("Code 9", "EXACT"), ("Code n", CodeKind.FAMILY)):
        make_code(code, kind=kind, meanings=(MeaningEntry(f"Meaning of {code}.", "Device Manager", "a"),))

    shown = listed(client, "Code 9", "Code 10", "Code n")

    assert in_order(shown, "Meaning of Code n.", "Meaning of Code 9.", "Meaning of Code 10.")


def test_hexadecimal_codes_are_sorted_by_their_signs():
    codes = ["0x8010000A", "0x80100009", "0x80100069", "0x80100010"]

    assert sorted(codes, key=natural) == ["0x80100009", "0x8010000A", "0x80100010", "0x80100069"]


def test_page_asks_the_database_as_often_for_many_codes_as_for_few(client, django_assert_num_queries):
    for number in range(30):
        make_code(f"ERR{number}00", spellings=(f"NAME_{number}",))
    make_article(codes=tuple(f"ERR{number}00" for number in range(30)))

    # Four of them ask once an edition: how to reach the desks of this site, whether a place can be chosen, the last
    # all-clear, and what more people than usual look up.
    with django_assert_num_queries(9):
        assert client.get("/codes/").status_code == 200
