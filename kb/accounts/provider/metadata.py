"""What the provider says of itself, and the keys with which it signs: asked when needed, and kept in this process."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from jwt import PyJWK
from jwt.exceptions import PyJWTError

from kb.accounts.provider import fetching
from kb.accounts.provider.refusals import NotBelieved, ProviderAway, RefusedThere
from kb.lib.openid import the_provider

WELL_KNOWN = "/.well-known/openid-configuration"
KEPT_FOR = 60 * 60  # seconds
KEPT_WHILE_AWAY = 24 * 60 * 60
ANSWERED_WITHIN = 5  # seconds: before somebody is sent there
NOT_AGAIN_WITHIN = 10  # seconds, where it could not be reached
KEYS_NOT_AGAIN_WITHIN = 30  # where a key is unknown: anybody may name one
_KINDS = {"RSA", "EC", "OKP"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ProviderMetadata:
    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    takes_basic: bool = True  # the client's secret in a header, else in the form
    names_issuer: bool = False  # in each answer (RFC 9207)


def read_metadata(said: Any, issuer: str) -> ProviderMetadata:  # noqa: ANN401 - JSON of a stranger
    """Raises ProviderAway, where it is not that of the issuer."""
    if not isinstance(said, dict) or said.get("issuer") != issuer:
        raise ProviderAway("the provider's configuration names another issuer than OIDC_ISSUER")
    authorization, token, keys = (said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    methods = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return ProviderMetadata(
        issuer,
        authorization=_address(authorization),
        token=_address(token),
        keys=_address(keys),
        userinfo=_address(userinfo) if (userinfo := said.get("userinfo_endpoint")) else "",
        takes_basic="client_secret_basic" in methods,
        names_issuer=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or not fetching.is_safe(value):
        raise ProviderAway("the provider's configuration lacks an address, or has one without https")
    return value


class KeptAnswer[T]:
    """One thing that is fetched, for a time; the last one goes on while it cannot be."""

    def __init__(self, fetch: Callable[[], T]) -> None:
        self._fetch = fetch
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._value: T | None = None
        self._fetched = self._tried = float("-inf")

    def get(self, *, anew_after: float = KEPT_FOR, not_again_within: float = NOT_AGAIN_WITHIN) -> T:
        """Raises ProviderAway."""
        now = time.monotonic()
        if self._value is None or now - self._fetched > anew_after:
            self._renew(now, not_again_within)
        if self._value is None or now - self._fetched > KEPT_WHILE_AWAY:
            raise ProviderAway("it did not answer a moment ago")
        return self._value

    def get_if_it_answers(self) -> T:
        """Asks whether it is there, so that nobody is sent to a provider that is away. Raises ProviderAway."""
        value = self.get(anew_after=ANSWERED_WITHIN, not_again_within=ANSWERED_WITHIN)
        if self._tried > self._fetched:
            raise ProviderAway("it did not answer a moment ago")
        return value

    def _renew(self, now: float, not_again_within: float) -> None:
        # One asks; the others go on with what there is.
        if now - self._tried < not_again_within or not self._lock.acquire(blocking=self._value is None):
            return
        try:
            if now - self._tried < not_again_within:  # somebody asked while we waited
                return
            self._tried = now
            self._value = self._fetch()
            self._fetched = now
        except ProviderAway as away:
            logger.warning("The OpenID provider could not be reached: %r", away.why)
            if self._value is None:
                raise
        except RefusedThere as refused:
            logger.warning("The OpenID provider refused: %r", refused.why)
            if self._value is None:
                raise ProviderAway(refused.why) from refused
        finally:
            self._lock.release()


def _fetch_metadata() -> ProviderMetadata:
    issuer = the_provider().issuer
    return read_metadata(fetching.fetch(issuer.rstrip("/") + WELL_KNOWN), issuer)


def _fetch_keys() -> list[dict[str, Any]]:
    said = fetching.fetch(kept_metadata.get().keys)
    keys = said.get("keys") if isinstance(said, dict) else None
    if not isinstance(keys, list):
        raise ProviderAway("the provider's keys are no list")
    return [
        key for key in keys if isinstance(key, dict) and key.get("kty") in _KINDS and key.get("use", "sig") == "sig"
    ]


kept_metadata = KeptAnswer(_fetch_metadata)
kept_keys = KeptAnswer(_fetch_keys)


def key_for(kid: str | None, algorithm: str) -> PyJWK:
    """Those of an hour ago may be no more, and a new one is asked for when it is first named. Raises NotBelieved or
    ProviderAway."""
    found = _named(kept_keys.get(), kid)
    if not found:
        found = _named(kept_keys.get(anew_after=0, not_again_within=KEYS_NOT_AGAIN_WITHIN), kid)
    if not found:
        raise NotBelieved(f"no key is called {kid}")
    try:
        return PyJWK.from_dict(found, algorithm=found.get("alg") or algorithm)
    except PyJWTError as error:
        raise NotBelieved(str(error)) from error


def _named(keys: list[dict[str, Any]], kid: str | None) -> dict[str, Any] | None:
    """Without a name it is the only one, or none."""
    fitting = [key for key in keys if kid is None or key.get("kid") == kid]
    return fitting[0] if len(fitting) == 1 else None
