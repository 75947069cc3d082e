"""Several people at one draft at the same moment."""

import time
from datetime import timedelta
from threading import Event

import pytest
from django.test import Client
from django.urls import reverse

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.catalogue.actions import NotPublishable
from kb.catalogue.models import Article, Version
from kb.editing import refusals
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft, Review, Revision, UnsavedText
from kb.editing.news.mailing import send_news
from kb.editing.ownership import actions as ownership
from kb.editing.ownership.weekly import send_weekly
from kb.editing.review import approving, scheduling, submitting
from kb.editing.upkeep import actions as upkeep
from kb.outbox.models import Delivery
from kb.reports import history
from kb.reports.models import Report
from kb.reports.triage import actions as triage
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.editing.conftest import NOON
from tests.make import make_article, make_document, make_draft, make_report

LATER = NOON + timedelta(hours=3)

pytestmark = pytest.mark.usefixtures("shared_database")


def alone(work):
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


def person(number: int, role: Role = Role.EDITOR) -> User:
    return add_person(username=f"person{number}", name=f"Person {number}", role=role, password="violet ferry 27")


def people() -> list[User]:
    return alone(lambda: [person(number) for number in range(4)])


def test_of_those_who_save_at_once_one_wins_and_every_other_keeps_what_was_typed():
    """Whole requests, as browsers send them."""
    editors = people()
    draft = alone(lambda: make_draft(by=editors[0]))
    address = reverse("editing:edit", args=[draft.pk])
    clients = [Client() for _ in editors]
    alone(lambda: [client.force_login(editor) for client, editor in zip(clients, editors, strict=True)])

    def save(number: int) -> tuple[str, str]:
        answer = clients[number].post(address, {"title": f"Text {number}", "base_revision": "1"})
        return answer["Location"], clients[number].get(answer["Location"]).content.decode()

    answers = on_own_connections(save, times=4)

    winners = [f"Text {number}" for number, (location, _) in enumerate(answers) if location == address]
    losers = [f"Text {number}" for number, (location, _) in enumerate(answers) if "/conflict/" in location]
    assert (len(winners), len(losers)) == (1, 3)
    for text, (_, page) in zip(sorted(winners + losers), answers, strict=True):
        assert text in page
        assert winners[0] in page
    assert alone(lambda: [row.content["title"] for row in Revision.objects.filter(number__gt=1)]) == winners
    assert alone(lambda: sorted(row.content["title"] for row in UnsavedText.objects.all())) == losers


def test_two_who_begin_on_one_article_at_once_share_a_draft():
    editors = people()
    article = alone(make_article)

    drafts = on_own_connections(lambda number: drafting.begin(by=editors[number], article=article).pk, times=4)

    assert len(set(drafts)) == 1
    assert alone(Revision.objects.count) == 1


def handed_in_by(editor: User) -> Draft:
    return submitting.submit(draft=make_draft(by=editor), by=editor, why="")


def test_however_many_workers_look_a_due_draft_is_published_once():
    editor, *_ = people()
    reviewer = alone(lambda: person(9, Role.REVIEWER))

    def schedule() -> None:
        for _ in range(3):
            draft = handed_in_by(editor)
            revision = drafting.latest(draft)
            approving.approve(draft=draft, revision=revision, by=reviewer, publish_at=LATER, now=NOON)

    alone(schedule)
    published = on_own_connections(lambda _: scheduling.publish_due(LATER), times=4)

    assert sum(published) == 3
    assert alone(lambda: (Article.objects.count(), Version.objects.count())) == (3, 3)


def test_of_reviewers_who_decide_at_once_one_is_heard():
    editor, *_ = people()
    reviewers = alone(lambda: [person(number, Role.REVIEWER) for number in range(5, 9)])
    draft = alone(lambda: handed_in_by(editor))

    def decide(number: int) -> str:
        own, revision = Draft.objects.get(pk=draft.pk), drafting.latest(draft)
        try:
            if number % 2:
                approving.approve(draft=own, revision=revision, by=reviewers[number])
            else:
                submitting.send_back(draft=own, revision=revision, by=reviewers[number], reason="No")
        except refusals.Refusal:
            return "refused"
        return "heard"

    assert sorted(on_own_connections(decide, times=4)) == ["heard", "refused", "refused", "refused"]
    assert alone(Review.objects.count) == 1


def test_text_saved_while_it_is_approved_is_published_or_refused_and_never_lost():
    editors = people()
    reviewer = alone(lambda: person(9, Role.REVIEWER))
    draft = alone(lambda: handed_in_by(editors[0]))
    seen = alone(lambda: drafting.latest(draft))

    def act(number: int) -> str:
        own = Draft.objects.get(pk=draft.pk)
        try:
            if number == 0:
                approving.approve(draft=own, revision=seen, by=reviewer)
                return "approved"
            document = make_document(title=f"Text {number}")
            drafting.save(draft=own, document=document, base_revision=1, by=editors[number])
        except refusals.Refusal as refusal:
            return "kept" if number else type(refusal).__name__
        return "saved"

    said = on_own_connections(act, times=4)

    published = alone(lambda: [row.title for row in Article.objects.all()])
    assert published == ([seen.content["title"]] if said[0] == "approved" else [])
    assert said.count("saved") == (0 if said[0] == "approved" else 1)
    assert alone(UnsavedText.objects.count) == said.count("kept")


def test_weekly_mail_is_posted_once():
    def make_due() -> None:
        owner = person(0)
        User.objects.update(email="editor@example.org")
        article = make_article(review_due=NOON.date())
        ownership.set_owner(article=article, by=owner, owner=owner)

    alone(make_due)

    assert sorted(on_own_connections(lambda _: send_weekly(NOON), times=4)) == [0, 0, 0, 1]
    assert alone(lambda: Delivery.objects.filter(room="editing").count()) == 1


def test_news_is_mailed_once_an_hour_however_many_workers_ask():
    def make_news() -> None:
        author, reviewer = person(0), person(1, Role.REVIEWER)
        User.objects.filter(pk=reviewer.pk).update(email="reviewer@example.org")
        submitting.submit(draft=make_draft(by=author), by=author, why="Mended", now=NOON)

    alone(make_news)

    assert sorted(on_own_connections(lambda _: send_news(NOON), times=4)) == [0, 0, 0, 1]
    assert alone(lambda: Delivery.objects.filter(purpose="news").count()) == 1


def test_two_merges_across_each_other_do_not_wait_in_a_circle():
    reviewer = alone(lambda: person(9, Role.REVIEWER))
    both = alone(lambda: [make_article(), make_article()])

    def merge(number: int) -> str:
        try:
            upkeep.merge(article=both[number], into=both[1 - number], by=reviewer)
        except NotPublishable:
            return "refused"
        return "merged"

    assert sorted(on_own_connections(merge, times=2, workers=2)) == ["merged", "refused"]
    assert alone(lambda: Article.objects.live().count()) == 1


def test_report_that_is_linked_while_its_article_is_merged_does_not_wait_in_a_circle(monkeypatch):
    reviewer = alone(lambda: person(9, Role.REVIEWER))
    merged, kept = alone(lambda: [make_article(), make_article()])
    report = alone(lambda: make_report(article=merged.number))
    is_held = Event()

    def slowly(row: Report, *, seen: int) -> Report:
        held = history.held(row, seen=seen)
        is_held.set()
        time.sleep(0.3)  # in which the merge comes as far as it can
        return held

    monkeypatch.setattr(triage, "held", slowly)

    def act(number: int) -> None:
        if number == 0:
            seen = report.events.latest("pk").pk
            triage.link_article(report=report, article=kept, seen=seen, by=reviewer)
        else:
            assert is_held.wait(10)
            upkeep.merge(article=merged, into=kept, by=reviewer)

    on_own_connections(act, times=2, workers=2)

    assert alone(lambda: Report.objects.get().article) == kept
    assert alone(lambda: Article.objects.live().get()) == kept
