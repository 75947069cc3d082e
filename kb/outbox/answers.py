"""What the other side said to a message, and what follows from it."""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum, auto

from kb.lib.text import EMAIL_IN_TEXT
from kb.outbox.backends import CutOff
from kb.outbox.models import LONGEST_REPLY, Attempt

Outcome = Attempt.Outcome
# Of our sign-in, not of the message: authentication required, too weak, refused, or only under encryption.
OURS_TO_MEND = {530, 534, 535, 538}
NO_STORAGE_LEFT = 552  # "exceeded storage allocation", RFC 5321: of the mailbox, or for this message
# All that tells one answer from another stands at its beginning; a server may go on for as long as it likes.
MOST_READ = 2_000

# --- What a status says (RFC 3463: subject and detail), and where that is none of these, what the words say --------

_STATUS = re.compile(r"\A#?[45]\.(\d{1,3}\.\d{1,3})\b")
_BY_STATUS = {
    "2.2": Outcome.FULL,
    "2.3": Outcome.TOO_LARGE,
    "3.4": Outcome.TOO_LARGE,
    # The mail system is full, takes nothing now, or is congested: none of it is about this message.
    "3.1": Outcome.LATER,
    "3.2": Outcome.LATER,
    "4.5": Outcome.LATER,
}
_FEW_WORDS = r"(?:[ _-]\S+){0,4}?[ _-]?"
_BOX = r"(?:mail[ _-]?(?:box|drop|dir|folder|file|store)|inbox|postbox|account|user|recipient|storage|disk|quota)"
_ROOM = r"(?:quota|storage|disk ?space|space|allocat\w+|mail ?box|room)"
_SAYS_FULL = re.compile(
    rf"\b{_BOX}\b{_FEW_WORDS}\bfull\b(?! (?:name|detail|address|text|report|explanation))"
    r"|\b(?:full mail ?box|(?:mail|in)_?box_?full)\b"
    rf"|\b(?:over|exceed\w*|out of|reached|beyond)\b{_FEW_WORDS}\b{_ROOM}\b|\boverquota\b"
    rf"|\bquota\b{_FEW_WORDS}\b(?:exceeded|exceeds|exhausted|reached|used up|over)\b"
    rf"|\bmail ?box\b{_FEW_WORDS}\b(?:exceeded|exceeds|reached|over)\b{_FEW_WORDS}\b(?:limit|size)\b"
    r"|\b(?:insufficient|not enough|no|lacks?)(?: (?:disk|mail|mailbox|user|free|more))? (?:storage|space|room)\b",
    re.IGNORECASE,
)
_SAYS_TOO_LARGE = re.compile(
    r"\btoo (?:large|big)\b"
    r"|\b(?:message|mail|e-?mail|size|data)\b(?: \S+){0,4}? (?:too long|exceed\w*)\b"
    r"|\b(?:exceed\w*|over|above)\b(?: \S+){0,3}? (?:message|size|mail) (?:size|limit|length)\b",
    re.IGNORECASE,
)
_SAYS_LATER = re.compile(
    r"\bgr[ae]y[ -]?list|\btemporar|\bthrottl|\brate[ -]limit|\boverload"
    r"|\b(?:try|retry|resend|send)\b(?: \S+){0,4}? (?:later|shortly|in (?:a few|\d+) (?:second|minute|hour)s?)\b"
    r"|\btoo many (?:\S+ )?(?:connections|messages|mails|e-?mails|requests|sessions)\b"
    r"|\b(?:send\w*|daily|hourly|receiv\w+|outgoing|outbound) (?:\w+ )?(?:limit|quota|rate)\b"
    r"|\b(?:server|system|service) (?:is )?(?:too )?busy\b",
    re.IGNORECASE,
)
_BY_WORDS = {_SAYS_LATER: Outcome.LATER, _SAYS_FULL: Outcome.FULL, _SAYS_TOO_LARGE: Outcome.TOO_LARGE}


class ServerState(Enum):
    """How far we came with the mail server, whatever became of the message."""

    ANSWERED = auto()  # it took the message, or said something about it
    OUT = auto()  # it does not answer, or lets us in no further than the door: no message was begun
    FELL_SILENT = auto()  # in the middle of this message
    UNKNOWN = auto()


@dataclass(frozen=True)
class Answer:
    outcome: Attempt.Outcome
    code: int | None = None
    reply: str = ""
    server: ServerState = ServerState.UNKNOWN


HANDED_OVER = Answer(Outcome.SENT, server=ServerState.ANSWERED)


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
            return Answer(Outcome.LATER, _code(error.smtp_code), plain(error.smtp_error), ServerState.OUT)
        case smtplib.SMTPException() | OSError():
            return Answer(Outcome.LATER, None, plain(f"{type(error).__name__}: {error}"), _server_state(error))
        case ValueError():
            # No mail can be made of it, today or tomorrow. Its words may be those of the message: not repeated.
            return Answer(Outcome.REFUSED, None, f"No mail can be made of this message ({type(error).__name__}).")
    return Answer(Outcome.LATER, None, type(error).__name__)


def _server_state(error: Exception) -> ServerState:
    if not isinstance(error, CutOff):
        return ServerState.OUT
    return ServerState.FELL_SILENT if error.is_silence else ServerState.UNKNOWN


def _answer_to_message(code: int, reply: bytes | str) -> Answer:
    said = _beginning(reply)
    is_answer = 200 <= code <= 599  # noqa: PLR2004 - else it is what came of half a line
    return Answer(
        _outcome(code, said), _code(code), plain(said), ServerState.ANSWERED if is_answer else ServerState.UNKNOWN
    )


def _outcome(code: int, said: str) -> Attempt.Outcome:
    status = found[1] if (found := _STATUS.match(said)) else ""
    by_words = (outcome for pattern, outcome in _BY_WORDS.items() if pattern.search(said))
    outcome = _BY_STATUS.get(status) or next(by_words, None)
    is_for_good = 500 <= code <= 599 and code not in OURS_TO_MEND  # noqa: PLR2004 - "permanent negative", RFC 5321
    if not is_for_good:
        return Outcome.FULL if outcome == Outcome.FULL else Outcome.LATER
    return outcome or (Outcome.FULL if code == NO_STORAGE_LEFT else Outcome.REFUSED)


def _code(code: int) -> int | None:
    """smtplib says -1 where the other side gave no number."""
    return code if code > 0 else None


def plain(reply: bytes | str) -> str:
    """On one line, short, and without anybody's address."""
    text = EMAIL_IN_TEXT.sub("[address]", _beginning(reply))
    return text[:LONGEST_REPLY]


def _beginning(reply: bytes | str) -> str:
    """On one line. Cut before anything is looked for, so that no answer takes long; never within an address."""
    text = reply[:MOST_READ].decode(errors="replace") if isinstance(reply, bytes) else reply[:MOST_READ]
    if len(reply) > MOST_READ:
        text = text[: max(text.rfind(end) for end in " <>(),;:\r\n\t") + 1] or text[:LONGEST_REPLY]
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())
