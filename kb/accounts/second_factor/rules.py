"""Codes that a program on a phone shows (RFC 6238: six figures, a new code each half minute) and codes on paper. Pure
but for the key of this site, of which the key of each person is made."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from urllib.parse import quote

from django.conf import settings
from django.utils.crypto import salted_hmac

from kb.accounts.roles import Role

PERIOD = 30  # seconds
FIGURES = 6
TOLERANCE = 1  # codes before and after: clocks of phones go wrong, and people type slowly
KEY_BYTES = 20
ASKED_OF = frozenset({Role.HELP_DESK, Role.REVIEWER, Role.ADMINISTRATOR})
GRACE = timedelta(days=7)
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
_GROUPS, _GROUP = 4, 4
_SALT = "accounts.second-factor"


class NextStep(Enum):
    """What follows a right password."""

    IN = "they are in"
    CODE = "a code is asked for"
    SET_UP = "they set it up first"


def next_step(*, has_factor: bool, is_asked: bool, due: date | None, today: date) -> NextStep:
    if has_factor:
        return NextStep.CODE
    return NextStep.SET_UP if is_asked and due is not None and due < today else NextStep.IN


def is_asked_of(role: str) -> bool:
    return settings.SECOND_FACTOR_ASKED and Role(role) in ASKED_OF


# --- Codes of a phone ------------------------------------------------------------------------------------------------


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def keys_of(seed: str) -> Iterator[bytes]:
    """With the key of this site, and with those that it had before."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac(_SALT, seed, secret=key, algorithm="sha256").digest()[:KEY_BYTES]


def shown_key(seed: str) -> str:
    """As a program on a phone takes it."""
    return base64.b32encode(next(keys_of(seed))).decode()


def address_for_a_phone(seed: str, username: str) -> str:
    """What the square of dots says."""
    site = quote(settings.SITE_NAME or "Knowledge base")
    return f"otpauth://totp/{site}:{quote(username)}?secret={shown_key(seed)}&issuer={site}"


def code_at(key: bytes, counter: int) -> str:
    digest = hmac.new(key, counter.to_bytes(8), hashlib.sha1).digest()  # as RFC 4226 says; no collision helps here
    begin = digest[-1] & 0x0F
    number = int.from_bytes(digest[begin : begin + 4]) & 0x7FFFFFFF
    return f"{number % 10**FIGURES:0{FIGURES}}"


def counter_of(seed: str, typed: str, *, at: float) -> int | None:
    """Of which half minute this is the code; nothing where it is that of none near now."""
    code, now = re.sub(r"\s", "", typed), int(at) // PERIOD
    if not (code.isascii() and code.isdecimal()):
        return None
    near = range(now - TOLERANCE, now + TOLERANCE + 1)
    matching = [one for key in keys_of(seed) for one in near if hmac.compare_digest(code_at(key, one), code)]
    return max(matching, default=None)


# --- Codes on paper --------------------------------------------------------------------------------------------------


def new_recovery_codes() -> list[str]:
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(typed: str) -> str:
    """However it was typed. It is random and long, so a plain hash is enough, and outlives the key of this site."""
    return hashlib.sha256(re.sub(r"[\s-]", "", typed.lower()).encode()).hexdigest()
