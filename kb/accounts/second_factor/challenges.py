"""What stands in a session: a challenge that a passkey is to answer, that a factor was shown, and since when somebody
is signed in."""

import time
from dataclasses import dataclass

from django.http import HttpRequest

from kb.accounts.models import User

CHALLENGE_HOLDS = 5 * 60  # seconds
SHOWN_HOLDS = 10 * 60
SIGNED_IN_HOLDS = 10 * 60
_CHALLENGE, _SHOWN, _SIGNED_IN = "challenge for a passkey", "second factor shown", "signed in at"


@dataclass(frozen=True)
class KeptChallenge:
    challenge: str = ""
    handle: str = ""  # of a passkey that is to be made


def keep(request: HttpRequest, kept: KeptChallenge, person: User | None) -> None:
    """One at a time: a new one is instead of the last."""
    request.session[_CHALLENGE] = {
        "challenge": kept.challenge,
        "handle": kept.handle,
        "person": person and person.pk,
        "since": time.time(),
    }


def take(request: HttpRequest, person: User | None) -> KeptChallenge:
    """Once, and for whom it was made; an empty one where there is none, which nothing answers."""
    held = request.session.pop(_CHALLENGE, None)
    if not held or not 0 <= time.time() - held["since"] <= CHALLENGE_HOLDS:
        return KeptChallenge()
    if held["person"] != (person and person.pk):
        return KeptChallenge()
    return KeptChallenge(held["challenge"], held["handle"])


def note_shown(request: HttpRequest) -> None:
    """Whoever is signed in has just shown a second factor."""
    request.session[_SHOWN] = time.time()


def was_just_shown(request: HttpRequest) -> bool:
    return 0 <= time.time() - request.session.get(_SHOWN, 0.0) <= SHOWN_HOLDS


def note_signed_in(request: HttpRequest) -> None:
    request.session[_SIGNED_IN] = time.time()


def has_just_signed_in(request: HttpRequest) -> bool:
    return 0 <= time.time() - request.session.get(_SIGNED_IN, 0.0) <= SIGNED_IN_HOLDS
