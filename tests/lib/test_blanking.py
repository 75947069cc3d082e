"""What is left of a text when words go out of it is whole Markdown, and sensible."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lib.blanking import without
from kb.lib.markdown import to_html
from kb.lib.redaction import Passage

MARY = Passage("Mary Smith")

# A mark whose other half goes with the words goes too.
WHOLE = {
    "Ring **Mary** Smith.": "Ring [removed].",
    "Ring Mary **Smith**.": "Ring [removed].",
    "Ring **nurse Mary** Smith.": "Ring nurse [removed].",
    "Ring Mary **Smith, please**.": "Ring [removed], please.",
    "Ring *Mary* *Smith*.": "Ring [removed].",
    "Ring *Mary Smith*.": "Ring *[removed]*.",
    "Ring __Mary__ Smith, __now__.": "Ring [removed], __now__.",
    "Ring ~~Mary~~ Smith.": "Ring [removed].",
    "Type `Mary` Smith.": "Type [removed].",
    "Type `cd Mary` Smith `dir`.": "Type cd [removed] `dir`.",
    "Ring (nurse Mary) Smith.": "Ring nurse [removed].",
    "Ring Mary (Smith, by day).": "Ring [removed], by day.",
    "They said “Mary” Smith.": "They said [removed].",
    "Ring [Mary](https://example.org/a_(b)) Smith.": "Ring [removed].",
    "Ring [the nurse Mary](/a/) Smith.": "Ring the nurse [removed].",
    "Ring Mary [Smith](/articles/a/).": "Ring [removed].",
    "Ring Mary [Smith at her desk](/articles/a/).": "Ring [removed] at her desk.",
    "Ring [Mary](/a/) [Smith](/b/).": "Ring [removed].",
    "[see](/articles/mary) Smith, [this](/b/)": "see[removed], [this](/b/)",
    "![Her Mary](/images/a.png) Smith.": "Her [removed].",
    "Mary Smith(nurse) rang.": "[removed] (nurse) rang.",
    "- Mary\n- Smith\n- Jones": "- [removed]\n- Jones",
    "```\nMary\n```\nSmith\n\n*x*": "[removed]\n\n*x*",
    "x\n\n```\ndir\n```\n\n**Mary** Smith": "x\n\n```\ndir\n```\n\n[removed]",
    "```\na * b (Mary Smith\n```\n(x)": "```\na * b ([removed]\n```\n(x)",
    r"Ring \*Mary Smith and *you*.": r"Ring \*[removed] and *you*.",
    "snake_case Mary_Smith _x_": "snake_case [removed] _x_",
    "2 * 3 Mary Smith 4 * 5": "2 * 3 [removed] 4 * 5",
    "**Ring\n\nMary** Smith": "**Ring\n\n[removed]",  # no pair: a paragraph ends between
    "| Mary | Smith |\n|---|---|\n| a | b |": "| [removed] |\n|---|---|\n| a | b |",
}


@pytest.mark.parametrize("text", WHOLE)
def test_no_half_of_a_mark_is_left(text):
    assert without(text, MARY.spans(text)) == WHOLE[text]


@pytest.mark.parametrize("text", [text for text in WHOLE if "**Ring\n\n" not in text and "a * b" not in text])
def test_a_page_shows_no_stray_mark(text):
    shown = re.sub(r"<[^>]*>", "", to_html(without(text, MARY.spans(text)))).replace("[removed]", "")

    assert "[" not in shown
    assert "](" not in shown
    assert shown.count("(") == shown.count(")")
    assert "**" not in shown


def test_other_marks_of_the_text_are_left_alone():
    text = "**Do** [this](/a/) (now) *and* `that`. Mary Smith. **Do** [this](/a/) (now) *and* `that`."

    assert without(text, MARY.spans(text)) == text.replace("Mary Smith", "[removed]")


def letters_outside_of_links(text: str) -> list[str]:
    return re.findall(r"\b[ab]+\b", re.sub(r"\]\([^\n]*?\)", " ", text))


@given(st.text(alphabet="ab *_`~[]()!/\n", max_size=60), st.text(alphabet="ab *_`~[]()!/\n", max_size=60))
def test_nothing_is_added_and_no_word_is_lost_whatever_stands_around(before, after):
    text = f"{before} Mary Smith {after}"

    left = without(text, MARY.spans(text))

    kept = [
        re.findall(r"\w+", part) for part in (re.sub(r"\]\([^\n]*?\)", "", text), re.sub(r"\]\([^\n]*?\)", "", left))
    ]
    assert [word for word in kept[0] if word in {"a", "b"}] == [word for word in kept[1] if word in {"a", "b"}]
    assert len(left) <= len(text) + len(" [removed] ")


def test_cost_is_linear():
    text = "**Mary** [Smith](/a/) (x) *y* `z` " * 20_000
    began = time.perf_counter()

    left = without(text, MARY.spans(text))

    assert left.startswith("[removed] (x)")
    assert time.perf_counter() - began < 10
