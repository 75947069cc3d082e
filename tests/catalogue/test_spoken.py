"""Codes as people say them on the phone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalogue.codes.spoken import spoken


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("four hundred underscore six four five", "400_645"),
        ("four hundred dash six four five", "400-645"),
        ("four oh oh slash six four five", "400/645"),
        ("ten oh two", "1002"),
        ("one zero zero two", "1002"),
        ("five oh double two", "5022"),
        ("triple five", "555"),
        ("treble nought one", "0001"),
        ("two thousand", "2000"),
        ("sixty four five", "645"),
        ("sixty ten", "6010"),
        ("fifty twenty two", "5022"),
        ("Five ZERO Two Two", "5022"),
        ("five, oh, two, two", "5022"),
        ("twenty-two eleven", "2211"),
        ("nineteen eighty four", "1984"),
        ("one thousand and two", "1002"),
        ("a thousand and two", "1002"),
        ("one thousand two", "1002"),
        ("twenty thousand and two", "20002"),
        ("five hundred thousand one hundred and twenty one", "500121"),
        ("seven million one hundred and twelve", "7000112"),
        ("twelve hundred and five", "1205"),
        ("ten o two", "1002"),
        ("400 underscore 645", "400_645"),
        ("four hundred underscore ex ex ex", "400_xxx"),
        ("five colon two", "5:2"),
        ("zero x eight zero one zero zero zero two E", "0x8010002E"),
        ("oh ex eight zero one double zero zero bravo", "0x801000B"),
        ("minus two one four six four three four nine six seven", "-2146434967"),
    ],
)
def test_numbers_are_read_as_they_are_said(said, figures):
    assert [one.figures for one in spoken(said) if not one.is_guess] == [figures]


@pytest.mark.parametrize(
    "text",
    [
        "one",
        "a card for two people",
        "to be or not to be",
        "hundred",
        "underscore dash",
        "double trouble",
        "",
        "someone two",
        "thousand and two",
        "one thousand and first",
        "one thousand and two billion",
        "one thousand thousand",
        "two dozen",
        "double forty",
        "windows 10 two cards",
        "5022 and two",
    ],
)
def test_words_that_are_no_number_or_cannot_be_read_whole_are_none(text):
    assert spoken(text) == []


@pytest.mark.parametrize("text", ["for five", "to two", "a one"])
def test_words_that_only_sound_like_numbers_are_none(text):
    assert spoken(text) == []


def test_said_number_knows_where_it_stands():
    text = "I see err ten oh two here"

    (said,) = spoken(text)

    assert text[said.start : said.end] == "ten oh two"


def test_two_numbers_apart_are_two():
    said = spoken("error ten oh two and then five oh double two")

    assert [one.figures for one in said] == ["1002", "5022"]


def test_full_stop_ends_a_number():
    assert [one.figures for one in spoken("ten oh two. four five")] == ["1002", "45"]


def test_words_that_may_mean_several_numbers_are_guesses():
    said = spoken("four hundred and six forty five")

    assert [(one.figures, one.is_guess) for one in said] == [("400645", True), ("40645", True)]
    assert all(one.is_guess for one in spoken("one two thousand"))
    assert not any(one.is_guess for one in spoken("four hundred and six underscore forty five"))


def test_number_left_open_is_a_family_at_most():
    assert [(one.figures, one.is_guess) for one in spoken("five hundred and something")] == [("500_xxx", True)]
    assert spoken("five thousand odd cards") == spoken("one hundred and two something") == []


def test_two_figures_may_be_those_on_either_side_of_a_colon():
    assert [one.parted for one in spoken("six two")] == ["6:2"]
    assert [one.parted for one in spoken("sixty two")] == [""]


def test_article_behind_eight_hexadecimal_digits_is_a_word():
    (said,) = spoken("zero x eight zero one zero zero zero two E a card")

    assert said.figures == "0x8010002E"


UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
UNITS += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def below_hundred(number: int, hyphen: str) -> str:
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (f"{hyphen}{UNITS[number % 10]}" if number % 10 else "")


def cardinal(number: int, *, hyphen: str, link: str) -> str:
    """As read in full; `link` is said before what is less than a hundred."""
    for scale, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            tail = cardinal(rest, hyphen=hyphen, link=link) if rest else ""
            before = link if 0 < rest < 100 else " "
            return f"{cardinal(head, hyphen=hyphen, link=link)} {name}{before if rest else ''}{tail}"
    return below_hundred(number, hyphen)


def figure_by_figure(number: int, nought: str) -> str:
    return " ".join(nought if figure == "0" else UNITS[int(figure)] for figure in str(number))


def with_doubles(number: int, nought: str) -> str:
    """ "five oh double two" """

    def one(found: re.Match[str]) -> str:
        word = nought if found[1] == "0" else UNITS[int(found[1])]
        times = {1: "", 2: "double ", 3: "triple "}[len(found[0])]
        return f"{times}{word} "

    return re.sub(r"([0-9])\1{0,2}", one, str(number)).strip()


def by_twos(number: int, hyphen: str) -> str:
    """ "ten oh two", "fifty twenty-two" """
    figures = str(number)
    figures = figures if len(figures) % 2 == 0 else f"0{figures}"
    pairs = [figures[at : at + 2] for at in range(0, len(figures), 2)]
    said = [f"oh {UNITS[int(pair[1])]}" if pair[0] == "0" else below_hundred(int(pair), hyphen) for pair in pairs]
    return " ".join(said).removeprefix("oh ") if str(number) != figures else " ".join(said)


@st.composite
def numbers_in_words(draw) -> tuple[int, str]:
    """A number, and one of the manners in which people in Britain say it."""
    number = draw(st.integers(100, 9_999_999) | st.integers(1_000, 9_999) | st.sampled_from([1002, 5022, 20002, 50053]))
    hyphen = draw(st.sampled_from([" ", "-"]))
    nought = draw(st.sampled_from(["oh", "zero", "nought"]))
    manners = [
        cardinal(number, hyphen=hyphen, link=" and "),
        cardinal(number, hyphen=hyphen, link=" "),
        figure_by_figure(number, nought),
        with_doubles(number, nought),
        by_twos(number, hyphen),
    ]
    return number, draw(st.sampled_from(manners))


@settings(max_examples=600)
@given(
    numbers_in_words(), st.sampled_from(["", "error ", "it says err ", "code "]), st.sampled_from(["", " please", "."])
)
def test_number_said_in_words_is_that_number_and_never_another(said, before, after):
    number, words = said

    found = spoken(f"{before}{words}{after}")

    assert {one.figures for one in found if not one.is_guess} <= {str(number)}
    assert str(number) in {one.figures for one in found}, words


@settings(max_examples=300)
@given(numbers_in_words(), numbers_in_words())
def test_number_that_goes_on_in_a_way_that_cannot_be_read_is_none(said, other):
    assert spoken(f"{said[1]} billion") == []
    assert all(one.figures != str(said[0]) for one in spoken(f"{said[1]} {other[1]}") if not one.is_guess)


def in_words(number: int) -> list[str]:
    """In each of the common ways."""
    hundreds, rest = divmod(number, 100)
    words = [
        cardinal(number, hyphen="-", link=" and ") if number else "zero",
        cardinal(number, hyphen=" ", link=" ") if number else "nought",
        cardinal(number, hyphen=" ", link=", and ") if number else "oh",
        figure_by_figure(number, "oh"),
        figure_by_figure(number, "zero"),
        with_doubles(number, "nought"),
        by_twos(number, " "),
    ]
    if hundreds % 10 and hundreds < 100:
        words.append(f"{below_hundred(hundreds, '-')} hundred{f' and {below_hundred(rest, " ")}' if rest else ''}")
    return words


def not_itself(number: int, before: str = "", after: str = "") -> list[str]:
    """What is read out of the number's words and is surely another number."""
    return [
        f"{words} is {said.figures}"
        for words in in_words(number)
        for said in spoken(f"{before}{words}{after}")
        if not said.is_guess and said.figures != str(number)
    ]


@settings(max_examples=800)
@given(
    st.integers(0, 99_999),
    st.sampled_from(["", "error ", "err ", "it says code "]),
    st.sampled_from(["", " and", " and the card", " please", ". It", " & 2"]),
)
def test_every_number_reads_back_to_itself_or_to_nothing(number, before, after):
    assert not_itself(number, before, after) == []


@pytest.mark.wide
def test_each_of_a_hundred_thousand_numbers_reads_back_to_itself_or_to_nothing():
    assert [wrong for number in range(100_000) for wrong in not_itself(number)] == []


@given(
    st.integers(1, 999), st.sampled_from(["hundred", "thousand"]), st.sampled_from([" and", " plus", " &", " and tow"])
)
def test_number_that_breaks_off_behind_a_scale_is_none(number, scale, end):
    assert spoken(f"error {cardinal(number, hyphen=' ', link=' and ')} {scale}{end}") == []


SAID = [
    "zero",
    "one",
    "ten",
    "nineteen",
    "twenty",
    "ninety",
    "hundred",
    "thousand",
    "double",
    "underscore",
    "dash",
    "oh",
]
WORDS = st.lists(st.sampled_from([*SAID, "card", ",", ".", "err"]), max_size=12)


@given(WORDS)
def test_any_run_of_words_is_read_without_an_error(words):
    text = " ".join(words)

    for said in spoken(text):
        assert 0 <= said.start < said.end <= len(text)
        assert any(sign.isdigit() for sign in said.figures)
