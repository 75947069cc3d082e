"""This step is wrong: the words go to whoever looks after the article, and nowhere else."""

import pytest

from kb.accounts.models import AuditEntry
from kb.editing.ownership.actions import set_owner
from kb.outbox.models import Delivery
from tests.make import make_article

pytestmark = pytest.mark.either

WORDS = "It says Exit.\nOn our build it is called Quit."


@pytest.fixture
def article(db):
    return make_article(title="Sign-in fails")


def addressed(person, email: str):
    person.email = email
    person.save()
    return person


def test_the_words_go_to_whoever_looks_after_the_article(signed_in, desk, editor, reviewer, article):
    addressed(reviewer, "reviewer@example.org")
    set_owner(article=article, owner=addressed(editor, "editor@example.org"), team="", by=reviewer)
    browser, name = signed_in(desk), article.steps.get().name

    page = browser.get(f"/desk/flags/KB0001/?step={name}").content.decode()
    sent = browser.post("/desk/flags/KB0001/", {"step": name, "text": WORDS})

    assert "The editor will have your words by email." in " ".join(page.split())
    assert f'value="{name}" selected' in page
    assert sent["Location"] == "/desk/?q=KB0001"
    mail = Delivery.objects.get()
    assert mail.to == "editor@example.org"
    assert "> It says Exit.\n> On our build it is called Quit." in mail.content["text"]
    assert "Step: Take the card out" in mail.content["text"]
    assert not AuditEntry.objects.filter(detail__icontains="Quit").exists()
    assert AuditEntry.objects.filter(verb="said that a step is wrong", subject="KB0001").exists()


def test_where_nobody_looks_after_it_reviewers_are_told(signed_in, desk, reviewer, article):
    addressed(reviewer, "reviewer@example.org")

    signed_in(desk).post("/desk/flags/KB0001/", {"text": WORDS})

    assert [mail.to for mail in Delivery.objects.all()] == ["reviewer@example.org"]


def test_nobody_is_asked_for_words_that_nobody_would_get(signed_in, desk, article):
    page = signed_in(desk).get("/desk/flags/KB0001/").content.decode()

    assert "tell them yourself" in page
    assert 'name="text"' not in page


def test_where_nobody_can_be_told_nothing_is_lost(signed_in, desk, article):
    answer = signed_in(desk).post("/desk/flags/KB0001/", {"text": WORDS})

    assert answer.status_code == 422
    assert "On our build it is called Quit." in answer.content.decode()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("text", ["", "The patient is NHS number 943 476 5919"])
def test_what_says_nothing_or_too_much_is_refused(signed_in, desk, reviewer, article, text):
    addressed(reviewer, "reviewer@example.org")

    assert signed_in(desk).post("/desk/flags/KB0001/", {"text": text}).status_code == 422


def test_each_step_leads_there(signed_in, desk, article):
    text = signed_in(desk).get("/desk/?q=KB0001").content.decode()

    assert f'name="then" value="flag:{article.steps.get().name}"' in text
