"""Families of codes by the kind of their open part: what each holds, who is one of it, which goes first. Bare."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue import codes
from kb.catalogue.codes import Family, Key, Match, MatchKind
from kb.catalogue.codes.families import held_by_patterns, is_family, of_family, of_member, who_would_join

SHOWN = (
    *("0x8010xxxx", "0x8020xxxx", "0x8040xxxx", "0x8080xxxx", "0x8009xxxx", "0x800Bxxxx", "0x801Cxxxx"),
    *("AADSTSxxxxx", "ERR_CERT_*", "ERR_SSL_*", "ERR_*", "Code n", "Magicard n", "Magicard n:n", "400_xxx", "500_xxx"),
)
FAMILIES = {display: Family.parse(display) for display in SHOWN}
LISTED = (Path(__file__).parent / "codes_of_makers.csv").read_text(encoding="utf-8")
OF_MAKERS = list(csv.DictReader(LISTED.splitlines()))
KEYS = [
    *(
        Key(number, text)
        for number, row in enumerate(OF_MAKERS)
        for text in (row["code"], *filter(None, row["spellings"].split(";")))
    ),
    *(Key(1000 + number, display, family) for number, (display, family) in enumerate(FAMILIES.items())),
]


def families_of(typed: str) -> list[str]:
    """The families that an unknown code falls to."""
    found = codes.match(typed, [key for key in KEYS if key.family])
    return [SHOWN[owner - 1000] for owner in found.owners] if found.kind == MatchKind.FAMILY else []


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("0x801000FF", "0x8010xxxx"),
        ("0X801000ff", "0x8010xxxx"),
        ("801000FF", "0x8010xxxx"),
        ("error -2146435000", "0x8010xxxx"),
        ("0x800B0199", "0x800Bxxxx"),
        ("AADSTS12345", "AADSTSxxxxx"),
        ("aadsts 1234567", "AADSTSxxxxx"),
        ("AADSTS: 50999", "AADSTSxxxxx"),
        ("ERR_CERT_SYMANTEC_LEGACY", "ERR_CERT_*"),
        ("net::ERR_CERT_SYMANTEC_LEGACY", "ERR_CERT_*"),
        ("err-ssl-weak-server", "ERR_SSL_*"),
        ("ERR_CERTIFICATE_UNKNOWN", "ERR_*"),
        ("ERR_SSLISH", "ERR_*"),
        ("ERR_HTTP2_PING_FAILED", "ERR_*"),
        ("Code 11", "Code n"),
        ("code: 11", "Code n"),
        ("(Code 11)", "Code n"),
        ("Magicard 5:9", "Magicard n:n"),
        ("magicard error 5-9", "Magicard n:n"),
        ("Magicard 30", "Magicard n"),
        ("400_612", "400_xxx"),
    ],
)
def test_unknown_code_falls_to_the_most_specific_family_that_holds_it(typed, family):
    assert families_of(typed) == [family]


@pytest.mark.parametrize(
    "typed",
    [
        *("0x80110000", "0x801000FFF", "0x8010000", "0x8010000G", "80100000FF", "-2146000000"),
        *("AADSTS1234", "AADSTS12345678", "AADSTS12345A", "AADST12345"),
        *("ERR5023", "ERR_5023", "ERR-5023", "err 5023", "ERR_5023_X", "Error 1000", "error_code", "err"),
        *("err something is wrong", "error: my card is lost", "ERROR_CERT_X", "MY_ERR_FAILED"),
        *("10", "error 10", "error code 11", "code", "code 123", "postcode 10", "Code 1A", "my code 11"),
        *("Magicard 5:99", "Magicard 123", "Magicard", "5:9"),
    ],
)
def test_what_no_pattern_says_is_one_of_none(typed):
    assert families_of(typed) == []


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        *(("0x8010xxxx", "0x8010xxxx"), ("0x8010", "0x8010xxxx"), ("AADSTS", "AADSTSxxxxx")),
        *(("aadstsxxxxx", "AADSTSxxxxx"), ("ERR_*", "ERR_*"), ("err_", "ERR_*"), ("ERR CERT", "ERR_CERT_*")),
        *(("err_cert_", "ERR_CERT_*"), ("code n", "Code n"), ("magicard n:n", "Magicard n:n")),
    ],
)
def test_family_is_found_by_its_own_pattern_and_its_stem(typed, family):
    found = codes.match(typed, KEYS)

    assert found.kind in {MatchKind.EXACT, MatchKind.FAMILY}
    assert [SHOWN[owner - 1000] for owner in found.owners] == [family]


@pytest.mark.parametrize("display", SHOWN)
def test_family_is_kept_as_a_text_and_a_number(display):
    family = Family.parse(display)

    assert Family.from_kept(*family.kept) == family
    assert Family.parse(family.pattern) == family


@pytest.mark.parametrize("display", SHOWN)
def test_example_of_a_family_is_one_of_it(display):
    assert Family.parse(display).holds(Family.parse(display).example(display))


@pytest.mark.parametrize("display", SHOWN)
def test_family_does_not_hold_itself_or_another_family(display):
    assert not any(family.holds(display) for family in FAMILIES.values())


# --- Inside a longer text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("family", "words", "is_member"),
    [
        ("0x8010xxxx", "0x801000FF", True),
        ("0x8010xxxx", "801000FF", True),
        ("0x8010xxxx", "-2146435000", True),
        ("0x8010xxxx", "80100099", False),
        ("AADSTSxxxxx", "AADSTS 50999", True),
        ("ERR_*", "ERR_SOMETHING_NEW", True),
        ("ERR_*", "err_something_new", True),
        ("ERR_*", "ERR-SOMETHING-NEW", True),
        ("ERR_*", "err-on-the-side", False),
        ("Code n", "Code 11", True),
        ("Code n", "code 11", False),
        ("Magicard n:n", "magicard 5:9", True),
    ],
)
def test_within_a_longer_text_the_form_makes_a_member(family, words, is_member):
    assert Family.parse(family).is_member_within(words) is is_member


# --- Who is one of it ------------------------------------------------------------------------------------------------


def test_pattern_says_who_would_join_and_nobody_has_joined_by_that():
    known = ["400_645", "400_xxx", "8015", "ERR5022", "80123"]

    assert who_would_join("80xx", known) == ("8015",)
    assert who_would_join("400_xxx", known) == ("400_645",)
    assert who_would_join("no family", known) == ()


def test_code_is_one_of_a_family_where_that_is_said():
    assert of_member("8015", {}) == ""
    assert of_member("400-645", {"400_645": "400_xxx"}) == "Also one of 400_xxx; here it has a meaning of its own."


def test_family_names_its_members_and_those_that_stand_on_their_own():
    known = ["400_645", "400_646", "400_xxx", "40_xxxx", "ERR5022"]

    matches, warning = of_family("400_xxx", known, {"400_645": "400_xxx"})

    assert matches == (
        "Matches every code that begins with 400 and has 3 more figures, such as 400_612. Its members: 400_645."
    )
    assert warning == ("Overlaps 40_xxxx. Would also hold 400_646: on its own unless it is said to be one of 400_xxx.")
    assert of_family("ERR5022", known, {}) == ("", "")


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("ERR_*", "ERR_CERT_*", True),
        ("ERR_CERT_*", "ERR_CERTIFICATE_*", False),
        ("0x80xxxxxx", "0x8010xxxx", True),
        ("0x8010xxxx", "0x8020xxxx", False),
        ("AADSTSxxxxx", "AADSTS50xxxx", True),
        ("AADSTSxxxxx", "AADSTS5xxx", False),
        ("ERRxxxx", "ERR_*", False),
        ("40_xxxx", "400_xxx", True),
        ("Code n", "Magicard n", False),
    ],
)
def test_families_overlap_where_a_code_can_be_in_both(one, other, meet):
    assert bool(of_family(one, [other], {})[1]) is meet
    assert bool(of_family(other, [one], {})[1]) is meet


def test_pattern_offers_the_most_specific_family_for_each_code():
    offered = held_by_patterns(["ERR_CERT_INVALID", "ERR_FAILED", "ERR5022", "ERR_*", "ERR_CERT_*"])

    assert offered == {"ERR_CERT_INVALID": "ERR_CERT_*", "ERR_FAILED": "ERR_*"}


# --- The codes of Windows, browsers, Microsoft and Magicard ----------------------------------------------------------


def spelt(code: str) -> list[str]:
    return [code, code.lower(), code.replace("_", " ").replace("0x", "0X"), code.replace("_", "-").replace(" ", "-")]


@pytest.mark.parametrize("number", range(len(OF_MAKERS)), ids=lambda number: OF_MAKERS[number]["code"])
def test_code_of_a_maker_is_found_in_every_spelling_although_a_family_holds_it(number):
    row = OF_MAKERS[number]
    names = [row["code"], *filter(None, row["spellings"].split(";"))]
    typed = [*names, *spelt(row["code"]), f"error code {row['code']}" if "_" in row["code"] else row["code"]]

    assert {codes.match(text, KEYS) for text in typed} == {Match(MatchKind.EXACT, (number,))}


def test_hexadecimal_code_is_found_as_signed_decimal_and_without_0x():
    hexadecimal = [(number, row["code"]) for number, row in enumerate(OF_MAKERS) if row["code"].startswith("0x8")]

    for number, code in hexadecimal:
        assert codes.match(f"{int(code, 16) - 2**32}", KEYS) == Match(MatchKind.EXACT, (number,)), code
        assert codes.match(code[2:], KEYS) == Match(MatchKind.NUMBER, (number,)), code
        misread = code[2:].replace("0", "O")
        assert codes.match(misread, KEYS) == Match(MatchKind.MISREAD, (number,), misread=True), code
    assert len(hexadecimal) > 100


def test_number_behind_a_word_is_found_surely_only_as_the_whole_text():
    code_10 = next(number for number, row in enumerate(OF_MAKERS) if row["code"] == "Code 10")

    assert codes.match("code 10", KEYS) == Match(MatchKind.EXACT, (code_10,))
    assert codes.match("error code 10", KEYS) == Match(MatchKind.NUMBER, (code_10,))
    assert codes.match("10", KEYS).owners == codes.match("error 10", KEYS).owners == ()


def test_known_number_goes_before_an_unknown_code_of_a_family():
    number = next(number for number, row in enumerate(OF_MAKERS) if row["code"] == "AADSTS500121")

    assert codes.match("error code: 500121", KEYS) == Match(MatchKind.NUMBER, (number,))
    assert families_of("500_121") == families_of("500-121") == ["500_xxx"]


def test_err_with_figures_is_none_of_the_names_that_begin_so():
    assert codes.match("ERR 1003", KEYS) == codes.match("ERR_1003", KEYS) == Match(MatchKind.UNKNOWN)


def at_distance_one(key: str) -> st.SearchStrategy[str]:
    signs = "ABCDEFNX0123456789"
    place = st.integers(0, len(key) - 1)
    return st.one_of(
        st.builds(lambda at, sign: key[:at] + sign + key[at:], place, st.sampled_from(signs)),
        st.builds(lambda at, sign: key[:at] + sign + key[at + 1 :], place, st.sampled_from(signs)),
        st.builds(lambda at: key[:at] + key[at + 1 :], place),
        st.builds(lambda at: key[:at] + key[at : at + 2][::-1] + key[at + 2 :], place),
    )


@given(st.data())
def test_neighbour_of_a_code_is_never_answered_by_it(data):
    real = data.draw(st.sampled_from([key for key in KEYS if key.family is None]))
    typed = data.draw(at_distance_one(real.text))
    found = codes.match(typed, KEYS)

    for owner in found.owners if found.kind in {MatchKind.EXACT, MatchKind.MISREAD} else ():
        keys = [key for key in KEYS if key.owner == owner]
        texts = codes.readings(typed)
        same = codes.folded if found.misread else codes.normal
        assert any(same(text) == same(key.text) for text in texts for key in keys), (typed, found)


@given(st.data())
def test_most_specific_family_and_a_known_code_go_first_whatever_the_order(data):
    row = data.draw(st.sampled_from(OF_MAKERS))
    keys = data.draw(st.permutations(KEYS[-len(SHOWN) :]))
    unknown = codes.match(row["code"], keys)
    held = {display: family for display, family in FAMILIES.items() if family.holds(row["code"])}

    if held:
        longest = max(family.weight for family in held.values())
        owners = {display for display, family in held.items() if family.weight == longest}
        assert {SHOWN[owner - 1000] for owner in unknown.owners} == owners
    assert codes.match(row["code"], [*keys, Key(1, row["code"])]).owners == (1,)


@given(st.text(st.characters(codec=None), max_size=60) | st.from_regex(r"[A-Z0x_:*n -]{1,30}", fullmatch=True))
def test_any_text_is_a_family_or_says_what_one_is(text):
    if not is_family(text):
        with pytest.raises(ValueError, match="write a stem and its open part"):
            Family.parse(text)
        return
    family = Family.parse(text)

    assert Family.from_kept(*family.kept) == family
    assert family.holds(family.example(text.strip()))


@given(st.integers(0, 0xFFFF), st.sampled_from([display for display in SHOWN if display.startswith("0x")]))
def test_hexadecimal_family_holds_its_codes_in_each_form_and_no_other(rest, display):
    family = FAMILIES[display]
    code = int(family.stem, 16) * 0x10000 + rest

    assert family.holds(f"{code:#010x}")
    assert family.holds(f"{code:08X}")
    assert family.holds(f"{code - 2**32}")
    assert [other for other in SHOWN if FAMILIES[other].holds(f"{code:#010x}")] == [display]
    assert not family.holds(f"{code + 0x100000:#010x}")
