"""Whole codes as they are said: letters, numbers, names, and what a phone's dictation makes of them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.search import saying
from kb.catalogue.codes import normal
from kb.catalogue.codes.spoken import clocks, said, sounded, written, written_as_one


def sure(text: str) -> set[str]:
    """The keys of what it surely says."""
    return {normal(one.text) for one in said(text) if not one.is_guess}


def perhaps(text: str) -> set[str]:
    return {normal(one.text) for one in said(text) if one.is_guess}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("error one thousand and two", "ERROR1002"),
        ("e r r ten oh two", "ERR1002"),
        ("E. R. R. one zero zero two", "ERR1002"),
        ("echo romeo romeo one zero zero two", "ERR1002"),
        ("echo romeo romeo 1002", "ERR1002"),
        ("e for echo r for romeo r for romeo 1002", "ERR1002"),
        ("E double R one zero zero nine", "ERR1009"),
        ("it is a e r r ten oh two", "ERR1002"),
        ("err underscore five oh two two", "ERR5022"),
        ("err dash five oh two two", "ERR5022"),
        ("er 1002", "ERR1002"),
        ("er ten oh two when I sign in", "ERR1002"),
        ("air 1002", "ERR1002"),
        ("info 1014", "INF1014"),
        ("INF 10:14", "INF1014"),
        ("i n f 10:14 scanning for smartcard", "INF1014"),
        ("india november foxtrot ten fourteen", "INF1014"),
        ("p r twenty thousand and two", "PR20002"),
        ("pr 20 thousand and 2", "PR20002"),
        ("PR 2 triple 0 2", "PR20002"),
        ("p as in papa r as in romeo 20 002", "PR20002"),
        ("a a d s t s five zero one two six", "AADSTS50126"),
        ("four hundred underscore six four five", "400645"),
        ("400 under score 6 4 5", "400645"),
        ("four hundred underline 645", "400645"),
        ("400 - 645", "400645"),
        ("four hundred ex ex ex", "400XXX"),
        ("400 underscore triple x", "400XXX"),
        ("10 oh 2", "1002"),
        ("it says 80 15", "8015"),
        ("code ten", "CODE10"),
        ("magicard six colon two", "MAGICARD6:2"),
        ("event id six hundred and ten", "EVENTID610"),
        ("ox eight zero one zero zero zero six nine", "0X80100069"),
        ("0x eight zero one zero double oh six bravo", "0X8010006B"),
        ("hex eight zero one zero zero zero six see", "0X8010006C"),
        ("eight zero one zero zero zero two echo", "8010002E"),
        ("minus two one four six four three four nine six seven", "0X80100069"),
        ("err underscore connection underscore timed underscore out", "ERRCONNECTIONTIMEDOUT"),
        ("echo romeo romeo underscore failed", "ERRFAILED"),
        ("scard dash w dash removed card", "SCARDWREMOVEDCARD"),
    ],
)
def test_code_is_read_as_it_is_said(text, code):
    assert code in sure(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("error 1000 and 2", "ERROR1002"),
        ("four hundred and six forty five", "400645"),
        ("fifty one oh five", "50105"),
        ("eighty one five", "8015"),
        ("magicard six two", "MAGICARD6:2"),
        ("500 and something", "500XXX"),
        ("ear 1002 when I sign in", "ERR1002"),
        ("error 10:02 when I sign in", "ERROR1002"),
        ("error connection timed out", "ERRCONNECTIONTIMEDOUT"),
        ("ward code ten", "CODE10"),
        ("ten oh two 5", "1002"),
        ("5 ten oh two", "1002"),
        ("80 fifteen", "8015"),
        ("fifty 22", "5022"),
        ("400 sixty four five", "400645"),
    ],
)
def test_what_may_be_another_code_is_a_guess(text, code):
    assert code in perhaps(text)
    assert code not in sure(text)


@pytest.mark.parametrize(
    "text",
    [
        "I waited for twenty minutes",
        "one of my two cards",
        "it worked for one user",
        "it worked once or twice",
        "echo in the room",
        "I am on call",
        "a e for apple 1002",
        "double trouble with my card",
        "at err 10:02 this morning",
        "INFO 10:14:32 service started",
        "the card - a new one",
        "I see a be see",
        "ex colleague",
        "oh no not again",
        "under score",
        "we need 4030 - forms",
        "error - 6450 users",
        "Ox82CEF0D9",
        "er 27 thousand and first",
    ],
)
def test_ordinary_sentence_says_no_code(text):
    assert not any(any(sign.isdigit() for sign in code) and len(code) > 3 for code in sure(text))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Error number one thousand and two please", "error 1002"),
        ("error code ten oh two", "error 1002"),
        ("code ten oh two", "code 1002"),
        ("event id six hundred and ten", "event id 610"),
        ("hello it says four hundred underscore six four five", "400_645"),
        ("er 1002", "err 1002"),
        ("INF 10:14", "INF 1014"),
        ("err underscore timed underscore out", "err_timed_out"),
    ],
)
def test_what_is_one_code_is_written_as_one_would_type_it(text, typed):
    assert written(text).lower() == typed.lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1002",
        "card not working",
        "error ten oh two on my new laptop",
        "four hundred and six forty five",
        "error 1000 and 2",
        "ten oh two am",
        "one thousand and two cards",
        "ten oh two " * 30,
    ],
)
def test_what_is_more_than_a_code_or_perhaps_another_is_not_written(text):
    assert written(text) == ""


def test_guess_keeps_the_place_where_it_was_said():
    text = "I see echo romeo romeo ten oh two here"

    places = {text[one.start : one.end] for one in said(text) if normal(one.text) == "ERR1002"}

    assert places == {"echo romeo romeo ten oh two"}


def test_time_is_a_code_only_behind_letters_of_one():
    assert [code.text for _, code in clocks("INF 10:14 and again at 10:15")] == ["INF 1014"]
    assert list(clocks("it began on Tuesday 10:14")) == []


LETTERS = st.sampled_from(["ERR", "INF", "PR", "AADSTS", "WRN", "E"])


@settings(max_examples=600, deadline=None)
@given(LETTERS, st.integers(100, 999_999), st.data())
def test_letters_and_a_number_said_in_any_usual_way_read_back(letters, number, data):
    before = data.draw(st.sampled_from(saying.letters_said(letters)))
    figures = data.draw(st.sampled_from(saying.number_said(str(number))))
    code = normal(f"{letters}{number}")

    found = list(said(f"{before} {figures}"))

    assert len(letters) == 1 or code in {normal(one.text) for one in found}
    with_letters = {normal(one.text) for one in found if one.has_letters and not one.is_guess}
    assert with_letters <= {code, code.removeprefix("A"), code.removeprefix("I")}


@settings(max_examples=600, deadline=None)
@given(st.integers(0, 999_999), st.data())
def test_each_number_reads_back_whole_or_not_at_all(number, data):
    figures = data.draw(st.sampled_from(saying.number_said(str(number))))

    found = list(said(f"code {figures}"))

    assert normal(f"code{number}") in {normal(one.text) for one in found}, figures
    assert {normal(one.text) for one in found if not one.is_guess} <= {f"CODE{number}", str(number)}


@settings(max_examples=400, deadline=None)
@given(st.integers(1000, 999_999), st.data())
def test_number_as_dictation_writes_it_reads_back(number, data):
    figures = data.draw(st.sampled_from(saying.number_dictated(str(number))))

    assert f"ERR{number}" in {normal(one.text) for one in said(f"er {figures}")}, figures
    assert {normal(one.text) for one in said(f"er {figures}") if one.has_letters} == {f"ERR{number}"}


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 0xFFFFFFFF), st.data())
def test_hexadecimal_number_reads_back_digit_by_digit(number, data):
    digits = f"{number:08X}"
    nought = data.draw(st.sampled_from(["oh", "zero", "nought"]))
    words = {str(figure): saying.figure_by_figure(str(figure), nought) for figure in range(10)}
    spelled = data.draw(st.sampled_from(["a b c d e f", "alpha bravo charlie delta echo foxtrot"])).split()
    words |= dict(zip("ABCDEF", spelled, strict=True))
    begins = data.draw(st.sampled_from(["oh ex", "zero x", "zero ex", "0x"]))

    found = sure(f"{begins} {' '.join(words[digit] for digit in digits)}")

    assert found == {normal(f"0x{digits}")}


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_is_read_without_an_error(text):
    for one in said(text):
        assert 0 <= one.start < one.end <= len(text)
    written(text)


@pytest.mark.parametrize(
    "piece",
    ["one ", "e ", "double ", "echo ", "10:14 ", "a 10:14 ", "er 1 ", "x ", "a_", "and ", "error ", "0x1 ", "- "],
)
def test_time_grows_with_the_length_and_no_faster(piece):
    def seconds(text: str) -> float:
        start = time.process_time()
        list(said(text))
        return time.process_time() - start

    assert seconds(piece * (2000 // len(piece))) < 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("aay ay dee sts nine nine nine nine one", "AADSTS99991"),
        ("it says ay ay dee sts 99991, please", "AADSTS99991"),
        ("pee ar two zero nine triple eight", "PR209888"),
        ("error code cue tango four five six", "QT456"),
        ("see you at nine ten oh two", ""),
        ("I see the error two two two", ""),
        ("dee one two three", ""),
        ("are you there one two three", ""),
        ("em see nine of ten", ""),
        ("sea bee 4.5%", ""),
    ],
)
def test_typed_as_it_sounded_it_is_a_code_only_where_all_of_it_is_letters_and_figures(text, code):
    assert sounded(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("zero x eight zero one four zero zero zero one", "0x80140001"),
        ("alpha alpha delta sierra tango sierra nine nine nine nine one", "AADSTS99991"),
        ("it says err nine one three eight", "ERR9138"),
        ("the card is not read", ""),
    ],
)
def test_letters_that_were_said_stand_close_to_the_figures(text, code):
    assert written_as_one(text) == code


@given(st.text(max_size=150))
def test_nothing_is_too_strange_to_sound(text):
    assert sounded(text) == "" or sounded(text).isalnum()
