"""What follows from what the other side said."""

import smtplib
import ssl
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.lib.text import EMAIL_IN_TEXT
from kb.outbox.answers import Outcome, ServerState, answer_of, plain
from kb.outbox.backends import CutOff
from tests.outbox import server_answers

TO = "sam@example.org"


def refused(code, reply=b"no"):
    return smtplib.SMTPRecipientsRefused({TO: (code, reply)})


@pytest.mark.parametrize(
    ("error", "outcome", "code"),
    [
        (refused(450), Outcome.LATER, 450),
        (refused(550), Outcome.REFUSED, 550),
        (refused(552), Outcome.FULL, 552),
        (smtplib.SMTPDataError(451, b"4.3.0 try later"), Outcome.LATER, 451),
        (smtplib.SMTPDataError(554, b"5.7.1 rejected"), Outcome.REFUSED, 554),
        (smtplib.SMTPDataError(552, b"5.2.2 over quota"), Outcome.FULL, 552),
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


@pytest.mark.parametrize(
    ("outcome", "code", "text"),
    [
        (outcome, *said)
        for outcome, answers in (
            (Outcome.FULL, server_answers.FULL),
            (Outcome.TOO_LARGE, server_answers.TOO_LARGE),
            (Outcome.LATER, server_answers.LATER),
            (Outcome.REFUSED, server_answers.FOR_GOOD),
        )
        for said in answers
    ],
)
def test_answer_means_what_its_server_meant(outcome, code, text):
    assert answer_of(refused(code, text.encode())).outcome == outcome
    assert answer_of(smtplib.SMTPDataError(code, text.upper())).outcome == outcome


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (refused(550), ServerState.ANSWERED),
        (refused(450), ServerState.ANSWERED),
        (smtplib.SMTPDataError(552, b"full"), ServerState.ANSWERED),
        (smtplib.SMTPSenderRefused(421, b"closing", "a@example.org"), ServerState.ANSWERED),
        (smtplib.SMTPDataError(-1, b"nonsense"), ServerState.UNKNOWN),
        (smtplib.SMTPDataError(25, b""), ServerState.UNKNOWN),
        (smtplib.SMTPConnectError(421, b"too many of you"), ServerState.OUT),
        (smtplib.SMTPHeloError(550, b"who are you"), ServerState.OUT),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), ServerState.OUT),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), ServerState.OUT),
        (smtplib.SMTPServerDisconnected("gone"), ServerState.OUT),
        (ConnectionRefusedError(111, "refused"), ServerState.OUT),
        (TimeoutError("slow"), ServerState.OUT),
        (ssl.SSLError(1, "broken"), ServerState.OUT),
        (CutOff("timed out", is_silence=True), ServerState.FELL_SILENT),
        (CutOff("closed", is_silence=False), ServerState.UNKNOWN),
        (ValueError("a header with two lines"), ServerState.UNKNOWN),
        (RuntimeError("a fault of ours"), ServerState.UNKNOWN),
    ],
)
def test_failure_says_how_far_we_came_with_the_server(error, state):
    assert answer_of(error).server == state


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


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["a", "sam", "@", "@example.org", " ", "\n", "<", ";", "é", "\0", "5.2.2", "full", "quota"])
    ),
    st.integers(1, 2_000),
)
def test_answer_of_any_length_is_told_apart_and_kept_short_without_an_address(parts, times):
    answer = answer_of(refused(550, "".join(parts * times)[:200_000].encode()))

    assert answer.outcome in Outcome
    assert len(answer.reply) <= 300
    assert not EMAIL_IN_TEXT.search(answer.reply.replace("[address]", " "))
    assert answer.reply.isprintable()


@settings(deadline=None)
@given(st.integers(1_900, 2_100), st.sampled_from(" <(,;:"))
def test_address_that_is_cut_off_leaves_no_half_behind(length, end):
    """Those before it are long, so that it comes within what is kept."""
    said = f"{'a' * 90}@{'b' * 190}{end}" * 7

    reply = plain(f"{said[: length - 3]}{end}sam@example.org and so on")

    assert "sam" not in reply


@pytest.mark.parametrize(
    "shape",
    [
        "a",
        "a@",
        "@",
        " ",
        "a ",
        "mailbox ",
        "mailbox a ",
        "over a ",
        "quota_",
        "mail box_",
        "exceeded-",
        "try a ",
        "é",
        "\0",
    ],
)
def test_answer_costs_no_more_the_longer_it_is(shape):
    """A megabyte took two seconds, and before that a tenth of it eleven. Counted in time of this process alone.

    What is slow is slow each time; a collection of garbage falls into one of them.
    """
    refusal, taken = refused(550, (shape * 1_000_000)[:1_000_000].encode()), []
    for _ in range(5):
        began = time.process_time()
        answer_of(refusal)
        taken.append(time.process_time() - began)

    assert min(taken) < 0.25


@pytest.mark.wide
@pytest.mark.parametrize("shape", ["a", "a@", "mailbox a ", "over a ", "quota ", "5.2.2 ", "é"])
def test_answer_twice_as_long_costs_at_most_twice_as_much(shape):
    def cost(length: int) -> float:
        errors = [refused(550, (shape * length)[:length].encode()) for _ in range(20)]
        began = time.process_time()
        for error in errors:
            answer_of(error)
        return time.process_time() - began

    lengths = [500 * 2**step for step in range(10)]
    costs = [min(cost(length) for _ in range(3)) for length in lengths]

    assert all(longer < 2.5 * shorter + 0.005 for shorter, longer in pairwise(costs)), costs
