"""Words that are explained elsewhere: led to once, where they are first used in prose."""

import pytest

from kb.lib.markdown import to_html, to_inline
from kb.lib.markdown.words import WordLinks

RA, KEY = "/words/#ra", "/words/#passkey"


def links() -> WordLinks:
    return WordLinks(
        {"RA": RA, "Registration Authority": RA, "smartcard team": RA, "passkey": KEY, "e-RS": "/words/#e-rs"}
    )


def led(text: str, address: str) -> str:
    return f'<a href="{address}" class="kb-explained" aria-label="{text} (meaning)">{text}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ask your RA.", f"<p>Ask your {led('RA', RA)}.</p>"),
        (
            "Ask your Registration Authority (the smartcard team), the RA.",
            f"<p>Ask your {led('Registration Authority', RA)} (the smartcard team), the RA.</p>",
        ),
        ("Passkeys and a passkey", f"<p>{led('Passkeys', KEY)} and a passkey</p>"),
        ("**RA** only", f"<p><strong>{led('RA', RA)}</strong> only</p>"),
        ("Open e-RS", f"<p>Open {led('e-RS', '/words/#e-rs')}</p>"),
    ],
)
def test_first_use_leads_there(text, html):
    assert to_html(text, words=links()).strip() == html


@pytest.mark.parametrize(
    "text",
    [
        "`RA`",
        "[Ask the RA](/about/)",
        "# The RA",
        "    RA",
        "DRAFT, ra, RAs2",
        "https://RA.example/RA",
        "RA-2, a/RA",
        "someone@RA.example",
        "![RA](/images/x.png)",
    ],
)
def test_code_links_headings_and_parts_of_words_do_not(text):
    assert "kb-explained" not in to_html(text, words=links())


def test_page_explains_a_word_once():
    words = links()

    assert "kb-explained" in to_inline("The RA", words=words)
    assert "kb-explained" not in to_html("The RA and the smartcard team", words=words)
    assert to_html("A passkey", words=words).count("kb-explained") == 1


def test_nothing_to_explain_changes_nothing():
    assert to_html("The RA", words=WordLinks()) == to_html("The RA")


def test_writer_cannot_dress_a_link_so():
    assert '<a class="kb' not in to_html('<a class="kb-explained" href="/x">x</a> [y](/y "kb")')


@pytest.mark.parametrize("word", ["]x", "^x", "\\d", "-y", "[z", "ŉa", "ıx", "ﬁx", "c++"])
def test_word_that_begins_with_any_sign_leads_where_it_is_explained(word):
    """None is taken for a rule of the pattern, nor for another word."""
    html = to_html(f"See {word} and Ix, Y and 7.", words=WordLinks({word: RA}))

    assert f">{word}</a>" in html.replace("&lt;", "<")
    assert html.count("<a ") == 1
