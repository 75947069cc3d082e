"""What "personal" means here: a table of cases, and what holds for any text."""

import time
from collections.abc import Collection
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from kb.privacy.patterns import Left
from kb.search.reduce import LONGEST_ENCODED, LONGEST_KEPT, LONGEST_PASTED, reduce

CODES = {"ERR5022", "INF1014", "400_645", "PR20002", "-2146435043"}
WORDS = {"cannot", "sign", "in", "is", "locked", "name", "account", "failed", "error", "card", "computer", "at"}


class FewWords:
    """A knowledge base of some words and a few codes, five unless a test says which."""

    def __init__(self, codes: Collection[str] = CODES) -> None:
        self._codes = codes

    def codes(self, texts: Collection[str]) -> Collection[str]:
        return {text for text in texts if text.upper() in self._codes}

    def words(self, words: Collection[str]) -> Collection[str]:
        return {word for word in words if word.lower() in WORDS}


def reduced(text: str, codes: Collection[str] = CODES):
    return reduce(text, FewWords(codes))


LEFT_OUT = {
    "user: jsmith": ("user:", "name"),
    "User = JSMITH01 card failed": ("User = … card failed", "name"),
    "Username: john.smith": ("Username:", "name"),
    "user_name=bob; card": ("user_name= … ; card", "name"),
    "Name: John Smith Error ERR5022": ("Name: … Error ERR5022", "name"),
    "Name: Smith, John": ("Name:", "name"),
    "name:\r\nBob\r\ncard failed": ("name: … card failed", "name"),
    '{"user": "John Smith", "code": "400_645"}': ('{"user": … , "code": "400_645"}', "name"),
    "Account Name:\tbob": ("Account Name:", "name"),
    "user account name: bob": ("user account name:", "name"),
    "logon bsmith failed": ("logon … failed", "name"),
    "logon ID: 0x3E7": ("logon ID:", "name"),
    "user jsmith01 cannot sign in": ("user … cannot sign in", "name"),
    "user John Smith cannot sign in": ("user … cannot sign in", "name"),
    "my name is Bob": ("my name is", "name"),
    "account 'jsmith' is locked": ("account … is locked", "name"),
    "RXX\\bob.smith cannot sign in": ("cannot sign in", "name"),
    "logon as TRUST\\jsmith failed": ("logon … failed", "name"),
    f"user: {'x' * 500} card": ("user: … card", "name"),
    "bob.smith@example.nhs.uk": ("", "email"),
    "mail O'Neil-x@example.org today": ("mail … today", "email"),
    "UPN 555123@trust.local": ("UPN", "email"),
    "card at 10:42": ("card at", "time"),
    "10:42:05.123 card": ("card", "time"),
    "2026-11-22T10:42:05Z card": ("2026-11-22T … card", "time"),
    "card at 10am": ("card at", "time"),
    "card at 10.42 pm failed": ("card at … failed", "time"),
    "<time='10:42:05.123+000' date='x'>": ("<time=' … ' date='x'>", "time"),
    "C:\\Users\\bob\\card.log failed": ("failed", "path"),
    "C:\\Program Files (x86)\\Maker\\a.dll failed": ("failed", "path"),
    "c:/temp/bob.txt failed": ("failed", "path"),
    "\\\\server\\share\\bob failed": ("failed", "path"),
    "/home/bob/card.log failed": ("failed", "path"),
    "~/cards/x failed": ("failed", "path"),
    "6F9619FF-8B86-D011-B42D-00CF4FC964FF failed": ("failed", "identifier"),
    "session 3f2504e04f8941d39a0c0305e82c3301": ("session", "identifier"),
    "S-1-5-21-1004336348-1177238915-682003330-512": ("", "identifier"),
    "https://portal.example.org/a?b=c failed": ("failed", "address"),
    "www.example.org failed": ("failed", "address"),
    "10.20.30.0/24 failed": ("failed", "address"),
    "10.20.30.40 failed": ("failed", "address"),
    "10.20.30.40:8443 failed": ("failed", "address"),
    "fe80::1ff:fe23:4567:890a failed": ("failed", "address"),
    "00-1B-44-11-3A-B7 failed": ("failed", "address"),
    "portal.example.nhs.uk failed": ("failed", "address"),
    "pc0123.trust.local failed": ("failed", "address"),
    "number 123456789": ("number", "number"),
    "UUID555123456789": ("UUID", "number"),
    "patient 943 476 5919": ("patient", "number"),
    "patient 943-476-5919": ("patient", "number"),
    "phone 01632 960445": ("phone", "number"),
    "phone +44 1632 960445": ("phone", "number"),
    "status -2146435044": ("status", "number"),
    "status minus 2146435044": ("status", "number"),
    "my passcode is 4821 and it failed": ("my passcode is … and it failed", "number"),
    "pin 48 29 card locked": ("pin … card locked", "number"),
    "password is Summer2024! card locked": ("password is … card locked", "number"),
    "patient John Smith dob 3/4/1972 card locked": ("patient … dob … card locked", "name"),
    "the pt is called Jane Doe, card locked": ("the pt is called … , card locked", "name"),
}
KEPT = [
    "",
    "ERR5022",
    "my card is locked",
    "user cannot sign in",
    "account is locked",
    "the user account locked",
    "login failed at sign in",
    "cannot sign in with NHS.net Connect",
    "NHSmail @nhs.net",
    "it began on 22 November 2026",
    "2026-11-22",
    "HKLM\\SOFTWARE\\Maker",
    "N/A, RA/IT, on/off",
    "wrong passcode 3 times",
    "passcode must be 4 to 8 digits",
    "passcode ERR5022",
    "patient is waiting and the card is locked",
    "Nurse Amina Khan is locked out",
    "12345678",
    "status -2146435043",
    "user: ERR5022 failed",
    "IAAgent.exe version 2.4.6.1, Identity Agent 2.4.10.0",
    "400_645 and 0x80004005",
    "Error: INF1014: Scanning for Smartcard ERR5022: Operation cannot be completed",
    "<![LOG[failed]LOG]!>",
    "\u05db\u05e8\u05d8\u05d9\u05e1 \U0001f600",
]


@pytest.mark.parametrize(("text", "kept", "kind"), [(text, *after) for text, after in LEFT_OUT.items()])
def test_what_may_be_personal_is_left_out(text, kept, kind):
    found = reduced(text)

    assert found.text == kept
    assert Left(kind) in found.left_out
    assert reduced(found.text).text == found.text


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_stays(text):
    found = reduced(text)

    assert (found.text, found.left_out, found.was_cut) == (text, (), False)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("card\u202egnp.exe", "cardgnp.exe"),
        ("\u202aERR5022\u202c", "ERR5022"),
        ("94\u200e3 476 5\u2066919 locked", "locked"),
        ("\u202e", ""),
    ],
)
def test_marks_that_turn_text_round_go_and_hide_no_number(text, kept):
    assert reduced(text).text == kept


def test_what_is_left_out_is_the_same_wherever_it_stands():
    for before in ("", "the card is locked at the computer in " * 8):
        assert reduced(f"{before}user jsmith:8443 failed").text == f"{before}user … :8443 failed"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("C:\\logs\\ERR5022.log failed", "ERR5022 … failed"),
        ("https://portal.example.org/?error=400_645 failed", "400_645 … failed"),
        ("User: John Smith Error ERR5022 at 10:42 INF1014", "User: … Error ERR5022 at … INF1014"),
        ("TRUST\\err5022", "err5022"),
    ],
)
def test_codes_are_kept_wherever_they_stand(text, kept):
    assert reduced(text).text == kept


@pytest.mark.parametrize("text", ["C:\\logs\\400_645.log", "https://portal.example.org/?error=400_645"])
def test_parts_of_a_code_are_not_kept_beside_it_though_they_are_codes_too(text):
    assert reduced(text, {"400_645", "400", "645"}).text == "400_645"


def test_kinds_are_named_once_and_always_in_the_same_order():
    found = reduced("10:42 bob@example.org C:\\a 11:42 user: x")

    assert found.left_out == (Left.NAME, Left.EMAIL, Left.PATH, Left.TIME)


def test_long_text_keeps_its_beginning_and_the_codes_of_its_end():
    found = reduced(f"{'card ' * 300}ERR5022 {'card ' * 300}INF1014")

    assert found.was_cut
    assert len(found.text) <= LONGEST_KEPT
    assert found.text.startswith("card card")
    assert found.text.endswith("… ERR5022 INF1014")


def test_long_text_keeps_eight_codes_of_its_end_and_not_the_ninth():
    nine = [f"ERR500{n}" for n in range(1, 10)]

    found = reduced(f"{'card ' * 300}{' '.join(nine)}", nine)

    assert found.text.endswith(f"card … {' '.join(nine[:8])}")


def test_longest_text_that_is_kept_whole():
    assert reduced("x" * LONGEST_KEPT).was_cut is False
    assert reduced("x" * (LONGEST_KEPT + 1)).was_cut is True
    assert reduced("card\n" + " " * LONGEST_PASTED).text == "card"


@pytest.mark.parametrize("text", ["ы" * 700, "\U0001f600" * 1_000, "&=+%" * 300, "\u2603" * 900])
def test_what_is_kept_fits_into_an_address(text):
    assert 0 < len(quote_plus(reduced(text).text)) <= LONGEST_ENCODED


FRAGMENTS = ("user", "name", "account is", "10:", "C:\\", "\x00", "\ud800")
PIECES = st.sampled_from(
    [
        *LEFT_OUT,
        *KEPT,
        *"…:=\\/@.-_'\"(,;<>\n\t 0159aZ",
        "user",
        "name",
        "account is",
        "10:",
        "C:\\",
        "…",
        " ",
        "\x00",
        "\ud800",
    ]
)
ANY_TEXT = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES).map(" ".join))


@rules(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_reducing_twice_changes_nothing(text):
    once = reduced(text)
    twice = reduced(once.text)

    assert (twice.text, twice.left_out, twice.was_cut) == (once.text, (), False)
    assert len(once.text) <= LONGEST_KEPT
    assert once.text == " ".join(once.text.split())
    quote_plus(once.text)


NOISE = {
    "one word": "a",
    "letters": "a ",
    "labels": "user ",
    "told labels": "user: ",
    "labels in values": "name=name=",
    "folders": "C:\\",
    "folders of many words": "C:\\a a a a ",
    "backslashes": "\\",
    "hosts": "a.",
    "emails": "a@",
    "times": "1:",
    "dashes": "-",
    "figures": "1 2 ",
    "network addresses": "ab:",
    "slashes": "/a",
    "web": "http://",
    "codes": "ERR0001 ",
    "names": "user A A A ",
    "quotes": "user '",
    "log": "<![LOG[x]LOG]!><time='10:42' ",
    "accounts": "a\\user=",
}


@pytest.mark.wide
@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_a_hundred_thousand_characters_take_no_longer_than_a_blink(noise):
    text = (noise * 100_000)[:100_000]

    started = time.process_time()
    reduced(text)

    # A tenth of it, where nothing else runs; the time of patterns that are not linear would be minutes.
    assert time.process_time() - started < 2
