"""The pages on which an administrator erases for good."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from kb.accounts.actions import add_person
from kb.accounts.audit import record_alone
from kb.accounts.models import AuditEntry
from kb.accounts.roles import Role
from kb.browse.public import kept_pages
from kb.catalogue.models import Article, Erasure
from kb.outbox.models import Delivery
from kb.outbox.settling import settled
from tests.make import make_article, make_delivery, make_draft, make_report

pytestmark = pytest.mark.django_db
ERASE, NOW = reverse("operate:erase"), reverse("operate:erase-now")
SECRET, WHY = "Zebrafish Quartz", "A patient was named"
SENT = {"words": "zebrafish  QUARTZ", "image": "", "reason": WHY}


@pytest.fixture(autouse=True)
def erasures(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.ERASURES_FILE


@pytest.fixture
def administrator(db):
    return add_person(username="ada", name="Ada Walrus", role=Role.ADMINISTRATOR, password="violet ferry 27")


@pytest.fixture
def client(administrator):
    client = Client()
    client.force_login(administrator)
    return client


def text_of(answer) -> str:
    main = answer.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize("role", ["reader", "desk", "editor", "reviewer"])
def test_only_administrators_come_here(role, request, signed_in):
    other = signed_in(request.getfixturevalue(role))

    assert [other.get(ERASE).status_code, other.post(ERASE, SENT).status_code] == [404, 404]
    assert [other.post(NOW, SENT).status_code, other.get("/erase/1/").status_code] == [404, 404]
    assert Client().get(ERASE).status_code == 302


def test_account_of_an_administrator_leads_here(client):
    assert f'href="{ERASE}"' in client.get("/account/").content.decode()


def test_each_place_is_named_before_anything_is_done(client, editor):
    article = make_article(title="A card", background=SECRET)
    make_draft(by=editor, article=article, summary=f"Ask {SECRET}.")
    make_report(text=f"I am {SECRET}.")

    answer = client.post(ERASE, SENT)

    text = text_of(answer)
    assert f"Version 1 of {article.label} A card, good to know" in text
    assert "A saved state of a draft" in text
    assert "A report" in text
    assert "will stand there, in " in text
    assert Article.objects.get().background == SECRET
    assert not Erasure.objects.exists()
    assert answer["Cache-Control"] == "private, no-store"


def test_it_is_done_and_the_next_page_does_not_repeat_it(client, caplog):
    make_article(title="A card", background=SECRET)

    answer = client.post(NOW, SENT, follow=True)

    assert [status for _, status in answer.redirect_chain] == [303]
    assert "Words: erased for good" in text_of(answer)
    assert "good to know" in text_of(answer)
    assert "zebrafish" not in answer.content.decode().lower()
    assert all("zebrafish" not in address.lower() for address, _ in answer.redirect_chain)
    assert "zebrafish" not in caplog.text.lower()
    assert all("zebrafish" not in str(session.get_decoded()).lower() for session in Session.objects.all())
    assert "zebrafish" not in str(list(AuditEntry.objects.values())).lower()
    assert Article.objects.get().background == "[removed]"
    assert WHY in text_of(client.get(ERASE))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words": ""}, "Enter the words to erase, or the address of an image."),
        ({"image": "/images/a.png"}, "Erase words or an image"),
        ({"words": "", "image": "/images/a.png"}, "There is no such image"),
        ({"words": "Ann"}, "Enter at least 4 letters and figures"),
        ({"words": "stands nowhere"}, "stand nowhere on this site"),
        ({"reason": ""}, "Say why, without the words."),
        ({"reason": f"{SECRET} asked"}, "say it without the words"),
        ({"words": "a\0b c d e"}, "Take out the characters"),
    ],
)
@pytest.mark.parametrize("address", [ERASE, NOW])
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, address, change, said):
    make_article(background=SECRET)
    sent = SENT | change

    answer = client.post(address, sent)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert sent["reason"] in answer.content.decode()
    assert not Erasure.objects.exists()


def test_change_leads_back_with_what_was_typed(client):
    answer = client.post(ERASE, SENT | {"change": "yes"})

    assert answer.status_code == 200
    assert SENT["words"] in answer.content.decode()
    assert "There is a problem" not in text_of(answer)


def test_form_that_is_too_old_comes_back_with_what_was_typed(administrator):
    make_article(background=SECRET)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)

    answer = strict.post(NOW, SENT)

    assert answer.status_code == 403
    assert SENT["words"] in answer.content.decode()
    assert "Nothing was erased" in text_of(answer)
    assert not Erasure.objects.exists()


def test_where_it_went_before_is_said(client, administrator):
    report = make_report(text=f"I am {SECRET}.")
    mail = make_delivery(key=report.reference)
    Delivery.objects.filter(pk=mail.pk).update(**settled(Delivery.State.SENT, mail.posted_at))
    record_alone(by=administrator, verb="exported reports", subject="reports")

    text = text_of(client.post(NOW, SENT, follow=True))

    assert f"An email about report {report.reference} was sent to" in text
    assert "Ada Walrus exported reports on" in text
    assert "apply_erasures" in text


def test_note_that_could_not_be_written_is_said(client, settings, tmp_path):
    make_article(background=SECRET)
    (tmp_path / "file").write_text("")
    settings.ERASURES_FILE = tmp_path / "file" / "erasures.jsonl"

    answer = client.post(NOW, SENT, follow=True)

    assert "A restored backup would bring it back" in text_of(answer)
    assert Article.objects.get().background == "[removed]"


def test_words_that_are_left_everywhere_cannot_be_erased(client, administrator):
    answer = client.post(ERASE, SENT | {"words": "Ada Walrus"})

    assert "it stands only where it is left" in text_of(answer)
    assert "Close the account instead" in text_of(answer)
    assert NOW in answer.content.decode()
    assert 'type="submit">Erase for good' not in answer.content.decode()


def test_no_erasure_of_that_number_is_not_found(client):
    assert [client.get(f"/erase/{number}/").status_code for number in (7, 10**30)] == [404, 404]


def test_pages_in_memory_are_forgotten(client):
    """They would be shown while the database is away."""
    article = make_article(background=SECRET)
    Client().get(article.get_absolute_url())
    assert len(kept_pages) == 1

    client.post(NOW, SENT)

    assert len(kept_pages) == 0
