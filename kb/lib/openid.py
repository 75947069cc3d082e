"""What the environment says of a provider through which people sign in (OpenID Connect)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings

from kb.lib import client_keys, env
from kb.lib.client_keys import ClientKey
from kb.lib.env import Wrong

ALWAYS = "always"
# How this site proves itself where it asks for a token, as the registration there says.
BASIC, POST, BY_KEY = "client_secret_basic", "client_secret_post", "private_key_jwt"
PROOFS = (BASIC, POST, BY_KEY)


@dataclass(frozen=True)
class OpenIDProvider:
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    proof: str = ""  # one of PROOFS; empty: the secret, in the way that the provider takes it
    keys: tuple[ClientKey, ...] = ()  # the first signs
    name: str = "NHSmail"
    scopes: str = "openid profile email"
    acr_values: str = ""
    asks_userinfo: bool = False
    role_claim: str = ""
    # Values of that claim, each with a role.
    roles: tuple[tuple[str, str], ...] = ()
    # Claims and values that say that two factors were asked for there.
    second_factor: tuple[tuple[str, str], ...] = ()
    is_second_factor: bool = False


def from_environment(*, roles: Collection[str]) -> OpenIDProvider | None:
    """Nothing, where no issuer is set. Raises Wrong."""
    issuer = env.secure_address("OIDC_ISSUER")
    client_id, secret = env.text("OIDC_CLIENT_ID"), env.text("OIDC_CLIENT_SECRET", private=True)
    proof, keys = env.text("OIDC_CLIENT_AUTHENTICATION").lower(), client_keys.from_environment()
    role_claim, mapped = env.text("OIDC_ROLE_CLAIM"), _roles(roles)
    second_factor = env.text("OIDC_SECOND_FACTOR")
    scopes = env.text("OIDC_SCOPES", "openid profile email")
    provider = OpenIDProvider(
        issuer=issuer,
        client_id=client_id,
        client_secret=secret,
        proof=proof or (BY_KEY if keys else ""),
        keys=keys,
        name=env.text("OIDC_NAME", "NHSmail"),
        scopes=scopes,
        acr_values=env.text("OIDC_ACR_VALUES"),
        asks_userinfo=env.boolean("OIDC_USERINFO", False),
        role_claim=role_claim,
        roles=mapped,
        second_factor=() if second_factor == ALWAYS else _pairs("OIDC_SECOND_FACTOR", "amr=mfa"),
        is_second_factor=second_factor == ALWAYS,
    )
    if not issuer:
        return None
    if not client_id:
        raise Wrong("OIDC_CLIENT_ID", "is not set, and OIDC_ISSUER is. The provider gives it when you register.")
    _require_one_proof(proof, secret=secret, has_key=bool(keys))
    if "openid" not in scopes.split():
        raise Wrong("OIDC_SCOPES", f"'{scopes}' does not hold openid, without which the provider says not who it is.")
    if bool(role_claim) != bool(mapped):
        raise Wrong("OIDC_ROLES", "and OIDC_ROLE_CLAIM belong together. Give both, or neither to keep roles here.")
    return provider


def _require_one_proof(proof: str, *, secret: str, has_key: bool) -> None:
    """What is not used is not kept, and none is taken in place of the one that was registered."""
    if proof and proof not in PROOFS:
        raise Wrong("OIDC_CLIENT_AUTHENTICATION", f"'{proof}' is none of {', '.join(PROOFS)}.")
    if secret and has_key:
        raise Wrong("OIDC_CLIENT_KEY", "is set, and OIDC_CLIENT_SECRET is too. Keep the one that was registered.")
    if proof == BY_KEY and not has_key:
        raise Wrong("OIDC_CLIENT_KEY", f"is not set, and OIDC_CLIENT_AUTHENTICATION is {BY_KEY}.")
    if proof in {BASIC, POST} and not secret:
        raise Wrong("OIDC_CLIENT_SECRET", f"is not set, and OIDC_CLIENT_AUTHENTICATION is {proof}.")
    if not secret and not has_key:
        raise Wrong(
            "OIDC_CLIENT_SECRET",
            "is not set, and OIDC_ISSUER is. Set it, or OIDC_CLIENT_KEY where this site was registered with a key.",
        )


def _pairs(name: str, example: str) -> tuple[tuple[str, str], ...]:
    """ "a=b, c=d". The last sign counts: names of claims and groups may hold one."""
    found = []
    for word in env.words(name):
        left, equals, right = (part.strip() for part in word.rpartition("="))
        if not (left and equals and right):
            raise Wrong(name, f"'{word}' must look like {example}.")
        found.append((left, right))
    return tuple(found)


def _roles(known: Collection[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for value, said in _pairs("OIDC_ROLES", "KB.Reviewer=reviewer"):
        role = said.upper().replace("-", "_").replace(" ", "_")
        if role not in known:
            names = ", ".join(one.lower() for one in known)
            raise Wrong("OIDC_ROLES", f"'{said}' is no role. Use {names}.")
        found.append((value, role))
    return tuple(found)


# --- Once the settings are read --------------------------------------------------------------------------------------


def has_provider() -> bool:
    return settings.OIDC is not None


def the_provider() -> OpenIDProvider:
    """For whoever knows that there is one."""
    provider = settings.OIDC
    if provider is None:
        raise LookupError("OIDC_ISSUER is not set")
    return provider


def provider_name() -> str:
    """What people call it; empty where there is none."""
    return settings.OIDC.name if settings.OIDC else ""
