"""What a forger, a thief and a second provider try: nobody is signed in, and it is said in words."""

import base64
import json
import time
from dataclasses import replace

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from kb.accounts.provider import exchange, metadata, pending
from kb.accounts.provider.refusals import ProviderAway, StartedElsewhere
from tests.accounts.provider.provider import BACK, ISSUER, KNOWN, is_in, leave, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.either]
UNBELIEVED = "could not be checked, so nobody is signed in"
NOW = time.time()


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://login.example.org/other"},
        {"iss": f"{ISSUER}/"},
        {"aud": "another site"},
        {"aud": ["kb", "another site"]},
        {"aud": ["kb", "another site"], "azp": "another site"},
        {"azp": "another site"},
        {"exp": NOW - 120},
        {"exp": None},
        {"iat": NOW + 600},
        {"iat": None},
        {"nbf": NOW + 600},
        {"nonce": "of another time"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "s" * 256},
        {"sub": "a\nb"},
        {"iss": None},
        {"aud": None},
    ],
)
def test_token_with_a_wrong_claim_is_not_believed(client, provider, noa, claims):
    provider.claims |= claims

    page = sign_in(client, provider)

    assert page.status_code == 422
    assert UNBELIEVED in page.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims", [{"exp": NOW - 30}, {"iat": NOW + 30, "exp": NOW + 300}, {"aud": ["kb"]}, {"azp": "kb"}]
)
def test_clocks_may_differ_by_a_minute_and_the_audience_may_be_a_list(client, provider, noa, claims):
    if "exp" in claims or "iat" in claims:
        now = time.time()
        claims = {name: now + value - NOW for name, value in claims.items()}
    provider.claims |= claims

    sign_in(client, provider)

    assert is_in(client)


def under_their_public_key(provider, claims: dict[str, object]) -> str:
    """As a secret, which everybody has."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = provider.key.public_key().public_bytes(serialization.Encoding.PEM, form)
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "one"}, claims)]
    text = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(text, public)
    return f"{text.decode()}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def forged(provider, kind: str, nonce: str) -> str:
    now, one = int(time.time()), {"kid": "one"}
    claims = {"iss": ISSUER, "aud": "kb", "sub": "s-1", "iat": now, "exp": now + 300, "nonce": nonce}
    if kind == "their public key as a secret":
        return under_their_public_key(provider, claims)
    signed = {
        "none": (None, "none", one),
        "our secret": (KNOWN.client_secret.ljust(32), "HS256", one),
        "another algorithm than the key's": (ec.generate_private_key(ec.SECP384R1()), "ES384", one),
        "another key under its name": (ec.generate_private_key(ec.SECP256R1()), "ES256", one),
        "a key that is not theirs": (provider.key, "ES256", {"kid": "two"}),
    }
    if kind in signed:
        key, algorithm, header = signed[kind]
        return jwt.encode(claims, key, algorithm=algorithm, headers=header)
    return {"nothing": "", "no token": "a.b.c", "changed": provider.sign(nonce=nonce)[:-6] + "AAAAAA"}[kind]


@pytest.mark.parametrize(
    "kind",
    [
        "none",
        "our secret",
        "their public key as a secret",
        "another algorithm than the key's",
        "another key under its name",
        "a key that is not theirs",
        "nothing",
        "no token",
        "changed",
    ],
)
def test_token_that_the_provider_did_not_sign_is_not_believed(client, provider, noa, kind):
    there = leave(client)
    came = provider.sign_in(there)
    provider.token = forged(provider, kind, provider.codes[came["code"]]["nonce"]) or " "

    page = client.post(BACK, came)

    assert page.status_code == 422
    assert not is_in(client)


def test_code_and_state_are_good_once(client, provider, noa):
    came = provider.sign_in(leave(client))
    client.post(BACK, came)
    assert is_in(client)
    client.post("/sign-out/")

    page = client.post(BACK, came)

    assert "was used already, took too long, or began in another window" in page.content.decode()
    assert not is_in(client)


def test_code_that_was_used_is_refused_by_the_provider(client, provider, noa):
    came = provider.sign_in(leave(client))
    code = came["code"]
    client.post(BACK, came)
    client.post("/sign-out/")

    page = client.post(BACK, provider.sign_in(leave(client)) | {"code": code})

    assert page.status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("wrong", ["of nobody", "of another browser", "", "too late"])
def test_answer_without_its_question_is_none(client, provider, noa, monkeypatch, wrong):
    """Else a stranger could sign a victim in as themselves."""
    came = provider.sign_in(leave(client))
    if wrong == "of another browser":
        client = Client()
        came = came | {"state": provider.sign_in(leave(Client()))["state"]}
    elif wrong == "too late":
        now = time.time()
        monkeypatch.setattr(pending.time, "time", lambda: now + pending.HOLDS + 1)
    else:
        came = came | {"state": wrong}

    page = client.post(BACK, came)

    assert page.status_code == 422
    assert "Start again." in page.content.decode()
    assert not is_in(client)
    assert not any(address.endswith("/token") for address in provider.asked)


def test_stolen_code_is_worth_nothing_without_the_verifier(client, provider, noa):
    thief = Client()
    stolen = provider.sign_in(leave(client))["code"]

    page = thief.post(BACK, provider.sign_in(leave(thief)) | {"code": stolen})

    assert page.status_code == 422
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("said", "names_issuer"), [("https://evil.example", False), ("https://evil.example", True), (None, True)]
)
def test_answer_of_another_issuer_is_not_carried_to_ours(client, provider, noa, said, names_issuer):
    provider.configuration = {"authorization_response_iss_parameter_supported": names_issuer}
    more = {"iss": said} if said else {}

    page = sign_in(client, provider, **more)

    assert UNBELIEVED in page.content.decode()
    assert not any(address.endswith("/token") for address in provider.asked)
    assert sign_in(client, provider, iss=ISSUER)["Location"] == "/codes/"


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": "http://login.example.nhs.uk/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": ["https://evil.example"]},
        {"userinfo_endpoint": "file:///etc/passwd"},
        {"authorization_endpoint": f"{ISSUER}/\r\nSet-Cookie: a=b"},
    ],
)
def test_configuration_that_is_not_the_providers_is_not_followed(client, provider, said):
    provider.configuration = said

    page = client.post("/sign-in/provider/")

    assert page.status_code == 503
    assert "cannot be reached just now" in page.content.decode()


def test_userinfo_of_somebody_else_is_not_believed(client, provider, noa, settings):
    settings.OIDC = replace(KNOWN, asks_userinfo=True)
    provider.userinfo = {"sub": "s-2", "name": "Somebody else"}

    assert UNBELIEVED in sign_in(client, provider).content.decode()
    assert not is_in(client)


def test_signed_token_goes_before_userinfo(client, provider, noa, settings):
    settings.OIDC = replace(KNOWN, asks_userinfo=True, second_factor=(("amr", "mfa"),))
    provider.claims["amr"] = ["pwd"]
    provider.userinfo = {"sub": "s-1", "amr": ["mfa"]}
    departure = pending.Departure(next="/")
    there = exchange.address_to_go(departure)

    assert not exchange.who_came_back(departure, provider.sign_in(there)).is_second_factor


def test_coming_back_shows_a_page_and_signs_nobody_in(client, provider, noa):
    came = provider.sign_in(leave(client))

    page = client.get(BACK, came | {"more": "<script>"})

    assert came["code"] in page.content.decode()
    assert "<script>" not in page.content.decode().replace("<script type", "").replace("<script src", "")
    assert page["Cache-Control"] == "private, no-store"
    assert not is_in(client)
    assert client.post(BACK, came)["Location"] == "/codes/"


def test_form_of_another_site_is_refused(provider, noa):
    strict = Client(enforce_csrf_checks=True)

    for address in ("/sign-in/provider/", BACK):
        assert strict.post(address, {"state": "x"}).status_code == 403


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_it_leads_nowhere_else(client, provider, noa, next_page):
    assert sign_in(client, provider, next_page)["Location"] == "/staff/"


def test_what_it_comes_back_with_raises_no_role_and_goes_nowhere_else(client, provider, noa):
    """By mass assignment: only what was signed, and what stood in the session, counts."""
    answer = sign_in(client, provider, role="ADMINISTRATOR", next="/people/", person="1", invitation="x", sub="s-2")

    noa.refresh_from_db()
    assert noa.role == "REVIEWER"
    assert answer["Location"] == "/codes/"


def test_departure_is_taken_once(rf):
    request = rf.get("/")
    request.session = {}
    departure = pending.Departure(next="/")
    pending.keep(request, departure)

    with pytest.raises(StartedElsewhere):
        pending.take(request, "wrong \ud800")
    with pytest.raises(StartedElsewhere):
        pending.take(request, departure.state)
    request.session["waits for the provider"] = {"next": "/", "of_yesterday": True}
    with pytest.raises(StartedElsewhere):
        pending.take(request, "")


# --- Keys ------------------------------------------------------------------------------------------------------------


def test_new_key_is_asked_for_when_it_is_first_named(client, provider, noa, monkeypatch):
    sign_in(client, provider)
    provider.key, provider.kid = ec.generate_private_key(ec.SECP256R1()), "two"
    now = time.monotonic()
    monkeypatch.setattr(metadata.time, "monotonic", lambda: now + metadata.KEYS_NOT_AGAIN_WITHIN + 1)
    client.post("/sign-out/")

    sign_in(client, provider)

    assert is_in(client)
    assert sum(address.endswith("/keys") for address in provider.asked) == 2


def test_unknown_key_is_not_asked_for_again_and_again(client, provider, noa):
    for kid in ("two", "three"):
        provider.token = None
        there = leave(client)
        came = provider.sign_in(there)
        provider.token = jwt.encode({"sub": "s-1"}, provider.key, algorithm="ES256", headers={"kid": kid})
        client.post(BACK, came)

    assert sum(address.endswith("/keys") for address in provider.asked) == 1


def test_what_is_known_goes_on_for_a_day_while_the_provider_is_away(provider, monkeypatch):
    now = time.monotonic()
    metadata.kept_metadata.get()
    provider.is_away = True
    monkeypatch.setattr(metadata.time, "monotonic", lambda: now + metadata.KEPT_FOR + 1)
    assert metadata.kept_metadata.get().issuer == ISSUER
    monkeypatch.setattr(metadata.time, "monotonic", lambda: now + metadata.KEPT_WHILE_AWAY + 2)

    with pytest.raises(ProviderAway):
        metadata.kept_metadata.get()


def test_nobody_is_sent_to_a_provider_that_went_away(client, provider, monkeypatch):
    leave(client)
    provider.is_away = True
    now = time.monotonic()
    monkeypatch.setattr(metadata.time, "monotonic", lambda: now + metadata.ANSWERED_WITHIN + 1)

    page = client.post("/sign-in/provider/")

    assert page.status_code == 503
    assert "sign in with them below" in page.content.decode()
    provider.is_away = False
    monkeypatch.setattr(metadata.time, "monotonic", lambda: now + 3 * metadata.ANSWERED_WITHIN)
    assert leave(client).startswith(ISSUER)


def test_provider_that_is_away_is_not_asked_by_everybody(client, provider):
    provider.is_away = True
    for _ in range(5):
        assert client.post("/sign-in/provider/").status_code == 503

    assert len(provider.asked) == 1
