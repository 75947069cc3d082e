"""Whatever stands where a code should stand: answered calmly, and shown as text."""

import pytest

from tests.browse.page import Page
from tests.make import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.either]


HOSTILE = [
    "x" * 20_000,
    "ERR" + "5" * 5_000,
    "a b " * 2_000,
    "ERR5022\0",
    "\0",
    "😀",
    "😀" * 300,
    "ERR5022😀",
    "\u202eRRE2205",
    "a\u0300" * 500,
    "..",
    "../../etc/passwd",
    "./.",
    "%",
    "%2525",
    "\n",
    "ERR\n5022\r\nSet-Cookie: a=b",
    "<![LOG[x]LOG]!>",
    "' OR 1=1 --",
    '"><svg/onload=alert(1)>',
    "{{ 7|add:7 }}",
    "{% load x %}",
    "-2147483648",
    "-9999999999",
    "0x80004005",
    "0x" + "F" * 100,
    "²³¹",
    "١٢٣٤",
    "ﬀ4000",
    "*",
    "_",
    "-",
    "400_*****",
    "xx",
    "0xx",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_answered_calmly(client, typed):
    make_article(codes=("ERR5022", "400_xxx"))

    response = client.get("/codes/{}/".format("".join(f"%{byte:02X}" for byte in typed.encode())))

    assert response.status_code in {200, 302, 404}
    assert "a" not in response.cookies
    if response.status_code != 302:
        html = response.content.decode()
        assert "<svg/onload" not in html
        assert "14" not in Page.of(response).texts("h1")
        assert len(html) < 50_000


@pytest.mark.parametrize("raw", ["%FF%FE", "%ff%ff/%c0%af", "%C3%28", "%E2%82", "%F0%9F%98", "%ED%A0%80", "%u0041"])
def test_bytes_that_are_no_text_are_answered_calmly(client, raw):
    assert client.get(f"/codes/{raw}/").status_code in {302, 404}


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>", "ERR9<b>9</b>9", "</title><script>1"]
)
def test_what_was_typed_is_shown_as_text_wherever_it_stands(client, typed):
    shown = Page.of(client.get(f"/codes/{typed}/"))

    assert typed.strip("/") in shown.main
    assert [e for e in shown.all("script") if "src" not in e.attributes] == []
    assert not [e for e in shown.elements if e.tag in {"img", "b"} or "onerror" in e.attributes]
