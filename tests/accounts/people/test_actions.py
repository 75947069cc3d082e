"""Roles, deactivating and activating, name and email; and that somebody is always left who may do it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from kb.accounts import actions as own
from kb.accounts.models import AuditEntry, Invitation, User
from kb.accounts.people import actions, inviting
from kb.accounts.people.refusals import LastAdministrator, NoLongerYours, YourOwnAccount
from kb.accounts.roles import Role
from kb.catalogue.models import Edition
from kb.outbox.models import Delivery
from tests.accounts.people.conftest import PASSWORD, mails_to

pytestmark = pytest.mark.django_db


def latest():
    entry = AuditEntry.objects.newest_first()[0]
    return entry.actor_name, entry.verb, entry.subject, entry.detail


def test_role_is_changed_and_said_in_words(administrator, sam):
    actions.change_role(person=sam, role=Role.EDITOR, by=administrator)

    sam.refresh_from_db()
    assert sam.role == Role.EDITOR
    told = {"from": "Reviewer", "to": "Editor", "invitations taken back": 0}
    assert latest() == ("The administrator", "changed a role", "person sam", told)


def test_same_role_again_is_no_change(administrator, sam):
    before = AuditEntry.objects.count()

    actions.change_role(person=sam, role=Role.REVIEWER, by=administrator)

    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("act", [lambda one: actions.change_role(person=one, role=Role.READER, by=one)])
def test_nobody_changes_their_own_role(administrator, second, act):
    with pytest.raises(YourOwnAccount):
        act(administrator)

    administrator.refresh_from_db()
    assert administrator.role == Role.ADMINISTRATOR


def test_nobody_deactivates_their_own_account(administrator, second):
    with pytest.raises(YourOwnAccount):
        actions.deactivate(person=administrator, by=administrator)


def test_last_active_administrator_stays_one_also_for_the_command_line(administrator, second):
    actions.deactivate(person=second, by=administrator)

    with pytest.raises(LastAdministrator):
        actions.change_role(person=administrator, role=Role.EDITOR, by=None)
    with pytest.raises(LastAdministrator):
        actions.deactivate(person=administrator, by=None)
    administrator.refresh_from_db()
    assert administrator.is_active


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_changes_anything(administrator, sam, role):
    other = own.add_person(username="other", name="Other", role=role, password=PASSWORD)

    for act in (
        lambda: actions.change_role(person=other, role=Role.ADMINISTRATOR, by=other),
        lambda: actions.change_role(person=sam, role=Role.ADMINISTRATOR, by=other),
        lambda: actions.deactivate(person=sam, by=other),
        lambda: actions.activate(person=sam, by=other),
        lambda: actions.change_details(person=sam, name="X", email="", by=other),
        lambda: inviting.invite(name="X", email="x@example.org", role=Role.ADMINISTRATOR, by=other),
    ):
        with pytest.raises(NoLongerYours):
            act()
    with pytest.raises(PermissionDenied):
        own.set_away(person=sam, until=date(2027, 1, 2), today=date(2027, 1, 1), by=other)
    assert list(User.objects.filter(role=Role.ADMINISTRATOR)) == [administrator]


def test_whoever_was_an_administrator_when_their_page_opened_is_asked_again(administrator, second, sam):
    stale = User.objects.get(pk=second.pk)
    actions.change_role(person=second, role=Role.EDITOR, by=administrator)

    with pytest.raises(NoLongerYours):
        actions.change_role(person=administrator, role=Role.READER, by=stale)
    with pytest.raises(NoLongerYours):
        inviting.invite(name="X", email="x@example.org", role=Role.ADMINISTRATOR, by=stale)


def test_deactivating_ends_every_session_and_activating_brings_none_back(administrator, sam):
    browser = Client()
    browser.force_login(sam)
    assert browser.get("/account/").status_code == 200

    actions.deactivate(person=sam, by=administrator)

    assert browser.get("/account/").status_code == 302
    assert browser.post("/account/password/", {}).status_code == 302
    # The browser still has its cookie; the session behind it is nobody's.
    browser.force_login(administrator)
    browser = Client()
    browser.force_login(User.objects.get(pk=sam.pk))
    actions.activate(person=sam, by=administrator)
    assert browser.get("/account/").status_code == 200
    assert latest()[1] == "activated an account again"


def test_session_from_before_is_over_after_coming_back(administrator, sam):
    browser = Client()
    browser.force_login(sam)

    actions.deactivate(person=sam, by=administrator)
    actions.activate(person=sam, by=administrator)

    assert browser.get("/account/").status_code == 302
    assert Client().post("/sign-in/", {"username": "sam", "password": PASSWORD}).status_code == 302


def test_session_from_before_the_column_was_there_goes_on(sam):
    """As long as nobody ended it: what an older version wrote into it is the same."""
    browser = Client()
    browser.force_login(sam)

    assert browser.session["_auth_user_hash"] == super(User, sam).get_session_auth_hash()


def test_changed_role_holds_from_the_next_request(administrator, sam):
    browser = Client()
    browser.force_login(sam)
    assert browser.get("/edit/new-answer/").status_code == 200

    actions.change_role(person=sam, role=Role.EDITOR, by=administrator)

    assert browser.get("/edit/new-answer/").status_code == 404
    assert browser.post("/edit/new-answer/", {"slug": "x"}).status_code == 404


@pytest.mark.parametrize("act", ["role", "deactivate"])
def test_invitations_of_whoever_may_invite_no_more_are_over(administrator, second, mail_server, act):
    """Else they could let themselves in again, by their own link."""
    inviting.invite(name="A friend", email="friend@example.org", role=Role.ADMINISTRATOR, by=second)

    if act == "role":
        actions.change_role(person=second, role=Role.EDITOR, by=administrator)
    else:
        actions.deactivate(person=second, by=administrator)

    assert not Invitation.objects.exists()
    assert Delivery.objects.get().state == Delivery.State.DROPPED
    assert latest()[3]["invitations taken back"] == 1


def test_name_and_email_are_changed_everywhere(administrator, sam, mail_server):
    actions.change_details(person=sam, name=" Sam Sample ", email="sample@Example.ORG", by=administrator)

    sam.refresh_from_db()
    assert (sam.name, sam.email) == ("Sam Sample", "sample@example.org")
    assert Edition.objects.exists()  # public pages say who reviewed
    assert mails_to("sam@example.org") == ["Your email address was changed: Care Identity troubleshooting"]
    assert latest()[3] == {
        "name": {"from": "Sam Example", "to": "Sam Sample"},
        "email": {"from": "sam@example.org", "to": "sample@example.org"},
    }


def test_administrator_says_that_somebody_else_is_away(administrator, sam):
    today = date(2026, 12, 1)

    own.set_away(person=sam, until=today + timedelta(days=7), today=today, by=administrator)

    sam.refresh_from_db()
    assert sam.is_away(today + timedelta(days=7))
    assert latest()[:3] == ("The administrator", "said until when they are away", "person sam")


def test_two_administrators_who_deactivate_each_other_at_once_leave_one(at_once, administrator, second):
    pairs = iter([(administrator, second), (second, administrator)])

    def work() -> str:
        by, person = next(pairs)
        try:
            actions.deactivate(person=person, by=by)
        except NoLongerYours:
            return "too late"
        return "done"

    assert sorted(at_once(work, times=2, workers=2)) == ["done", "too late"]
    assert User.objects.administrators().count() == 1
