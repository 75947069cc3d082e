"""What names a patient or gives a passcode away is found; what only looks like it is left alone."""

import csv
import gc
import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from nhs_number import REGION_ENGLAND, generate, is_valid

from kb.privacy.patient_data import MOST_ASKED, PersonalKind, PersonalPassage, find, removed

# What is to be found stands in «these marks».
CASES = [
    Path(__file__).with_name(f"{name}.csv")
    for name in ("patient_data", "patient_sentences", "reports_to_stop", "reports_to_pass")
]
FOR_JSON = {r"\n": "\n", r"\r": "\r", r"\t": "\t"}


def no_code(text: str) -> bool:
    return False


def unescaped(text: str) -> str:
    for escape, sign in FOR_JSON.items():
        text = text.replace(escape, sign)
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def cases() -> list[tuple[set[str], str]]:
    found = []
    for path in CASES:
        with path.open(encoding="utf-8", newline="") as file:
            found += [(set(row["kind"].split()), unescaped(row["text"])) for row in csv.DictReader(file, strict=True)]
    return found


def marked(text: str, passages: tuple[PersonalPassage, ...]) -> str:
    for passage in reversed(passages):
        text = f"{text[: passage.start]}«{text[passage.start : passage.end]}»{text[passage.end :]}"
    return text


def test_the_table_has_cases_of_both_sorts():
    kinds = [kinds for kinds, _ in cases()]

    assert len([kind for kind in kinds if kind]) > 200
    assert len([kind for kind in kinds if not kind]) > 200


@pytest.mark.parametrize(("kinds", "text"), cases(), ids=[text for _, text in cases()])
def test_passages_are_found_where_they_are_and_nowhere_else(kinds, text):
    plain = text.replace("«", "").replace("»", "")

    found = find(plain, is_code=no_code)

    assert marked(plain, found) == text
    assert {passage.kind.name for passage in found} == kinds


@pytest.mark.parametrize("text", [text for kinds, text in cases() if kinds], ids=str)
def test_removal_puts_a_mark_in_place_of_each_passage(text):
    plain = text.replace("«", "").replace("»", "")

    left = removed(plain, find(plain, is_code=no_code))

    assert left == re.sub("«[^»]*»", "[removed]", text)
    assert find(left, is_code=no_code) == ()


# --- Errors and other numbers of computers -------------------------------------------------------------------------

SMARTCARD_ERRORS = range(0x8010_0001, 0x8010_0072 + 1)


@pytest.mark.parametrize("said", ["{}", "Error {}", "error code: {}.", "The patient cannot wait: {}", "wrong PIN ({})"])
def test_every_smartcard_error_of_windows_passes_however_it_is_written(said):
    written = [
        said.format(text)
        for error in SMARTCARD_ERRORS
        for text in (f"0x{error:08X}", f"{error:08x}", str(error), str(error - 2**32))
    ]

    assert [text for text in written if find(text, is_code=no_code)] == []


@pytest.mark.parametrize("base", [0x8000_0000, 0x8007_0000, 0x8009_0000, 0xC000_0000])
def test_errors_of_windows_as_unsigned_decimals_pass(base):
    # Each remainder by 11, on which the check digit hangs, comes as often as among all of them.
    numbers = [str(base + offset) for offset in range(0, 0x1_0000, 7)]

    assert [number for number in numbers if find(number, is_code=no_code)] == []


@given(st.integers(min_value=1_500_000_000, max_value=1_999_999_999), st.sampled_from(["", "000", ".123"]))
def test_time_stamp_passes(seconds, fraction):
    assert find(f"at {seconds}{fraction} it failed", is_code=no_code) == ()


@given(st.uuids())
def test_guid_passes(guid):
    assert find(f"{{{guid}}} {guid.hex}", is_code=no_code) == ()


@given(st.from_regex(r"(\+44 ?|0044 ?|0)7[0-9]{9}", fullmatch=True))
def test_mobile_number_passes(number):
    assert find(f"Ring me on {number} please", is_code=no_code) == ()


_TEXTS = sorted(path for path in (settings.BASE_DIR / "fixtures").rglob("*.*") if path.suffix not in {".png", ".jpg"})


@pytest.mark.parametrize("path", _TEXTS, ids=lambda path: path.name)
def test_nothing_is_found_in_what_the_knowledge_base_itself_says(path):
    text = path.read_text(encoding="utf-8")

    assert marked(text, find(text, is_code=no_code)) == text


# --- NHS numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape", ["{}", "NHS: {}", "Smith, John {} F", "({})", "the record of {}.", "{}\n", "a\t{}\tb"]
)
@pytest.mark.parametrize("join", ["", " ", "-", "\u00a0", "\u2011"])
@pytest.mark.parametrize("region", [range(40, 50), range(60, 80)], ids=["4", "6 and 7"])
def test_number_of_england_is_found_in_every_shape(shape, join, region):
    numbers = [number for number in generate(quantity=200) if int(number[:2]) in region]

    written = [shape.format(join.join((number[:3], number[3:6], number[6:]))) for number in numbers]

    assert [
        text for text in written if [each.kind for each in find(text, is_code=no_code)] != [PersonalKind.NHS_NUMBER]
    ] == []


@given(st.from_regex(r"[0-9]{10}", fullmatch=True).filter(lambda digits: not is_valid(digits)))
def test_ten_digits_with_a_wrong_check_digit_are_no_nhs_number(digits):
    assert find(f"{digits}, {digits[:3]} {digits[3:6]} {digits[6:]}", is_code=no_code) == ()


def test_a_number_that_is_a_code_passes():
    asked = []

    def is_code(text: str) -> bool:
        asked.append(text)
        return text == "4010232137"

    found = find("4010232137 or 943 476 5919", is_code=is_code)

    assert found == (PersonalPassage(14, 26, PersonalKind.NHS_NUMBER),)
    assert set(asked) == {"4010232137", "943 476 5919"}


def test_who_knows_the_codes_is_asked_once_for_each_number_and_not_for_thousands():
    asked = []

    def is_code(text: str) -> bool:
        asked.append(text)
        return True

    repeated = "4010232137 " * 1000
    many = " ".join(number for number in generate(quantity=1000, for_region=REGION_ENGLAND))

    assert find(repeated, is_code=is_code) == ()
    assert asked == ["4010232137"]
    assert len(find(many, is_code=is_code)) > 900
    assert len(asked) == 1 + MOST_ASKED


def test_what_follows_nhs_number_is_found_though_it_is_a_code():
    assert find("NHS number 5022", is_code=lambda _: True) == (PersonalPassage(11, 15, PersonalKind.NHS_NUMBER),)


# --- Any text ------------------------------------------------------------------------------------------------------

PIECES = [
    "patient", "Patient", "patients", "PATIENT", "name", "John", "SMITH", "van", "Mrs", "Jones", "record", "is", ":",
    "=", ",", "NHS number", "NHS no", "NHS", "CHI", "943 476 5919", "943-476-5919", "9434765919", "4010232137", "476",
    "5919", "9990000018", "+44", "0044", "(0)", "0x", "-", "−", ".", "/", "_", "123", "DOB", "born", "on", "1 Feb 1980",
    "01/02/1980", "1980", "T0", "passcode", "PIN", "password", "1234", "12345678", "1 2 3 4", "serial number", "S/N",
    " ", " ", " ", " ", "  ", "\n", "\u00a0", "\u200b", "(", ")", '"', "'", "[removed]", "[", "removed]", "\0", "0",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=24).map("".join))


@given(TEXTS)
def test_passages_lie_in_order_in_the_text_and_are_gone_once_removed(text):
    found = find(text, is_code=no_code)
    left = removed(text, found)

    edges = [edge for passage in found for edge in (passage.start, passage.end)]
    assert edges == sorted(edges)
    assert all(0 <= passage.start < passage.end <= len(text) for passage in found)
    assert left.count("[removed]") == text.count("[removed]") + len(found)
    assert find(left, is_code=no_code) == ()
    assert removed(left, ()) == left


# --- Time ----------------------------------------------------------------------------------------------------------

HOSTILE = {
    "nothing": lambda size: "The card is not read. " * (size // 22),
    "digits": lambda size: "4" * size,
    "NHS numbers": lambda size: "943 476 5919 " * (size // 13),
    "Scottish numbers": lambda size: "0101800002," * (size // 11),
    "numbers that are no NHS numbers": lambda size: "943 476 5918 " * (size // 13),
    "groups of digits": lambda size: "943 476 " * (size // 8),
    "country codes": lambda size: "+44 0044 9434765919 " * (size // 20),
    "country codes after labels": lambda size: "PIN 0044 9434765919 " * (size // 20),
    "labels": lambda size: "patient " * (size // 8),
    "labels of passcodes": lambda size: "pin is to of as " * (size // 16),
    "labels of births": lambda size: "born on in of is" * (size // 16),
    "labels and signs": lambda size: "patient:::( NHS no ...=== PIN ---(( " * (size // 36),
    "names": lambda size: "patient John van " * (size // 17),
    "one long name": lambda size: "patient " + "John Smith " * (size // 11),
    "one long word": lambda size: "patient " + "J" * size,
    "spaces": lambda size: "patient" + " " * size + "PIN" + "\n" * size,
    "dates": lambda size: "born 1 2 3 4 5 6 " * (size // 17),
    "serial numbers": lambda size: "serial number 9434765919 " * (size // 25),
    "people beside dates": lambda size: "pt john smith 1 Feb 1960 " * (size // 25),
    "names alone": lambda size: "John Smith " * (size // 11),
    "ages": lambda size: "aged 54 male " * (size // 13),
    "records": lambda size: "Smith's record of " * (size // 18),
    "addresses": lambda size: "lives at: 12 High Street, " * (size // 26),
    "figures in words": lambda size: "five " * (size // 5),
    "figures before a passcode": lambda size: "use 4821 as my " * (size // 15),
    "single figures": lambda size: "1 " * (size // 2),
    "one long password": lambda size: "pwd " + "a1" * (size // 2),
    "people with a title": lambda size: "giving insulin to Mr Jones is in " * (size // 33),
    "titles": lambda size: "Mr Mrs " * (size // 7),
    "beds": lambda size: "bed 4 is called John Smith " * (size // 27),
    "given names": lambda size: "John Mary Smith giving meds to " * (size // 31),
    "postcodes after a trace": lambda size: "trace postcode LS1 4AP " * (size // 23),
    "titles with an address": lambda size: "Mrs Jones of Flat 2, High " * (size // 26),
    "figures after a passcode": lambda size: "PIN was 1234 and now 4321 or 5555 " * (size // 34),
    "phrases": lambda size: "passphrase is correct horse battery staple " * (size // 43),
    "sentences as a password": lambda size: "password for the login is the cat sat on " * (size // 41),
    "words behind a password": lambda size: "password as my Ab of Tiggers " * (size // 29),
    "figures to try": lambda size: "use 5527 if you want to log in with jdoe and " * (size // 45),
    "fillers": lambda size: "pin the ra agent gave me for my card " * (size // 37),
    "labels of tickets": lambda size: "task number ref id raised 4010232137 " * (size // 37),
    "birth in words": lambda size: "born twenty first of May nineteen sixty " * (size // 40),
    "tens in words": lambda size: "PIN forty four seventeen two thousand and " * (size // 42),
    "births in numbers": lambda size: "dob two four eighty one and of the " * (size // 35),
    "people on the phone": lambda size: "I have Mrs Jones on the phone about her " * (size // 40),
    "figures that were refused": lambda size: "entered 5518 and it says wrong " * (size // 31),
    "figures that were typed": lambda size: "tried 482134 and also tried " * (size // 28),
    "words that were typed": lambda size: "tried Tiger2020 and then " * (size // 25),
    "one long mixed word": lambda size: "tried " + "aB1!" * (size // 4),
    "codes that were sent": lambda size: "text code is of i we she security " * (size // 34),
    "answers": lambda size: "security answer Foo Bar Baz " * (size // 28),
    "streets": lambda size: "her 44 Mill Street and 44 Ann Bob " * (size // 34),
    "people in beds": lambda size: "Mr Jones in bed 16 " * (size // 19),
    "numbers of charts": lambda size: "X3321908 the chart her number in Lorenzo is of " * (size // 47),
    "removed already": lambda size: "patient [removed] " * (size // 18),
}
TIMES_LONGER = 4
# Quadratic work would be 16 times as much. The room between is for a busy machine.
MOST_TIMES_THE_WORK = 9
# For ten times the longest report, while the machine does other things too.
MOST_SECONDS = 0.6
SIZE = 100_000


@pytest.fixture
def no_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def work(text: str) -> float:
    """The processor time of this thread alone, the least of five tries."""
    tries = []
    for _ in range(5):
        began = time.thread_time()
        find(text, is_code=no_code)
        tries.append(time.thread_time() - began)
    return min(tries)


@pytest.mark.wide
@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length_of_the_text_and_is_short(name):
    short, long = work(HOSTILE[name](SIZE // TIMES_LONGER)), work(HOSTILE[name](SIZE))

    assert long < MOST_TIMES_THE_WORK * short + 0.01
    assert long < MOST_SECONDS
