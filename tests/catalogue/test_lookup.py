"""Which code a typed text is, asked of the database; both databases give one answer."""

import pytest

from kb.catalogue.codes import MatchKind
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.lookup import look_up, nearest
from tests.make import make_article, make_code

pytestmark = pytest.mark.usefixtures("register")


def found(typed: str) -> tuple[MatchKind, list[str]]:
    answer = look_up(typed)
    return answer.kind, [code.display for code in answer.codes]


@pytest.mark.parametrize(
    ("typed", "kind", "display"),
    [
        ("ERR5022", MatchKind.EXACT, "ERR5022"),
        ("err 5022", MatchKind.EXACT, "ERR5022"),
        ("ERR-5022", MatchKind.EXACT, "ERR5022"),
        ("err_5022", MatchKind.EXACT, "ERR5022"),
        ("ERR\x005022", MatchKind.EXACT, "ERR5022"),
        ("ERR5O22", MatchKind.MISREAD, "ERR5022"),
        ("5022", MatchKind.NUMBER, "ERR5022"),
        ("400_645", MatchKind.EXACT, "400_645"),
        ("400 645", MatchKind.EXACT, "400_645"),
        ("400-645", MatchKind.EXACT, "400_645"),
        ("400_123", MatchKind.FAMILY, "400_xxx"),
        ("error code 400_123", MatchKind.FAMILY, "400_xxx"),
        ("400-123", MatchKind.FAMILY, "400_xxx"),
        ("400 123", MatchKind.FAMILY, "400_xxx"),
        ("500_001", MatchKind.FAMILY, "500_xxx"),
        ("PR20002", MatchKind.EXACT, "PR20002"),
        ("pr 20002", MatchKind.EXACT, "PR20002"),
        ("PR2OOO2", MatchKind.MISREAD, "PR20002"),
        ("20002", MatchKind.NUMBER, "PR20002"),
        ("Error 1002", MatchKind.EXACT, "ERR1002"),
        ("1002", MatchKind.NUMBER, "ERR1002"),
        ("error code: 1000", MatchKind.NUMBER, "Error 1000"),
        ("ERR1000", MatchKind.EXACT, "Error 1000"),
        ("0x80070005", MatchKind.EXACT, "0x80070005"),
        ("Ox80070005", MatchKind.MISREAD, "0x80070005"),
        ("0x8007 0005", MatchKind.EXACT, "0x80070005"),
        ("80070005", MatchKind.NUMBER, "0x80070005"),
        ("-2147024891", MatchKind.EXACT, "0x80070005"),
        ("400_", MatchKind.FAMILY, "400_xxx"),
        ("400_xxx", MatchKind.EXACT, "400_xxx"),
        ("error 400612", MatchKind.FAMILY, "400_xxx"),
        ("4OO_612", MatchKind.FAMILY, "400_xxx"),
        ("err 8015", MatchKind.NUMBER, "8015"),
        ("err connection timed out", MatchKind.EXACT, "ERR_CONNECTION_TIMED_OUT"),
    ],
)
def test_typed_text_finds_its_code(typed, kind, display):
    assert found(typed) == (kind, [display])


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", "ERR5023", "ERR-5023", "err 20002", "4001", "400_6", "my smartcard", "x" * 201, "\x00", chr(0xD800)],
)
def test_other_texts_find_nothing(typed):
    assert found(typed) == (MatchKind.UNKNOWN, [])


def test_code_and_its_neighbours_are_different_codes():
    make_code("ERR5023")

    assert found("ERR5023") == (MatchKind.EXACT, ["ERR5023"])
    assert found("ERR5022") == (MatchKind.EXACT, ["ERR5022"])
    assert found("ERR5024") == (MatchKind.UNKNOWN, [])


def test_two_codes_that_are_misread_for_each_other_are_both_shown():
    make_code("ERR5O22")

    assert found("ERR5O22") == (MatchKind.EXACT, ["ERR5O22"])
    assert found("ERRSO22") == (MatchKind.MISREAD, ["ERR5022", "ERR5O22"])


def test_misread_spelling_finds_its_code():
    assert found("Error l002") == (MatchKind.MISREAD, ["ERR1002"])


def test_bare_number_of_several_codes_shows_them_all():
    make_code("WRN5022")

    answer = look_up("5022")

    assert [code.display for code in answer.codes] == ["ERR5022", "WRN5022"]
    assert answer.only is None


def test_answer_says_what_was_typed_and_whether_it_was_misread():
    answer = look_up(" err5O22 ")

    assert (answer.typed, answer.misread) == (" err5O22 ", True)
    assert answer.only
    assert answer.only.display == "ERR5022"


@pytest.mark.parametrize("typed", ["ERR5022", "400_612", "5022", "error code nonsense"])
def test_look_up_takes_two_queries_at_most(typed, django_assert_max_num_queries):
    for number in range(20):
        make_code(f"WRN77{number}", spellings=(f"Warning 77{number}",))

    with django_assert_max_num_queries(2):
        look_up(typed)


def test_text_without_any_letter_or_figure_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        look_up("---")


def shown(codes) -> list[str]:
    return [code.display for code in codes]


@pytest.fixture
def answered(register):
    """Articles for some of the codes: only these are listed."""
    make_article(codes=("ERR5022", "400_645"), mentions=("PR20002",))
    make_article(codes=("400_xxx", "ERR1002"))


@pytest.mark.parametrize(
    ("typed", "displays"),
    [
        ("ERR5023", ["ERR5022"]),
        ("error code ERR5021", ["ERR5022"]),
        ("ERR1022", ["ERR1002", "ERR5022"]),
        ("400_644", ["400_645"]),
        ("80l5", []),
        ("ABC", []),
        ("", []),
    ],
)
def test_nearest_codes_are_few_and_look_much_like_it(typed, displays, answered):
    assert shown(nearest(typed)) == displays


def test_nearest_codes_are_five_at_most_and_the_nearest_first():
    make_article(codes=tuple(f"WRN700{number}" for number in range(8)))

    assert shown(nearest("WRN7007A")) == ["WRN7007", "WRN7000", "WRN7001", "WRN7002", "WRN7003"]


@pytest.fixture
def two_meanings(register):
    make_code(
        "0x80100006",
        meanings=(
            MeaningEntry("Too little memory.", "Windows", "windows", spellings=("SCARD_E_NO_MEMORY",)),
            MeaningEntry("It was busy.", "Identity Agent", "agent", search_spellings=("SERVER_BUSY",)),
        ),
        spellings=("Error 0x6",),
    )


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("SCARD_E_NO_MEMORY", "windows"),
        ("scard e no memory", "windows"),
        ("SCARD_E_N0_MEM0RY", "windows"),
        ("error SERVER_BUSY", "agent"),
        ("0x80100006", None),
        ("-2146435066", None),
        ("Error 0x6", None),
    ],
)
def test_spelling_that_chooses_a_meaning_leads_to_it_and_any_other_to_all(typed, chosen, two_meanings):
    answer = look_up(typed)

    assert answer.only
    assert answer.only.display == "0x80100006"
    assert (answer.chosen.key if answer.chosen else None) == chosen
    assert answer.address == f"/codes/0x80100006/{f'?meaning={chosen}' if chosen else ''}"


def test_text_that_is_several_codes_has_no_address_of_one():
    make_code("WRN5022")

    assert look_up("5022").address == ""
