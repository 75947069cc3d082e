"""What the other side said to a message, and what follows from it."""

import re
import smtplib
from dataclasses import dataclass

from kb.lib.text import EMAIL_IN_TEXT
from kb.outbox.models import LONGEST_REPLY, Attempt

Outcome = Attempt.Outcome
# Of our sign-in, not of the message: authentication required, too weak, refused, or only under encryption.
OURS_TO_MEND = {530, 534, 535, 538}
TOO_LARGE = re.compile(r"\A5\.(?:3\.4|2\.3)\b")


@dataclass(frozen=True)
class Answer:
    outcome: Attempt.Outcome
    code: int | None = None
    reply: str = ""


HANDED_OVER = Answer(Outcome.SENT)


def answer_of(error: Exception) -> Answer:
    """Whether a failure is for now or for good. Whatever does not speak of the message itself is for now."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, reply = next(iter(error.recipients.values()))
            return _answer_to_message(code, reply)
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            return _answer_to_message(error.smtp_code, error.smtp_error)
        case smtplib.SMTPResponseException():
            # Said at the greeting or at our sign-in: the message has not been looked at.
            return Answer(Outcome.LATER, _code(error.smtp_code), plain(error.smtp_error))
        case smtplib.SMTPException() | OSError():
            return Answer(Outcome.LATER, None, plain(f"{type(error).__name__}: {error}"))
        case ValueError():
            # No mail can be made of it, today or tomorrow. Its words may be those of the message: not repeated.
            return Answer(Outcome.REFUSED, None, f"No mail can be made of this message ({type(error).__name__}).")
    return Answer(Outcome.LATER, None, type(error).__name__)


def _answer_to_message(code: int, reply: bytes | str) -> Answer:
    said = plain(reply)
    if code == 552 or TOO_LARGE.match(said):  # noqa: PLR2004 - "exceeded storage allocation", RFC 5321
        outcome = Outcome.TOO_LARGE
    elif 500 <= code <= 599 and code not in OURS_TO_MEND:  # noqa: PLR2004 - "permanent negative", RFC 5321
        outcome = Outcome.REFUSED
    else:
        outcome = Outcome.LATER
    return Answer(outcome, _code(code), said)


def _code(code: int) -> int | None:
    """smtplib says -1 where the other side gave no number."""
    return code if code > 0 else None


def plain(reply: bytes | str) -> str:
    """On one line, short, and without anybody's address."""
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return EMAIL_IN_TEXT.sub("[address]", " ".join(printable.split()))[:LONGEST_REPLY]
