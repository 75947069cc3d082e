"""Who took their time: the sign-in form says when it was opened, and counts for one try.

A person reads, types and sends; a program sends at once, or the same form again and again. As with a wait, this lets
nobody in: it says in which order people are looked at.
"""

import secrets
import time
from threading import Lock

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from kb.accounts.throttle import client_address

FIELD = "opened"
TYPED_WITHIN = 1.5  # seconds: nobody types a name and a password sooner
COUNTS_FOR = 15 * 60  # seconds
_SALT = "accounts.opened"


class UsedForms:
    """Forms that have counted in this process. Of very many the earliest is forgotten."""

    most = 10_000

    def __init__(self) -> None:
        self._keys: dict[str, None] = {}
        self._lock = Lock()

    def use(self, key: str) -> bool:
        """Whether it is the first time."""
        with self._lock:
            if key in self._keys:
                return False
            self._keys[key] = None
            if len(self._keys) > self.most:
                del self._keys[next(iter(self._keys))]
            return True


used = UsedForms()


def _where(request: HttpRequest) -> str:
    return salted_hmac(_SALT, client_address(request), algorithm="sha256").hexdigest()[:32]


def opened_now(request: HttpRequest) -> str:
    """For a hidden field of the form."""
    return signing.dumps([secrets.token_urlsafe(9), _where(request), time.time()], salt=_SALT)


def took_their_time(request: HttpRequest) -> bool:
    """Asked once for each try: the form has counted then."""
    try:
        key, where, since = signing.loads(request.POST.get(FIELD, ""), salt=_SALT)
    except signing.BadSignature:
        return False
    is_in_time = TYPED_WITHIN <= time.time() - since <= COUNTS_FOR
    return is_in_time and where == _where(request) and used.use(key)
