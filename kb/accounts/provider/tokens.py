"""Whether a token says the truth. It knows no network and no tables: who asks brings the keys."""

import hmac
from collections.abc import Callable
from typing import Any

import jwt
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from kb.accounts.provider.refusals import NotBelieved

# Signed with a key that the provider alone has. None that needs our secret, and never `none`.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
CLOCKS_DIFFER_BY = 60  # seconds
LONGEST_SUBJECT = 255
_jwt = jwt.PyJWT({"enforce_minimum_key_length": True})


def claims_in(
    token: object, *, key_for: Callable[[str | None, str], PyJWK], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """Raises NotBelieved, and what `key_for` raises."""
    if not isinstance(token, str):
        raise NotBelieved("there is no token")
    try:
        header = jwt.get_unverified_header(token)
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS:
            raise NotBelieved(f"signed with {algorithm}")
        claims = _jwt.decode(
            token,
            key_for(kid, algorithm),
            algorithms=[algorithm],
            audience=client_id,
            issuer=issuer,
            leeway=CLOCKS_DIFFER_BY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except PyJWTError as error:
        raise NotBelieved(str(error)) from error
    _is_for_us(claims, client_id)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise NotBelieved("the nonce is another")
    if not is_subject(claims["sub"]):
        raise NotBelieved("the subject is none")
    return claims


def _is_for_us(claims: dict[str, Any], client_id: str) -> None:
    party = claims.get("azp")
    others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (party is not None or others) and party != client_id:
        raise NotBelieved("it was made for another site")


def is_subject(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT and value.isprintable()
