"""Signing in through a provider: who is known, with which role, and what is said to whom it does not let in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry, Invitation, ProviderLink, User
from kb.accounts.people import actions as people
from kb.accounts.people import inviting, resetting
from kb.accounts.provider import fetching
from kb.accounts.roles import Role
from kb.accounts.second_factor import challenges
from kb.lib import dates
from kb.outbox.models import Delivery
from tests.accounts.authenticator import SITE, Authenticator, add, show
from tests.accounts.provider.conftest import PASSWORD
from tests.accounts.provider.provider import BACK, ISSUER, KNOWN, START, is_in, leave, sign_in

pytestmark = pytest.mark.django_db
MAPS = replace(KNOWN, role_claim="roles", roles=(("KB.Admin", "ADMINISTRATOR"), ("KB.Editor", "EDITOR")))


@pytest.fixture
def maps(provider, settings):
    settings.OIDC = MAPS
    return provider


def latest() -> AuditEntry:
    return AuditEntry.objects.newest_first()[0]


def verbs() -> list[str]:
    return [entry.verb for entry in AuditEntry.objects.newest_first()]


# --- The page --------------------------------------------------------------------------------------------------------


def test_page_has_the_button_and_asks_the_provider_nothing(client, provider):
    provider.is_away = True

    page = client.get("/sign-in/?next=/codes/").content.decode()

    assert "Sign in with NHSmail" in page
    assert "Or with a username of this site" in page
    assert provider.asked == []


def test_without_a_provider_there_is_nothing(client, db):
    assert "Or with a username" not in client.get("/sign-in/").content.decode()
    for address in (START, BACK):
        assert client.post(address).status_code == 404
    assert client.get(BACK).status_code == 404


def test_browser_is_sent_there_with_what_only_it_can_answer(client, provider):
    there = leave(client)

    assert there.startswith(f"{ISSUER}/authorize?")
    for part in ("response_type=code", "client_id=kb", "code_challenge_method=S256", "state=", "nonce=", "openid"):
        assert part in there
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2Fsign-in%2Fprovider%2Fback%2F" in there
    assert "secret" not in there


def test_provider_that_is_away_says_so_and_points_to_the_form(client, provider, noa):
    there = leave(client)
    came = provider.sign_in(there)
    provider.is_away = True

    page = client.post(BACK, came)

    assert page.status_code == 503
    assert "NHSmail cannot be reached just now." in page.content.decode()
    assert 'action="/sign-in/"' in page.content.decode()
    assert 'value="/codes/"' in page.content.decode()
    assert (
        client.post("/sign-in/", {"username": "noa", "password": PASSWORD, "next": "/codes/"})["Location"] == "/codes/"
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [("access_denied", "You stopped at NHSmail"), ("server_error", "NHSmail did not sign you in."), ("<b>", "did not")],
)
def test_error_of_the_provider_is_said_in_words(client, provider, noa, error, said):
    came = provider.sign_in(leave(client))

    page = client.post(BACK, {"error": error, "state": came["state"], "error_description": "<b>Call 0800</b>"})

    assert page.status_code == 422
    assert said in page.content.decode()
    assert "0800" not in page.content.decode()


def test_far_too_many_from_one_address_wait(client, provider, monkeypatch):
    monkeypatch.setattr("kb.accounts.provider_views.MOST_FROM", 1)
    leave(client)

    assert client.post(START).status_code == 429


# --- Who it is -------------------------------------------------------------------------------------------------------


def test_linked_person_is_signed_in_and_goes_on(client, provider, noa):
    answer = sign_in(client, provider, "/edit/?x=1")

    assert answer["Location"] == "/edit/?x=1"
    assert is_in(client)
    assert (latest().verb, latest().detail) == ("signed in", {"through": "NHSmail"})
    assert ProviderLink.objects.get().last_used_at is not None


@pytest.mark.parametrize("more", [{"email": "noa@example.org"}, {"email": "noa@example.org", "email_verified": True}])
def test_nobody_is_known_by_an_email_address(client, maps, noa, more):
    maps.claims |= {"sub": "s-2", "roles": ["KB.Admin"], **more}

    page = sign_in(client, maps)

    assert "There is an account here with your email address" in page.content.decode()
    assert not is_in(client)
    assert ProviderLink.objects.count() == User.objects.count() == 1


def test_same_subject_of_another_issuer_is_somebody_else(client, provider, noa):
    ProviderLink.objects.update(issuer="https://login.example.org/other")

    assert "have no account here" in sign_in(client, provider).content.decode()


@pytest.mark.parametrize(
    ("claims", "said"),
    [({"sub": "s-2"}, "gives you no role on this site"), ({"sub": "s-2", "roles": ["KB.Other"]}, "gives you no role")],
)
def test_stranger_without_a_role_is_refused_in_words(client, maps, noa, claims, said):
    maps.claims |= claims

    page = sign_in(client, maps)

    assert said in page.content.decode()
    assert User.objects.count() == 1


def test_deactivated_person_stays_out(client, maps, noa, administrator):
    maps.claims["roles"] = ["KB.Admin"]
    people.deactivate(person=noa, by=administrator)

    page = sign_in(client, maps)

    assert "Your account on this site is deactivated." in page.content.decode()
    assert not is_in(client)
    noa.refresh_from_db()
    assert (noa.role, noa.is_active) == (Role.REVIEWER, False)


def test_stranger_with_a_role_gets_an_account_without_a_password(client, maps):
    maps.claims |= {"name": "Zoë Ward", "email": "zoe@example.org", "roles": ["KB.Editor", "KB.Other"]}

    sign_in(client, maps)

    person = User.objects.get()
    assert (person.username, person.name, person.email, person.role) == (
        "zoe.ward",
        "Zoë Ward",
        "zoe@example.org",
        "EDITOR",
    )
    assert not person.has_usable_password()
    assert is_in(client)
    assert verbs()[:2] == ["signed in", "joined through the provider"]


@pytest.mark.parametrize(
    ("claims", "name", "username", "email"),
    [
        ({"name": None, "given_name": "Zoë", "family_name": "Ward"}, "Zoë Ward", "zoe.ward", ""),
        ({"name": "王"}, "王", "person", ""),
        ({"name": "evil \u202e name"}, "person", "person", ""),
        ({"name": ["x"]}, "person", "person", ""),
        ({"name": "x" * 400, "email": "no address"}, "x" * 200, "x" * 100, ""),
        ({"name": "A", "email": "a@example.org", "email_verified": False}, "A", "a", ""),
    ],
)
def test_whatever_a_provider_calls_people_they_get_a_name(client, maps, claims, name, username, email):
    maps.claims |= {"roles": "KB.Editor", **claims}

    sign_in(client, maps)

    person = User.objects.get()
    assert (person.name, person.username, person.email) == (name, username, email)


def test_two_with_one_name_have_two_usernames(client, maps, noa):
    maps.claims |= {"sub": "s-2", "name": "Noa", "roles": ["KB.Editor"]}

    sign_in(client, maps)

    assert User.objects.filter(username="noa2").exists()


# --- Roles -----------------------------------------------------------------------------------------------------------


def test_role_follows_the_claims_at_each_sign_in_and_in_open_sessions(client, maps, noa, signed_in):
    open_session = signed_in(noa)
    people.change_role(person=noa, role=Role.ADMINISTRATOR, by=None)
    inviting.invite(name="X", email="x@example.org", role=Role.EDITOR, by=noa)
    assert open_session.get("/people/").status_code == 200
    maps.claims["roles"] = ["KB.Editor"]

    sign_in(client, maps)

    noa.refresh_from_db()
    assert noa.role == Role.EDITOR
    entry = AuditEntry.objects.get(verb="took over a role")
    assert entry.actor is None
    assert entry.detail == {"from": "Administrator", "to": "Editor", "provider": "NHSmail", "invitations taken back": 1}
    assert open_session.get("/people/").status_code == 404
    assert not Invitation.objects.exists()


def test_role_that_is_the_same_is_no_news(client, maps, noa):
    maps.claims["roles"] = ["KB.Editor", "KB.Admin"]
    for _ in range(2):
        sign_in(client, maps)

    assert verbs().count("took over a role") == 1
    noa.refresh_from_db()
    assert noa.role == Role.ADMINISTRATOR


def test_whoever_lost_the_role_is_out_everywhere(client, maps, noa, signed_in):
    open_session = signed_in(noa)

    page = sign_in(client, maps)

    assert "gives you no role" in page.content.decode()
    assert not is_in(client)
    assert not is_in(open_session)
    assert latest().verb == "refused a sign-in without a role, and ended their sessions"


def test_signing_out_says_that_they_are_still_signed_in_there(client, provider, noa):
    sign_in(client, provider)

    page = client.post("/sign-out/", follow=True).content.decode()

    assert "you are still signed in there" in page


def test_without_a_map_roles_are_those_of_this_site(client, provider, noa):
    provider.claims["roles"] = ["KB.Admin"]

    sign_in(client, provider)

    noa.refresh_from_db()
    assert noa.role == Role.REVIEWER


# --- Second factor ---------------------------------------------------------------------------------------------------


def asked_of(noa, settings) -> None:
    settings.SECOND_FACTOR_ASKED = True
    User.objects.update(second_factor_due=dates.in_london(timezone.now()).date() - timedelta(days=1))


@pytest.mark.parametrize(
    ("rule", "claims", "is_enough"),
    [
        ({}, {"amr": ["mfa"]}, False),
        ({"second_factor": (("amr", "mfa"),)}, {"amr": ["pwd"]}, False),
        ({"second_factor": (("amr", "mfa"),)}, {}, False),
        ({"second_factor": (("amr", "mfa"),)}, {"amr": ["pwd", "mfa"]}, True),
        ({"second_factor": (("amr", "mfa"), ("level", "3"))}, {"level": 3}, True),
        ({"is_second_factor": True}, {}, True),
    ],
)
def test_provider_stands_for_the_password_unless_it_says_or_settings_say_two(
    client, provider, noa, settings, rule, claims, is_enough
):
    asked_of(noa, settings)
    settings.OIDC = replace(KNOWN, **rule)
    provider.claims |= claims

    answer = sign_in(client, provider)

    assert answer["Location"] == ("/codes/" if is_enough else "/sign-in/set-up/")
    assert is_in(client) is is_enough


def test_passkey_follows_the_provider(client, provider, noa, settings, signed_in):
    settings.SITE_URL = SITE
    device = Authenticator()
    add(signed_in(noa), device)

    assert sign_in(client, provider)["Location"] == "/sign-in/code/"
    assert not is_in(client)
    assert show(client, device)["Location"] == "/codes/"
    assert latest().detail == {"through": "NHSmail"}


def test_two_factors_there_begin_no_days_here(client, provider, noa, settings):
    settings.SECOND_FACTOR_ASKED = True
    settings.OIDC = replace(KNOWN, is_second_factor=True)

    sign_in(client, provider)

    noa.refresh_from_db()
    assert noa.second_factor_due is None


# --- Joining and linking ---------------------------------------------------------------------------------------------


@pytest.fixture
def secret(administrator) -> str:
    return inviting.invite(name="Ida", email="ida@example.org", role=Role.EDITOR, by=administrator).link.split("/")[-2]


def test_invitation_is_taken_through_the_provider(client, provider, secret):
    assert "Join with NHSmail" in client.get(f"/link/join/{secret}/").content.decode()
    came = provider.sign_in(leave(client, at=f"/link/join/{secret}/provider/"))
    provider.claims |= {"name": "Ida I", "email": "somebody@example.org"}

    assert client.post(BACK, came)["Location"] == "/staff/"

    person = User.objects.get(email="ida@example.org")
    assert (person.name, person.role) == ("Ida I", Role.EDITOR)
    assert not Invitation.objects.exists()
    assert AuditEntry.objects.get(verb="joined through the provider").detail["invited by"] == "The administrator"
    client.post("/sign-out/")
    assert sign_in(client, provider)["Location"] == "/codes/"


@pytest.mark.parametrize("wrong", ["over", "taken back", "linked already", "no role"])
def test_invitation_that_cannot_be_taken_makes_nobody(client, provider, settings, secret, administrator, wrong):
    came = provider.sign_in(leave(client, at=f"/link/join/{secret}/provider/"))
    if wrong == "over":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif wrong == "taken back":
        inviting.take_back(invitation=Invitation.objects.get(), by=administrator)
    elif wrong == "linked already":
        ProviderLink.objects.create(person=administrator, issuer=ISSUER, subject="s-1")
    else:
        settings.OIDC = MAPS

    page = client.post(BACK, came)

    assert page.status_code == 422
    assert User.objects.count() == 1
    assert not is_in(client)


def test_link_of_an_invitation_that_is_over_says_so(client, provider, db):
    assert client.post("/link/join/none/provider/", follow=True).status_code == 410


def own_link(browser, provider):
    came = provider.sign_in(leave(browser, at="/account/provider/"))
    return browser.post(BACK, came, follow=True)


@pytest.fixture
def rhys(db) -> User:
    return add_person(username="rhys", name="Rhys", role=Role.REVIEWER, password=PASSWORD)


@pytest.fixture
def rhys_in(client, rhys):
    client.post("/sign-in/", {"username": "rhys", "password": PASSWORD})
    return client


def test_somebody_who_is_signed_in_links_their_account(rhys_in, provider, rhys):
    assert "Link it to NHSmail" in rhys_in.get("/account/").content.decode()

    page = own_link(rhys_in, provider)

    assert "Your account is linked" in page.content.decode()
    assert ProviderLink.objects.get().person == rhys
    assert latest().verb == "linked their account to the provider"
    rhys_in.post("/sign-out/")
    assert sign_in(rhys_in, provider)["Location"] == "/codes/"
    gone = rhys_in.post("/account/provider/take-away/", follow=True)
    assert "no longer linked" in gone.content.decode()
    assert not ProviderLink.objects.exists()


def test_account_of_somebody_else_is_not_taken_over_by_linking(rhys_in, provider, noa):
    page = own_link(rhys_in, provider)

    assert "is linked to another account" in page.content.decode()
    assert ProviderLink.objects.get().person == noa


def test_account_has_one_link_only(rhys_in, provider, rhys):
    ProviderLink.objects.create(person=rhys, issuer=ISSUER, subject="s-9")

    assert "or yours to another one" in own_link(rhys_in, provider).content.decode()
    assert ProviderLink.objects.count() == 1


def test_linking_that_another_person_began_in_this_browser_links_nobody(rhys_in, provider, noa, client):
    came = provider.sign_in(leave(rhys_in, at="/account/provider/"))
    provider.claims["sub"] = "s-7"
    session = rhys_in.session
    held = dict(session["waits for the provider"])
    rhys_in.post("/sign-out/")
    rhys_in.force_login(noa)
    session = rhys_in.session
    session["waits for the provider"] = held
    session.save()

    assert rhys_in.post(BACK, came)["Location"] == "/sign-in/"
    assert ProviderLink.objects.count() == 1


def test_browser_left_open_links_nothing(rhys_in, provider, monkeypatch):
    now = challenges.time.time()
    monkeypatch.setattr(challenges.time, "time", lambda: now + challenges.SIGNED_IN_HOLDS + 1)

    page = rhys_in.post("/account/provider/", follow=True)

    assert "Sign out and sign in again first" in page.content.decode()
    assert provider.asked == []


def test_whoever_has_a_second_factor_uses_it_before_linking(rhys_in, provider, rhys, settings):
    settings.SITE_URL = SITE
    add(rhys_in, Authenticator())
    session = rhys_in.session
    del session["second factor shown"]
    session.save()

    answer = rhys_in.post("/account/provider/")

    assert answer["Location"] == "/account/second-factor/confirm/?next=/account/"


def test_only_way_in_is_not_taken_away_by_oneself_but_by_an_administrator(client, maps, signed_in, administrator):
    maps.claims["roles"] = ["KB.Editor"]
    sign_in(client, maps)
    person = User.objects.get(username="noa.newcomer")
    assert "Change your password" not in client.get("/account/").content.decode()
    assert client.get("/account/password/")["Location"] == "/account/"

    page = client.post("/account/provider/take-away/", follow=True)
    assert "You have no password here" in page.content.decode()
    assert ProviderLink.objects.exists()

    admin = signed_in(administrator)
    assert "Take away the link to NHSmail" in admin.get(f"/people/{person.pk}/").content.decode()
    admin.post(f"/people/{person.pk}/provider/")
    assert not ProviderLink.objects.exists()
    assert latest().verb == "took away the link to the provider"
    assert signed_in(person).post(f"/people/{administrator.pk}/provider/").status_code == 404


def test_whoever_has_no_password_is_sent_no_link_to_set_one(client, maps, settings):
    """Else a leaver would have a door of their own beside the provider."""
    settings.MAILERS = {"default": {**settings.MAILERS["default"], "OPTIONS": {"host": "mail.example.org", "port": 25}}}
    maps.claims |= {"roles": ["KB.Editor"], "email": "noa@example.org"}
    sign_in(client, maps)

    resetting.ask_for_link(typed="noa@example.org", address="192.0.2.1")

    assert not Delivery.objects.exists()


def test_passkey_is_no_door_beside_the_provider(client, maps, settings):
    settings.SITE_URL = SITE
    maps.claims["roles"] = ["KB.Editor"]
    sign_in(client, maps)
    device = Authenticator()
    add(client, device)
    client.post("/sign-out/")

    page = show(client, device, at="/sign-in/passkey/", what="alone")

    assert "Your account signs in with NHSmail." in page.content.decode()
    assert not is_in(client)
    assert sign_in(client, maps)["Location"] == "/sign-in/code/"
    assert show(client, device)["Location"] == "/codes/"


def test_nothing_is_fetched_that_is_not_https():
    for address in ("http://login.example.nhs.uk/", "file:///etc/passwd", "ftp://127.0.0.1/", ""):
        assert not fetching.is_safe(address)
    assert fetching.is_safe("https://login.example.nhs.uk/")
    assert fetching.is_safe("http://127.0.0.1:9400/")
