"""What a text may hold, so that both databases can keep it and every page can show it. Pure.

SQLite takes texts of any length with any characters in them; PostgreSQL does not. Asking here gives both one answer.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from urllib.parse import SplitResult, urlsplit

LONGEST_SLUG = 100
# Of what may have lines. The longest text that was shipped has 3,000; a step of 20,000 is a handbook.
LONGEST_TEXT = 20_000
UNSEEN = "Take out the characters that cannot be seen."
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
# For finding one in a text; whether a text is one is the affair of `email_address`.
EMAIL_IN_TEXT = re.compile(r"[^\s@<>(),;:]{1,100}@[^\s@<>(),;:]{1,200}")

# A null character and halves of surrogate pairs: PostgreSQL keeps neither.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# These, and the control characters but tab and line feed.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# They take up room or none and show nothing, though Unicode counts them among letters, marks and signs.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(sign) for sign in range(0xFE00, 0xFE10)}
# Marks, embeddings, overrides and isolates, their ends, and the old ones beside them: text with one of these can read
# otherwise than it is, to whoever reviews it too.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]")
_SHOWN_BEFORE = 20
_LINE_BREAK = re.compile(r"[\n\x85\u2028\u2029]")


def is_storable(text: str) -> bool:
    return not _UNSTORABLE.search(text)


def storable(text: str, instead: str = "") -> str:
    return _UNSTORABLE.sub(instead, text)


def can_be_kept(value: object) -> bool:
    """Whether every text in the value is made of characters that both databases keep and a page shows."""
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
    return _UNSEEN.sub("", text)


def _shows_nothing(sign: str) -> bool:
    """Such as a zero-width space, a soft hyphen or a mark that turns the direction of writing; not a plain space."""
    return sign in _BLANK or (unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in "\t\n\r")


def without_invisible(text: str) -> str:
    return "".join(sign for sign in text if not _shows_nothing(sign))


def can_be_seen(text: str) -> bool:
    """Whether anything of it shows. Looks no further than the first sign that does."""
    return any(not sign.isspace() and not _shows_nothing(sign) for sign in text)


def without_turning(text: str) -> str:
    return _TURNING.sub("", text)


def turn_fault(text: str) -> str:
    """What is wrong with a text that turns round, or nothing. Asked of every public title and name."""
    found = _TURNING.search(text)
    if not found:
        return ""
    before = ""
    for word in reversed(text[: found.start()].split()):
        if before and len(f"{word} {before}") > _SHOWN_BEFORE:
            break
        before = f"{word} {before}".strip()[-_SHOWN_BEFORE:]
    where = f"after “{before}”" if before else "before its first letter"
    sign = f"U+{ord(found[0]):04X}"
    return f"Type this again by hand: {where} stands a character that cannot be seen and turns text round ({sign})."


def with_one_line_end(text: str) -> str:
    """So that places in a text stay places, whichever browser sent it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line_fault(name: str, text: str, most: int) -> str:
    """What is wrong with a line of text, or nothing; characters that cannot be kept are `can_be_kept`'s affair."""
    if _LINE_BREAK.search(text):
        return f"Write the {name} in one line."
    if len(text) > most:
        return f"Shorten the {name} to {most} characters; it has {len(text)}."
    return ""


def text_fault(name: str, text: str) -> str:
    """The same of a text that may have lines."""
    if len(text) > LONGEST_TEXT:
        return f"Shorten the {name} to {LONGEST_TEXT:,} characters; it has {len(text):,}."
    return ""


def is_slug(text: str) -> bool:
    return bool(re.fullmatch(SLUG, text))


def slug_fault(text: str) -> str:
    if not is_slug(text):
        return "Use small letters, digits and single hyphens, such as card-not-read."
    return line_fault("slug", text, LONGEST_SLUG)


def slug_from(title: str, longest: int = 80) -> str:
    """The slug that a title proposes: whole words of it."""
    words = _NOT_IN_SLUG.sub(" ", title.lower().replace("'", "").replace("’", "")).split()
    found = ""
    for word in words:
        longer = f"{found}-{word}" if found else word[:longest]
        if len(longer) > longest:
            break
        found = longer
    return found


def web_address(text: str) -> SplitResult | None:
    """The parts of a web address, or nothing where it is none."""
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_address and text.isprintable() and " " not in text else None


# As Django takes one in a request: no label is empty, not even the last; or an address of IPv6.
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]")


def is_host(text: str) -> bool:
    """Whether a request for this host is answered at all, whatever is allowed."""
    return bool(_HOST.fullmatch(text))


def address_fault(text: str, most: int) -> str:
    """What is wrong with a web address, or nothing; so also for an empty one."""
    if text and not web_address(text):
        return f"'{text}' is not a web address."
    return line_fault("address", text, most)
