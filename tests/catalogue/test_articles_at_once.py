"""Several people publishing at the same time."""

from threading import Event
from time import monotonic

import pytest
from django.db import transaction

from kb.catalogue.actions import NotPublishable, Publication, put_live, raise_edition, save_snippet, withdraw
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.models import Article, Edition, Snippet, Version
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_category, make_document

pytestmark = pytest.mark.usefixtures("shared_database")


def alone(work):
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


def numbers_since(edition: int) -> list[int]:
    return list(Version.objects.since(edition).values_list("article__number", flat=True))


def test_new_articles_get_different_numbers():
    alone(make_category)

    made = on_own_connections(lambda _: put_live(make_document(), Publication(by=None)), times=12)

    assert sorted(article.number for article in made) == list(range(1, 13))
    assert alone(Version.objects.count) == 12


def test_very_first_of_all_changes_come_together():
    made = on_own_connections(lambda number: make_category(f"shelf-{number}"), times=4)

    assert len(made) == 4
    assert alone(lambda: (Edition.objects.count(), Edition.objects.current())) == (1, 5)


def test_each_change_of_one_article_is_a_version_of_its_own():
    alone(make_category)
    article = alone(lambda: put_live(make_document(slug="card-not-read"), Publication(by=None)))

    def change(number: int) -> int:
        return put_live(
            make_document(slug=f"card-not-read-{number % 3}-a"), Publication(by=None, article=article)
        ).version

    assert sorted(on_own_connections(change, times=9)) == list(range(2, 11))


def test_one_address_is_given_to_one_article_and_the_others_are_told():
    alone(make_category)

    def claim(_: int) -> str:
        try:
            put_live(make_document(slug="card-not-read"), Publication(by=None))
        except NotPublishable as refused:
            return refused.problems[0].field
        return "given"

    assert sorted(on_own_connections(claim, times=4)) == ["given", "slug", "slug", "slug"]
    assert alone(lambda: Article.objects.get().number) == 1


def test_article_is_withdrawn_once_however_many_do_it():
    alone(make_category)
    article = alone(lambda: put_live(make_document(), Publication(by=None)))

    on_own_connections(lambda _: withdraw(article=article, by=None, why="Wrong"), times=4)

    assert alone(Version.objects.count) == 2


def test_later_edition_is_read_only_when_the_one_before_it_is():
    """The edition's row alone is held: what else `put_live` locks must not be what keeps the order."""
    slow = alone(make_article)
    start = alone(Edition.objects.current)
    is_raised, may_commit, is_overtaken = Event(), Event(), Event()

    def hold() -> int:
        with transaction.atomic():
            raise_edition()
            edition = Edition.objects.current()
            is_raised.set()
            may_commit.wait(10)
            Version.objects.create(article=slow, number=2, edition=edition, document={}, at=slow.updated_at)
        return slow.number

    def overtake() -> int:
        is_raised.wait(10)
        number = put_live(make_document(), Publication(by=None)).number
        is_overtaken.set()
        return number

    def read() -> list[int]:
        is_raised.wait(10)
        is_overtaken.wait(1)
        seen = numbers_since(start)
        may_commit.set()
        return seen

    first, second, read_between = on_own_connections(lambda n: (hold, overtake, read)[n](), times=3, workers=3)

    assert read_between == []
    assert alone(lambda: numbers_since(start)) == [first, second]


def test_mirror_that_goes_on_from_the_last_edition_misses_nothing_while_others_publish():
    alone(make_category)
    start = alone(Edition.objects.current)

    def follow() -> list[int]:
        seen, edition, until = [], start, monotonic() + 60
        while len(seen) < 12 and monotonic() < until:
            for version in Version.objects.since(edition).select_related("article"):
                edition = version.edition
                seen.append(version.article.number)
        return seen

    def work(number: int) -> object:
        return put_live(make_document(), Publication(by=None)) if number else follow()

    seen = on_own_connections(work, times=13)[0]

    assert sorted(seen) == list(range(1, 13))
    assert seen == alone(lambda: numbers_since(start))


def test_snippet_saved_at_once_is_one_snippet_and_every_change_raises_the_edition():
    on_own_connections(
        lambda number: save_snippet(entry=SnippetEntry("checks", "Checks", "STEP", f"Look {number}."), by=None), times=8
    )

    assert alone(lambda: (Snippet.objects.count(), Edition.objects.current())) == (1, 9)
