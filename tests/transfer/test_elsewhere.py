"""What is taken out is brought in on a new database, whatever was withdrawn, merged or renamed here before."""

from dataclasses import replace

import pytest
from django.core.management import call_command

from kb.catalogue import actions
from kb.catalogue.models import Article, GlossaryEntry
from kb.catalogue.reading import document_of
from kb.notices.models import Notice
from kb.transfer.actions import bring_in, take_out
from tests.transfer.conftest import ARTICLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(files):
    """A notice and a word name an article that no other article names."""
    files.edit(ARTICLE, "See [no role](/articles/no-role/).", "")
    files.edit(ARTICLE, "related:\n- no-role\n", "")
    files.bring_in()
    return files


def _there_and_back(tmp_path) -> None:
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


def test_what_names_a_withdrawn_article_comes_in_without_it(named, tmp_path):
    actions.withdraw(article=Article.objects.get(slug="no-role"), by=None, why="Over")
    _there_and_back(tmp_path)

    assert not Notice.objects.get().articles.exists()
    assert GlossaryEntry.objects.get().more == ""


def test_what_names_an_article_by_its_address_of_before_names_it_by_that_of_today(named, tmp_path):
    article = Article.objects.with_parts().get(slug="no-role")
    document = replace(document_of(article), slug="no-role-at-all")
    actions.put_live(document, actions.Publication(by=None, article=article))
    _there_and_back(tmp_path)

    assert [one.slug for one in Notice.objects.get().articles.all()] == ["no-role-at-all"]
    assert GlossaryEntry.objects.get().more == "/articles/no-role-at-all/"
