"""What every search reads: the rows it asks for, by a way that does not grow with the library."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kb.catalogue.models import Article
from kb.search.index import objects, sql
from kb.search.models import SearchPosting, SearchTerm, SearchWord
from tests.make import make_article

pytestmark = pytest.mark.django_db

TERMS, ARTICLES = 4, 3000


@pytest.fixture
def postings():
    """Terms that every third article and more have: what costs is what stands between those that are asked for."""
    SearchPosting.objects.bulk_create(
        SearchPosting(term_id=term, article_id=article, impact=term * article % 251)
        for term in range(1, TERMS + 1)
        for article in range(1, ARTICLES + 1)
        if article % term == 0
    )
    if connection.vendor == "postgresql":  # which does so by itself; SQLite never does
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_searchposting")


def plan_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN '}{statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.usefixtures("postings")
def test_postings_are_those_of_the_terms_and_the_articles():
    found = sql.postings({4, 3, 9}, {12, 8, 5, 9000})

    assert sorted(found) == [(3, 12, 36), (4, 8, 32), (4, 12, 48)]
    assert sql.postings(set(), {1}) == sql.postings({1}, set()) == []


@pytest.mark.usefixtures("postings")
def test_each_posting_is_looked_for_by_term_and_article():
    with CaptureQueriesContext(connection) as asked:
        sql.postings({1, 2, 4}, {12, 700, 2900})

    plan = plan_of(asked[0]["sql"])
    if connection.vendor == "postgresql":
        assert "Index Cond: ((term_id =" in plan
        assert "(article_id =" in plan
    else:
        assert "(term_id=? AND article_id=?)" in plan


def test_outlines_are_of_what_the_catalogue_says_is_live_at_every_moment():
    now = timezone.now()
    pks = [make_article(title=f"Card {number}").pk for number in range(3)]
    Article.objects.filter(pk=pks[1]).update(expires_at=now)
    Article.objects.filter(pk=pks[2]).update(withdrawn_at=now)

    for moment, live in ((now - timedelta(microseconds=1), pks[:2]), (now, pks[:1]), (now + timedelta(1), pks[:1])):
        outlined = {pk for pk, *_ in objects.live_outlines(pks, moment, generation=sql.generation())}
        assert outlined == {*live} == {*Article.objects.live(moment).values_list("pk", flat=True)}


@pytest.fixture
def fishes():
    term = SearchTerm.objects.create(generation=1, term="fish")
    SearchWord.objects.bulk_create(
        SearchWord(generation=1, word=f"{n}fish", term=term, count=n % 7) for n in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchword")
    return term.pk


def test_words_that_begin_so_are_the_commonest_first(fishes):
    found = sql.words_from("17", "18", most=3, generation=1)

    assert found == [("1700fish", fishes), ("1707fish", fishes), ("1714fish", fishes)]
    assert sql.words_from("17", "18", most=3, generation=2) == []


@pytest.mark.usefixtures("fishes")
def test_words_that_begin_so_are_found_by_an_index():
    with CaptureQueriesContext(connection) as asked:
        sql.words_from("17", "18", most=24, generation=1)

    plan = plan_of(asked[0]["sql"])
    if connection.vendor == "postgresql":
        assert re.search(r"Index Cond: .*\(word\)::text < '18", plan)
    else:
        assert "INDEX sqlite_autoindex_search_searchword_1 (generation=? AND word>? AND word<?)" in plan
