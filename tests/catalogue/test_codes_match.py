"""Which code a typed text means, rule by rule in order of certainty. Bare: no database."""

import string

import pytest

from kb.catalogue import codes
from kb.catalogue.codes import Family, Key, Match, MatchKind

ERR5022, C400_645, C400_XXX, C500_XXX, PR20002, ERR1002, C8015, DENIED = range(8)
KEYS = (
    Key(ERR5022, "ERR5022"),
    Key(C400_645, "400_645"),
    Key(C400_XXX, "400_xxx", Family.parse("400_xxx")),
    Key(C500_XXX, "500_xxx", Family.parse("500_xxx")),
    Key(PR20002, "PR20002"),
    Key(ERR1002, "ERR1002"),
    Key(ERR1002, "Error 1002"),
    Key(C8015, "8015"),
    Key(DENIED, "0x80070005"),
)


@pytest.mark.parametrize(
    ("typed", "kind", "owner"),
    [
        ("ERR5022", MatchKind.EXACT, ERR5022),
        ("err 5022", MatchKind.EXACT, ERR5022),
        ("Error: ERR-5022", MatchKind.EXACT, ERR5022),
        ("error code ERR 5022.", MatchKind.EXACT, ERR5022),
        ("Error 1002", MatchKind.EXACT, ERR1002),
        ("error_1002", MatchKind.EXACT, ERR1002),
        ("ERROR1002", MatchKind.EXACT, ERR1002),
        ("error 8015", MatchKind.EXACT, C8015),
        ("Code no. 8015", MatchKind.EXACT, C8015),
        ("error -2147024891", MatchKind.EXACT, DENIED),
        ("400/645", MatchKind.EXACT, C400_645),
        ("ERR5O22", MatchKind.MISREAD, ERR5022),
        ("error code ERR5O22", MatchKind.MISREAD, ERR5022),
        ("4OO_645", MatchKind.MISREAD, C400_645),
        ("err 4OO_645", MatchKind.MISREAD, C400_645),
        ("400_xxx", MatchKind.EXACT, C400_XXX),
        ("400_", MatchKind.FAMILY, C400_XXX),
        ("400_612", MatchKind.FAMILY, C400_XXX),
        ("err 400_612", MatchKind.FAMILY, C400_XXX),
        ("failure 500 001", MatchKind.FAMILY, C500_XXX),
        ("5022", MatchKind.NUMBER, ERR5022),
        ("error 5022", MatchKind.NUMBER, ERR5022),
        ("error 1002", MatchKind.EXACT, ERR1002),
        ("error code 1002", MatchKind.NUMBER, ERR1002),
        ("err code 1002", MatchKind.NUMBER, ERR1002),
        ("80070005", MatchKind.NUMBER, DENIED),
        ("err 8015", MatchKind.NUMBER, C8015),
        ("ERR8015", MatchKind.NUMBER, C8015),
        ("err 400_645", MatchKind.NUMBER, C400_645),
    ],
)
def test_typed_text_is_one_code(typed, kind, owner):
    assert codes.match(typed, KEYS) == Match(kind, (owner,), misread=kind == MatchKind.MISREAD)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "---",
        "error",
        "error code:",
        "Error !",
        "ERR5023",
        "err 5023",
        "PR5022",
        "ERR20002",
        "ERR-20002",
        "4001",
        "22",
        "501_1",
        "no",
        "code",
        "smartcard",
        "ERR5022" + " " * 3 + "x" * 200,
        "ошибка 5",
        "\ud800",
    ],
)
def test_other_texts_are_no_code_that_we_know(typed):
    assert codes.match(typed, KEYS) == Match(MatchKind.UNKNOWN)


def test_whole_text_goes_before_what_follows_its_leading_words():
    keys = [Key(1, "1000"), Key(2, "Error 1000"), Key(3, "ERR1000")]

    assert [codes.match(typed, keys).owners for typed in ("Error 1000", "err-1000", "1000", "code 1000")] == [
        (2,),
        (3,),
        (1,),
        (1,),
    ]


def test_letters_of_a_code_are_never_taken_for_leading_words():
    keys = [Key(1, "PR5023"), Key(2, "WRN5023")]

    spellings = ["ERR5023", "err 5023", "ERR-5023", "Err_5023", "error code ERR-5023"]

    assert [codes.match(typed, keys).kind for typed in spellings] == [MatchKind.UNKNOWN] * 5


def test_misread_is_looked_for_only_where_nothing_is_exact():
    keys = [Key(1, "ERR5O22"), Key(2, "ERR5022")]

    assert codes.match("ERR5O22", keys) == Match(MatchKind.EXACT, (1,))
    assert codes.match("ERR5022", keys) == Match(MatchKind.EXACT, (2,))
    assert codes.match("ERRSO22", keys) == Match(MatchKind.MISREAD, (1, 2), misread=True)


@pytest.mark.parametrize(("one", "other"), [("O", "0"), ("I", "1"), ("L", "1"), ("I", "L"), ("S", "5")])
def test_misread_pairs_are_found_both_ways(one, other):
    for real, typed in ((one, other), (other, one)):
        found = codes.match(f"PR{typed}77", [Key(1, f"PR{real}77")])

        assert found == Match(MatchKind.MISREAD, (1,), misread=True)


@pytest.mark.parametrize(("one", "other"), [("B", "8"), ("Z", "2"), ("G", "6"), ("Q", "0"), ("5", "6")])
def test_other_pairs_are_different_codes(one, other):
    assert codes.match(f"PR{one}77", [Key(1, f"PR{other}77")]).kind == MatchKind.UNKNOWN


def test_family_is_found_through_misread_figures_and_says_so():
    assert codes.match("4OO_6l2", KEYS) == Match(MatchKind.FAMILY, (C400_XXX,), misread=True)


def test_family_with_misread_letters_in_its_stem_is_found():
    keys = [Key(1, "SOLE5_xxx", Family.parse("SOLE5_xxx"))]

    assert codes.match("SOLE5_612", keys) == Match(MatchKind.FAMILY, (1,))
    assert codes.match("S0LE5_6l2", keys) == Match(MatchKind.FAMILY, (1,), misread=True)


def test_word_before_the_star_of_a_family_is_no_misread_code():
    keys = [Key(n, display, Family.parse(display)) for n, display in enumerate(("STATUS_*", "ERR_SSL_*"))]

    assert codes.match("status", keys).kind == MatchKind.UNKNOWN
    assert codes.match("err_ss1_*", keys) == Match(MatchKind.MISREAD, (1,), misread=True)


def test_most_specific_family_goes_first():
    wide, narrow = Key(1, "40_xxxx", Family.parse("40_xxxx")), Key(2, "400_xxx", Family.parse("400_xxx"))

    assert codes.match("400_612", [wide, narrow]).owners == (2,)
    assert codes.match("401_612", [wide, narrow]).owners == (1,)


def test_bare_number_of_several_codes_leads_to_all_of_them():
    keys = [Key(1, "ERR5022"), Key(2, "WRN5022"), Key(3, "PR20002")]

    assert codes.match("5022", keys) == Match(MatchKind.NUMBER, (1, 2))


def test_bare_number_has_three_figures_at_least():
    keys = [Key(1, "ERR123"), Key(2, "ERR12")]

    assert codes.match("123", keys) == Match(MatchKind.NUMBER, (1,))
    assert codes.match("12", keys) == Match(MatchKind.UNKNOWN)


def test_code_with_several_spellings_is_named_once():
    keys = [Key(1, "ERR1002"), Key(1, "Error 1002"), Key(1, "E1002")]

    assert codes.match("1002", keys) == Match(MatchKind.NUMBER, (1,))


def one_edit_from(key: str) -> set[str]:
    """Every key that differs by one character put in, taken out or changed, or two that changed places."""
    alphabet = string.ascii_uppercase + string.digits
    places = range(len(key) + 1)
    put_in = {key[:n] + sign + key[n:] for n in places for sign in alphabet}
    changed = {key[:n] + sign + key[n + 1 :] for n in places[:-1] for sign in alphabet}
    taken_out = {key[:n] + key[n + 1 :] for n in places[:-1]}
    swapped = {key[:n] + key[n + 1] + key[n] + key[n + 2 :] for n in places[:-2]}
    return (put_in | changed | taken_out | swapped) - {key}


@pytest.mark.parametrize("real", [key for key in KEYS if key.family is None], ids=lambda key: key.text)
def test_code_is_never_offered_for_one_that_is_a_character_away(real):
    for typed in one_edit_from(real.normal):
        found = codes.match(typed, KEYS)

        if real.owner in found.owners:
            assert (found.kind, codes.folded(typed)) == (MatchKind.MISREAD, codes.folded(real.text)), typed


def test_err5023_is_not_err5022():
    assert codes.match("ERR5023", [Key(1, "ERR5022")]) == Match(MatchKind.UNKNOWN)
    assert codes.match("ERR5022", [Key(1, "ERR5023")]) == Match(MatchKind.UNKNOWN)
