"""Between leaving for the provider and coming back: what was asked stands in the session for ten minutes, once."""

import hmac
import secrets
import time
from dataclasses import asdict, dataclass, field

from django.http import HttpRequest

from kb.accounts.provider import rules
from kb.accounts.provider.refusals import StartedElsewhere

HOLDS = 10 * 60  # seconds
_KEY = "waits for the provider"


@dataclass(frozen=True)
class Departure:
    """`person` links their account; `invitation`, by its digest, makes one; without either somebody signs in."""

    next: str
    person: int | None = None
    invitation: str = ""
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=rules.new_verifier)
    since: float = field(default_factory=time.time)


def keep(request: HttpRequest, departure: Departure) -> None:
    request.session[_KEY] = asdict(departure)


def take(request: HttpRequest, state: str) -> Departure:
    """Whatever comes of it, it is over then. Raises StartedElsewhere."""
    held = request.session.pop(_KEY, None)
    if not held:
        raise StartedElsewhere
    try:
        departure = Departure(**held)
    except TypeError as error:  # kept by a version of this site that knew it otherwise
        raise StartedElsewhere from error
    if not hmac.compare_digest(departure.state.encode(), state.encode("utf-8", "replace")):
        raise StartedElsewhere
    if not 0 <= time.time() - departure.since <= HOLDS:
        raise StartedElsewhere
    return departure
