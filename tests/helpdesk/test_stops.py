"""Stopping a step, telling those who can put it right, and putting it back."""

import re

import pytest

from kb.accounts.models import User
from kb.catalogue.actions import AlreadyStopped
from kb.catalogue.contents import StepContent
from kb.catalogue.models import Article, StoppedStep
from kb.editing.drafts.actions import begin
from kb.editing.ownership.actions import set_owner
from kb.outbox.models import Delivery
from tests.make import make_article, make_code
from tests.stopped import (
    OWN,
    REASON,
    SAID,
    SECRET,
    name_of,
    stoppable,
    stopped,
    told,
)

pytestmark = pytest.mark.either


@pytest.fixture
def article(db: None) -> Article:
    return stoppable()


def test_whoever_comes_second_is_told_so(signed_in, article, desk, reviewer):
    stopped(article, desk)

    with pytest.raises(AlreadyStopped):
        stopped(article, reviewer)
    answer = signed_in(desk).post("/desk/stops/KB0001/", {"step": name_of(article), "text": "It is wrong."})

    assert answer.status_code == 409
    assert "stopped this step on" in answer.content.decode()
    assert StoppedStep.objects.count() == 1


def addressed(person: User) -> User:
    person.email = f"{person.username}@example.org"
    person.save()
    return person


def test_whoever_can_put_it_right_is_mailed_at_once_but_not_who_did_it(signed_in, article, desk, editor, reviewer):
    set_owner(article=article, owner=addressed(editor), team="", by=reviewer)
    addressed(reviewer)
    sent = {"step": name_of(article), "text": REASON}

    answer = signed_in(addressed(desk)).post("/desk/stops/KB0001/", sent)

    assert answer["Location"] == "/desk/?q=KB0001"
    assert {mail.to for mail in Delivery.objects.all()} == {editor.email, reviewer.email}
    text = Delivery.objects.first().content["text"]
    assert all(said in text for said in (f"> Press {SECRET}", f"> {REASON}", desk.name, "/edit/articles/KB0001/"))
    assert (
        "/edit/articles/KB0001/"
        in signed_in(reviewer).post("/desk/stops/KB0001/", sent | {"step": name_of(article, 1)})["Location"]
    )
    assert Delivery.objects.filter(to=reviewer.email).count() == 1


def test_where_nobody_can_be_mailed_it_is_stopped_and_said(signed_in, article, desk, reviewer):
    browser = signed_in(desk)

    browser.post("/desk/stops/KB0001/", {"step": name_of(article), "text": REASON})

    assert "tell them yourself" in browser.get("/desk/?q=KB0001").content.decode()
    assert SECRET not in told(OWN)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("left_out", [{"text": ""}, {"step": ""}, {"text": "NHS number 943 476 5919"}])
def test_what_says_nothing_or_too_much_is_refused(signed_in, desk, article, left_out):
    sent = {"step": name_of(article), "text": REASON} | left_out

    assert signed_in(desk).post("/desk/stops/KB0001/", sent).status_code == 422
    assert not StoppedStep.objects.exists()


def test_others_find_nothing_there(signed_in, reader, editor, desk, article):
    row = stopped(article, desk)

    for person in (reader, editor):
        assert signed_in(person).get("/desk/stops/KB0001/").status_code == 404
    for person in (reader, editor, desk):
        assert signed_in(person).post("/desk/stops/KB0001/put-back/", {"step": row.step}).status_code == 404
    assert StoppedStep.objects.exists()


def test_staff_see_the_reason_and_drafts_keep_the_step(signed_in, editor, reviewer, desk, article):
    row = stopped(article, desk)
    draft = begin(article=article, by=editor)
    editing = signed_in(editor)

    pages = ["/edit/articles/KB0001/", f"/edit/drafts/{draft.pk}/", f"/edit/drafts/{draft.pk}/review/"]

    assert all("quokka" in editing.get(page).content.decode() for page in pages)
    assert f'value="Press {SECRET}"' in editing.get(pages[1]).content.decode()
    assert "Put it back" not in editing.get(pages[0]).content.decode()
    assert "quokka" in signed_in(desk).get("/desk/?q=KB0001").content.decode()
    assert SECRET not in re.sub(r"Stopped: Press \w+", "", signed_in(desk).get("/desk/?q=KB0001").content.decode())
    back = signed_in(reviewer).post("/desk/stops/KB0001/put-back/", {"step": row.step})
    assert back["Location"] == "/edit/articles/KB0001/"
    assert SECRET in told(OWN)


def test_where_the_only_step_is_stopped_the_desk_says_so(signed_in, db, desk):
    make_code("ERR8")
    only = StepContent("USER", title="Press Escape", body="Once.", codes=("ERR8",))
    stopped(make_article(codes=("ERR8",), steps=(only,)), desk, position=1)

    text = signed_in(desk).get("/desk/?q=ERR8").content.decode()

    assert "no steps for the caller" in text
    assert SAID.search(text)
