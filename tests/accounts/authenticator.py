"""A security key made of Python, which can also do what an honest one does not."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.http import HttpResponse
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG
SITE = "http://localhost:8000"


class Authenticator:
    def __init__(self, *, origin: str = SITE, site_id: str = "localhost", counts: bool = True) -> None:
        self.origin, self.site_id, self.step = origin, site_id, int(counts)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.handle: str | None = None
        self.counter = 0
        self.flags = FLAG.UP | FLAG.UV
        self.more: dict[str, Any] = {}  # what the browser says beside

    def _data(self, flags: FLAG, credential: bytes = b"") -> AuthenticatorData:
        self.counter += self.step
        return AuthenticatorData.create(hashlib.sha256(self.site_id.encode()).digest(), flags, self.counter, credential)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False, **self.more}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        own = websafe_encode(self.credential_id)
        return {"id": own, "rawId": own, "type": "public-key", "response": response}

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        made = AttestationObject.create("none", self._data(self.flags | FLAG.AT, bytes(credential)), {})
        client_data = self._client_data("webauthn.create", asked["challenge"])
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client_data),
                "attestationObject": websafe_encode(bytes(made)),
            }
        )

    def show(self, options: dict[str, Any]) -> dict[str, Any]:
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        data = bytes(self._data(self.flags))
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client_data),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": self.handle,
            }
        )


def options(browser: Client, what: str) -> dict[str, Any]:
    return browser.post("/sign-in/passkey/options/", {"what": what}).json()


def add(
    browser: Client, device: Authenticator, name: str = "Laptop", *, at: str = "/account/second-factor/"
) -> HttpResponse:
    return browser.post(at, {"name": name, "credential": json.dumps(device.create(options(browser, "add")))})


def show(browser: Client, device: Authenticator, *, at: str = "/sign-in/code/", what: str = "show") -> HttpResponse:
    return browser.post(at, {"credential": json.dumps(device.show(options(browser, what)))})
