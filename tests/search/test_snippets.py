"""The piece of an article that shows why it was found: escaped first, then marked."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from kb.search import snippets

ANY_TEXT = st.text(st.characters(codec=None), max_size=120) | st.text(st.sampled_from("<>&\"'/ ab card"), max_size=80)


def best(*segments, weights=None, otherwise="The summary."):
    return snippets.best(segments, weights or {"card": 5}, otherwise=otherwise)


def test_found_word_is_marked_in_any_form():
    assert best(("body", "", "Two Cards, one card.")).html == "Two <mark>Cards</mark>, one <mark>card</mark>."


def test_markup_of_the_text_is_text():
    found = best(("body", "", '<script>alert("card")</script> & <b>card</b>'))

    assert found.html == (
        "&lt;script&gt;alert(&quot;<mark>card</mark>&quot;)&lt;/script&gt; &amp; &lt;b&gt;<mark>card</mark>&lt;/b&gt;"
    )


def test_summary_that_stands_in_for_it_is_escaped_too():
    assert best(("body", "", "nothing"), otherwise="<b>").html == "&lt;b&gt;"


def test_escaped_sign_is_no_word_to_be_marked():
    weights = {"amp": 5, "lt": 5, "mark": 5, "card": 1}

    assert (
        best(("body", "", "card & <mark>"), weights=weights).html == "<mark>card</mark> &amp; &lt;<mark>mark</mark>&gt;"
    )


def test_window_with_most_different_words_is_shown():
    text = f"card card card {'x ' * 60} a card in a reader"

    found = best(("body", "", text), weights={"card": 5, "reader": 5})

    assert found.html.endswith("a <mark>card</mark> in a <mark>reader</mark>")
    assert found.html.startswith("… ")


def test_rare_word_weighs_more():
    segments = [("body", "", "a card"), ("body", "", "a oberthur")]

    assert "oberthur" in best(*segments, weights={"card": 1, "oberthur": 9}).html


def test_title_is_shown_anyway():
    assert best(("title", "", "Card"), ("body", "", "a card")).html == "a <mark>card</mark>"


def test_steps_say_whose_they_are():
    assert best(("body", "", "nothing"), ("body", "IT", "a card")).audience == "IT"
    assert best(("symptoms", "", "a card"), ("body", "IT", "a card")).audience == ""


def test_long_text_is_cut_at_both_ends():
    found = best(("body", "", f"{'before ' * 100}card{' after' * 100}"))

    assert found.html.startswith("… before")
    assert found.html.endswith("after …")
    assert len(re.findall(r"\w+", found.html.replace("<mark>", "").replace("</mark>", ""))) == snippets.WIDTH


@given(ANY_TEXT, st.booleans())
def test_nothing_but_marks_is_markup(text, has_card):
    text = f"{text} card" if has_card else text

    found = best(("body", "USER", text), otherwise=text)

    plain = found.html.replace("<mark>", "").replace("</mark>", "")
    assert not set('<>"') & set(plain)
    assert html.unescape(plain.removeprefix("… ").removesuffix(" …")) in html.unescape(html.escape(text))
