"""Two imports, or an import and an edit, at the same time."""

from dataclasses import replace

import pytest

from kb.catalogue import actions, reading
from kb.catalogue.models import Article, Edition, Service, Version
from kb.transfer.actions import bring_in
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("shared_database")


def alone(work):
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


def test_imports_at_once_bring_everything_in_once(files):
    outcomes = on_own_connections(lambda _: bring_in(root=files.root, by=None), times=4)

    assert sorted(outcome.did_nothing for outcome in outcomes) == [False, True, True, True]
    assert alone(lambda: (Article.objects.count(), Version.objects.count(), Service.objects.count())) == (2, 2, 1)
    assert sorted(alone(lambda: list(Article.objects.values_list("number", flat=True)))) == [1, 2]


def test_import_and_edit_at_once_lose_neither(files):
    alone(lambda: bring_in(root=files.root, by=None))
    files.edit("articles/no-role.md", "The list is empty.", "No list comes.")

    def import_or_edit(number):
        if number % 2:
            article = Article.objects.with_parts().get(slug="no-role")
            document = replace(reading.document_of(article), title=f"Our own title {number}")
            return actions.put_live(document, actions.Publication(by=None, article=article))
        return bring_in(root=files.root, by=None)

    on_own_connections(import_or_edit, times=4)

    numbers = alone(lambda: list(Version.objects.filter(article__slug="no-role").values_list("number", flat=True)))
    newest = alone(lambda: Version.objects.filter(article__slug="no-role").order_by("number").last().document)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert newest["title"].startswith("Our own title")
    assert alone(Edition.objects.current) > 0
