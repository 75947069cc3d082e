"""This site proves itself with a key of its own, to a provider that checks the proof with another library, by the keys
that this site publishes."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from django.test import Client
from joserfc import jwt as joserfc_jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kb.accounts.provider import client as our_client
from kb.accounts.provider import fetching, metadata
from kb.accounts.provider.refusals import NotAccepted
from kb.lib.client_keys import ClientKey
from kb.lib.openid import BASIC, BY_KEY, POST
from tests.accounts.provider.provider import ISSUER, KNOWN, FakeProvider, is_in, sign_in
from tests.lib.test_client_keys import FIRST, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.either]
KEYS = "/sign-in/provider/keys.json"
OURS, NEXT = ClientKey("2026-11", "RS512", FIRST), ClientKey("2027-05", "RS512", SECOND)
WITH_KEY = replace(KNOWN, client_secret="", proof=BY_KEY, keys=(OURS,))


class Verifier(JWTBearerClientAssertion):
    """What a provider that is made of Authlib does with a proof."""

    CLIENT_AUTH_METHOD = BY_KEY

    def __init__(self) -> None:
        super().__init__(leeway=0)
        self.used: set[str] = set()

    def get_audiences(self) -> list[str]:
        return [f"{ISSUER}/token"]

    def validate_jti(self, claims: dict[str, Any], jti: str) -> bool:
        is_new = jti not in self.used
        self.used.add(jti)
        return is_new

    def process_assertion_claims(self, assertion: str, resolve_key: KeySet) -> None:
        """As Authlib's own, with the kind of signature that was registered."""
        try:
            token = joserfc_jwt.decode(assertion, resolve_key, algorithms=["RS512"])
        except JoseError as error:
            raise InvalidClientError(str(error)) from error
        self.verify_claims(token.claims)

    def resolve_client_public_key(self, client: object) -> KeySet:
        return KeySet.import_key_set(Client().get(KEYS).json())


class VerifyingProvider(FakeProvider):
    def __init__(self) -> None:
        super().__init__()
        self.verifier = Verifier()
        self.forms: list[dict[str, str]] = []

    def is_client(self, form: dict[str, str], headers: dict[str, str]) -> bool:
        assert "Authorization" not in headers
        assert "client_secret" not in form
        self.forms.append(form)
        registered = SimpleNamespace(check_endpoint_auth_method=lambda method, _: method == BY_KEY)
        try:
            return bool(self.verifier(lambda name: registered if name == "kb" else None, SimpleNamespace(form=form)))
        except InvalidClientError as error:
            raise NotAccepted(str(error)) from error


@pytest.fixture
def verifying(settings, monkeypatch) -> VerifyingProvider:
    provider = VerifyingProvider()
    settings.OIDC = WITH_KEY
    monkeypatch.setattr(fetching, "fetch", provider.fetch)
    metadata.kept_metadata.forget()
    metadata.kept_keys.forget()
    return provider


def test_proof_is_taken_and_somebody_signs_in(client, verifying, noa):
    page = sign_in(client, verifying)

    assert (page.status_code, page["Location"]) == (302, "/codes/")
    assert is_in(client)
    (form,) = verifying.forms
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert form["client_id"] == "kb"
    said = jwt.decode(form["client_assertion"], options={"verify_signature": False})
    assert (said["iss"], said["sub"], said["aud"]) == ("kb", "kb", f"{ISSUER}/token")
    assert 0 < said["exp"] - said["iat"] <= 300
    assert jwt.get_unverified_header(form["client_assertion"]) == {"alg": "RS512", "kid": "2026-11", "typ": "JWT"}


def test_each_sign_in_has_a_proof_of_its_own(client, verifying, noa):
    for _ in range(2):
        assert sign_in(client, verifying).status_code == 302

    assert len(verifying.verifier.used) == 2


def refused(client, provider) -> str:
    page = sign_in(client, provider)
    assert page.status_code == 422
    assert not is_in(client)
    return page.content.decode()


def test_proof_by_another_key_is_refused_and_it_is_said_whom_to_tell(client, verifying, settings, noa, monkeypatch):
    """As of a thief, who has not the key but its name."""
    settings.OIDC = replace(WITH_KEY, keys=(replace(NEXT, kid=OURS.kid),))
    monkeypatch.setattr(
        Verifier, "resolve_client_public_key", lambda *_: KeySet.import_key_set({"keys": [OURS.public()]})
    )

    assert "does not accept this site just now" in refused(client, verifying)


@pytest.mark.parametrize(
    "claims",
    [{"aud": "https://login.example.org/token"}, {"exp": 1}, {"iss": "another"}, {"sub": "another"}, {"jti": None}],
)
def test_provider_refuses_a_proof_that_is_wrong(client, verifying, noa, monkeypatch, claims):
    """Else this provider would show nothing."""
    plain = ClientKey.sign

    def sign(key: ClientKey, said: dict[str, Any]) -> str:
        return plain(key, {name: value for name, value in (said | claims).items() if value is not None})

    monkeypatch.setattr(ClientKey, "sign", sign)

    assert "does not accept this site" in refused(client, verifying)


def test_proof_that_was_used_is_refused(client, verifying, noa, monkeypatch):
    kept = our_client.in_form(metadata.kept_metadata.get())
    monkeypatch.setattr(our_client, "in_form", lambda _: kept)

    assert sign_in(client, verifying).status_code == 302
    client.post("/sign-out/")
    assert "does not accept this site" in refused(client, verifying)


def test_next_key_is_published_before_it_signs(client, verifying, settings, noa):
    settings.OIDC = replace(WITH_KEY, keys=(OURS, NEXT))

    assert [key["kid"] for key in client.get(KEYS).json()["keys"]] == ["2026-11", "2027-05"]
    assert sign_in(client, verifying).status_code == 302
    settings.OIDC = replace(WITH_KEY, keys=(NEXT, OURS))
    client.post("/sign-out/")
    assert sign_in(client, verifying).status_code == 302
    assert [jwt.get_unverified_header(form["client_assertion"])["kid"] for form in verifying.forms] == [
        "2026-11",
        "2027-05",
    ]


def test_published_keys_hold_no_private_part_and_may_be_kept_for_minutes(client, verifying):
    answer = client.get(KEYS)

    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "public, max-age=300"
    (key,) = answer.json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}
    assert client.post(KEYS).status_code == 405


def test_without_a_key_nothing_is_published(client, settings, provider):
    assert client.get(KEYS).status_code == 404
    settings.OIDC = None
    assert client.get(KEYS).status_code == 404


@pytest.mark.parametrize(
    ("proof", "takes_basic", "is_in_form"),
    [("", True, False), ("", False, True), (POST, True, True), (BASIC, False, False)],
)
def test_secret_goes_as_the_registration_says(settings, provider, proof, takes_basic, is_in_form):
    """Some providers list both ways, and take from each client the one that it was registered with."""
    settings.OIDC = replace(KNOWN, proof=proof)
    known = replace(metadata.kept_metadata.get(), takes_basic=takes_basic)

    assert ("client_secret" in our_client.in_form(known)) is is_in_form
    assert ("Authorization" in our_client.in_headers(known)) is not is_in_form
