"""What a browser is asked for a passkey (WebAuthn), and whether its answer is true. It knows no tables."""

import ipaddress
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from fido2.cose import UnsupportedKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

# A fingerprint, a face or a PIN as well as the device: so a passkey is two factors, and may stand alone.
VERIFIED = UserVerificationRequirement.REQUIRED
LONGEST_ID = 1023  # bytes, says the standard
_USUAL_PORTS = {"http": 80, "https": 443}


class NotThatPasskey(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The answer is none, or of another site, of another moment, or of a passkey that is not theirs."""


@dataclass(frozen=True)
class NewPasskey:
    credential_id: str
    credential: str
    counter: int


@dataclass(frozen=True)
class ShownPasskey:
    credential_id: str
    counter: int
    handle: str  # empty where the authenticator says none


def site_id() -> str:
    """What passkeys of this site are bound to: its host. Empty where it is a number, for which browsers make none."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    return ""


def site_origin() -> str:
    """As browsers say it, which leave out the usual port."""
    parts = urlsplit(settings.SITE_URL)
    host = parts.netloc if parts.port != _USUAL_PORTS[parts.scheme] else parts.netloc.rpartition(":")[0]
    return f"{parts.scheme}://{host}"


def new_challenge() -> str:
    return websafe_encode(secrets.token_bytes(32))


def new_handle() -> str:
    return websafe_encode(secrets.token_bytes(32))


def _server() -> Fido2Server:
    site = PublicKeyCredentialRpEntity(id=site_id(), name=settings.SITE_NAME or site_id())
    return Fido2Server(site, verify_origin=lambda origin: origin == site_origin())


def kept_credential(text: str) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(text))


# --- What the browser is asked ---------------------------------------------------------------------------------------


def asked_to_create(*, challenge: str, handle: str, username: str, name: str, kept: Iterable[str]) -> dict[str, Any]:
    """`kept`: those that they have; an authenticator makes no second one."""
    options, _ = _server().register_begin(
        PublicKeyCredentialUserEntity(id=websafe_decode(handle), name=username, display_name=name),
        credentials=[kept_credential(one) for one in kept],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=VERIFIED,
        challenge=websafe_decode(challenge),
    )
    return dict(options)


def asked_to_show(*, challenge: str, kept: Iterable[str] = ()) -> dict[str, Any]:
    """Without any, whichever passkey of this site the person chooses."""
    options, _ = _server().authenticate_begin(
        credentials=[kept_credential(one) for one in kept] or None,
        user_verification=VERIFIED,
        challenge=websafe_decode(challenge),
    )
    return dict(options)


# --- What it answered ------------------------------------------------------------------------------------------------


def _state(challenge: str) -> dict[str, str]:
    return {"challenge": challenge, "user_verification": VERIFIED}


def _is_of_a_frame(client_data: CollectedClientData) -> bool:
    return bool(client_data.cross_origin)


def _counter(data: AuthenticatorData) -> int:
    return int(data.counter)


def created(*, challenge: str, answer: Mapping[str, Any]) -> NewPasskey:
    """Raises NotThatPasskey."""
    try:
        data = _server().register_complete(_state(challenge), answer)
        credential = data.credential_data
        client_data = RegistrationResponse.from_dict(answer).response.client_data
    except Exception as error:  # whatever bytes of a stranger may bring about in whoever reads them
        raise NotThatPasskey(str(error)) from error
    if credential is None or isinstance(credential.public_key, UnsupportedKey) or _is_of_a_frame(client_data):
        raise NotThatPasskey
    if not 0 < len(credential.credential_id) <= LONGEST_ID:
        raise NotThatPasskey
    return NewPasskey(websafe_encode(credential.credential_id), websafe_encode(bytes(credential)), _counter(data))


def id_in(answer: Mapping[str, Any]) -> str:
    """Of which passkey it says that it is, in the one way in which it can be written. Raises NotThatPasskey."""
    try:
        return websafe_encode(AuthenticationResponse.from_dict(answer).raw_id)
    except Exception as error:  # see `created`
        raise NotThatPasskey(str(error)) from error


def shown(*, challenge: str, answer: Mapping[str, Any], kept: str) -> ShownPasskey:
    """`kept`: the credential that it must be of. Whether the counter may be true is for who knows the last one.

    Raises NotThatPasskey.
    """
    try:
        credential = _server().authenticate_complete(_state(challenge), [kept_credential(kept)], answer)
        response = AuthenticationResponse.from_dict(answer).response
        handle = websafe_encode(response.user_handle) if response.user_handle else ""
    except Exception as error:  # see `created`
        raise NotThatPasskey(str(error)) from error
    if _is_of_a_frame(response.client_data):
        raise NotThatPasskey
    return ShownPasskey(websafe_encode(credential.credential_id), _counter(response.authenticator_data), handle)


def is_a_copy(*, before: int, now: int) -> bool:
    """Each use raises the counter of an authenticator that counts; one that always says 0 tells nothing."""
    return bool(before or now) and now <= before
