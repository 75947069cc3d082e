"""What the environment says of a provider through which people sign in (OpenID Connect)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings

from kb.lib import env
from kb.lib.env import Wrong

ALWAYS = "always"


@dataclass(frozen=True)
class OpenIDProvider:
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
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
    role_claim, mapped = env.text("OIDC_ROLE_CLAIM"), _roles(roles)
    second_factor = env.text("OIDC_SECOND_FACTOR")
    scopes = env.text("OIDC_SCOPES", "openid profile email")
    provider = OpenIDProvider(
        issuer=issuer,
        client_id=client_id,
        client_secret=secret,
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
    for name, value in (("OIDC_CLIENT_ID", client_id), ("OIDC_CLIENT_SECRET", secret)):
        if not value:
            raise Wrong(name, "is not set, and OIDC_ISSUER is. The provider gives both when you register this site.")
    if "openid" not in scopes.split():
        raise Wrong("OIDC_SCOPES", f"'{scopes}' does not hold openid, without which the provider says not who it is.")
    if bool(role_claim) != bool(mapped):
        raise Wrong("OIDC_ROLES", "and OIDC_ROLE_CLAIM belong together. Give both, or neither to keep roles here.")
    return provider


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
