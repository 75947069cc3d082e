"""The articles worth scoring: one statement, whole numbers, filters before the limit."""

import pytest
from django.db import connection

from kb.catalogue.models import Article
from kb.search.models import SearchMeta, SearchTerm
from kb.search.query.candidates import MOST_CANDIDATES, MOST_GROUPS, candidates, rarest_first
from kb.search.query.words import Reading, Unit
from tests.make import make_article

pytestmark = pytest.mark.django_db


def unit(*words: str, weight: int = 64) -> Unit:
    """One group: each word is another reading of it."""
    generation = SearchMeta.objects.get().generation
    ids = dict(SearchTerm.objects.filter(generation=generation).values_list("term", "pk"))
    return Unit(words[0], tuple(Reading(((ids[word], weight),), (word,)) for word in words))


@pytest.fixture
def library(db) -> dict[str, Article]:
    titles = {"one": "alpha beta", "two": "alpha", "three": "beta", "four": "gamma"}
    return {slug: make_article(slug=slug, title=title, services=(slug,)) for slug, title in titles.items()}


def slugs(found: list[int], library: dict[str, Article]) -> list[str]:
    names = {article.pk: slug for slug, article in library.items()}
    return [names[pk] for pk in found]


def test_article_with_more_of_the_words_comes_first(library):
    found = slugs(candidates([unit("alpha"), unit("beta")]), library)

    assert found[0] == "one"
    assert set(found) == {"one", "two", "three"}


def test_readings_of_one_word_do_not_add_up(library):
    found = slugs(candidates([unit("alpha", "beta")]), library)

    assert found.index("two") < found.index("one")  # the shorter title says it more strongly


def test_words_of_one_phrase_add_up_beside_another_reading(library):
    alpha, beta, gamma = (unit(word).readings[0].terms[0] for word in ("alpha", "beta", "gamma"))
    phrase = Unit("x", (Reading((gamma,), ("gamma",)), Reading((alpha, beta), ("alpha", "beta"), synonym="alpha beta")))

    found = candidates([phrase, unit("beta")])

    assert slugs(found, library)[0] == "one"
    assert set(slugs(found, library)) == set(library)


def test_equal_articles_come_in_the_order_of_their_numbers(library):
    assert slugs(candidates([unit("alpha", "beta")]), library)[:2] == ["two", "three"]


def test_filter_comes_before_the_limit(library, settings):
    settings.SEARCH_POSTINGS = 1

    assert slugs(candidates([unit("beta")]), library) == ["three"]
    allowed = Article.objects.filter(services__slug="one")
    assert slugs(candidates([unit("beta")], allowed=allowed), library) == ["one"]


def test_filter_that_nothing_passes_finds_nothing(library):
    assert candidates([unit("alpha")], allowed=Article.objects.none()) == []
    assert candidates([unit("alpha")], allowed=Article.objects.filter(services__slug="' OR 1=1 --")) == []


def test_nothing_to_look_for_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert candidates([]) == []


def test_one_statement_with_many_units(library, django_assert_num_queries):
    many = [unit("alpha", "beta", "gamma") for _ in range(300)]

    with django_assert_num_queries(1):
        found = candidates(rarest_first(many))

    assert set(slugs(found, library)) == set(library)


def test_rarest_units_are_kept(library):
    units = [unit("alpha", weight=weight) for weight in range(1, 100)]

    kept = rarest_first(units)

    assert [one.total for one in kept] == list(range(99, 99 - MOST_GROUPS, -1))


def test_statement_holds_nothing_but_numbers_of_ours(library):
    with connection.execute_wrapper(_no_word_in_sql):
        assert candidates([unit("alpha")])
    assert MOST_CANDIDATES >= 40


def _no_word_in_sql(execute, sql, params, many, context):
    assert "alpha" not in sql
    assert all(isinstance(param, int) for param in params)
    return execute(sql, params, many, context)
