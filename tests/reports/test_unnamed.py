"""What editors are shown of a report: the problem, and nothing of who sent it."""

import pytest

from kb.reports.models import Report
from kb.reports.privacy.anonymised import Sender, problem_of, without_sender

ROBIN = Sender("Robin Will Teal", "robin@example.org", "01632 960445")


def plain(text: str) -> str:
    return without_sender(text, ROBIN, is_code=lambda number: number == "4505577104")


@pytest.mark.parametrize(
    "text",
    [
        "robin will teal",
        "ROBIN@example.org",
        "r.teal@ward.example.org",
        "01632 960445",
        "01632960445",
        "+44 1632 960445",
        "(01632) 960-445".replace("(", "0044 (0)"),
        "Robin",
        "TEAL",
        "555012345678",
        "5550 1234 5678",
    ],
)
def test_sender_is_taken_out_however_they_signed(text):
    assert plain(f"It failed. Ask {text}, please.") == "It failed. Ask [removed], please."


@pytest.mark.parametrize(
    "text",
    [
        "It will not read the card, error 0x80070005, ERR5022 and 400_612.",
        "Version 2.4.11.0 on Windows 11, port 49152, since 9:10am on 24/11/2026",
        "Status 4505577104 is a code",
        "C0000022 and 0xC000006D",
    ],
)
def test_words_of_the_problem_stay(text):
    assert plain(text) == text


def test_patient_and_passcode_go_too():
    told = plain("Patient Jo Bloggs, NHS number 943 476 5919, my passcode is 4821")

    assert not any(secret in told for secret in ("Bloggs", "943", "4821"))


@pytest.mark.parametrize(
    ("typed", "code"), [("ERR 5022", "ERR 5022"), ("Teal 5022", ""), ("943 476 5919", ""), ("a@b.example", "")]
)
def test_what_stood_in_the_box_for_codes_is_a_code_or_nothing(typed, code):
    report = Report(text="Dark", name=ROBIN.name, typed_code=typed)

    assert problem_of(report, is_code=lambda number: False).code == code
