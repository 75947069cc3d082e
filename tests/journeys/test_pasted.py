"""Clipboards of Word, Outlook, Excel, OneNote, Teams and browsers become Markdown that the page shows as meant."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from kb.lib import markdown
from tests.journeys.pasting import PROGRAMS, Made, becomes, clip, converter, shown, squeezed

type Convert = Callable[..., list[dict[str, object]]]
MANY = 1500


@pytest.fixture(scope="module")
def convert(browser: Browser) -> Convert:
    return converter(browser)


@pytest.mark.parametrize("program", PROGRAMS)
def test_clipboard_becomes_markdown(convert: Convert, program: str) -> None:
    assert convert(clip(program))[0]["text"] == becomes(program)


LINKS = [
    ("https://www.nhs.uk/a?utm_source=x&b=1&fbclid=y#c", "https://www.nhs.uk/a?b=1#c"),
    ("https://www.google.com/url?q=https%3A%2F%2Fwww.nhs.uk%2F&sa=D", "https://www.nhs.uk/"),
    ("https://urldefense.com/v3/__https://www.nhs.uk/a__;!!x!y$", "https://www.nhs.uk/a"),
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__www.nhs.uk_a&d=x", "https://www.nhs.uk/a"),
    ("https://eur01.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)", ""),
    ("https://www.nhs.uk/a(b)c", "https://www.nhs.uk/a%28b%29c"),
    ("https://kb.test/KB0018?for=it", "/KB0018?for=it"),
    ("mailto:ra@example.nhs.uk", "mailto:ra@example.nhs.uk"),
    ("tel:01632960999", "tel:01632960999"),
    *((bad, "") for bad in ("javascript:alert(1)", " JaVa\tscript:alert(1)", "data:text/html,x", "vbscript:x")),
    *((bad, "") for bad in ("file:///C:/a.docx", r"\\srv\ra\a.docx", "#top", "/KB0018", "onenote:x", "blob:x")),
]


def test_links_lead_where_they_say_and_nowhere_else(convert: Convert) -> None:
    found = convert(*(f'<p><a href="{href.replace("&", "&amp;")}">words</a> more</p>' for href, _ in LINKS))

    expected = [f"[words]({address}) more" if address else "words more" for _, address in LINKS]
    assert [one["text"] for one in found] == expected


AS_MEANT = [
    ("<p><b>Note:</b>then</p>", "**Note**:then"),
    ("<p>a<b> bold </b>b</p>", "a **bold** b"),
    ("<p><b>one</b><b>two</b> <strong>three</strong></p>", "**onetwo three**"),
    ("<p><b></b><i> </i>words</p>", "words"),
    ("<h3><b>Heading</b></h3>", "### Heading"),
    ("<p>card<i>holder</i></p>", "cardholder"),
    ("<p>File<b>/Open</b></p>", "File/Open"),
    ("<p>__init__ and *really*</p>", r"`__init__` and \*really\*"),
    ("<p>one<br>two</p>", "one  \ntwo"),
    ("<p>one<br><br>two</p>", "one\n\ntwo"),
    ("<p># no heading</p>", r"\# no heading"),
    ("<p>•\u00a0the card</p><p>•\u00a0the reader</p>", "- the card\n- the reader"),
    ("<p>1.\u00a0the card</p>", "1. the card"),
    ("<script>alert(1)</script><style>p {}</style><p>words<img src=x onerror=alert(1)></p>", "words"),
    ("<table><tr><td>alone</td></tr></table>", "alone"),
    ("<div><div>one</div><div>two</div></div>", "one\n\ntwo"),
    ("Version:0.9\r\nStartHTML:00\r\n<html><!--StartFragment--><b>x</b><!--EndFragment--></html>", "**x**"),
]


def test_marks_are_those_that_people_mean(convert: Convert) -> None:
    found = convert(*(html for html, _ in AS_MEANT))

    assert [one["text"] for one in found] == [text for _, text in AS_MEANT]


def test_what_is_left_out_is_counted(convert: Convert) -> None:
    word, mail = convert(clip("word-page"), clip("outlook-mail"))

    assert (word["left"], mail["left"]) == ({"pictures": 1, "struck": 1}, {"pictures": 0, "struck": 0})
    assert "secret" not in str(word["text"])
    assert "Is this right?" not in str(word["text"])


def test_table_that_no_page_can_show_is_refused(convert: Convert) -> None:
    row = "<tr><td>a</td><td>b</td></tr>"
    found = convert(f"<table>{row * 1000}</table>", f"<table>{row * 1001}</table>", "<tr><td>a</td>" * 3)

    assert [one.get("error") for one in found] == [None, "TooLarge", None]


def test_no_word_is_lost_and_none_is_added(convert: Convert) -> None:
    """Of any text: what the page shows of the Markdown is what was copied."""
    made = [Made(seed) for seed in range(MANY)]

    found = convert(*(one.html for one in made))

    wrong = [
        (one.html, made_of["text"])
        for one, made_of in zip(made, found, strict=True)
        if shown(markdown.to_html(str(made_of["text"]))) != squeezed(one.words)
    ]
    assert wrong == []
