"""Objects made past the ORM are those that the ORM makes, and what is live is what the catalogue says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kb.catalogue.actions import withdraw
from kb.catalogue.models import Article, ErrorCode, Service
from kb.search.index import objects
from tests.make import make_article, make_code, make_service, make_vendor

pytestmark = pytest.mark.django_db


def values(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


@pytest.fixture
def articles(db) -> list[Article]:
    make_service(slug="agent", name="NHS Identity Agent")
    one = make_article(slug="one", title="Gemplus", codes=("ERR5022", "ERR1002"), services=("agent",))
    two = make_article(slug="two", title="Oberthur", codes=("ERR5022", "ERR7"))
    gone = make_article(slug="gone", title="Idemia", codes=("ERR9",))
    Article.objects.filter(pk=two.pk).update(
        vendor=make_vendor(slug="isosec", name="Isosec"), expires_at=timezone.now() + timedelta(days=1)
    )
    withdraw(article=gone, by=None, why="Wrong.")
    return [one, two, gone]


def test_articles_are_whole(articles):
    pks = [article.pk for article in articles]
    expected = Article.objects.in_bulk(pks)

    found = objects.articles(pks)

    assert {pk: values(row) for pk, row in found.items()} == {pk: values(row) for pk, row in expected.items()}
    assert {row._state.db for row in found.values()} == {"default"}
    assert not any(row._state.adding for row in found.values())


def test_codes_are_whole_and_by_their_keys(articles):
    rows = list(ErrorCode.objects.order_by("normal"))

    found = objects.codes([row.pk for row in reversed(rows)])

    assert [values(row) for row in found] == [values(row) for row in rows]


def test_codes_of_live_articles_are_those_that_are_listed(articles):
    make_code("ERR8")
    every = list(ErrorCode.objects.values_list("pk", flat=True))

    for at in (timezone.now(), timezone.now() + timedelta(days=2)):
        found = objects.listed_codes(every, at)
        assert [code.display for code in found] == (
            ["ERR1002", "ERR5022", "ERR7"] if at < timezone.now() + timedelta(days=1) else ["ERR1002", "ERR5022"]
        )
    now = [code.display for code in objects.listed_codes(every, timezone.now())]
    assert set(now) == {code.display for code in ErrorCode.objects.listed()}


def test_only_services_of_live_articles_are_used(articles):
    make_service(slug="idle", name="Idle")
    every = list(Service.objects.values_list("pk", flat=True))

    (found,) = objects.used_services(every, timezone.now())
    assert values(found) == values(Service.objects.get(slug="agent"))
    withdraw(article=articles[0], by=None, why="Wrong.")
    assert objects.used_services(every, timezone.now()) == []


def test_live_articles_are_told_with_their_company(articles):
    one, two, gone = articles

    rows = sorted(objects.live_titles([one.pk, two.pk, gone.pk], timezone.now()))

    assert [(row[2], row[3], row[-1]) for row in rows] == [("one", "Gemplus", None), ("two", "Oberthur", "Isosec")]


def test_nothing_is_asked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert objects.articles([]) == {}
        assert objects.listed_codes([], timezone.now()) == []
        assert objects.used_services([], timezone.now()) == []
        assert list(objects.live_titles([], timezone.now())) == []
        assert list(objects.live_outlines([], timezone.now(), generation=1)) == []
