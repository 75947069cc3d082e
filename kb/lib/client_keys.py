"""The keys with which this site proves itself to an OpenID provider (`private_key_jwt`), as the environment gives them.

The first of the file signs. All are published, so that the next one is known before it is used.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from kb.lib import env
from kb.lib.env import Wrong

KEY, KEY_ID, ALGORITHM = "OIDC_CLIENT_KEY", "OIDC_CLIENT_KEY_ID", "OIDC_CLIENT_KEY_ALGORITHM"
LEAST_BITS = 2048
_RSA = ("RS512", "RS384", "RS256", "PS512", "PS384", "PS256")
_BY_CURVE = {"secp256r1": ("ES256",), "secp384r1": ("ES384",), "secp521r1": ("ES512",)}
_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)
_BESIDE_A_KEY = "EC PARAMETERS"  # what openssl writes before a key of a curve
_KEY_ID = re.compile(r"[!-~]{1,200}")
# What tells one key from another (RFC 7638).
_MEMBERS = {"RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y")}

type PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True)
class ClientKey:
    kid: str
    algorithm: str
    private: PrivateKey = field(repr=False)

    def sign(self, claims: Mapping[str, Any]) -> str:
        return jwt.encode(dict(claims), self.private, algorithm=self.algorithm, headers={"kid": self.kid})

    def public(self) -> dict[str, str]:
        """As others may know it (RFC 7517)."""
        return _public(self.private) | {"kid": self.kid, "use": "sig", "alg": self.algorithm}


def from_environment() -> tuple[ClientKey, ...]:
    """None, where none is given. Raises Wrong."""
    held, kid, algorithm = env.text(KEY, private=True), env.text(KEY_ID), env.text(ALGORITHM).upper()
    if kid and not _KEY_ID.fullmatch(kid):
        raise Wrong(KEY_ID, "must be up to 200 letters, figures and signs, without spaces.")
    if not held:
        return ()
    keys: list[ClientKey] = []
    for private in map(_private, _blocks(held)):
        fitting = _fitting(private)
        if algorithm and algorithm not in fitting:
            raise Wrong(ALGORITHM, f"'{algorithm}' is none of {', '.join(fitting)}, with which this key can sign.")
        name = kid if kid and not keys else _thumbprint(private)
        keys.append(ClientKey(name, algorithm or fitting[0], private))
    if len({key.kid for key in keys}) < len(keys):
        raise Wrong(KEY, "holds one key twice.")
    return tuple(keys)


def _blocks(held: str) -> Iterator[str]:
    """What stands between the lines BEGIN and END. The value is never repeated."""
    found = [match for match in _BLOCK.finditer(held) if match[1] != _BESIDE_A_KEY]
    if not found:
        raise Wrong(KEY, "holds no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----.")
    for match in found:
        if not match[1].endswith("PRIVATE KEY"):
            raise Wrong(KEY, "holds a public key, a certificate or the like. It must hold private keys only.")
        yield match[0]


def _private(block: str) -> PrivateKey:
    try:
        key = load_pem_private_key(block.encode(), password=None)
    except TypeError:
        raise Wrong(KEY, "is locked with a passphrase, which nobody types when the site starts.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise Wrong(KEY, "holds a private key that cannot be read.") from None
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey) or not _fitting(key):
        raise Wrong(KEY, "must be a key of RSA, or of the curves P-256, P-384 or P-521.")
    if isinstance(key, RSAPrivateKey) and key.key_size < LEAST_BITS:
        raise Wrong(KEY, f"has {key.key_size} bits, which can be broken. Make one of 4096.")
    return key


def _fitting(key: PrivateKey) -> tuple[str, ...]:
    return _RSA if isinstance(key, RSAPrivateKey) else _BY_CURVE.get(key.curve.name, ())


def _public(key: PrivateKey) -> dict[str, str]:
    if isinstance(key, RSAPrivateKey):
        written = RSAAlgorithm.to_jwk(key.public_key())
    else:
        written = ECAlgorithm.to_jwk(key.public_key())
    said = json.loads(written)
    return {name: said[name] for name in _MEMBERS[said["kty"]]}


def _thumbprint(key: PrivateKey) -> str:
    plain = json.dumps(_public(key), sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(plain.encode()).digest()).rstrip(b"=").decode()
