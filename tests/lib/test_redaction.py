"""Finding words however a text writes them, and blanking them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.lib.blanking import REMOVED, without
from kb.lib.redaction import ErasedImage, FoldedText, Passage, Recogniser, digest_of, redacted

KEY = b"a key"
MARY = Passage("Mary Smith")
NAME = "0123456789abcdef0123456789abcdef-320x200.png"


def recogniser(*passages: str) -> Recogniser:
    digests: dict[int, set[str]] = {}
    for passage in passages:
        letters = Passage(passage).letters
        digests.setdefault(len(letters), set()).add(digest_of(letters, KEY))
    return Recogniser(KEY, digests)


FOUND = {
    "Ring Mary Smith now.": "Ring [removed] now.",
    "Ring MARY\n  smith.": "Ring [removed].",
    "Ring **Mary** Smith.": "Ring [removed].",
    "Ring Mary&nbsp;Smith.": "Ring [removed].",
    "Ring Ma\u00adry Smith.": "Ring [removed].",
    "Ring Máry Smith.": "Ring [removed].",
    "Mary Smith, Mary Smith": "[removed], [removed]",
    "See /articles/mary-smith-card/.": "See /articles/removed-card/.",
    "Write to mary.smith@example.org.": "Write to removed@example.org.",
    "![Mary Smith at her desk](/images/a.png)": "![removed at her desk](/images/a.png)",
    "[Mary Smith](/articles/a/)": "[[removed]](/articles/a/)",
    "Ring [Mary](https://example.org/a_(b)) Smith.": "Ring [removed].",
    "Ring Mary [Smith](/articles/a/).": "Ring [removed].",
    "[Dr **Ma**](/a/ 'his')[ry](/b/)\nSmith": "Dr [removed]",
    "[his](/articles/mary-smith/) card": "[his](/articles/removed/) card",
    "[see](/articles/mary/) Mary [it](/b/)\n[Smith](/c/)": "[see](/articles/mary/) Mary [it](/b/)\n[Smith](/c/)",
}
LEFT = ("Mary Smithson", "Rosemary Smith", "Mary and Smith", "", "Smith, Mary")


@pytest.mark.parametrize("needle", [MARY, recogniser("mary  SMITH")], ids=["known", "by its print"])
@pytest.mark.parametrize("text", FOUND)
def test_words_are_blanked_however_they_are_written(needle, text):
    assert without(text, needle.spans(text)) == FOUND[text]


@pytest.mark.parametrize("needle", [MARY, recogniser("Mary Smith")], ids=["known", "by its print"])
@pytest.mark.parametrize("text", LEFT)
def test_other_words_are_left(needle, text):
    assert needle.spans(text) == []


def test_figures_are_found_in_any_groups_and_where_letters_touch_them():
    number = Passage("943 476 5919")

    for text in ("9434765919", "943-476-5919", "NHS9434765919x", "94 34 76 59 19"):
        assert len(number.spans(text)) == 1
    assert number.spans("19434765919") == []


def test_html_has_tags_between_words_and_entities_in_them():
    text = "<p>Ring Mary<br>Smith of O&#x27;Brien</p>"

    assert without(text, MARY.spans(text, is_html=True)) == "<p>Ring [removed] of O&#x27;Brien</p>"
    assert Passage("O'Brien").spans(text, is_html=True)
    assert MARY.spans(text) == []


def test_words_that_overlap_are_one_span():
    text = "Mary Smith Jones"

    assert without(text, recogniser("Mary Smith", "Smith Jones").spans(text)) == REMOVED


def test_json_is_walked_and_what_is_no_word_is_left():
    value = {"title": "Mary Smith", "kind": "Mary Smith", "steps": [{"body": "Ring Mary Smith", "n": 1}, None, 2.5]}

    found = redacted(value, MARY, kept={"kind"})

    assert found.value == {
        "title": REMOVED,
        "kind": "Mary Smith",
        "steps": [{"body": f"Ring {REMOVED}", "n": 1}, None, 2.5],
    }
    assert found.paths == ("title", "steps.1.body")


def test_json_within_a_text_stays_json_and_is_read():
    more = '{"Mary Smith":["Mary\\nSmith"],"colour":"red"}'

    found = redacted(more, MARY, name="more")

    assert found.value == '{"[removed]":["[removed]"],"colour":"red"}'
    assert len(found.paths) == 2


def test_names_of_parts_are_no_words():
    assert redacted({"summary": "x", "own work": True}, Passage("summary")).paths == ()
    assert redacted({"own work": True}, Passage("own work")).paths == ()


def test_slug_stays_one():
    assert redacted({"slug": "mary-smith"}, MARY).value == {"slug": "removed"}
    assert redacted({"related": ["mary-smith-card", "other"]}, MARY).value == {"related": ["removed-card", "other"]}


def test_picture_goes_with_its_mark_and_its_bare_address():
    image = ErasedImage(NAME)
    text = f"Look.\n\n![A dialog](/images/{NAME})\n\nSee https://kb.example.org/images/{NAME}, or ![b](/images/b.png)."

    assert without(text, image.spans(text)) == f"Look.\n\n{REMOVED}\n\nSee {REMOVED}, or ![b](/images/b.png)."


def test_print_does_not_say_what_it_is_of():
    assert "mary" not in repr(recogniser("Mary Smith"))
    assert digest_of("marysmith", b"another key") != digest_of("marysmith", KEY)


def unmarked(text: str) -> str:
    """Half a mark goes with its other half, so of "(0)0" the bracket before it goes, too."""
    return re.sub(r"[\[\](){}“”«»*_~`\\!]", "", text)


@given(st.text(max_size=80), st.text(max_size=30), st.text(max_size=80))
@example("", "(0)0", "")
def test_what_was_blanked_is_found_no_more_and_the_rest_is_as_it_was(before, words, after):
    passage = Passage(words)
    text = f"{before} {words} {after}"
    spans = passage.spans(text)

    if passage.letters and passage.letters not in FoldedText.of("removed").letters:
        assert spans
        left = without(text, spans)
        kept = [
            text[end:start] for (_, end), (start, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)], strict=True)
        ]
        assert all(unmarked(part) in unmarked(left) for part in kept)
        assert passage.letters not in [FoldedText.of(part).letters for part in kept]
