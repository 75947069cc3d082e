"""An OpenID provider made of Python, which can also say what an honest one does not."""

import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from jwt.algorithms import ECAlgorithm

from kb.accounts.provider.refusals import ProviderAway, RefusedThere
from kb.accounts.provider.rules import challenge_of
from kb.lib.openid import OpenIDProvider

ISSUER = "https://login.example.nhs.uk/tenant/v2.0"
KNOWN = OpenIDProvider(issuer=ISSUER, client_id="kb", client_secret="a secret of the tests")
START, BACK = "/sign-in/provider/", "/sign-in/provider/back/"


class FakeProvider:
    def __init__(self) -> None:
        self.key, self.kid = ec.generate_private_key(ec.SECP256R1()), "one"
        self.claims: dict[str, Any] = {"sub": "s-1", "name": "Noa Newcomer"}
        self.configuration: dict[str, Any] = {}  # what it says otherwise
        self.userinfo: dict[str, Any] = {}
        self.is_away = False
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.token: str | None = None  # in place of the one that it would sign

    # --- what it answers ---

    def fetch(self, address: str, *, form: Any = None, headers: Any = None) -> Any:
        self.asked.append(address)
        if self.is_away:
            raise ProviderAway("it is away")
        return getattr(self, f"_{urlsplit(address).path.rpartition('/')[2].replace('-', '_')}")(form, headers)

    def _openid_configuration(self, *_: Any) -> dict[str, Any]:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        known = {name: f"{ISSUER}/{end}" for name, end in ends.items()} | {"userinfo_endpoint": f"{ISSUER}/userinfo"}
        return {"issuer": ISSUER, **known, **self.configuration}

    def _keys(self, *_: Any) -> dict[str, Any]:
        return {"keys": [json.loads(ECAlgorithm.to_jwk(self.key.public_key())) | {"kid": self.kid, "use": "sig"}]}

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
        held = self.codes.pop(form["code"], None)
        if (
            not held
            or not self.is_client(form, headers)
            or challenge_of(form["code_verifier"]) != held["code_challenge"]
        ):
            raise RefusedThere("invalid_grant")
        return {"access_token": "access", "id_token": self.token or self.sign(nonce=held["nonce"])}

    def is_client(self, form: dict[str, str], headers: dict[str, str]) -> bool:
        return "Authorization" in headers or form.get("client_secret") == KNOWN.client_secret

    def _userinfo(self, form: None, headers: dict[str, str]) -> dict[str, Any]:
        assert headers == {"Authorization": "Bearer access"}
        return self.userinfo

    def sign(self, **claims: Any) -> str:
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": "kb", "iat": now, "exp": now + 300}
        said = {name: value for name, value in (usual | claims | self.claims).items() if value is not None}
        return jwt.encode(said, self.key, algorithm="ES256", headers={"kid": self.kid})

    # --- what a person does there ---

    def sign_in(self, there: str) -> dict[str, str]:
        """What their browser comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}


def leave(client: Client, next_page: str = "/codes/", *, at: str = START) -> str:
    """Where the browser is sent."""
    return client.post(at, {"next": next_page})["Refresh"].partition("url=")[2]


def sign_in(client: Client, provider: FakeProvider, next_page: str = "/codes/", **more: str):
    return client.post(BACK, provider.sign_in(leave(client, next_page)) | more)


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200
