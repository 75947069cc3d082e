"""What is taken out is brought in on a new database, whatever was withdrawn, merged or renamed here before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from kb.catalogue import actions
from kb.catalogue.actions.merging import merge_articles
from kb.catalogue.models import Article, GlossaryEntry, Snippet, StartQuestion
from kb.catalogue.reading import document_of
from kb.notices.models import Notice
from kb.search.models import ChosenAnswer
from kb.transfer.actions import bring_in, take_out
from tests.transfer.conftest import ARTICLE, NOTICE, OTHER, SNIPPET, the_article

pytestmark = pytest.mark.django_db

START = "start/where-did-it-stop.md"
LINK = "[no role](/articles/no-role/#more)"


def there_and_back(tmp_path) -> None:
    """To a new database, and out of it again."""
    first, second = tmp_path / "first", tmp_path / "second"
    take_out(root=first)
    assert bring_in(root=first, by=None).did_nothing
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
    bring_in(root=first, by=None)
    names = take_out(root=second)
    assert {name: (first / name).read_bytes() for name in names} == {
        name: (second / name).read_bytes() for name in names
    }


def named_everywhere(files) -> None:
    """An article that every kind of text leads to."""
    files.edit(ARTICLE, "See [no role](/articles/no-role/).", f"See {LINK}.")
    files.edit(ARTICLE, "- Nothing happens.", f"- Nothing happens, as in {LINK}.")
    files.edit(
        ARTICLE, "Result: The box opens.", 'Result: The box opens, or [that](/articles/no-role/ "Why (and how)").'
    )
    files.edit(ARTICLE, "- The driver is old.", f"- The driver is old: {LINK}.")
    files.edit(ARTICLE, "It helps to wait.", "It helps to wait, or [go on]( </articles/no-role/> 'Now' ).")
    files.edit(SNIPPET, "Look at the card.", f"Look at the card and at {LINK}.")
    files.edit(NOTICE, "Wait and try again.", f"Wait and try again. {LINK}")
    files.edit(NOTICE, "  text: We know why.", "  text: We know [why](/articles/no-role/).")
    files.edit(START, "Choose one.", f"Choose one, or read {LINK}.")
    files.bring_in()


def withdraw(article: Article) -> None:
    actions.withdraw(article=article, by=None, why="Over")


def expire(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now() - timedelta(days=1))


def rename(article: Article) -> None:
    document = replace(document_of(article), slug="the-heir")
    actions.put_live(document, actions.Publication(by=None, article=article))


def heir_of(article: Article) -> Article:
    document = replace(document_of(article), slug="the-heir", title="No role at all", reference="C2")
    return actions.put_live(document, actions.Publication(by=None))


def merge(article: Article) -> None:
    merge_articles(article=article, into=heir_of(article), by=None)


def replace_it(article: Article) -> None:
    actions.withdraw(article=article, by=None, why="Over", replacement=heir_of(article))


def target() -> Article:
    return Article.objects.with_parts().get(slug="no-role")


@pytest.mark.parametrize("end", [withdraw, expire])
def test_what_leads_to_an_article_that_is_gone_comes_in_without_it(files, tmp_path, end):
    named_everywhere(files)
    end(target())
    there_and_back(tmp_path)

    found = document_of(the_article())
    assert found.related == ()
    assert found.steps[0].body == "Put it back in. See no role."
    assert (found.steps[0].expected, found.causes) == ("The box opens, or that.", ("The driver is old: no role.",))
    assert found.symptoms[1].text == "Nothing happens, as in no role."
    assert found.background == "It helps to wait, or go on."
    assert Snippet.objects.get().body == "Look at the card and at no role."
    notice = Notice.objects.get()
    assert (notice.body, notice.updates.get().text) == ("Wait and try again. no role", "We know why.")
    assert not notice.articles.exists()
    assert GlossaryEntry.objects.get().more == ""
    assert StartQuestion.objects.get().hint == "Choose one, or read no role."
    assert not ChosenAnswer.objects.filter(slug="no-role").exists()


@pytest.mark.parametrize("end", [rename, merge, replace_it])
def test_what_leads_to_an_article_by_its_address_of_before_leads_to_that_of_today(files, tmp_path, end):
    named_everywhere(files)
    end(target())
    there_and_back(tmp_path)

    found, link = document_of(the_article()), "[no role](/articles/the-heir/#more)"
    assert found.related == ("the-heir",)
    assert found.steps[0].body == f"Put it back in. See {link}."
    assert found.steps[0].expected == 'The box opens, or [that](/articles/the-heir/ "Why (and how)").'
    assert found.causes == (f"The driver is old: {link}.",)
    assert Snippet.objects.get().body == f"Look at the card and at {link}."
    notice = Notice.objects.get()
    assert (notice.body, notice.updates.get().text) == (
        f"Wait and try again. {link}",
        "We know [why](/articles/the-heir/).",
    )
    assert [one.slug for one in notice.articles.all()] == ["the-heir"]
    assert GlossaryEntry.objects.get().more == "/articles/the-heir/"
    assert StartQuestion.objects.get().hint == f"Choose one, or read {link}."


def test_file_of_before_still_changes_an_article_whose_link_is_named_anew(files):
    """What the export says of a renamed article is no change that was made here."""
    named_everywhere(files)
    rename(target())
    files.edit(ARTICLE, "It helps to wait, or", "It helps to wait long, or")
    for name in (OTHER, NOTICE, "answers.csv", "shortcuts.csv"):
        (files.root / name).unlink()

    outcome = files.bring_in()

    assert (outcome.changed, outcome.kept) == ({"article": 1}, [])
    assert "It helps to wait long, or" in the_article().background
