"""Taking an article from the public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import NotPublishable, withdraw
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Version
from kb.catalogue.reading import document_of
from tests.catalogue.conftest import written
from tests.make import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article(title="Card not read")


def refusal(article: Article, **given) -> list[tuple[str, str]]:
    before = written()
    with pytest.raises(NotPublishable) as refused:
        withdraw(**{"article": article, "by": None, "why": "Wrong", **given})
    assert written() == before
    return [(problem.field, problem.message) for problem in refused.value.problems]


def test_withdrawn_article_is_not_live_but_stays(article):
    withdraw(article=article, by=None, why="Wrong")

    assert not Article.objects.live().exists()
    assert Article.objects.at_slug(article.slug).get() == article


def test_withdrawing_is_a_version_and_leaves_an_entry(article, editor):
    gone = withdraw(article=article, by=editor, why="It was wrong")

    version = Version.objects.get(number=2)
    assert (gone.version, version.by, version.why, version.at) == (2, editor, "It was wrong", gone.withdrawn_at)
    assert ArticleDocument.from_dict(version.document) == document_of(Article.objects.with_parts().get())
    entry = AuditEntry.objects.get(verb="withdrew")
    assert (entry.actor, entry.subject, entry.detail["why"]) == (editor, "KB0001 Card not read", "It was wrong")


def test_withdrawn_article_names_its_replacement(article):
    better = make_article(title="Card not read by a new reader")

    withdraw(article=article, by=None, why="Said better elsewhere", replacement=better)

    assert Article.objects.get(pk=article.pk).replacement == better


def test_article_is_withdrawn_once(article):
    first = withdraw(article=article, by=None, why="Wrong")

    again = withdraw(article=article, by=None, why="Wrong again")

    assert (again.version, again.withdrawn_at) == (2, first.withdrawn_at)
    assert Version.objects.count() == 2


def test_replacement_must_be_another_live_article(article):
    gone, expired = make_article(), make_article()
    withdraw(article=gone, by=None, why="Wrong")
    Article.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(days=1))

    for replacement in (article, gone, expired, Article(pk=article.pk + 99)):
        assert refusal(article, replacement=replacement) == [
            ("replacement", "Choose a live article other than this one.")
        ]


def test_replacement_that_was_withdrawn_meanwhile_is_refused(article):
    better = make_article()
    withdraw(article=Article.objects.get(pk=better.pk), by=None, why="Wrong")

    assert refusal(article, replacement=better) == [("replacement", "Choose a live article other than this one.")]


def test_reason_that_cannot_be_kept_is_refused(article):
    assert refusal(article, why="a" * 301) == [("why", "Shorten this to 300 characters; it has 301.")]
    assert refusal(article, why="\x00") == [("why", "Take out the characters that cannot be seen.")]
