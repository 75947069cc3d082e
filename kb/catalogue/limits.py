"""What a field may hold, so that both databases can keep it and every page can show it. Pure.

SQLite takes texts of any length with any characters in them; PostgreSQL does not. Asking here gives both one answer.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from urllib.parse import urlsplit

SLUG = 100
ARTICLE = {"title": 150, "summary": 200, "reference": 20}
STEP = {"title": 200, "applies_to": 200, "expected": 1000}
SOURCE = {"name": 200, "title": 300, "address": 500, "seen": 500}
QUESTION = 200
QUESTIONS = 12
SHELF = {"name": 150, "summary": 300}
VENDOR = {**SHELF, "product": 150, "website": 200, "phone": 50, "email": 254}
CODE = {"code": 100, "meaning": 300, "where": 300}
TELL = 500
SNIPPET = {"title": 150}
SHORTCUT = {"label": 100}
WHY = 300
VERIFIED_WITH = 150
LARGEST_POSITION = 2**31 - 1

UNSEEN = "Take out the characters that cannot be seen."

# Control characters but tab and line feed, and halves of surrogate pairs.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LINE_BREAK = re.compile(r"[\n\x85\u2028\u2029]")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def can_be_kept(value: object) -> bool:
    """Whether every text in the value is made of characters that both databases keep."""
    if isinstance(value, str):
        return not _UNSEEN.search(value)
    if isinstance(value, Mapping):
        return all(can_be_kept(part) for pair in value.items() for part in pair)
    if isinstance(value, Iterable):
        return all(map(can_be_kept, value))
    if is_dataclass(value):
        return all(can_be_kept(getattr(value, field.name)) for field in fields(value))
    return True


def without_unseen(text: str) -> str:
    """The text as both databases keep it."""
    return _UNSEEN.sub("", text)


def line_fault(name: str, text: str, most: int) -> str:
    """What is wrong with a line of text, or nothing; characters that cannot be kept are `can_be_kept`'s affair."""
    if _LINE_BREAK.search(text):
        return f"Write the {name} in one line."
    if len(text) > most:
        return f"Shorten the {name} to {most} characters; it has {len(text)}."
    return ""


def slug_fault(text: str) -> str:
    if not _SLUG.fullmatch(text):
        return "Use small letters, digits and single hyphens, such as card-not-read."
    return line_fault("slug", text, SLUG)


def address_fault(text: str, most: int) -> str:
    """What is wrong with a web address, or nothing; so also for an empty one."""
    if text and not _is_web_address(text):
        return f"'{text}' is not a web address."
    return line_fault("address", text, most)


def email_fault(text: str, most: int) -> str:
    if text and not _EMAIL.fullmatch(text):
        return f"'{text}' is not an email address."
    return line_fault("email", text, most)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - read for the error it raises
    except ValueError:
        return False
    is_plain = text.isprintable() and " " not in text
    return is_plain and parts.scheme in {"http", "https"} and bool(parts.hostname)
