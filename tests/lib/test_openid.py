"""What the environment says of an OpenID provider: a wrong value stops the start and says what is wrong."""

import pytest

from kb.accounts.roles import Role
from kb.lib.env import Wrong
from kb.lib.openid import from_environment

USUAL = {
    "OIDC_ISSUER": "https://login.microsoftonline.com/tenant/v2.0",
    "OIDC_CLIENT_ID": "kb",
    "OIDC_CLIENT_SECRET": "secret",
}


@pytest.fixture
def read(monkeypatch):
    def read(**given: str):
        for name, value in (USUAL | given).items():
            monkeypatch.setenv(name, value)
        return from_environment(roles=Role.values)

    return read


def test_without_an_issuer_there_is_none(read):
    assert read(OIDC_ISSUER="") is None


def test_usual_provider(read):
    provider = read()

    assert (provider.issuer, provider.name, provider.scopes) == (
        USUAL["OIDC_ISSUER"],
        "NHSmail",
        "openid profile email",
    )
    assert (provider.roles, provider.second_factor, provider.is_second_factor) == ((), (), False)
    assert "secret" not in repr(provider).replace("client_secret", "")


def test_all_that_can_be_said(read):
    provider = read(
        OIDC_ROLE_CLAIM="nhsid_nrbac_roles.role_code",
        OIDC_ROLES="S8000:G8000:R8000=editor, KB=admins=administrator, KB.Desk = help-desk",
        OIDC_SECOND_FACTOR="authentication_assurance_level=3, amr=mfa",
        OIDC_USERINFO="true",
        OIDC_ACR_VALUES="AAL2_OR_AAL3_ANY",
    )

    assert provider.roles == (("S8000:G8000:R8000", "EDITOR"), ("KB=admins", "ADMINISTRATOR"), ("KB.Desk", "HELP_DESK"))
    assert provider.second_factor == (("authentication_assurance_level", "3"), ("amr", "mfa"))
    assert provider.asks_userinfo
    assert read(OIDC_SECOND_FACTOR="always").is_second_factor


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"OIDC_ISSUER": "http://login.example.nhs.uk"}, "must begin with https://"),
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID: is not set"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET: is not set.* or OIDC_CLIENT_KEY"),
        ({"OIDC_CLIENT_AUTHENTICATION": "client_secret_jwt"}, "'client_secret_jwt' is none of client_secret_basic"),
        ({"OIDC_CLIENT_AUTHENTICATION": "private_key_jwt"}, "OIDC_CLIENT_KEY: is not set"),
        ({"OIDC_SCOPES": "profile"}, "does not hold openid"),
        ({"OIDC_ROLE_CLAIM": "roles"}, "belong together"),
        ({"OIDC_ROLES": "KB=editor"}, "belong together"),
        ({"OIDC_ROLE_CLAIM": "roles", "OIDC_ROLES": "KB=owner"}, "'owner' is no role. Use reader"),
        ({"OIDC_ROLE_CLAIM": "roles", "OIDC_ROLES": "KB"}, "must look like KB.Reviewer=reviewer"),
        ({"OIDC_SECOND_FACTOR": "yes"}, "must look like amr=mfa"),
    ],
)
def test_what_cannot_be_used_is_said(read, given, said):
    with pytest.raises(Wrong, match=said):
        read(**given)
