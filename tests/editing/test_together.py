"""Owner and next review of many articles at once: chosen in the list, looked at, then done, all or none."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.catalogue.models import Article
from kb.editing.models import Ownership
from kb.editing.ownership import actions as ownership
from kb.editing.review import approving
from tests.editing.conftest import handed_in, last
from tests.editing.pages import words
from tests.make import make_article

pytestmark = pytest.mark.either
PAGE = "/edit/articles/together/"


@pytest.fixture
def articles(db) -> list[Article]:
    return [make_article(title=f"Card {number}") for number in range(3)]


@pytest.fixture
def until() -> date:
    return timezone.now().date() + timedelta(days=100)


def typed(articles, **facts) -> dict[str, object]:
    return {"article": [one.label for one in articles], "press": "look", **facts}


def owners() -> list[str]:
    rows = Ownership.objects.select_related("owner").order_by("article__number")
    return [row.owner.name if row.owner else row.team for row in rows]


def test_list_offers_a_box_for_each_and_one_for_all(signed_in, editor, articles):
    page = signed_in(editor).get("/edit/articles/").content.decode()

    assert page.count('name="article" type="checkbox"') == 3
    assert f"Choose {articles[0]}" in page
    assert "Owner and review of all 3" in page


def test_what_was_ticked_or_all_that_the_list_finds_comes_along(signed_in, editor, articles):
    client = signed_in(editor)
    ownership.set_owner(article=articles[0], by=editor, owner=editor)

    ticked = client.get(PAGE, {"article": [articles[0].label, articles[2].label]})
    every = client.get(PAGE, {"all": "on", "q": "", "which": "nobody"})

    assert ticked.context["articles"] == [articles[0], articles[2]]
    assert every.context["articles"] == [articles[1], articles[2]]
    assert "No article is chosen" in words(client.get(PAGE))


def test_page_says_how_many_change_and_changes_nothing(signed_in, reviewer, editor, articles, until):
    ownership.set_owner(article=articles[0], by=editor, owner=editor)
    page = signed_in(reviewer).post(PAGE, typed(articles, owner=editor.pk))

    assert "2 of 3 would change" in words(page)
    assert "Now: nobody, no day for a review Then: The editor, no day for a review" in words(page)
    assert "Change 2 articles" in words(page)
    assert owners() == ["The editor"]


def test_done_at_once_each_with_its_entry(signed_in, reviewer, editor, articles, until):
    versions = [one.version for one in articles]
    answer = signed_in(reviewer).post(PAGE, typed(articles, owner=editor.pk, until=until.isoformat(), press="do"))

    assert answer.status_code == 302
    assert owners() == ["The editor"] * 3
    assert set(Article.objects.values_list("review_due_on", flat=True)) == {until}
    assert [one.version for one in Article.objects.by_number()] == versions
    for verb in ("set who looks after an article", "set the next review of an article"):
        assert AuditEntry.objects.filter(actor=reviewer, verb=verb).count() == 3
    assert not AuditEntry.objects.filter(verb="found an article still right").exists()


def test_what_is_empty_stays_as_it_is(signed_in, reviewer, editor, other_editor, articles, until):
    ownership.set_owner(article=articles[0], by=editor, owner=editor, deputy=other_editor)
    ownership.set_owner(article=articles[1], by=editor, team="Card team")
    signed_in(reviewer).post(PAGE, typed(articles[:2], until=until.isoformat(), press="do"))
    assert owners() == ["The editor", "Card team"]

    signed_in(reviewer).post(PAGE, typed(articles[:2], owner=other_editor.pk, press="do"))
    assert owners() == ["The other editor"] * 2
    assert set(Ownership.objects.values_list("deputy", "team")) == {(None, "")}


def test_all_or_none(signed_in, editor, other_editor, articles, until):
    ownership.set_owner(article=articles[0], by=editor, owner=editor)
    sent = typed(articles, owner=other_editor.pk, until=until.isoformat(), press="do")
    answer = signed_in(editor).post(PAGE, sent)

    assert answer.status_code == 422
    assert "Only the owner of this article, the deputy or a reviewer" in words(answer)
    assert owners() == ["The editor"]
    assert set(Article.objects.values_list("review_due_on", flat=True)) == {None}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "Choose an owner, a team, a deputy or a day"),
        ({"until": "2020-01-01"}, "Choose a day that is still to come."),
        ({"until": "soon"}, "Enter a date"),
        ({"deputy": "EDITOR"}, "Nobody looks after KB"),
    ],
)
def test_what_cannot_be_done_is_said(signed_in, reviewer, editor, articles, said, message):
    said = {box: str(editor.pk) if text == "EDITOR" else text for box, text in said.items()}
    answer = signed_in(reviewer).post(PAGE, typed(articles, **said, press="do"))

    assert (answer.status_code, message in words(answer)) == (422, True)
    assert all(f'name="article" value="{one.label}"' in answer.content.decode() for one in articles)


def test_withdrawn_and_unknown_ones_are_left_out(signed_in, reviewer, articles):
    Article.objects.filter(pk=articles[0].pk).update(withdrawn_at=timezone.now())
    page = signed_in(reviewer).get(PAGE, {"article": [articles[0].label, articles[1].label, "KB9999", "x"]})

    assert page.context["articles"] == [articles[1]]


def test_published_article_has_an_owner_by_default(signed_in, reviewer, editor):
    draft = handed_in(by=editor, title="New", codes=())
    shown = signed_in(editor).get(f"/edit/drafts/{draft.pk}/").content.decode()
    approving.approve(draft=draft, revision=last(draft), by=reviewer)

    assert f'<option value="{editor.pk}" selected>The editor</option>' in shown
    assert owners() == ["The editor"]


def test_default_takes_nothing_from_whom_was_chosen(reviewer, editor, other_editor):
    article = make_article()
    ownership.set_owner(article=article, by=editor, owner=other_editor)
    draft = handed_in(by=editor, article=article, title="Another", summary="Another.")
    approving.approve(draft=draft, revision=last(draft), by=reviewer)

    assert owners() == ["The other editor"]
