"""Secret links, the username that is offered, and how people are looked after. Pure."""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from itertools import chain, count

INVITED_FOR = timedelta(days=7)
LONGEST_OFFERED = 100


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """All that is kept of it. It is random and long, so nobody finds it by trying."""
    return hashlib.sha256(secret.encode()).hexdigest()


def username_from(name: str) -> str:
    """The username somebody gets who asks for none: `Zoë Ward` is `zoe.ward`; empty for a name in other letters."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(part for word in letters.split() if (part := "".join(filter(str.isalnum, word))))


def offered_username(name: str, *, is_taken: Callable[[str], bool]) -> str:
    """With a number where somebody has it: `zoe.ward2`."""
    first = username_from(name)[:LONGEST_OFFERED]
    if not first:
        return ""
    numbered = (f"{first}{number}" for number in count(2))
    return next(one for one in chain([first], numbered) if not is_taken(one))
