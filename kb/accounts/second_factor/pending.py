"""Between a right password, or a sign-in through a provider, and a right code: who it is stands in the session for ten
minutes. Nobody is signed in."""

import time

from django.http import HttpRequest

from kb.accounts.models import User

HOLDS = 10 * 60  # seconds
_KEY = "waits for a code"


def begin(request: HttpRequest, person: User, destination: str, *, through: str = "") -> None:
    request.session.cycle_key()
    request.session[_KEY] = {
        "person": person.pk,
        "hash": person.get_session_auth_hash(),
        "next": destination,
        "through": through,
        "since": time.time(),
    }


def person_of(request: HttpRequest) -> User | None:
    """Nobody, where it is too long ago, or password or account have changed since."""
    held = request.session.get(_KEY)
    if not held or not 0 <= time.time() - held["since"] <= HOLDS:
        return None
    person = User.objects.filter(pk=held["person"], is_active=True).first()
    return person if person and person.get_session_auth_hash() == held["hash"] else None


def end(request: HttpRequest) -> tuple[str, str]:
    """Where to go now, and through whom they came."""
    held = request.session.pop(_KEY)
    return str(held["next"]), str(held.get("through", ""))
