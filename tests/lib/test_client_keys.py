"""What the environment says of a key with which this site proves itself: one that is no good stops the start."""

import json
import re

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc.jwk import RSAKey

from kb.accounts.roles import Role
from kb.lib.client_keys import from_environment
from kb.lib.env import Wrong
from kb.lib.openid import BY_KEY
from kb.lib.openid import from_environment as provider_from_environment

PLAIN = NoEncryption()


def pem(key, form=PrivateFormat.PKCS8, locked=PLAIN) -> str:
    return key.private_bytes(Encoding.PEM, form, locked).decode()


def an_rsa_key(bits: int = 2048):
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


FIRST, SECOND = an_rsa_key(), an_rsa_key()
PUBLIC = FIRST.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
SHORT = pem(rsa.generate_private_key(public_exponent=65537, key_size=1024))


@pytest.fixture
def read(monkeypatch):
    def read(key: str, **given: str):
        monkeypatch.setenv("OIDC_CLIENT_KEY", key)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return from_environment()

    return read


def test_without_one_there_is_none(read):
    assert read("") == ()


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_key_signs_and_its_public_half_says_so(read, form):
    (key,) = read(pem(FIRST, form))

    token = key.sign({"iss": "kb"})
    said = jwt.decode(token, jwt.PyJWK.from_dict(key.public()), algorithms=["RS512"])

    assert said == {"iss": "kb"}
    assert jwt.get_unverified_header(token) == {"typ": "JWT", "alg": "RS512", "kid": key.kid}
    assert set(key.public()) == {"kty", "n", "e", "kid", "use", "alg"}
    # The name that follows from the key (RFC 7638), as another library makes it.
    assert key.kid == RSAKey.import_key(pem(FIRST)).thumbprint()


def test_key_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key.pem").write_text(f"{pem(FIRST)}\n")
    monkeypatch.setenv("OIDC_CLIENT_KEY_FILE", str(tmp_path / "key.pem"))

    assert len(from_environment()) == 1


def test_first_of_several_signs_and_all_are_published(read):
    first, second = read(f"{pem(FIRST)}{pem(SECOND)}", OIDC_CLIENT_KEY_ID="2026-11", OIDC_CLIENT_KEY_ALGORITHM="rs256")

    assert (first.kid, first.algorithm) == ("2026-11", "RS256")
    assert second.kid == RSAKey.import_key(pem(SECOND)).thumbprint()


@pytest.mark.parametrize(
    ("curve", "algorithm"), [(ec.SECP256R1(), "ES256"), (ec.SECP384R1(), "ES384"), (ec.SECP521R1(), "ES512")]
)
def test_key_of_a_curve_is_taken_with_what_openssl_writes_before_it(read, curve, algorithm):
    beside = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"

    (key,) = read(beside + pem(ec.generate_private_key(curve), PrivateFormat.TraditionalOpenSSL))

    assert key.algorithm == algorithm
    assert jwt.decode(key.sign({"a": 1}), jwt.PyJWK.from_dict(key.public()), algorithms=[algorithm]) == {"a": 1}


@pytest.mark.parametrize(
    ("key", "given", "said"),
    [
        ("a secret", {}, "OIDC_CLIENT_KEY: holds no private key in PEM"),
        (PUBLIC, {}, "OIDC_CLIENT_KEY: holds a public key"),
        (pem(FIRST) + PUBLIC, {}, "OIDC_CLIENT_KEY: holds a public key"),
        (pem(FIRST, locked=BestAvailableEncryption(b"x")), {}, "OIDC_CLIENT_KEY: is locked with a passphrase"),
        (re.sub("[a-d]", "e", pem(FIRST)), {}, "OIDC_CLIENT_KEY: holds a private key that cannot be read"),
        (SHORT, {}, "OIDC_CLIENT_KEY: has 1024 bits"),
        (pem(ed25519.Ed25519PrivateKey.generate()), {}, "OIDC_CLIENT_KEY: must be a key of RSA"),
        (pem(ec.generate_private_key(ec.SECP256K1())), {}, "OIDC_CLIENT_KEY: must be a key of RSA"),
        (pem(FIRST) * 2, {}, "OIDC_CLIENT_KEY: holds one key twice"),
        (pem(FIRST), {"OIDC_CLIENT_KEY_ALGORITHM": "ES256"}, "OIDC_CLIENT_KEY_ALGORITHM: 'ES256' is none of RS512"),
        (pem(FIRST), {"OIDC_CLIENT_KEY_ALGORITHM": "none"}, "OIDC_CLIENT_KEY_ALGORITHM: 'NONE' is none of RS512"),
        (pem(FIRST), {"OIDC_CLIENT_KEY_ID": "a b"}, "OIDC_CLIENT_KEY_ID: must be"),
    ],
)
def test_what_is_no_good_is_said_and_never_repeated(read, key, given, said):
    with pytest.raises(Wrong, match=said) as wrong:
        read(key, **given)

    assert not any(
        line in str(wrong.value) for line in key.splitlines() if not line.startswith("-----") and line != "a"
    )


def test_provider_takes_the_key_in_place_of_a_secret(monkeypatch):
    usual = {"OIDC_ISSUER": "https://am.example.nhs.uk", "OIDC_CLIENT_ID": "kb", "OIDC_CLIENT_KEY": pem(FIRST)}
    for name, value in usual.items():
        monkeypatch.setenv(name, value)

    provider = provider_from_environment(roles=Role.values)

    assert provider is not None
    assert (provider.proof, len(provider.keys), provider.client_secret) == (BY_KEY, 1, "")
    numbers = FIRST.private_numbers()
    assert not any(str(part) in repr(provider) for part in (numbers.d, numbers.p, numbers.q))
    assert not {"d", "p", "q"} & set(json.loads(json.dumps(provider.keys[0].public())))
    for name, value in (("OIDC_CLIENT_SECRET", "x"), ("OIDC_CLIENT_AUTHENTICATION", "client_secret_post")):
        monkeypatch.setenv(name, value)
        with pytest.raises(
            Wrong, match="OIDC_CLIENT_KEY: is set" if value == "x" else "OIDC_CLIENT_SECRET: is not set"
        ):
            provider_from_environment(roles=Role.values)
        monkeypatch.delenv(name)
