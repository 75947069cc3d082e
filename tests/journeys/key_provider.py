"""The provider of the journeys, where it takes a signed proof of the site and nothing else (RFC 7523), and checks it by
the keys that the site publishes at `KEYS_AT`."""

import json
import os
import urllib.request
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from oidc_provider_mock import _app
from oidc_provider_mock.__main__ import run

BY_KEY = "private_key_jwt"
_used: set[str] = set()


class Verifier(JWTBearerClientAssertion):
    CLIENT_AUTH_METHOD = BY_KEY

    def get_audiences(self) -> list[str]:
        return [f"{_app.flask.request.host_url}oauth2/token"]

    def validate_jti(self, claims: dict[str, Any], jti: str) -> bool:
        is_new = jti not in _used
        _used.add(jti)
        return is_new

    def process_assertion_claims(self, assertion: str, resolve_key: KeySet) -> None:
        try:
            token = jwt.decode(assertion, resolve_key, algorithms=["RS512"])
        except JoseError as error:
            raise InvalidClientError(str(error)) from error
        self.verify_claims(token.claims)

    def resolve_client_public_key(self, client: object) -> KeySet:
        with urllib.request.urlopen(os.environ["KEYS_AT"], timeout=5) as answer:
            return KeySet.import_key_set(json.load(answer))


@_app.blueprint.before_app_request
def take_signed_proofs() -> None:
    _app.authorization.register_client_auth_method(BY_KEY, Verifier())


_app.AuthorizationCodeGrant.TOKEN_ENDPOINT_AUTH_METHODS = [BY_KEY]

if __name__ == "__main__":
    run()
