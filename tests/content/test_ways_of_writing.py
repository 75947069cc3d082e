"""Codes as help desks type, paste and hear them, in the public box and at the desk: each is itself, and no other."""

import pytest

from kb.catalogue.codes import MatchKind, folded, normal, with_signs
from kb.catalogue.lookup import look_up, look_up_said
from kb.helpdesk.desk.hearing import hear
from kb.search.finder import find

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.either]

HEXADECIMAL = {
    "8010002Eh": "0x8010002E",
    "8010002E H": "0x8010002E",
    "h8010002e": "0x8010002E",
    "&H8010002E": "0x8010002E",
    "&h80100069&": "0x80100069",
    "h'80090016'": "0x80090016",
    "8010006C hex": "0x8010006C",
    "8010006C (hex)": "0x8010006C",
    "80100069 hexadecimal": "0x80100069",
    "hex 800b0109": "0x800B0109",
    "hex code 80090016": "0x80090016",
    "error code h80090016": "0x80090016",
    "0x8010002EUL": "0x8010002E",
    "0xFFFFFFFF8010002E": "0x8010002E",
    "-2,146,435,026": "0x8010002E",
    "−2146435026": "0x8010002E",
    "negative 2146435026": "0x8010002E",
    "error 8010006Bh when I put in my passcode": "0x8010006B",
    "it says 80200004h on the screen": "0x80200004",
    "801C0003h while the PIN is set up": "0x801C0003",
    "user got 80400001h at 10.15 on WKS-00412": "0x80400001",
    "8O1OOO2Eh": "0x8010002E",
}
WORD_BETWEEN = {
    "HTTP ERROR 503": "HTTP 503",
    "http status code 504": "HTTP 504",
    "is currently unable to handle this request. HTTP ERROR 500": "HTTP 500",
    "error AADSTS number 53003": "AADSTS53003",
    "AADSTS error code: 50126": "AADSTS50126",
    "magicard error 1025": "Magicard 1025",
    "magicard error code 2052": "Magicard 2052",
}
PRINTER = {
    "magicard says 5 2": "Magicard 5:2",
    "the magicard is saying error 5 2 film": "Magicard 5:2",
    "magicard shows 6 3 on the screen": "Magicard 6:3",
    "magicard 600 says 5 2": "Magicard 5:2",
    "magicard display 5 : 2": "Magicard 5:2",
    "magicard 5;2": "Magicard 5:2",
    "magicard 5/2": "Magicard 5:2",
    "magicard says 9 4": "Magicard n:n",
    "magicard 9 4": "Magicard n:n",
    "magicard says 5": "Magicard 5",
}
WITHOUT_A_SPACE = {
    "AADSTS50126InvalidUserNameOrPassword": "AADSTS50126",
    "400_645Smartcard Authentication Failure": "400_645",
    "Smartcard Authentication Failure400_645": "400_645",
    "errorcode400_645": "400_645",
    "code0x8010000C": "0x8010000C",
    "ErrorERR5022": "ERR5022",
}
TWO_NAMES = {
    "HRESULT: 0x80090016 (-2146893802)": "0x80090016",
    "0x8010002E(SCARD_E_NO_READERS_AVAILABLE)": "0x8010002E",
    "0x800b0109:CERT_E_UNTRUSTEDROOT": "0x800B0109",
    "GetTicket failed: TCK_API_ERR_READER_NOT_AVAILABLE(80200002)": "0x80200002",
}
ALL = HEXADECIMAL | WORD_BETWEEN | PRINTER | WITHOUT_A_SPACE | TWO_NAMES
OTHERS = {
    "8010004Eh": {"0x8010xxxx"},
    "hex 801100AA": set(),
    "9010002Eh": set(),
    "0x8010002EE": set(),
    "8010002EL": set(),
    "0x8010002EL": set(),
    "x8010002E": set(),
    "0x80100069h": set(),
    "H12345678": set(),
    "HTTP ERROR 404": set(),
    "HTTP ERROR 401": set(),
    "ERR5022x2": set(),
    "ERR1002h": set(),
    "ERR5022Again3": set(),
    "RXX400_645A1": set(),
    "0x8010002Fabc": set(),
    "magicard error 1099": set(),
    "magicard 52": {"Magicard n"},
}
HINTS = [
    "magicard says 5 and 2",
    "magicard says 5 2 cards",
    "magicard says 5 10 minutes ago",
    "the magicard is saying five two",
    "magicard says 5 cards left",
]


def named(text: str) -> set[str]:
    """In the public box: the code that the whole text is, or those that it names."""
    whole = look_up_said(with_signs(text))
    found = [whole.codes] if whole.codes else [one.codes for one in find(text).codes]
    return {code.display for codes in found for code in codes}


def heard(text: str) -> set[str]:
    at_desk = hear(text)
    return {at_desk.code.display} if at_desk.code else {code.display for code in at_desk.codes}


@pytest.mark.parametrize("cases", [HEXADECIMAL, WORD_BETWEEN, PRINTER, WITHOUT_A_SPACE, TWO_NAMES])
def test_each_is_the_answer_in_the_public_box_and_at_the_desk(cases):
    wrong = [(text, named(text), heard(text)) for text, code in cases.items() if named(text) != {code}]
    # A family within a text is offered at the desk, and opened where it is all that was said.
    said = {text: hear(text) for text in cases}
    wrong += [(text, one.code, one.codes) for text, one in said.items() if heard(text) != {cases[text]}]
    wrong += [(text, one.codes) for text, one in said.items() if not one.code and not cases[text].endswith("n")]

    assert wrong == []


def test_two_codes_without_a_space_are_both_named():
    for text in ("PR20002ERR1002", "err1002pr20002"):
        assert named(text) == heard(text) == {"PR20002", "ERR1002"}, text
    assert named("aadsts50126aadsts50053") == {"AADSTS50126", "AADSTS50053"}


def test_what_only_looks_so_is_answered_by_no_other_code():
    answered = {text: (named(text), heard(text)) for text in OTHERS}

    assert answered == {text: (codes, codes) for text, codes in OTHERS.items()}


def test_number_that_may_be_another_is_a_hint():
    sure = [text for text in HINTS if find(text).is_sure or hear(text).code]

    assert sure == []
    assert "Magicard 5:2" in named("the magicard is saying five two")


@pytest.mark.parametrize(
    "pattern",
    ["{}h", "h{}", "&H{}", "{} hex", "hex {}", "{} (hexadecimal)", "0x{}UL", "it says {}h today", "0xFFFFFFFF{}"],
)
def test_every_notation_of_a_number_has_its_key_and_that_of_no_neighbour(pattern):
    for number in ("8010002E", "80090016", "800B0109", "801C03F0", "80200004", "80400008", "80800007"):
        text = pattern.format(number.lower())
        (found,) = find(text).codes
        assert [code.display for code in found.codes] == [f"0x{number}"], text
        for sign in "134679A":
            other = number[:-2] + sign + number[-1] if number[-2] != sign else f"{number[:-2]}F{number[-1]}"
            near = find(pattern.format(other)).codes
            exact = [code.normal for one in near if one.kind == MatchKind.EXACT for code in one.codes]
            assert set(exact) <= {f"0X{other}"}, other


def test_key_of_a_notation_is_that_of_the_number():
    assert {normal(text) for text in ("8010002Eh", "&H8010002E", "hex 8010002E", "0x8010002EUL")} == {"0X8010002E"}
    assert folded("8O1OOO2Eh") == folded("0x8010002E")
    assert normal("8010002E") == "8010002E"  # it does not say so itself
    assert look_up("80100069h").kind == MatchKind.EXACT
    assert look_up("80100069").kind == MatchKind.NUMBER
