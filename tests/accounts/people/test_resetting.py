"""A link to set a new password: asked for, or sent by an administrator."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from kb.accounts.models import AuditEntry, Throttle, User
from kb.accounts.people import actions, resetting
from kb.accounts.people.refusals import IsDeactivated, LinkIsOver, NowhereToSend
from kb.outbox.models import Delivery
from tests.accounts.people.conftest import PASSWORD, mails_to

pytestmark = pytest.mark.django_db

PAGE = "/forgotten-password/"
NEW = "seventeen quiet lanterns"
SENT = {"new_password": NEW, "new_password_again": NEW}


def ask(client, who, **extra):
    return client.post(PAGE, {"who": who}, **extra)


@pytest.mark.parametrize("who", ["sam", "SAM", " sam@example.org ", "Sam@Example.org"])
def test_link_comes_by_mail_and_sets_the_password(client, sam, mail_server, link, who):
    elsewhere = Client()
    elsewhere.force_login(sam)
    ask(client, who)
    address = link()

    assert client.get(address).status_code == 200
    page = client.post(address, SENT)

    assert "Sign in as <strong>sam</strong>" in page.content.decode()
    assert User.objects.get(pk=sam.pk).check_password(NEW)
    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 302  # nobody is signed in by a link
    assert client.post(address, SENT).status_code == 410
    assert mails_to("sam@example.org")[-1] == "Your password was changed: Care Identity troubleshooting"
    verbs = [entry.verb for entry in AuditEntry.objects.newest_first()[:2]]
    assert verbs == ["set a new password by a link", "sent a link to set a new password, as was asked"]


def test_answer_is_the_same_for_whoever_is_not_there(client, sam, administrator, mail_server):
    """Nor is anything left of it but what is counted."""
    gone = actions.deactivate(person=sam, by=administrator)
    before = AuditEntry.objects.count()
    pages = {ask(client, who).content for who in ("nobody", gone.username, gone.email, administrator.username)}

    assert len(pages) == 1
    assert b"If there is an account" in pages.pop()
    assert not Delivery.objects.exists()
    assert AuditEntry.objects.count() == before


def test_same_work_is_done_for_whoever_is_not_there(client, sam, mail_server, django_assert_num_queries):
    def asked(who: str) -> list[str]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as done:
            ask(client, who)
        return [one["sql"].split()[0] for one in done]

    asked("warm")
    Throttle.objects.all().delete()
    known = asked("sam")
    Throttle.objects.all().delete()
    unknown = asked("nobody")

    assert known.count("INSERT") == unknown.count("INSERT")
    assert abs(len(known) - len(unknown)) <= 1


def test_one_person_gets_few_and_others_go_on(client, sam, second, mail_server):
    second.email = "second@example.org"
    second.save()
    for _ in range(resetting.MOST_FOR + 2):
        assert ask(client, "sam").status_code == 200
    ask(client, "second")

    assert len(mails_to("sam@example.org")) == resetting.MOST_FOR
    assert len(mails_to("second@example.org")) == 1


def test_one_address_asks_so_often_and_is_told_to_wait(client, mail_server):
    for number in range(resetting.MOST_FROM):
        ask(client, f"nobody{number}")

    answer = ask(client, "nobody")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert ask(client, "nobody", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_without_a_mail_server_it_says_whom_to_ask(client, sam):
    page = client.get(PAGE).content.decode()

    assert "Ask an administrator" in page
    assert '<form method="post"' not in page.split("<main")[1]
    ask(client, "sam")
    assert not Delivery.objects.exists()


def test_sign_in_page_leads_there(client):
    assert 'href="/forgotten-password/"' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda sam, by: actions.change_details(person=sam, name=sam.name, email="new@example.org", by=by),
        lambda sam, by: [actions.deactivate(person=sam, by=by), actions.activate(person=sam, by=by)],
        lambda sam, by: actions.deactivate(person=sam, by=by),
        lambda sam, by: resetting.set_password(secret=resetting._secret_for(sam), password=NEW),
    ],
)
def test_link_is_over_when_the_account_has_changed(client, sam, administrator, mail_server, link, meanwhile):
    ask(client, "sam")
    address = link()

    meanwhile(sam, administrator)

    assert client.get(address).status_code == 410
    assert client.post(address, SENT).status_code == 410


def test_link_is_over_with_its_time(client, sam, mail_server, link, monkeypatch, settings):
    ask(client, "sam")
    address = link()
    later = datetime.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 2)  # noqa: DTZ005 - as Django counts

    monkeypatch.setattr(resetting._links, "_now", lambda: later)

    assert client.get(address).status_code == 410


@pytest.mark.parametrize("secret", ["x", "-", "1-1-1", "zzzzzzzzzzzzzzzz-a-b", "0-", "é-a-b", "1-cr6l6b-" + "0" * 32])
def test_what_is_no_link_is_one_that_is_over(client, sam, secret):
    with pytest.raises(LinkIsOver):
        resetting.person_of(secret)
    assert client.get(f"/link/new-password/{secret}/").status_code == 410


def test_weak_password_is_said_and_the_link_stays_good(client, sam, mail_server, link):
    ask(client, "sam")

    page = client.post(link(), {"new_password": "sam.example.sam", "new_password_again": "sam.example.sam"})

    assert page.status_code == 422
    assert "not like your name" in page.content.decode()
    assert client.post(link(), SENT).status_code == 200


def test_administrator_sends_one(sam, administrator, mail_server, link):
    sent = resetting.send_link(person=sam, by=administrator)

    assert (sent.to, sent.link) == ("sam@example.org", "")
    assert Client().get(link()).status_code == 200
    entry = AuditEntry.objects.newest_first()[0]
    assert (entry.actor, entry.verb, entry.subject) == (
        administrator,
        "sent a link to set a new password",
        "person sam",
    )


def test_nothing_is_sent_to_nowhere_or_to_an_account_that_is_deactivated(sam, second, administrator, mail_server):
    with pytest.raises(NowhereToSend):
        resetting.send_link(person=second, by=administrator)
    with pytest.raises(IsDeactivated):
        resetting.send_link(person=actions.deactivate(person=sam, by=administrator), by=administrator)
    assert not AuditEntry.objects.filter(verb="sent a link to set a new password").exists()


def test_of_two_who_use_a_link_at_once_one_sets_the_password(at_once, sam, administrator):
    secret = resetting.send_link(person=sam, by=administrator).link.split("/")[-2]
    words = iter(["violet ferry one", "violet ferry two"])

    def work() -> str:
        try:
            resetting.set_password(secret=secret, password=next(words))
        except LinkIsOver:
            return "over"
        return "set"

    assert sorted(at_once(work, times=2, workers=2)) == ["over", "set"]
    assert not User.objects.get(pk=sam.pk).check_password(PASSWORD)
