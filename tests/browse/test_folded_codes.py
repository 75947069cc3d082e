"""The article of many codes shows the first of them, and folds the others."""

import pytest

from tests.browse.page import Page
from tests.make import make_article

ARTICLE = "/articles/card-not-read/"
MANY = tuple(f"ERR70{number:02}" for number in range(12))

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def page(client, address: str = ARTICLE) -> Page:
    return Page.of(client.get(address))


def test_many_codes_are_folded_but_for_the_first_and_few_are_not(client):
    make_article(slug="card-not-read", title="Card not read", codes=MANY)

    shown = page(client)

    assert "Codes: ERR7000, ERR7001, ERR7002, ERR7003, ERR7004 and 7 more" in shown.main
    assert [link for link in shown.links if link.startswith("/codes/ERR70")] == [f"/codes/{code}/" for code in MANY]
    assert "<title>Card not read (ERR7000, ERR7001, ERR7002 …)" in client.get(ARTICLE).content.decode()
    make_article(slug="few", codes=MANY[:8])
    assert "Codes: ERR7000" not in page(client, "/articles/few/").main


def test_few_codes_of_long_names_are_folded_as_well(client):
    long = tuple(f"ERR_A_VERY_LONG_NAME_OF_A_CODE_NUMBER_{number}" for number in range(5))
    make_article(slug="card-not-read", title="Card not read", codes=long)

    shown = page(client)

    assert f"Codes: {long[0]} and 4 more" in shown.main
    assert [link for link in shown.links if link.startswith("/codes/ERR_A")] == [f"/codes/{code}/" for code in long]


def test_message_names_no_list_of_many_codes(client):
    make_article(slug="card-not-read", title="Card not read", codes=MANY)

    message = page(client).one("textarea").text

    assert "Error code I see: \n" in message
    assert "ERR7001" not in message
