"""Statements that are made once: the same rows as the queryset, whatever the values, and nothing fetched twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Length
from django.db.models.signals import post_init
from django.utils import timezone

from kb.catalogue.models import Article, ErrorCode
from kb.catalogue.models.code import ArticleCode
from kb.lib.statements import KeptStatement, as_many_as, hold
from kb.notices.models import Notice
from tests.make import make_article, make_code, make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.databases]

AN_HOUR = timedelta(hours=1)


def test_gives_the_rows_of_each_value(django_assert_num_queries):
    for number in range(3):
        make_article(title=f"Article {number}")
    titled = KeptStatement(lambda title, pk: Article.objects.filter(title=title, pk__gt=pk).order_by("pk"), str, int)

    found = [titled(f"Article {number}", 0) for number in range(3)]

    assert [[row.title for row in rows] for rows in found] == [["Article 0"], ["Article 1"], ["Article 2"]]
    assert titled("Article 1", found[1][0].pk) == []
    with django_assert_num_queries(1):
        titled("Article 1", 0)


def test_rows_are_whole_with_what_is_joined(django_assert_num_queries):
    make_code("ERR5022")
    make_article(title="Joined", codes=("ERR5022",))
    row = Article.objects.select_related("category").get()
    plain = KeptStatement(lambda pk: Article.objects.filter(pk=pk).select_related("category", "vendor"), int)

    with django_assert_num_queries(1):
        [same] = plain(row.pk)
        assert (same, same.category.name, same.vendor) == (row, row.category.name, None)


def test_gives_columns_alone_and_numbers():
    for text in ("ERR1", "ERR2"):
        make_code(text)
    columns = KeptStatement(
        lambda key: ErrorCode.objects.filter(normal__gte=key).order_by("pk").values_list("pk", "normal"), str
    )
    flat = KeptStatement(lambda: ErrorCode.objects.order_by("normal").values_list("normal", flat=True))

    assert [normal for _, normal in columns("ERR2")] == ["ERR2"]
    assert flat() == ["ERR1", "ERR2"]
    assert (columns.number("ERR1"), columns.number("ERR2"), columns.number("ERR3")) == (2, 1, 0)


def test_a_moment_may_be_a_fixed_time_away():
    now = timezone.now()
    make_notice("old", starts_at=(now - 3 * AN_HOUR).isoformat())
    lately = KeptStatement(lambda at: Notice.objects.filter(starts_at__gt=at - AN_HOUR, starts_at__lte=at), datetime)

    assert [row.slug for row in lately(now - 2 * AN_HOUR - AN_HOUR / 2)] == ["old"]
    assert lately(now) == []


def test_a_moment_that_is_no_value_is_refused():
    made = KeptStatement(lambda pk: Notice.objects.filter(pk=pk, starts_at__lt=datetime(2026, 11, 30, tzinfo=UTC)), int)

    with pytest.raises(TypeError):
        made(1)


def test_a_value_that_changes_the_statement_is_refused():
    with pytest.raises(TypeError):
        KeptStatement(lambda title: Article.objects.filter(title__icontains=title), str)("a")
    with pytest.raises(TypeError):
        KeptStatement(lambda _: Article.objects.all(), int)(1)
    with pytest.raises(TypeError):
        KeptStatement(Article.objects.with_codes)()


def test_parts_that_are_held_are_not_asked_for(django_assert_num_queries):
    make_code("ERR5022")
    make_article(codes=("ERR5022",))
    row = Article.objects.get()
    hold(row, code_uses=list(row.code_uses.all()))

    with django_assert_num_queries(0):
        assert [use.article for use in row.code_uses.all()] == [row]
    assert row.code_uses.all().filter(answers=False).count() == 0
    assert row.code_uses.filter(answers=True).count() == 1


def test_a_statement_takes_any_number_of_values_filled_up_to_a_few():
    assert [as_many_as(range(number)) for number in (1, 2, 3, 5)] == [
        [0],
        [0, 1],
        [0, 1, 2, 2],
        [0, 1, 2, 3, 4, 4, 4, 4],
    ]


def test_what_is_ordered_by_and_not_asked_for_is_in_no_row():
    for text in ("ERR1", "ERR2"):
        make_article(title=text, codes=(make_code(text).display,))
    named = KeptStatement(
        lambda key: (
            ErrorCode.objects.filter(uses__article__title__gte=key)
            .order_by("-uses__article__number")
            .values_list("display")
            .distinct()
        ),
        str,
    )

    assert named("ERR1") == [("ERR2",), ("ERR1",)]
    assert named("ERR2") == [("ERR2",)]


def test_columns_that_are_computed_stand_in_the_row():
    make_article(title="Long")
    measured = KeptStatement(lambda pk: Article.objects.annotate(length=Length("title")).filter(pk__gte=pk), int)

    assert [row.length for row in measured(0)] == [4]


def test_a_row_is_as_the_queryset_makes_it(django_assert_num_queries):
    make_code("ERR5022")
    make_article(title="Joined", codes=("ERR5022",))
    wanted = ArticleCode.objects.select_related("code", "article__category", "meaning").get()
    [row] = KeptStatement(
        lambda pk: ArticleCode.objects.filter(pk=pk).select_related("code", "article__category", "meaning"), int
    )(wanted.pk)

    for made, like in ((row, wanted), (row.code, wanted.code), (row.article.category, wanted.article.category)):
        assert {name: value for name, value in vars(made).items() if name != "_state"} == {
            name: value for name, value in vars(like).items() if name != "_state"
        }
        assert (made._state.adding, made._state.db, made._state.fetch_mode) == (
            like._state.adding,
            like._state.db,
            like._state.fetch_mode,
        )
    row.answers = False
    row.save()
    with django_assert_num_queries(1):
        assert not ArticleCode.objects.get().answers


def test_what_listens_to_rows_hears_of_each():
    heard = []
    make_code("ERR5022")

    def hear(instance, **_):
        heard.append(instance.normal)

    post_init.connect(hear, sender=ErrorCode)
    try:
        KeptStatement(lambda key: ErrorCode.objects.filter(normal=key), str)("ERR5022")
    finally:
        post_init.disconnect(hear, sender=ErrorCode)

    assert heard == ["ERR5022"]


def test_columns_that_were_left_out_are_asked_for_when_they_are_needed(django_assert_num_queries):
    make_article(title="Long", summary="Said.")
    [row] = KeptStatement(lambda pk: Article.objects.only("title").filter(pk__gte=pk), int)(0)

    with django_assert_num_queries(1):
        assert (row.title, row.summary) == ("Long", "Said.")
