"""Words that are erased go out of mails too, as far as they are here: those that wait, and those written to files."""

from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from kb.lib.redaction import Needle
from kb.outbox.models import Delivery
from kb.outbox.settling import settled

KEPT = frozenset({"stored", "content_type"})
_SAID = {
    "to": "whom it is to",
    "content.to": "whom it is to",
    "content.reply_to": "the address to reply to",
    "content.subject": "the subject",
    "content.html": "the words, as a page",
    "content.bare_text": "the words without files",
    "content.bare_html": "the words without files, as a page",
}


def said(path: str) -> str:
    return _SAID.get(path, "the name of a file" if "files" in path else "the words")


def write(row: Delivery, changes: Mapping[str, Any]) -> None:
    """Half an address is no address: nothing is sent there, and nobody is asked to reply to it."""
    content = dict(changes.get("content", row.content))
    if content.get("reply_to") != row.content.get("reply_to"):
        content["reply_to"] = ""
    if "to" in changes or content.get("to") != row.content.get("to"):
        rows = Delivery.objects.filter(pk=row.pk)
        rows.sendable().update(**settled(Delivery.State.DROPPED, timezone.now()))
        rows.update(to="", content={})
    else:
        Delivery.objects.filter(pk=row.pk).update(content=content)


class MailFiles:
    """Where no mail server is set, mails are files. One that holds the words goes whole."""

    what = "A mail written to a file"

    def found(self, needle: Needle) -> list[str]:
        return [path.name for path in self._holding(needle)]

    def blank(self, needle: Needle) -> list[str]:
        gone = self._holding(needle)
        for path in gone:
            path.unlink(missing_ok=True)
        return [path.name for path in gone]

    def _holding(self, needle: Needle) -> list[Path]:
        paths = sorted(Path(settings.MAIL_FOLDER).glob("*.eml"))
        return [path for path in paths if any(needle.spans(text, is_html=is_html) for text, is_html in _texts(path))]


def _texts(path: Path) -> Iterator[tuple[str, bool]]:
    try:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    except OSError:  # its time was over a moment ago
        return
    yield from ((f"{value}", False) for value in mail.values())
    for part in mail.walk():
        if name := part.get_filename():
            yield name, False
        if part.get_content_maintype() == "text":
            content = part.get_content()
            yield content, part.get_content_subtype() == "html"
