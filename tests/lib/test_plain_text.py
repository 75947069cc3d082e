"""Markdown as plain text reads like something a person typed."""

import pytest

from kb.lib.markdown import to_text

CASES = {
    "link by its words": ("See [the **guide**](https://example.org/).", "See the guide."),
    "code without its marks": ("Type `ERR1002` & press *OK*", "Type ERR1002 & press OK"),
    "wrapped line": ("one\ntwo", "one two"),
    "line break": ("one  \ntwo\\\nthree", "one\ntwo\nthree"),
    "paragraphs": ("one\n\n\n\ntwo", "one\n\ntwo"),
    "heading": ("# Head\ntext", "Head\n\ntext"),
    "bullets": ("Do:\n\n- one\n- two\n\nThen", "Do:\n\n- one\n- two\n\nThen"),
    "numbers": ("1. one\n1. two\n1. three", "1. one\n2. two\n3. three"),
    "numbers from three": ("3. three\n4. four", "3. three\n4. four"),
    "bullets inside numbers": ("1. one\n   - a\n   - b\n2. two", "1. one\n   - a\n   - b\n2. two"),
    "list inside itself": ("- - a\n  - b", "- - a\n  - b"),
    "paragraphs in an item": ("- one\n\n  more\n- two", "- one\n\n  more\n\n- two"),
    "empty item": ("- one\n-\n- three", "- one\n- three"),
    "quote": ("> one\n>\n> two", "one\n\ntwo"),
    "code block": ("```\na\n  b\n```\nafter", "a\n  b\n\nafter"),
    "code block in an item": ("- one\n\n      a\n       b", "- one\n\n  a\n   b"),
    "table": ("before\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\nafter", "before\n\na | b\n1 | 2\n\nafter"),
    "rule": ("one\n\n---\n\ntwo", "one\n\ntwo"),
    "entity": ("a &amp; b &lt;c&gt;", "a & b <c>"),
    "html": ("a <b>c</b>", "a <b>c</b>"),
    "nothing": (" \n\n", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_markdown_becomes_plain_text(name):
    markdown, expected = CASES[name]

    assert to_text(markdown) == expected
