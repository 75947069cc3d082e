"""What an error code is: its keys, its families, and what looks like one. Bare: no database."""

import pytest

from kb.catalogue import codes
from kb.catalogue.codes import Family, WildPart


@pytest.mark.parametrize(
    "spelling",
    [
        "ERR5022",
        "err 5022",
        "ERR-5022",
        "Err_5022",
        "ERR 50 22",
        "e.r.r.5022",
        "ERR/5022",
        "ERR–5022",
        "\tERR\u00a05022",
        "ＥＲＲ５０２２",
        "ÉRR5022",
        "ERR\x005022",
        "ERR5022.",
    ],
)
def test_spellings_of_one_code_have_one_key(spelling):
    assert codes.normal(spelling) == "ERR5022"


@pytest.mark.parametrize(
    "spelling", ["0x80070005", "0X8007 0005", "-2147024891", "−2147024891", "- 2147024891", "--2147024891"]
)
def test_windows_error_has_one_key_as_hexadecimal_and_as_signed_decimal(spelling):
    assert codes.normal(spelling) == "0X80070005"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("-2147483648", "0X80000000"),
        ("-100000000", "0XFA0A1F00"),
        ("-2147483649", "2147483649"),
        ("-000000000", "000000000"),
        ("-12345678", "12345678"),
        ("2147024891", "2147024891"),
    ],
)
def test_only_a_signed_number_of_32_bits_is_hexadecimal(text, key):
    assert codes.normal(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Magicard 5:2", "MAGICARD5:2"),
        ("magicard: 5 : 2.", "MAGICARD5:2"),
        ("Magicard 52", "MAGICARD52"),
        ("INF 10:14", "INF1014"),
        ("5:2:1", "521"),
        ("123:4", "1234"),
    ],
)
def test_colon_before_a_lone_figure_parts_two_numbers(text, key):
    assert codes.normal(text) == key


@pytest.mark.parametrize(
    "text", ["NET::ERR_CERT_INVALID", "net::ERR_CERT_INVALID", " net::err-cert-invalid", "err cert invalid"]
)
def test_name_is_the_same_with_what_the_browser_puts_before_it(text):
    assert codes.normal(text) == "ERRCERTINVALID"


@pytest.mark.parametrize("text", ["", " ", "-", "--- _ ...", "ошибка", "\ud800", "\x00"])
def test_text_without_a_letter_or_figure_has_no_key(text):
    assert codes.normal(text) == ""


@pytest.mark.parametrize(
    ("text", "key"), [("ERR5O22", "ERR5022"), ("PR2OOO2", "PR20002"), ("Il5S", "1155"), ("SOIL", "5011")]
)
def test_folded_key_forgives_misread_characters(text, key):
    assert codes.folded(text) == key


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ERR5022", "5022"),
        ("PR20002", "20002"),
        ("Error 1002", "1002"),
        ("0x80070005", "80070005"),
        ("-2147024891", "80070005"),
        ("8015", ""),
        ("400_645", ""),
        ("400_xxx", ""),
        ("ERR123", "123"),
        ("ERR12", ""),
        ("ERR5022B", ""),
        ("ERR_CONNECTION_TIMED_OUT", ""),
        ("Code 10", ""),
        ("Magicard 5:2", ""),
        ("AADSTS50105", "50105"),
        ("HTTP 407", "407"),
    ],
)
def test_bare_number_is_what_people_say_instead_of_the_whole_code(text, number):
    assert codes.bare(text) == number


@pytest.mark.parametrize(
    ("display", "family"),
    [
        ("400_xxx", Family("400", 3)),
        ("500-XXX", Family("500", 3)),
        ("ERR5xx", Family("ERR5", 2)),
        ("err 5 xx", None),
        (" 40.xxxx ", Family("40", 4)),
        ("0x8010xxxx", Family("0x8010", 4, WildPart.HEXADECIMAL)),
        ("0X800bXXXX", Family("0x800B", 4, WildPart.HEXADECIMAL)),
        ("AADSTSxxxxx", Family("AADSTS", 5, WildPart.SOME_FIGURES)),
        ("AADSTS50xxx", Family("AADSTS50", 3)),
        ("ERR_CERT_*", Family("ERR_CERT", 0, WildPart.WORDS)),
        ("err_*", Family("ERR", 0, WildPart.WORDS)),
        ("Code n", Family("Code", 0, WildPart.NUMBER)),
        ("Magicard n:n", Family("Magicard", 0, WildPart.PAIR)),
    ],
)
def test_family_is_a_stem_and_an_x_for_each_digit(display, family):
    if family is None:
        with pytest.raises(ValueError, match="is no family: write a stem"):
            Family.parse(display)
    else:
        assert Family.parse(display) == family


@pytest.mark.parametrize(
    "display",
    [
        *("", "xxx", "ERR_xxx", "400_x", "400", "400_xxx1", "4 00_xxx", "400_***", "٤00_xxx"),
        *("0x8010000xxxx", "0xGGxx", "boxxx", "ERR*", "*", "_*", "ERR_**", "ERR__*", "code n", "n", "n:n", "Code nn"),
    ],
)
def test_broken_pattern_is_no_family(display):
    with pytest.raises(ValueError, match=r"400_xxx\.$"):
        Family.parse(display)


@pytest.mark.parametrize("member", ["400_612", "400-612", "400 001", "400612", " 400_612. ", "400/612", "(400_612)"])
def test_family_holds_its_members_however_they_are_joined(member):
    assert Family.parse("400_xxx").holds(member)


@pytest.mark.parametrize(
    "other", ["4001", "400_61", "400_6123", "401_612", "1400_612", "400_61a", "400", "400_xxx", ""]
)
def test_family_holds_nothing_else(other):
    assert not Family.parse("400_xxx").holds(other)


@pytest.mark.parametrize(
    "name", ["400_", "400_xxx", "400-XXX", "400_*", "400_***", "400 xx", "400", "error code: 400_"]
)
def test_family_is_named_by_its_stem_and_its_pattern(name):
    assert Family.parse("400_xxx").is_named_by(name)


@pytest.mark.parametrize(
    ("words", "is_member"),
    [
        ("400_612", True),
        ("400-612", True),
        ("400 - 612", True),
        ("400 612", False),
        ("400612", False),
        ("4-00612", False),
    ],
)
def test_within_a_longer_text_only_the_joint_makes_a_member(words, is_member):
    assert Family.parse("400_xxx").is_member_within(words) is is_member


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("ERR_CONNECTION_TIMED_OUT", ("ERR_CONNECTION_TIMED_OUT", "CONNECTION_TIMED_OUT")),
        ("  5022 ", ("5022",)),
        ("error code: 400_645", ("error code: 400_645", "code: 400_645", "400_645")),
        ("Error: ERR5022", ("Error: ERR5022", "ERR5022", "5022")),
        ("node 500", ("node 500",)),
        ("NO5022", ("NO5022",)),
        ("errors 5022", ("errors 5022",)),
        ("error", ("error",)),
    ],
)
def test_readings_are_the_text_and_what_follows_its_leading_words(typed, texts):
    assert codes.readings(typed) == texts


@pytest.mark.parametrize(
    "typed",
    [
        "ERR5023",
        "err 5023",
        "err-5023",
        "ERR 5023",
        "WRN1001",
        "400_99",
        "401-612",
        "9999",
        "0x800F",
        "-2147024890",
        "ERR5O23",
        "error 404",
        "code 123",
        "ABC_1234_X1",
        "E5022:",
        "ERR_CONNECTION_REFUSED",
        "err_connection_refused",
        "NET::ERR_CERT_AUTHORITY_INVALID",
        "net::err_failed",
        "ERR_TLS13_DOWNGRADE_DETECTED",
        "SCARD_W_WRONG_CHV",
        "NTE_FAIL",
        "TCK_API_ERR_PIN_BLOCKED",
        "Code 11",
        "error code 11",
        "Event ID 203",
        "Magicard 5:9",
        "magicard error 14",
        "AADSTS50199",
    ],
)
def test_unknown_code_still_looks_like_one(typed):
    assert codes.looks_like_one(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "windows 10",
        "windows 365",
        "400 errors",
        "404",
        "smartcard",
        "tools",
        "blank screen",
        "error",
        "error code",
        "my card 1234 is locked",
        "solo",
        "5022 5023",
        "NHS_PORT",
        "my_file_name",
        "README_FIRST_NOW.TXT",
        "HKEY_LOCAL_MACHINE",
        "REG_DWORD",
        "SHA256",
        "LAPTOP-1234567",
        "PC-0412",
        "2026-11",
        "2026-11-29",
        "29/11/2026",
        "07aa610f-249f-46ad-a1d7-3ccbdc5d6b00",
        "sign-in",
    ],
)
def test_ordinary_words_do_not_look_like_a_code(typed):
    assert not codes.looks_like_one(typed)


def test_windows_are_runs_of_words_that_stand_close_together():
    found = [window.text for window in codes.windows("code 400_645: restart")]

    assert found == [
        "code",
        "code 400",
        "code 400_645",
        "code 400_645: restart",
        "400",
        "400_645",
        "400_645: restart",
        "645",
        "645: restart",
        "restart",
    ]


def test_window_ends_where_words_stand_far_apart_and_at_eight_words():
    assert [window.text for window in codes.windows("400 - - 645")] == ["400", "645"]
    assert max(window.text.count(" ") for window in codes.windows("a b c d e f g h i j")) == 7
