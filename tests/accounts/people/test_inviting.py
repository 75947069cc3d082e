"""An invitation from its mail to the account."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kb.accounts import actions as own
from kb.accounts.models import AuditEntry, Invitation, User
from kb.accounts.people import inviting
from kb.accounts.people.refusals import AlreadyHere, LinkIsOver
from kb.accounts.roles import Role
from kb.accounts.sign_in import gate
from kb.outbox.models import Delivery
from tests.accounts.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db

INVITED = {"name": "Zoë Ward", "email": "zoe@example.org", "role": Role.EDITOR}
JOINED = {"name": "Zoë Ward", "username": "zoe.ward", "new_password": PASSWORD, "new_password_again": PASSWORD}


@pytest.fixture
def invited(mail_server, administrator, link) -> str:
    inviting.invite(**INVITED, by=administrator)
    return link()


def test_link_goes_out_by_mail_and_stands_nowhere_else(invited):
    secret = invited.split("/")[-2]

    assert Delivery.objects.get().to == "zoe@example.org"
    assert secret not in str(list(Invitation.objects.values()))
    assert secret not in str(list(AuditEntry.objects.values()))
    entry = AuditEntry.objects.newest_first()[0]
    assert (entry.verb, entry.detail) == ("invited somebody", {"email": "zoe@example.org", "role": "Editor"})


def test_opening_the_link_changes_nothing(invited, client):
    for _ in range(3):
        page = client.get(invited)

    assert page.status_code == 200
    assert 'value="zoe.ward"' in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "strict-origin"
    assert Invitation.objects.exists()


def test_somebody_joins_and_is_signed_in(invited, client):
    answer = client.post(invited, JOINED)

    person = User.objects.get(username="zoe.ward")
    assert (person.name, person.email, person.role) == ("Zoë Ward", "zoe@example.org", Role.EDITOR)
    assert person.check_password(PASSWORD)
    assert answer["Location"] == "/staff/"
    assert client.get("/account/").status_code == 200
    assert not Invitation.objects.exists()
    told = {"role": "Editor", "invited by": "The administrator"}
    assert AuditEntry.objects.get(verb="joined by an invitation").detail == told
    assert client.get(invited).status_code == 410


def test_role_and_address_cannot_be_sent_along(invited, client):
    client.post(invited, JOINED | {"role": "ADMINISTRATOR", "email": "else@example.org", "is_active": "on", "id": "1"})

    person = User.objects.get(username="zoe.ward")
    assert (person.role, person.email) == (Role.EDITOR, "zoe@example.org")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"username": "ADMIN"}, "The username &#x27;ADMIN&#x27; is taken. Choose another."),
        ({"username": "zoë"}, "Use letters, numbers and . _ @ + - only in a username."),
        ({"username": ""}, "Choose a username."),
        ({"name": ""}, "Enter your name."),
        ({"new_password": "short", "new_password_again": "short"}, "Enter a password of 12 characters or more."),
        ({"new_password_again": "else"}, "Enter the same new password in both boxes."),
        (
            {"new_password": "zoe.ward.zoe.ward", "new_password_again": "zoe.ward.zoe.ward"},
            "this one is little more than a common password, your name or a word of this site.",
        ),
    ],
)
def test_what_will_not_do_is_said_and_the_link_stays_good(invited, client, typed, says):
    page = client.post(invited, JOINED | typed)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert PASSWORD not in page.content.decode()
    assert client.post(invited, JOINED).status_code == 302


def test_username_that_is_taken_is_offered_with_a_number(invited, client):
    for username in ("Zoe.Ward", "zoe.ward2"):
        own.add_person(username=username, name="Somebody", role=Role.READER, password=PASSWORD)

    assert 'value="zoe.ward3"' in client.get(invited).content.decode()


def test_link_is_over_after_a_week_and_can_be_sent_again(invited, client, administrator, link):
    Invitation.objects.update(expires_at=timezone.now())
    page = client.get(invited)
    assert page.status_code == 410
    assert "This link does not work any more" in page.content.decode()
    assert client.post(invited, JOINED).status_code == 410

    inviting.send_again(invitation=Invitation.objects.get(), by=administrator)

    assert client.get(invited).status_code == 410
    assert client.get(link()).status_code == 200
    assert Delivery.objects.order_by("pk")[0].content == {}


def test_invitation_that_is_taken_back_lets_nobody_in(invited, client, administrator):
    inviting.take_back(invitation=Invitation.objects.get(), by=administrator)

    assert client.post(invited, JOINED).status_code == 410
    assert Delivery.objects.get().content == {}
    assert AuditEntry.objects.newest_first()[0].verb == "took back an invitation"


def test_who_has_joined_is_not_invited_again(invited, client, administrator):
    stale = Invitation.objects.get()
    client.post(invited, JOINED)

    for act in (inviting.send_again, inviting.take_back):
        with pytest.raises(LinkIsOver):
            act(invitation=stale, by=administrator)


@pytest.mark.parametrize("email", ["zoe@example.org", "ZOE@EXAMPLE.ORG"])
def test_nobody_is_invited_twice(invited, client, administrator, email):
    with pytest.raises(AlreadyHere, match="invited already"):
        inviting.invite(**INVITED | {"email": email}, by=administrator)
    client.post(invited, JOINED)
    with pytest.raises(AlreadyHere, match="has an account"):
        inviting.invite(**INVITED | {"email": email}, by=administrator)


def test_link_is_used_once_by_many_at_once(at_once, mail_server, administrator, link):
    inviting.invite(**INVITED, by=administrator)
    secret = link().split("/")[-2]
    names = iter("abcdef")

    def work() -> str:
        try:
            return inviting.join(secret=secret, username=next(names), name="Zoë", password=PASSWORD).username
        except LinkIsOver:
            return ""

    assert len([one for one in at_once(work, times=4, workers=4) if one]) == 1
    assert User.objects.count() == 2


def test_without_a_place_in_the_row_the_form_stays(invited, client, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise gate.Busy

    monkeypatch.setattr(gate.Gate, "turn", full)

    page = client.post(invited, JOINED)

    assert (page.status_code, page["Retry-After"]) == (503, "2")
    assert "Many people are signing in just now" in page.content.decode()
    assert 'value="zoe.ward"' in page.content.decode()
    assert Invitation.objects.exists()


def test_link_in_a_browser_in_which_somebody_is_signed_in_is_for_the_new_person(invited, signed_in, administrator):
    browser = signed_in(administrator)

    browser.post(invited, JOINED)

    assert "Zoë Ward" in browser.get("/account/").content.decode()


def test_form_from_another_site_is_refused(invited):
    assert Client(enforce_csrf_checks=True).post(invited, JOINED).status_code == 403


def test_old_invitations_go_a_month_after_their_end(invited):
    now = timezone.now()
    Invitation.objects.update(expires_at=now - timedelta(days=30) + timedelta(minutes=1))
    own.forget(now)
    assert Invitation.objects.exists()

    own.forget(now + timedelta(minutes=2))

    assert not Invitation.objects.exists()
