"""Passkeys: set up, asked for beside the password, enough by themselves, and refused where something is wrong."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from fido2.webauthn import AuthenticatorData
from hypothesis import given
from hypothesis import strategies as st

from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry, Passkey, RecoveryCode, SecondFactor, User
from kb.accounts.people import actions as people
from kb.accounts.roles import Role
from kb.accounts.second_factor import challenges, passkey_actions, passkeys
from kb.accounts.second_factor.forms import answer_in
from kb.lib import dates
from kb.outbox.models import Delivery
from tests.accounts.authenticator import SITE, Authenticator, add, options, show
from tests.accounts.test_second_factor import proposal_in, shown_for

PASSWORD = "violet ferry 27 anchors"
OWN, CODE, ALONE = "/account/second-factor/", "/sign-in/code/", "/sign-in/passkey/"
UP = AuthenticatorData.FLAG.UP


@pytest.fixture(autouse=True)
def _site_with_a_name(settings) -> None:
    """Browsers make no passkeys for an address in figures."""
    settings.SITE_URL = SITE


@pytest.fixture
def nia(db) -> User:
    return add_person(username="nia", name="Nia", role=Role.REVIEWER, password=PASSWORD)


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


@pytest.fixture
def browser(signed_in, nia, device) -> Client:
    """Of somebody who has just set up a passkey."""
    browser = signed_in(nia)
    page = add(browser, device)
    assert "Keep your recovery codes" in page.content.decode()
    return browser


def sign_in(client: Client, next_page: str = "/codes/"):
    return client.post("/sign-in/", {"username": "nia", "password": PASSWORD, "next": next_page})


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def verbs() -> list[str]:
    return [entry.verb for entry in AuditEntry.objects.newest_first()]


# --- Setting up ------------------------------------------------------------------------------------------------------


def test_passkey_is_set_up_with_a_name_and_codes_for_paper(browser, nia, device):
    kept = Passkey.objects.get()

    assert (kept.name, kept.person, kept.last_used_at) == ("Laptop", nia, None)
    assert RecoveryCode.objects.filter(person=nia).count() == 10
    assert verbs()[0] == "added a passkey"
    page = browser.get(OWN).content.decode()
    assert "Laptop" in page
    assert "10 recovery codes are left" in page


def test_more_are_added_and_each_is_removed_by_itself(browser, nia, device):
    second = Authenticator()
    answer = add(browser, second, "Blue key", at=f"{OWN}passkeys/")

    assert answer["Location"] == OWN
    first, other = Passkey.objects.order_by("pk")
    assert first.handle == other.handle
    browser.post(f"{OWN}passkeys/{first.pk}/remove/")
    assert [one.name for one in Passkey.objects.all()] == ["Blue key"]
    assert RecoveryCode.objects.count() == 10
    gone = browser.post(f"{OWN}passkeys/{other.pk}/remove/")
    assert gone["Location"] == "/account/"
    assert not RecoveryCode.objects.exists()
    assert verbs()[:2] == ["removed a passkey", "removed a passkey"]


def test_device_that_is_known_is_not_asked_to_make_another(browser, device):
    asked = options(browser, "add")["publicKey"]

    assert [one["id"] for one in asked["excludeCredentials"]] == [device.create({"publicKey": asked})["id"]]
    assert asked["rp"]["id"] == "localhost"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert "nia" not in asked["user"]["id"]


def test_name_is_asked_for_beside_its_box(signed_in, nia, device):
    browser = signed_in(nia)

    page = add(browser, device, "")

    assert page.status_code == 422
    assert "Enter a name for the passkey." in page.content.decode()
    assert not Passkey.objects.exists()


@pytest.mark.parametrize(
    "wrong", ["origin", "site", "challenge", "not verified", "in a frame", "nothing", "somebody else's"]
)
def test_passkey_that_is_not_for_here_and_now_is_not_taken(signed_in, nia, administrator, device, wrong):
    browser = signed_in(nia)
    asked = options(browser, "add")
    if wrong == "origin":
        device.origin = "http://localhost.example.org:8000"
    elif wrong == "site":
        device.site_id = "example.org"
    elif wrong == "challenge":
        asked["publicKey"]["challenge"] = passkeys.new_challenge()
    elif wrong == "not verified":
        device.flags = UP
    elif wrong == "in a frame":
        device.more = {"crossOrigin": True}
    elif wrong == "somebody else's":
        asked = options(signed_in(administrator), "add")
    credential = "{}" if wrong == "nothing" else json.dumps(device.create(asked))

    page = browser.post(OWN, {"name": "Laptop", "credential": credential})

    assert page.status_code == 422
    assert "This passkey could not be checked." in page.content.decode()
    assert not Passkey.objects.exists()


def test_same_answer_is_not_taken_twice(signed_in, nia, device):
    browser = signed_in(nia)
    answer = json.dumps(device.create(options(browser, "add")))
    for _ in range(2):
        browser.post(OWN, {"name": "Laptop", "credential": answer})
        browser.post(f"{OWN}passkeys/", {"name": "Laptop", "credential": answer})

    assert Passkey.objects.count() == 1


def test_passkey_of_somebody_else_is_not_taken_as_ones_own(browser, signed_in, administrator, device):
    other = signed_in(administrator)

    page = add(other, device)

    assert page.status_code == 422
    assert Passkey.objects.count() == 1


def test_nobody_has_more_than_there_is_room_for(browser, monkeypatch):
    monkeypatch.setattr(passkey_actions, "MOST", 1)

    page = add(browser, Authenticator(), at=f"{OWN}passkeys/")

    assert "Remove one first." in page.content.decode()


@given(st.text(max_size=200) | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_whatever_a_browser_says_is_judged(text):
    answer = answer_in(text)

    for judge in (passkeys.created, passkeys.shown):
        more = {"kept": "AAAA"} if judge is passkeys.shown else {}
        with pytest.raises(passkeys.NotThatPasskey):
            judge(challenge=passkeys.new_challenge(), answer=answer, **more)


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_whatever_bytes_a_browser_says_are_judged(first, second):
    said = {"id": "AAAA", "rawId": "AAAA", "type": "public-key"}
    response = {name: passkeys.websafe_encode(first) for name in ("clientDataJSON", "signature")}
    response |= {name: passkeys.websafe_encode(second) for name in ("attestationObject", "authenticatorData")}

    with pytest.raises(passkeys.NotThatPasskey):
        passkeys.created(challenge=passkeys.new_challenge(), answer=said | {"response": response})
    with pytest.raises(passkeys.NotThatPasskey):
        passkeys.shown(challenge=passkeys.new_challenge(), answer=said | {"response": response}, kept="AAAA")


@pytest.mark.parametrize(
    ("site", "site_id", "origin"),
    [
        ("https://kb.example.nhs.uk", "kb.example.nhs.uk", "https://kb.example.nhs.uk"),
        ("https://kb.example.nhs.uk:443", "kb.example.nhs.uk", "https://kb.example.nhs.uk"),
        ("https://kb.example.nhs.uk:8443", "kb.example.nhs.uk", "https://kb.example.nhs.uk:8443"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "", "http://[::1]:8000"),
    ],
)
def test_passkeys_are_bound_to_the_host_of_the_site(settings, site, site_id, origin):
    settings.SITE_URL = site

    assert (passkeys.site_id(), passkeys.site_origin()) == (site_id, origin)


def test_site_with_an_address_in_figures_offers_codes_alone(settings, signed_in, nia, client):
    settings.SITE_URL = "http://127.0.0.1:8000"
    browser = signed_in(nia)

    assert "data-passkey" not in browser.get(OWN).content.decode()
    assert "data-passkey" not in client.get("/sign-in/").content.decode()
    assert browser.post("/sign-in/passkey/options/", {"what": "add"}).status_code == 403


# --- Beside the password ---------------------------------------------------------------------------------------------


def test_password_is_followed_by_the_passkey(client, browser, nia, device):
    assert sign_in(client)["Location"] == CODE
    assert not is_in(client)
    page = client.get(CODE).content.decode()
    assert "Use a passkey" in page
    assert "One of the recovery codes" in page

    answer = show(client, device)

    assert answer["Location"] == "/codes/"
    assert is_in(client)
    kept = Passkey.objects.get()
    assert kept.counter == device.counter
    assert kept.last_used_at is not None


@pytest.mark.parametrize("wrong", ["origin", "site", "not verified", "in a frame", "another key", "old", "handle"])
def test_passkey_that_is_not_theirs_here_and_now_lets_nobody_in(client, browser, nia, device, monkeypatch, wrong):
    sign_in(client)
    if wrong == "origin":
        device.origin = "https://localhost:8000"
    elif wrong == "site":
        device.site_id = "example.org"
    elif wrong == "not verified":
        device.flags = UP
    elif wrong == "in a frame":
        device.more = {"crossOrigin": True}
    elif wrong == "another key":
        device.key = Authenticator().key
    elif wrong == "handle":
        device.handle = passkeys.new_handle()
    asked = options(client, "show")
    if wrong == "old":
        now = challenges.time.time()
        monkeypatch.setattr(challenges.time, "time", lambda: now + challenges.CHALLENGE_HOLDS + 1)

    page = client.post(CODE, {"credential": json.dumps(device.show(asked))})

    assert page.status_code == 422
    assert "This passkey could not be checked." in page.content.decode()
    assert not is_in(client)


def test_answer_is_good_once(client, browser, device):
    device.step = 0
    Passkey.objects.update(counter=0)
    device.counter = 0
    sign_in(client)
    answer = json.dumps(device.show(options(client, "show")))
    assert client.post(CODE, {"credential": answer})["Location"] == "/codes/"
    client.post("/sign-out/")
    sign_in(client)

    assert client.post(CODE, {"credential": answer}).status_code == 422
    assert not is_in(client)


def test_challenge_of_another_browser_is_none(browser, device):
    one, other = Client(), Client()
    for client in (one, other):
        sign_in(client)
    answer = json.dumps(device.show(options(one, "show")))
    options(other, "show")

    assert other.post(CODE, {"credential": answer}).status_code == 422


def test_passkey_of_somebody_else_does_not_follow_a_password(client, browser, device, signed_in, administrator):
    other = Authenticator()
    add(signed_in(administrator), other)
    sign_in(client)

    assert show(client, other).status_code == 422
    assert not is_in(client)


def test_copy_of_a_passkey_is_refused_written_down_and_told(client, browser, nia, device, settings):
    settings.MAILERS = {"default": {**settings.MAILERS["default"], "OPTIONS": {"host": "mail.example.org", "port": 25}}}
    User.objects.update(email="nia@example.org")
    Passkey.objects.update(counter=50)
    sign_in(client)

    page = show(client, device)

    assert "a copy of it may be in use" in page.content.decode()
    assert not is_in(client)
    assert verbs()[0] == "refused a passkey that may be a copy"
    assert "what may be a copy of your passkey Laptop" in Delivery.objects.get().content["text"]


def test_authenticator_that_does_not_count_is_no_copy(client, signed_in, nia):
    device = Authenticator(counts=False)
    add(signed_in(nia), device)
    for _ in range(2):
        sign_in(client)
        assert show(client, device)["Location"] == "/codes/"
        client.post("/sign-out/")


def test_one_number_of_the_counter_is_used_once_by_many_at_once(at_once, settings):
    settings.SITE_URL = SITE
    person = add_person(username="nia", name="Nia", role=Role.REVIEWER, password=PASSWORD)
    device, challenge, handle = Authenticator(), passkeys.new_challenge(), passkeys.new_handle()
    asked = passkeys.asked_to_create(challenge=challenge, handle=handle, username="nia", name="Nia", kept=[])
    passkey_actions.add(by=person, name="Key", challenge=challenge, handle=handle, answer=device.create(asked))
    answer = device.show(passkeys.asked_to_show(challenge=challenge))

    def work() -> bool:
        try:
            passkey_actions.use(person=person, challenge=challenge, answer=answer)
        except passkeys.NotThatPasskey:
            return False
        return True

    assert at_once(work, times=4, workers=4).count(True) == 1


def test_tries_are_limited_as_those_of_codes(client, browser, device):
    sign_in(client)
    for _ in range(6):
        client.post(CODE, {"credential": "{}"})

    page = show(client, device)

    assert "Too many passkeys were tried. Wait" in page.content.decode()
    assert not is_in(client)


def test_recovery_code_lets_in_who_lost_the_only_passkey(client, browser, nia):
    codes = browser.post(f"{OWN}codes/").context["codes"]
    sign_in(client)

    assert client.post(CODE, {"code": codes[0]})["Location"] == "/codes/"
    assert is_in(client)


# --- By itself -------------------------------------------------------------------------------------------------------


def test_passkey_alone_signs_in_and_goes_on(client, browser, nia, device):
    answer = json.dumps(device.show(options(client, "alone")))

    done = client.post(ALONE, {"credential": answer, "next": "/edit/?x=1"})

    assert done["Location"] == "/edit/?x=1"
    assert is_in(client)
    assert verbs()[0] == "signed in"


def test_passkey_alone_leads_nowhere_else(client, browser, device):
    answer = json.dumps(device.show(options(client, "alone")))

    assert client.post(ALONE, {"credential": answer, "next": "//evil.example"})["Location"] == "/staff/"


@pytest.mark.parametrize("wrong", ["unknown", "deactivated", "no challenge", "a challenge for the code"])
def test_passkey_alone_is_refused_in_words(client, browser, nia, administrator, device, wrong):
    asked = options(client, "alone")
    if wrong == "unknown":
        device = Authenticator()
    elif wrong == "deactivated":
        people.deactivate(person=nia, by=administrator)
    elif wrong == "no challenge":
        client = Client()
    elif wrong == "a challenge for the code":
        sign_in(client)
        asked = options(client, "show")

    page = client.post(ALONE, {"credential": json.dumps(device.show(asked))})

    assert page.status_code == 422
    assert "Sign in with your username and password." in page.content.decode()
    assert not is_in(client)


def test_failed_tries_alone_are_limited_by_address(client, browser, device, monkeypatch):
    monkeypatch.setattr(passkey_actions, "MOST_FAILED_FROM", 2)
    for _ in range(2):
        client.post(ALONE, {"credential": "{}"})

    page = show(client, device, at=ALONE, what="alone")

    assert page.status_code == 429
    assert "Too many passkeys were tried from here." in page.content.decode()


# --- Whom it is asked of, and who may change it ----------------------------------------------------------------------


def test_passkey_is_what_a_role_needs(client, settings, nia, device):
    settings.SECOND_FACTOR_ASKED = True
    User.objects.update(second_factor_due=dates.in_london(timezone.now()).date() - timedelta(days=1))
    assert sign_in(client)["Location"] == "/sign-in/set-up/"
    assert not is_in(client)

    page = add(client, device, at="/sign-in/set-up/")

    assert "Keep your recovery codes" in page.content.decode()
    assert is_in(client)
    client.post("/sign-out/")
    assert sign_in(client)["Location"] == CODE
    assert show(client, device)["Location"] == "/codes/"


def test_whoever_has_a_factor_cannot_add_one_in_its_place(client, browser, device):
    sign_in(client)
    other = Authenticator()

    assert client.post("/sign-in/passkey/options/", {"what": "add"}).status_code == 403
    assert add_by_hand(client, other)["Location"] == "/sign-in/"
    assert Passkey.objects.count() == 1


def add_by_hand(client: Client, device: Authenticator):
    asked = {"publicKey": {"challenge": passkeys.new_challenge(), "user": {"id": passkeys.new_handle()}}}
    return client.post("/sign-in/set-up/", {"name": "x", "credential": json.dumps(device.create(asked))})


@pytest.mark.parametrize("address", ["passkeys/", "codes/", "take-away/", "phone/", "passkeys/{}/remove/"])
def test_changes_ask_for_the_factor_again_after_ten_minutes(browser, nia, device, monkeypatch, address):
    now = challenges.time.time()
    monkeypatch.setattr(challenges.time, "time", lambda: now + challenges.SHOWN_HOLDS + 1)
    address = OWN + address.format(Passkey.objects.get().pk)
    page = browser.get(OWN).content.decode()
    assert "Change something" in page
    assert "data-passkey" not in page

    answer = browser.post(address, {"name": "x", "credential": "{}"})

    assert answer["Location"].startswith(f"{OWN}confirm/")
    assert Passkey.objects.count() == 1
    assert browser.post("/sign-in/passkey/options/", {"what": "add"}).status_code == 403
    done = show(browser, device, at=answer["Location"])
    assert done["Location"] == OWN
    assert "data-passkey" in browser.get(OWN).content.decode()


def test_confirming_leads_nowhere_else(browser, device):
    assert show(browser, device, at=f"{OWN}confirm/?next=https://evil.example/")["Location"] == "/account/"


def test_ones_own_data_raise_nothing(browser, nia):
    """By mass assignment: a form of one's own factors takes a name and an answer."""
    credential = json.dumps(Authenticator().create(options(browser, "add")))
    more = {"role": "ADMINISTRATOR", "is_active": "on", "person": "1", "counter": "0", "last_used_at": "2026-01-01"}

    browser.post(f"{OWN}passkeys/", {"name": "Key", "credential": credential, **more})

    kept = Passkey.objects.get(name="Key")
    nia.refresh_from_db()
    assert (kept.person, kept.last_used_at, kept.counter) == (nia, None, 1)
    assert nia.role == Role.REVIEWER


def test_nobody_removes_the_passkey_of_another(browser, signed_in, administrator):
    other = signed_in(administrator)
    add(other, Authenticator(), "Theirs")
    theirs = Passkey.objects.get(name="Laptop")

    other.post(f"{OWN}passkeys/{theirs.pk}/remove/")

    assert Passkey.objects.count() == 2


def test_administrator_takes_away_all_of_somebody_who_lost_everything(browser, signed_in, administrator, nia, client):
    admin = signed_in(administrator)
    assert "They have lost their phone or passkeys" in admin.get(f"/people/{nia.pk}/").content.decode()

    admin.post(f"/people/{nia.pk}/second-factor/")

    assert not Passkey.objects.exists()
    assert not RecoveryCode.objects.exists()
    sign_in(client)
    assert is_in(client)


def test_phone_is_set_up_beside_a_passkey_and_keeps_the_codes(browser, nia):
    page = browser.get(f"{OWN}phone/").content.decode()
    proposal = proposal_in(page)

    answer = browser.post(f"{OWN}phone/", {"proposal": proposal, "code": shown_for(nia, proposal)})

    assert answer["Location"] == OWN
    assert SecondFactor.objects.filter(person=nia).exists()
    assert RecoveryCode.objects.count() == 10
    browser.post(f"{OWN}take-away/")
    assert not SecondFactor.objects.exists()
    assert RecoveryCode.objects.count() == 10
