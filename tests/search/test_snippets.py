"""The piece of an article that shows why it was found: escaped first, then marked."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from kb.search.index import analysis
from kb.search.index.places import Places, packed
from kb.search.query import snippets

ANY_TEXT = st.text(st.characters(codec=None), max_size=120) | st.text(st.sampled_from("<>&\"'/ ab card"), max_size=80)


def kept(*segments):
    return snippets.KeptTexts(segments, Places(packed(text for _, text in segments)))


def best(*segments, weights=None, otherwise="The summary.", **facts):
    wanted = snippets.WantedTerms({"card": 5} if weights is None else weights)
    return snippets.best(kept(*segments), wanted, otherwise=otherwise, **facts)


def test_found_word_is_marked_in_any_form():
    assert best(("", "Two Cards, one card.")).html == "Two <mark>Cards</mark>, one <mark>card</mark>."


def test_markup_of_the_text_is_text():
    found = best(("", '<script>alert("card")</script> & <b>card</b>'))

    assert found.html == (
        "&lt;script&gt;alert(&quot;<mark>card</mark>&quot;)&lt;/script&gt; &amp; &lt;b&gt;<mark>card</mark>&lt;/b&gt;"
    )


def test_summary_that_stands_in_for_it_is_escaped_too():
    assert best(("", "nothing"), otherwise="<b>").html == "&lt;b&gt;"


def test_escaped_sign_is_no_word_to_be_marked():
    weights = {"amp": 5, "lt": 5, "mark": 5, "card": 1}

    assert best(("", "card & <mark>"), weights=weights).html == "<mark>card</mark> &amp; &lt;<mark>mark</mark>&gt;"


def test_window_with_most_different_words_is_shown():
    text = f"card card card {'x ' * 60} a card in a reader"

    found = best(("", text), weights={"card": 5, "reader": 5})

    assert found.html.endswith("a <mark>card</mark> in a <mark>reader</mark>")
    assert found.html.startswith("… ")


def test_rare_word_weighs_more():
    segments = [("", "a card"), ("", "a oberthur")]

    assert "oberthur" in best(*segments, weights={"card": 1, "oberthur": 9}).html


def test_steps_say_whose_they_are():
    assert best(("", "nothing"), ("IT", "a card")).audience == "IT"
    assert best(("", "a card"), ("IT", "a card")).audience == ""


def test_long_text_is_cut_at_both_ends():
    found = best(("", f"{'before ' * 100}card{' after' * 100}"))

    assert found.html.startswith("… before")
    assert found.html.endswith("after …")
    assert len(re.findall(r"\w+", found.html.replace("<mark>", "").replace("</mark>", ""))) == snippets.WIDTH


@given(ANY_TEXT, st.booleans())
def test_nothing_but_marks_is_markup(text, has_card):
    text = f"{text} card" if has_card else text

    found = best(("USER", text), otherwise=text)

    plain = found.html.replace("<mark>", "").replace("</mark>", "")
    assert not set('<>"') & set(plain)
    assert html.unescape(plain.removeprefix("… ").removesuffix(" …")) in html.unescape(html.escape(text))


LETTERS = st.text(st.sampled_from("abcdeinsty'’ .-é<D"), max_size=200)
PLAIN_WORDS = (
    "card",
    "cards",
    "reading",
    "reads",
    "dying",
    "dies",
    "sky",
    "skies",
    "élan",
    "élans",
    "a",
    "try",
    "tries",
    "using",
    "isn't",
)
STEMS = ("card", "read", "die", "sky", "elan", "dy", "i", "tri", "use", "t")


@given(
    LETTERS | st.lists(st.sampled_from(PLAIN_WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(STEMS), min_size=1),
)
def test_every_word_of_the_query_is_found_where_it_stands(text, stems):
    wanted = snippets.WantedTerms(dict.fromkeys(stems, 1))

    found = wanted.finds(kept(("", "no such thing"), ("", text)).places)

    every = [
        (analysis.stem(token.word), token.start)
        for token in analysis.tokens(text)
        if analysis.stem(token.word) in stems
    ]
    assert found.get(1, []) == every
    assert set(found) <= {1}


def test_text_that_is_left_out_is_not_shown():
    found = best(("", "a card"), ("", "card two"), leaves_out={"a card"})

    assert found.html == "<mark>card</mark> two"


def test_word_with_a_sign_inside_is_marked_whole():
    assert best(("", "It isn't o'clock"), weights={"oclock": 1}).html == "It isn&#x27;t <mark>o&#x27;clock</mark>"


def test_index_of_before_shows_the_summary():
    without_places = snippets.KeptTexts((("", "a card"),), Places(b""))

    assert snippets.best(without_places, snippets.WantedTerms({"card": 5}), otherwise="<b>").html == "&lt;b&gt;"


def test_word_far_into_a_long_text_is_shown_with_what_stands_around_it():
    found = best(("", f"{'other words stand here ' * 400}the card reader {'and others ' * 400}"))

    assert "the <mark>card</mark> reader and others" in found.html


def test_text_without_spaces_is_shown_cut():
    found = best(("", f"{'x' * 5000} card {'y' * 5000}"))

    assert "<mark>card</mark>" in found.html
    assert len(found.html) < 2000


def test_nothing_is_looked_for_when_no_word_is_known():
    assert best(("", "a card"), weights={}).html == "The summary."
