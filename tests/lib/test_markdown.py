"""Markdown becomes HTML of the design system, and nothing in a text can become script."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.lib.markdown import (
    ATTRIBUTES,
    CLASSES,
    SCHEMES,
    TAGS,
    VALUES,
    to_html,
    to_html_and_text,
    to_inline,
    to_kept_text,
    to_text,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg/onload=alert(1)>",
    "<style>@import 'https://example.org/x.css'</style>",
    '<iframe src="https://example.org/"></iframe>',
    "<!-- <script>alert(1)</script> -->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](&#106;&#97;vascript:alert(1))",
    "[a](&#x6A;avascript&colon;alert&lpar;1&rpar;)",
    "[a](java&Tab;script:alert(1))",
    "[a](java&NewLine;script:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](<java\tscript:alert(1)>)",
    "[a](java\nscript:alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](&#1;javascript:alert(1))",
    "[a]( javascript:alert(1))",
    "[a](\\javascript:alert(1))",
    "[a](javascript&#58;alert(1))",
    "[a](javascript%3Aalert(1))",
    "[a](vbscript:msgbox(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](data:image/png;base64,AAAA)",
    "[a](DATA:image/svg+xml,<svg/onload=alert(1)>)",
    "[a](blob:https://example.org/1)",
    "[a](file:///etc/passwd)",
    "[a](ftp://example.org/)",
    "[a](//example.org/)",
    "[a](\\\\example.org/)",
    '[a](https://example.org/ "x" onclick="alert(1)")',
    '[a](https://example.org/"onclick="alert(1))',
    "[a](https://example.org/ '\"><script>alert(1)</script>')",
    "[a]: javascript:alert(1)\n\n[a]",
    "[a]: data:text/html,x\n\n[x][a] [a][]",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<JAVASCRIPT:alert(1)>",
    "![a](javascript:alert(1))",
    '![a](x "onerror=alert(1)")',
    '![a"onerror="alert(1)](x)',
    "[[a](javascript:b)](javascript:c)",
    "[a [b](https://example.org/b) c](https://example.org/c)",
    "[![a](x)](javascript:alert(1))",
    "[`](javascript:alert(1))`](javascript:alert(1))",
    '```"><script>alert(1)</script>\nx\n```',
    '~~~js" onmouseover="alert(1)\nx\n~~~',
    "    <script>alert(1)</script>",
    "| a |\n|:-:|\n| <script>alert(1)</script> |",
    "| [a](javascript:alert(1)) |\n|--:|\n| ![](data:x) |",
    "# <script>alert(1)</script>",
    "**<b onclick=alert(1)>x</b>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>",
    "</p><script>alert(1)</script><p>",
    "x\0<script>",
    "\ud800<script>\udfff",
]
FRAGMENTS = [
    *HOSTILE,
    *"[]()<>!*_`~|#-+>.:;\"'\\&=\n\t /1a\0",
    *("\n\n", "```", "- ", "1. ", "> ", "    ", "\n|-|-|\n", "](", '"onclick=', "javascript:", "&colon;", "\ud800"),
]
NEVER = {"script", "style", "iframe", "object", "embed", "form", "input", "img", "svg", "math", "link", "meta", "base"}

any_text = st.text(st.characters(), max_size=300)
pieced_text = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)


def browser_scheme(address: str) -> str:
    """The scheme a browser would see: it skips control characters in front, and tabs and line ends anywhere."""
    seen = re.sub(r"[\t\r\n]", "", re.sub(r"^[\x00-\x20]+", "", address))
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.\-]*):", seen)
    return found[1].lower() if found else ""


class Inspector(HTMLParser):
    """Fails on anything that the list of allowed tags, attributes and addresses does not hold."""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS - NEVER
        for name, value in attributes:
            assert not name.startswith("on")
            assert name != "style"
            if name == "class":
                assert set((value or "").split()) <= CLASSES[tag]
            elif name in VALUES.get(tag, {}):
                assert value in VALUES[tag][name]
            else:
                assert name in ATTRIBUTES.get(tag, set())
            if name == "href":
                assert browser_scheme(value or "") in {"", *SCHEMES}
                assert not (value or "").startswith(("//", "/\\", "\\"))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"A comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def inspect(html: str) -> None:
    inspector = Inspector(convert_charrefs=True)
    inspector.feed(html)
    inspector.close()


@pytest.mark.parametrize(
    "html", ["<script>", "<p onclick=x>", "<a href='java\tscript:x'>", "<a href='//example.org'>", "<!-- x -->"]
)
def test_inspector_refuses_what_it_is_for(html):
    with pytest.raises(AssertionError):
        inspect(html)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_no_script(text):
    inspect(to_html(text))
    to_text(text)


@settings(max_examples=400, deadline=None)
@given(st.one_of(any_text, pieced_text))
def test_no_text_makes_anything_but_allowed_html(text):
    inspect(to_html(text))
    to_text(text)


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=c#d", "http://example.org", "mailto:a@example.org", "tel:01632960123", "/codes/A1/"],
)
def test_link_to_allowed_address_stays(address):
    assert to_html(f"[words]({address})") == f'<p><a href="{address}">words</a></p>\n'


def test_refused_link_stays_readable_as_text():
    assert to_html("[words](javascript:x)") == "<p>[words](javascript:x)</p>\n"


def test_bare_address_is_not_made_a_link():
    assert "<a" not in to_html("See https://example.org/ and www.example.org")


def test_html_is_shown_as_text():
    assert to_html("Press <b>OK</b>") == "<p>Press &lt;b&gt;OK&lt;/b&gt;</p>\n"


@pytest.mark.parametrize(("headings_from", "expected"), [(2, ["h2", "h3", "h6"]), (3, ["h3", "h4", "h6"])])
def test_headings_begin_at_the_level_asked_for(headings_from, expected):
    html = to_html("# One\n\nTwo\n---\n\n###### Six", headings_from=headings_from)

    assert re.findall(r"<(h\d)>", html) == expected


def test_lists_wear_the_classes_of_the_design_system():
    html = to_html("- one\n- two\n\nThen\n\n3. three\n4. four")

    assert '<ul class="nhsuk-list nhsuk-list--bullet">' in html
    assert '<ol start="3" class="nhsuk-list nhsuk-list--number">' in html


def test_table_scrolls_in_a_box_that_takes_the_focus():
    html = to_html("| Error | Count |\n|---|--:|\n| ERR1002 | 4 |")

    assert html.startswith('<div class="nhsuk-scroll" data-module="nhsuk-scroll"><div class="nhsuk-scroll__content"')
    assert 'role="group" aria-label="Table" tabindex="0"' in html
    assert '<th class="nhsuk-table__header" scope="col">Error</th>' in html
    assert '<td class="nhsuk-table__cell nhsuk-table__cell--numeric">4</td>' in html
    assert "style=" not in html


@pytest.mark.parametrize("text", ["```ini\na < b\n```", "    a < b"])
def test_code_block_wears_the_code_component(text):
    html = to_html(text)

    assert '<div class="nhsuk-code" data-module="nhsuk-code"><pre class="nhsuk-code__container">' in html
    assert '<code class="nhsuk-code__content">a &lt; b\n</code>' in html


def test_log_line_in_brackets_is_kept():
    assert to_html("[ERROR]: service.not.found") == "<p>[ERROR]: service.not.found</p>\n"


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - ", "* > "])
def test_words_under_any_depth_of_marks_are_kept(mark):
    text = mark * 200 + "deepest word"

    html = to_html(text)

    assert "deepest word" in html
    assert "deepest word" in to_text(text)
    assert html.count("<blockquote>") + 2 * html.count("<li>") <= 10


def test_tables_past_the_limit_are_kept_as_text():
    bomb = "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|\n" * 350 + "\n"

    html = to_html(bomb * 3 + "|last|\n|-|\n|word|")

    assert html.count("<table") < 3
    assert "|last|" in html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Press `OK` **now**", 'Press <code class="nhsuk-code--inline">OK</code> <strong>now</strong>'),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>\n"),
        ("<b>", "&lt;b&gt;"),
        ("", ""),
    ],
)
def test_one_line_stands_without_a_paragraph(text, expected):
    assert to_inline(text) == expected


# --- Pictures ------------------------------------------------------------------------------------------------------

PICTURE = f"/images/{'0a' * 16}-320x200.png"


def test_picture_of_this_site_is_shown_with_its_size_and_what_it_shows():
    html = to_html(f'![A grey "box" & <b>]({PICTURE})')

    assert f'src="{PICTURE}"' in html
    assert 'alt="A grey &quot;box&quot; &amp; <b>"' in html or 'alt="A grey &quot;box&quot; &amp; &lt;b&gt;"' in html
    assert 'width="320" height="200"' in html


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.png",
        "//example.org/a.png",
        f"https://example.org{PICTURE}",
        "/images/../admin",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        f"{PICTURE}?a=b",
        PICTURE.upper(),
    ],
)
def test_no_other_picture_is_fetched(address):
    assert "<img" not in to_html(f"![a]({address})")


def test_picture_without_words_stays_text():
    assert "<img" not in to_html(f"![]({PICTURE})")


def test_picture_is_copied_as_what_it_shows():
    assert to_text(f"Look: ![a grey box]({PICTURE})") == "Look: a grey box"


class TestAddressesOfTheSite:
    TEXT = 'Then [run the checker](setting:setup-checker "ask IT support to run the checker").'

    def test_is_a_link_where_the_site_has_the_address(self, settings):
        settings.NAMED_ADDRESSES = {"setup-checker": "https://checker.example.org/"}

        assert to_html(self.TEXT) == '<p>Then <a href="https://checker.example.org/">run the checker</a>.</p>\n'
        assert to_text(self.TEXT) == "Then run the checker."

    @pytest.mark.parametrize("addresses", [{}, {"setup-checker": ""}])
    def test_is_the_other_words_where_it_has_none(self, settings, addresses):
        settings.NAMED_ADDRESSES = addresses

        assert to_html(self.TEXT) == "<p>Then ask IT support to run the checker.</p>\n"
        assert to_text(self.TEXT) == "Then ask IT support to run the checker."

    @pytest.mark.parametrize("addresses", [{}, {"setup-checker": "https://checker.example.org/"}])
    def test_what_is_kept_is_the_same_whatever_is_set(self, settings, addresses):
        settings.NAMED_ADDRESSES = addresses

        assert to_kept_text(self.TEXT) == "Then run the checker."

    def test_marks_in_either_words_are_no_way_to_say_more(self, settings):
        settings.NAMED_ADDRESSES = {}

        html = to_html('[**a** `b`](setting:unlock "<b>c</b> [d](https://example.org)") and [e](setting:unlock)!')

        assert html == "<p>&lt;b&gt;c&lt;/b&gt; [d](https://example.org) and e!</p>\n"

    @pytest.mark.parametrize(
        "link", ["[e](setting:)", '[e](Setting: "e")', "[e](setting:nothing)", '[e](setting:x "")']
    )
    def test_link_that_leads_nowhere_is_its_words_and_no_link(self, settings, link):
        settings.NAMED_ADDRESSES = {"unlock": "https://unlock.example.org/"}

        assert to_html(f"See {link}.") == "<p>See e.</p>\n"

    def test_scheme_may_be_in_capitals(self, settings):
        settings.NAMED_ADDRESSES = {"unlock": "https://unlock.example.org/"}

        assert to_html('[e](SETTING:unlock "f")') == '<p><a href="https://unlock.example.org/">e</a></p>\n'

    def test_address_that_could_run_a_script_would_not_reach_the_page(self, settings):
        settings.NAMED_ADDRESSES = {"unlock": "javascript:alert(1)"}

        assert "javascript" not in to_html('[a](setting:unlock "b")')


@pytest.mark.parametrize(
    "text", ["", "Plain.", "**Bold** and `code`.\n\n- one\n- two", "| a | b |\n| - | - |\n| 1 | 2 |"]
)
def test_both_forms_at_once_are_those_of_each(text):
    assert to_html_and_text(text, headings_from=4) == (to_html(text, headings_from=4), to_text(text))
