"""What follows from what the other side said."""

import smtplib
import ssl

import pytest

from kb.outbox.answers import Outcome, answer_of, plain

TO = "sam@example.org"


def refused(code, reply=b"no"):
    return smtplib.SMTPRecipientsRefused({TO: (code, reply)})


@pytest.mark.parametrize(
    ("error", "outcome", "code"),
    [
        (refused(450), Outcome.LATER, 450),
        (refused(550), Outcome.REFUSED, 550),
        (refused(552), Outcome.TOO_LARGE, 552),
        (smtplib.SMTPDataError(451, b"4.3.0 try later"), Outcome.LATER, 451),
        (smtplib.SMTPDataError(554, b"5.7.1 rejected"), Outcome.REFUSED, 554),
        (smtplib.SMTPDataError(552, b"5.2.2 over quota"), Outcome.TOO_LARGE, 552),
        (smtplib.SMTPDataError(554, b"5.3.4 too big"), Outcome.TOO_LARGE, 554),
        (smtplib.SMTPDataError(550, b"5.2.3 too big"), Outcome.TOO_LARGE, 550),
        (smtplib.SMTPDataError(550, b"5.2.31 something else"), Outcome.REFUSED, 550),
        (smtplib.SMTPDataError(550, b"about 5.3.4"), Outcome.REFUSED, 550),
        (smtplib.SMTPDataError(-1, b"nonsense"), Outcome.LATER, None),
        (smtplib.SMTPSenderRefused(552, b"too big", "a@example.org"), Outcome.TOO_LARGE, 552),
        (smtplib.SMTPSenderRefused(550, b"not you", "a@example.org"), Outcome.REFUSED, 550),
        (smtplib.SMTPSenderRefused(530, b"5.7.0 sign in first", "a@example.org"), Outcome.LATER, 530),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 wrong password"), Outcome.LATER, 535),
        (smtplib.SMTPConnectError(554, b"no service here"), Outcome.LATER, 554),
        (smtplib.SMTPHeloError(550, b"who are you"), Outcome.LATER, 550),
        (smtplib.SMTPServerDisconnected("gone"), Outcome.LATER, None),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), Outcome.LATER, None),
        (ConnectionRefusedError(111, "refused"), Outcome.LATER, None),
        (TimeoutError("slow"), Outcome.LATER, None),
        (ssl.SSLError(1, "broken"), Outcome.LATER, None),
        (ValueError("a header with two lines"), Outcome.REFUSED, None),
        (UnicodeEncodeError("ascii", "ä", 0, 1, "no"), Outcome.REFUSED, None),
        (RuntimeError("a fault of ours"), Outcome.LATER, None),
    ],
)
def test_failure_is_for_now_or_for_good(error, outcome, code):
    answer = answer_of(error)

    assert (answer.outcome, answer.code) == (outcome, code)


def test_reply_is_kept_without_anybodys_address():
    answer = answer_of(refused(550, b"5.1.1 <sam@example.org>: user sam@example.org unknown\r\nask me@example.net"))

    assert answer.reply == "5.1.1 <[address]>: user [address] unknown ask [address]"


def test_reply_is_short_and_on_one_line():
    said = plain(b"a\r\nb\0c\xff " + b"x" * 1000)

    assert said.startswith("a b c\ufffd xxx")
    assert len(said) == 300


@pytest.mark.parametrize("error", [ValueError("the words of the message"), RuntimeError("the words of the message")])
def test_words_of_the_message_do_not_get_into_the_reply(error):
    assert "words" not in answer_of(error).reply
