"""The pages about people, as an administrator uses them."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry, Invitation, User
from kb.accounts.people import actions, inviting
from kb.accounts.roles import Role
from kb.lib import dates
from kb.outbox.models import Delivery
from tests.accounts.people.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.either]

PAGE = "/people/"
ZOE = {"name": "Zoë Ward", "email": "zoe@example.org", "role": "EDITOR"}


def said(response):
    return response.content.decode()


def of(person, name=""):
    return f"/people/{person.pk}/{name}/" if name else f"/people/{person.pk}/"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_to_everybody_else_there_is_nothing_here(signed_in, sam, role):
    browser = signed_in(add_person(username="other", name="Other", role=role, password=PASSWORD))
    invitation = Invitation.objects.create(
        **ZOE, digest="x", invited_by=sam, expires_at=timezone.now() + timedelta(days=1)
    )
    posts = [of(sam, name) for name in ("role", "details", "away", "back", "deactivate", "activate", "password-link")]
    posts += [f"/people/invitations/{invitation.pk}/{name}/" for name in ("again", "take-back")]

    assert {browser.get(page).status_code for page in (PAGE, "/people/invite/", of(sam))} == {404}
    assert {browser.post(page, {"role": "ADMINISTRATOR"}).status_code for page in (*posts, "/people/invite/")} == {404}
    sam.refresh_from_db()
    assert (sam.role, sam.is_active, Invitation.objects.count()) == (Role.REVIEWER, True, 1)


@pytest.mark.parametrize("role", Role)
def test_nobody_raises_their_own_role_with_forms_of_their_own_account(signed_in, role):
    one = add_person(username="one", name="One", role=role, password=PASSWORD)
    browser = signed_in(one)
    more = {"role": "ADMINISTRATOR", "is_active": "on", "is_superuser": "on", "person": str(one.pk), "by": "1"}

    browser.post("/account/away/", more | {"until": str(date.today() + timedelta(days=3))})  # noqa: DTZ011
    browser.post(
        "/account/password/", more | {"current_password": PASSWORD, "new_password": "seventeen quiet lanterns"}
    )
    browser.post(of(one, "role"), more)

    one.refresh_from_db()
    assert one.role == role


def test_list_says_who_there_is(at_work, sam, administrator):
    sam.last_login = timezone.now().replace(2026, 11, 3, 9, 12)
    sam.away_until = dates.in_london(timezone.now()).date() + timedelta(days=2)
    sam.save()
    gone = add_person(username="gone", name="Gone Person", role=Role.EDITOR, password=PASSWORD)
    actions.deactivate(person=gone, by=administrator)

    page = said(at_work.get(PAGE))

    assert page.index("Gone Person") < page.index("Sam Example") < page.index("The administrator")
    for words in (
        "Deactivated",
        f"Away until {dates.day(sam.away_until)}",
        "Never",
        "3 November 2026 at 9:12am",
        "sam",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Sam Example", "The administrator", "Gone Person", "Zoë Ward"}),
        ("who=exam", {"Sam Example"}),
        ("who=GONE", {"Gone Person"}),
        ("role=EDITOR", {"Gone Person", "Zoë Ward"}),
        ("state=ACTIVE", {"Sam Example", "The administrator"}),
        ("state=AWAY", {"Sam Example"}),
        ("state=DEACTIVATED", {"Gone Person"}),
        ("state=INVITED", {"Zoë Ward"}),
        ("state=INVITED&role=REVIEWER", set()),
        ("who=zo%C3%AB", {"Zoë Ward"}),
    ],
)
def test_list_is_narrowed(at_work, sam, administrator, query, found):
    sam.away_until = dates.in_london(timezone.now()).date()
    sam.save()
    gone = add_person(username="left", name="Gone Person", role=Role.EDITOR, password=PASSWORD)
    actions.deactivate(person=gone, by=administrator)
    inviting.invite(**ZOE, by=administrator)

    main = said(at_work.get(f"{PAGE}?{query}")).split("kb-find__grid")[1]

    everybody = ("Sam Example", "The administrator", "Gone Person", "Zoë Ward")
    shown = {name for name in everybody if f">{name}</a>" in main or f"invitation of {name}<" in main}
    assert shown == found


def test_number_of_queries_does_not_grow_with_people(at_work, administrator, django_assert_max_num_queries):
    for number in range(30):
        add_person(username=f"p{number}", name=f"P {number}", role=Role.READER, password=PASSWORD)
        inviting.invite(name="N", email=f"n{number}@example.org", role=Role.READER, by=administrator)

    with django_assert_max_num_queries(8):
        at_work.get(PAGE)


def test_invitation_goes_by_mail(at_work, mail_server):
    answer = at_work.post("/people/invite/", ZOE, follow=True)

    assert "The invitation is on its way to zoe@example.org." in said(answer)
    assert "/link/join/" in Delivery.objects.get().content["text"]
    assert "/link/join/" not in said(answer)


def test_without_a_mail_server_the_link_is_shown_once(at_work, client):
    answer = at_work.post("/people/invite/", ZOE)
    page = said(answer)

    link = page.split('id="link"')[1].split(">")[1].split("<")[0]
    assert client.get(link.partition("8000")[2]).status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert not Delivery.objects.exists()
    assert "/link/join/" not in said(at_work.get(PAGE))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Enter the person&#x27;s name."),
        ({"email": ""}, "Enter the person&#x27;s email address."),
        ({"email": "zoe"}, "Enter an email address in the correct format"),
        ({"role": ""}, "Select a role."),
        ({"role": "GOD"}, "Select one of the choices shown."),
        ({"email": "SAM@example.org"}, "Somebody with this email address has an account."),
    ],
)
def test_what_is_wrong_in_an_invitation_is_said(at_work, sam, typed, says):
    answer = at_work.post("/people/invite/", ZOE | typed)

    assert answer.status_code == 422
    assert says in said(answer)
    assert not Invitation.objects.exists()


def test_invitation_is_sent_again_and_taken_back(at_work, mail_server):
    at_work.post("/people/invite/", ZOE)
    invitation = Invitation.objects.get()

    again = at_work.post(reverse("accounts:invite-again", args=[invitation.pk]), follow=True)
    assert "is on its way to zoe@example.org" in said(again)
    back = at_work.post(reverse("accounts:take-back", args=[invitation.pk]), follow=True)
    assert "The invitation of Zoë Ward is taken back." in said(back)
    assert "Invited, not yet joined</h2>" not in said(back)
    assert at_work.post(reverse("accounts:take-back", args=[invitation.pk])).status_code == 404


def test_page_of_a_person_shows_what_was_done(at_work, sam):
    at_work.post(of(sam, "role"), {"role": "EDITOR"})

    page = said(at_work.get(of(sam)))

    assert "changed a role" in page
    assert {"from: Reviewer", "to: Editor"} <= set(re.findall(r"(?:from|to): \w+", page))
    assert 'href="/edit/audit/?concerning=sam"' in page
    assert "changed a role" in said(at_work.get("/edit/audit/?concerning=sam"))


def test_forms_of_a_person_do_what_they_say(at_work, sam):
    day = dates.in_london(timezone.now()).date() + timedelta(days=5)
    for name, sent, says in (
        ("role", {"role": "HELP_DESK"}, "The role is changed."),
        ("role", {"role": "EDITOR"}, "The role is changed."),
        ("details", {"name": "Sam Sample", "email": ""}, "Name and email are changed."),
        ("away", {"until": str(day)}, "They are away until then."),
        ("back", {}, "They are back."),
        ("deactivate", {}, "The account is deactivated"),
        ("activate", {}, "The account is active again"),
    ):
        answer = at_work.post(of(sam, name), sent, follow=True)
        assert says in said(answer), name
    sam.refresh_from_db()
    assert (sam.role, sam.name, sam.email, sam.away_until, sam.is_active) == ("EDITOR", "Sam Sample", "", None, True)


def test_own_account_has_no_form_for_role_or_end(at_work, administrator, second):
    page = said(at_work.get(of(administrator)))

    assert "This is your own account." in page
    assert "/deactivate/" not in page
    assert "/role/" not in page
    for name, sent in (("role", {"role": "READER"}), ("deactivate", {})):
        answer = at_work.post(of(administrator, name), sent)
        assert answer.status_code == 409
        assert "You cannot do this to your own account." in said(answer)


def test_what_is_typed_wrong_is_shown_again(at_work, sam):
    answer = at_work.post(of(sam, "details"), {"name": "", "email": "sam@"})

    assert answer.status_code == 422
    page = said(answer)
    assert "Enter the person&#x27;s name." in page
    assert 'value="sam@"' in page
    assert page.index("nhsuk-error-summary") < page.index("<h1")


def test_link_for_a_new_password_is_shown_once_without_a_mail_server(at_work, sam, client):
    page = said(at_work.post(of(sam, "password-link")))

    link = page.split('id="link"')[1].split(">")[1].split("<")[0]
    assert client.get(link.partition("8000")[2]).status_code == 200
    assert AuditEntry.objects.newest_first()[0].verb == "sent a link to set a new password"


def test_link_for_a_new_password_needs_an_address_where_mail_goes_out(at_work, second, mail_server):
    answer = at_work.post(of(second, "password-link"))

    assert answer.status_code == 422
    assert "There is no email address to send the link to." in said(answer)


@pytest.mark.parametrize("address", ["/link/join/abc/", "/link/new-password/abc/", "/link/nothing/abc/", "/link/"])
def test_address_with_a_secret_is_told_to_nobody(client, address):
    answer = client.get(address)

    assert answer["Referrer-Policy"] == "strict-origin"
    assert User.objects.count() == 0
