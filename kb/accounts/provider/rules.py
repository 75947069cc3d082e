"""What claims mean here: who it is, with which role, and whether two factors were asked for. Pure."""

import base64
import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.accounts.roles import Role
from kb.lib.email_address import NotAnEmail, email_of
from kb.lib.openid import OpenIDProvider
from kb.lib.text import can_be_seen, is_storable, turn_fault

LONGEST_NAME = 200
# Of several roles the one that may do most.
_BY_WEIGHT = (Role.ADMINISTRATOR, Role.REVIEWER, Role.EDITOR, Role.HELP_DESK, Role.READER)


@dataclass(frozen=True)
class Provided:
    """What a provider has said of somebody, checked."""

    issuer: str
    subject: str
    name: str = ""
    email: str = ""
    role: Role | None = None
    maps_roles: bool = False
    is_second_factor: bool = False


def new_verifier() -> str:
    return secrets.token_urlsafe(48)


def challenge_of(verifier: str) -> str:
    """PKCE (RFC 7636), S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def provided(claims: Mapping[str, Any], provider: OpenIDProvider) -> Provided:
    return Provided(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        name=_name(claims),
        email=_email(claims),
        role=_role(claims, provider),
        maps_roles=bool(provider.role_claim),
        is_second_factor=_is_second_factor(claims, provider),
    )


def values_at(claims: object, path: str) -> Iterator[str]:
    """Of a claim, or of a part of each of its parts: `nhsid_nrbac_roles.role_code`. A name with a dot goes first."""
    if isinstance(claims, Mapping):
        if path in claims:
            yield from _texts(claims[path])
            return
        first, _, rest = path.partition(".")
        if rest and first in claims:
            yield from values_at(claims[first], rest)
    elif isinstance(claims, Sequence) and not isinstance(claims, str):
        for part in claims:
            yield from values_at(part, path)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, Sequence):
        for part in value:
            if isinstance(part, str):
                yield part


def _role(claims: Mapping[str, Any], provider: OpenIDProvider) -> Role | None:
    if not provider.role_claim:
        return None
    said, mapped = set(values_at(claims, provider.role_claim)), provider.roles
    given = {Role(role) for value, role in mapped if value in said}
    return next((role for role in _BY_WEIGHT if role in given), None)


def _is_second_factor(claims: Mapping[str, Any], provider: OpenIDProvider) -> bool:
    if provider.is_second_factor:
        return True
    return any(value in set(values_at(claims, claim)) for claim, value in provider.second_factor)


def _is_shown(text: object) -> bool:
    return isinstance(text, str) and can_be_seen(text) and is_storable(text) and not turn_fault(text)


def _name(claims: Mapping[str, Any]) -> str:
    """As colleagues see it; empty where nothing that may be shown is said."""
    both = " ".join(str(claims[part]) for part in ("given_name", "family_name") if claims.get(part))
    for text in (claims.get("name"), both, claims.get("preferred_username")):
        if isinstance(text, str) and _is_shown(text):
            return " ".join(text.split())[:LONGEST_NAME]
    return ""


def _email(claims: Mapping[str, Any]) -> str:
    """To write to, and never to know somebody by. What the provider itself calls unproved is not taken."""
    text = claims.get("email")
    if not isinstance(text, str) or claims.get("email_verified", True) not in {True, "true"}:
        return ""
    try:
        return email_of(text)
    except NotAnEmail:
        return ""
