"""How this site proves to the provider that it is the one that was registered there, when it asks for a token."""

import base64
import secrets
import time
from urllib.parse import quote_plus

from kb.accounts.provider.metadata import ProviderMetadata
from kb.lib.openid import BASIC, BY_KEY, POST, OpenIDProvider, the_provider

BY_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
GOOD_FOR = 5 * 60  # seconds


def in_form(known: ProviderMetadata) -> dict[str, str]:
    provider = the_provider()
    if provider.proof == BY_KEY:
        said = {"client_assertion_type": BY_ASSERTION, "client_assertion": _assertion(provider, known.token)}
        return {"client_id": provider.client_id, **said}
    if _proof(provider, known) == POST:
        return {"client_id": provider.client_id, "client_secret": provider.client_secret}
    return {}


def in_headers(known: ProviderMetadata) -> dict[str, str]:
    provider = the_provider()
    if _proof(provider, known) != BASIC:
        return {}
    both = f"{quote_plus(provider.client_id)}:{quote_plus(provider.client_secret)}"
    return {"Authorization": f"Basic {base64.b64encode(both.encode()).decode()}"}


def _proof(provider: OpenIDProvider, known: ProviderMetadata) -> str:
    return provider.proof or (BASIC if known.takes_basic else POST)


def _assertion(provider: OpenIDProvider, audience: str) -> str:
    """RFC 7523: signed by our key, for this provider and this moment, and used once."""
    now = int(time.time())
    who = {"iss": provider.client_id, "sub": provider.client_id, "aud": audience}
    return provider.keys[0].sign({**who, "jti": secrets.token_urlsafe(32), "iat": now, "exp": now + GOOD_FOR})
