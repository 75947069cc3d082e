"""From a finished message to a mail, and into the hands of the next mail server."""

from dataclasses import replace

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives, mailers
from django.db import DatabaseError
from django.utils.html import escape

from kb.outbox.answers import HANDED_OVER, Answer, ServerState, answer_of
from kb.outbox.message import File, Mail

UNKNOWN_TYPE = "application/octet-stream"
# To machines that answer mail by themselves: the second is for Exchange and Outlook, which do not heed the first.
NO_ANSWER_PLEASE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
# base64 makes four letters of three bytes, and ends each line of 76 letters with two more.
BYTES_A_LINE, LETTERS_A_LINE = 57, 78


def hand_over(mail: Mail, *, message_id: str, without_files: bool = False) -> Answer:
    """Whatever goes wrong is an answer, except that our own database does not answer."""
    try:
        message = as_email(mail, message_id=message_id, without_files=without_files)
    except DatabaseError:
        raise
    except Exception as error:
        # Of whatever kind: one bad message must not keep the others from being sent.
        return replace(answer_of(error), server=ServerState.UNKNOWN)
    try:
        with mailers.default as mailer:
            mailer.send_messages([message])
    except Exception as error:
        return answer_of(error)
    return HANDED_OVER


def as_email(mail: Mail, *, message_id: str, without_files: bool = False) -> EmailMultiAlternatives:
    found, missing = _read(mail.files) if not without_files else ([], [])
    is_bare = without_files or sum(encoded_size(len(data)) for _, data in found) > settings.MAIL_MOST_BYTES
    text, html = mail.text, mail.html
    if is_bare:
        found, missing = [], []
        text, html = mail.bare_text or mail.text, mail.bare_html or mail.html
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=text + _missing_in_text(missing),
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": message_id, **NO_ANSWER_PLEASE},
    )
    if html:
        message.attach_alternative(_with_missing(html, missing), "text/html")
    for file, data in found:
        message.attach(file.name, data, file.content_type if "/" in file.content_type else UNKNOWN_TYPE)
    return message


def encoded_size(size: int) -> int:
    """How many bytes of a mail a file takes."""
    lines, rest = divmod(size, BYTES_A_LINE)
    return lines * LETTERS_A_LINE + (-(-rest // 3) * 4 + 2 if rest else 0)


def _read(files: tuple[File, ...]) -> tuple[list[tuple[File, bytes]], list[File]]:
    """The files with what they hold, and those that are not there any more."""
    found, missing = [], []
    for file in files:
        try:
            with default_storage.open(file.stored) as stored:
                found.append((file, stored.read()))
        except FileNotFoundError:
            missing.append(file)
    return found, missing


def _missing_sentence(missing: list[File]) -> str:
    return f"Not attached, because it is not there any more: {', '.join(file.name for file in missing)}."


def _missing_in_text(missing: list[File]) -> str:
    return f"\n\n{_missing_sentence(missing)}\n" if missing else ""


def _with_missing(html: str, missing: list[File]) -> str:
    if not missing:
        return html
    before, body_end, after = html.rpartition("</body>")
    sentence = f"<p>{escape(_missing_sentence(missing))}</p>"
    return f"{before}{sentence}{body_end}{after}" if body_end else f"{html}{sentence}"
