"""What a text may hold."""

import pytest

from kb.catalogue.document import SymptomContent
from kb.lib.text import address_fault, can_be_kept, can_be_seen, line_fault, slug_fault, without_invisible


@pytest.mark.parametrize("sign", ["\x00", chr(0xD800), chr(0xDFFF), "\x1b", "\x07", "\r", "\x7f"])
def test_characters_that_a_database_or_page_cannot_hold_are_refused(sign):
    assert not can_be_kept(f"a{sign}b")
    assert not can_be_kept(["a", ("b", {"c": f"a{sign}"})])
    assert not can_be_kept({f"a{sign}": "b"})


@pytest.mark.parametrize("sign", ["\n", "\t", "é", "\u00a0", "\u200b", "\U0001f600", "\ufffd"])
def test_all_other_characters_are_taken(sign):
    assert can_be_kept({"a": [f"a{sign}b", None, 1, SymptomContent("SIGN", sign)]})


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "ftp://example.org/",
        "//example.org/",
        "example.org",
        "https://",
        "https://[bad",
        "http://a b/",
        "https://example.org/\n",
        "https://example.org:99999/",
        "https://example.org/\u2028",
        "mailto:a@example.org",
    ],
)
def test_other_texts_are_no_web_address(text):
    assert address_fault(text, 500) == f"'{text}' is not a web address."


@pytest.mark.parametrize("text", ["", "https://example.org/", "http://example.org:8080/a?b=c#d", "HTTPS://EXAMPLE.ORG"])
def test_web_address_is_taken(text):
    assert address_fault(text, 500) == ""


@pytest.mark.parametrize("text", ["", "A", "a b", "a_b", "-a", "a-", "a--b", "é", "a\n", "../a", "٤"])
def test_other_texts_are_no_slug(text):
    assert slug_fault(text) == "Use small letters, digits and single hyphens, such as card-not-read."


@pytest.mark.parametrize("sign", ["\n", "\x85", "\u2028", "\u2029"])
def test_line_that_breaks_is_refused(sign):
    assert line_fault("title", f"a{sign}b", 10) == "Write the title in one line."


@pytest.mark.parametrize("sign", ["\u200b", "\xad", "\u2060", "\ufeff", "\u202e", "\u3164", "\u2800", "\ufe0f", "\x07"])
def test_what_shows_nothing_is_left_out(sign):
    assert not can_be_seen(f" {sign}\n")
    assert can_be_seen(f"{sign}a")
    assert without_invisible(f"{sign}a{sign} b\n{sign}") == "a b\n"


@pytest.mark.parametrize("text", ["a b\tc\r\nd", "é", "e\u0301", "👍", "…", "\xa0"])
def test_what_shows_stays(text):
    assert without_invisible(text) == text
