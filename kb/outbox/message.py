"""A finished message: everything that a mail says, before it is a row; and its words, from templates. Asks no
database."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from email.headerregistry import AddressHeader
from typing import Any, cast

from django.template import Context
from django.template.backends.django import Template
from django.template.loader import get_template

from kb.lib.text import storable

LONGEST_ADDRESS = 320
LONGEST_SUBJECT = 200
LONGEST_FILE_NAME = 100
_MANY_GAPS = re.compile(r"\n(?:[ \t]*\n){2,}")


def is_address(text: str) -> bool:
    """One bare address that can stand in a header and in an SMTP command; so nothing that ends a line."""
    # Looked at first: the parser takes a line break for a space.
    if not text.isprintable() or not text.strip() or len(text) > LONGEST_ADDRESS:
        return False
    return _is_one_mailbox(text) and AddressHeader.value_parser(text).all_mailboxes[0].display_name is None


def is_sender(text: str) -> bool:
    """An address, or a name and an address: Smartcard help <cards@example.nhs.uk>."""
    return text.isprintable() and bool(text.strip()) and _is_one_mailbox(text)


def _is_one_mailbox(text: str) -> bool:
    try:
        parsed = AddressHeader.value_parser(text)
    except (ValueError, IndexError):  # the parser's own ways to say that it cannot read it
        return False
    boxes = parsed.all_mailboxes
    return not parsed.all_defects and len(boxes) == 1 and bool(boxes[0].local_part and boxes[0].domain)


class NotAnAddress(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Nothing can be sent there. The address is not repeated: it is somebody's."""


@dataclass(frozen=True)
class File:
    """An attachment: under which name Django's default storage keeps it, and what the reader sees."""

    stored: str
    name: str
    content_type: str


@dataclass(frozen=True)
class Mail:
    """To one address. `bare_text` and `bare_html` are said instead where the files are left out as too large."""

    to: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    files: tuple[File, ...] = ()
    bare_text: str = ""
    bare_html: str = ""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Mail":
        return cls(**{**values, "files": tuple(File(**file) for file in values["files"])})

    def sound(self) -> "Mail":
        """The same message, in which nothing can end a header or keep the row from being stored.

        Raises NotAnAddress. A wrong address to reply to is only left out: a report without it is better than none.
        """
        if not is_address(self.to):
            raise NotAnAddress
        return replace(
            self,
            subject=_line(self.subject, LONGEST_SUBJECT),
            reply_to=self.reply_to if is_address(self.reply_to) else "",
            files=tuple(replace(file, name=_line(file.name, LONGEST_FILE_NAME)) for file in self.files),
            **{name: storable(getattr(self, name)) for name in ("text", "html", "bare_text", "bare_html")},
        )


def _line(text: str, longest: int) -> str:
    """On one line: whatever could begin another one is a space."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:longest].rstrip()


# --- From templates that are no HTML: nothing is escaped, since nothing reads it as markup ----------------------------


def quoted(text: str) -> str:
    """Every line of what somebody typed behind a sign, whatever their computer takes for a line break, so that none can
    pass for one of ours."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def plain_text(template: str, values: Mapping[str, Any]) -> str:
    """Never to be shown as HTML. Tags leave empty lines behind; more than one in a row is one."""
    text = cast(Template, get_template(template)).template
    return _MANY_GAPS.sub("\n\n", text.render(Context(dict(values), autoescape=False))).strip() + "\n"


def one_line(template: str, values: Mapping[str, Any]) -> str:
    """For a subject: a line break would begin another header."""
    return " ".join(plain_text(template, values).split())
