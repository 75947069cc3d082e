"""What is a code by its form alone, and what makes a number one."""

import pytest

from kb.catalogue.codes.forms import codes_in, follows_a_code_word, is_self_evident


@pytest.mark.parametrize(
    "text",
    [
        "ERR5022",
        "INF1014",
        "PR20002",
        "ERR-5022",
        "ERR_5022",
        "400_645",
        "400_xxx",
        "400-612",
        "0x80070005",
        "0X8007000e",
        "8007000E",
        "-2147024891",
        "ERR_CONNECTION_TIMED_OUT",
        "4.4.0",
        "NET::ERR_CERT_INVALID",
        "SCARD_W_WRONG_CHV",
        "E_FAIL",
        "0x8010xxxx",
        "ERR_*",
    ],
)
def test_nobody_takes_these_for_words(text):
    assert is_self_evident(text)


@pytest.mark.parametrize(
    "text",
    [
        "5022",
        "card",
        "CARD",
        "Windows 10",
        "windows10",
        "err 5022",
        "20112026",
        "deadline",
        "01632 960445",
        "",
        "-1",
        "NHS_PORT",
        "REG_SZ",
    ],
)
def test_these_may_be_anything(text):
    assert not is_self_evident(text)


@pytest.mark.parametrize("before", ["error ", "Error: ", "ERR ", "event ", "codes: ", "status=", "failure ("])
def test_number_after_a_code_word_is_a_code(before):
    text = f"{before}5022"

    assert follows_a_code_word(text, len(before))


@pytest.mark.parametrize("before", ["", "card ", "error at ", "terror ", "error. See page "])
def test_number_after_another_word_is_not(before):
    assert not follows_a_code_word(f"{before}5022", len(before))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("It says ERR5022: Operation cannot be completed", {"ERR5022"}),
        ("400_645 or 400_xxx", {"400_645", "400_xxx"}),
        ("failed with 0x80070005.", {"0x80070005"}),
        ("Event ID 4625 is logged", {"4625"}),
        ("error code: -2147024891", {"-2147024891"}),
        ("Ring 01632 960445 on 22 November 2026", set()),
        ("Correlation Id: {3F2504E0-4F89-11D3-9A0C-0305E82C3301}", set()),
        ("stop 3F2504E0 again", {"3F2504E0"}),
        ("at 2026-03-01T01:01:11Z or 01/03/2026 on LAPTOP-1234567", set()),
        ("NHS_PORT in README_FIRST_NOW.TXT under HKEY_LOCAL_MACHINE as REG_DWORD", set()),
        ("says NET::ERR_CERT_AUTHORITY_INVALID.", {"ERR_CERT_AUTHORITY_INVALID"}),
        ("(-2146435043 SCARD_E_NO_SERVICE)", {"-2146435043", "SCARD_E_NO_SERVICE"}),
        ("TCK_API_ERR_PIN_BLOCKED or NTE_FAIL", {"TCK_API_ERR_PIN_BLOCKED", "NTE_FAIL"}),
        ("scard_w_wrong_chv in small letters", set()),
        ("0x8010xxxx, AADSTSxxxxx and ERR_CERT_*", {"0x8010xxxx", "AADSTSxxxxx", "ERR_CERT_*"}),
        ("Magicard 600 ERROR 6:2 Film Invalid", {"ERROR 6:2"}),
        ("runs on port 43485", set()),
    ],
)
def test_codes_of_a_text(text, codes):
    assert set(codes_in(text)) == codes


def test_long_text_takes_no_time():
    assert list(codes_in("A_" * 20_000 + "-" * 20_000 + "0x" * 20_000)) is not None
