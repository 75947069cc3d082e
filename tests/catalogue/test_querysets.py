"""Reading the catalogue, with the number of queries that each way of reading takes."""

from datetime import UTC, datetime, timedelta

import pytest

from kb.catalogue.actions import Publication, put_live, save_shortcut, withdraw
from kb.catalogue.document import SourceContent, StepContent
from kb.catalogue.models import Article, Category, Edition, ErrorCode, Service, Shortcut, Version
from kb.catalogue.reading import document_of
from kb.catalogue.start import ShortcutEntry
from tests.make import make_article, make_category, make_code, make_document, make_service

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def expire(article: Article, at: datetime) -> None:
    Article.objects.filter(pk=article.pk).update(expires_at=at)


def titles(articles) -> list[str]:
    return [article.title for article in articles]


def shown(codes) -> list[str]:
    return [code.display for code in codes]


def test_live_articles_are_neither_withdrawn_nor_expired():
    live, expiring, withdrawn = (make_article(title=title) for title in ("Live", "Expiring", "Withdrawn"))
    withdraw(article=withdrawn, by=None, why="Wrong")
    expire(expiring, NOON)

    assert set(Article.objects.live(NOON - MOMENT)) == {live, expiring}
    assert set(Article.objects.live(NOON)) == {live}


def test_articles_without_a_place_go_from_a_to_z_in_any_case_and_then_by_number():
    for title in ("iPad", "Zebra", "card", "“Quoted”", "Card", "404", "apply-now", "apply now"):
        make_article(title=title)

    assert titles(Article.objects.in_order()) == [
        "404",
        "apply now",
        "apply-now",
        "card",
        "Card",
        "iPad",
        "Zebra",
        "“Quoted”",
    ]


def test_article_with_all_its_parts_takes_a_fixed_number_of_queries(django_assert_num_queries):
    for _ in range(3):
        make_article(
            services=("identity-agent",),
            codes=("ERR5022", "400_645"),
            mentions=("PR20002",),
            steps=(StepContent("USER", "Do", "Do."), StepContent("IT", snippet="checks")),
            causes=("a", "b"),
            sources=(SourceContent("NHS England"),),
        )

    with django_assert_num_queries(7):
        documents = [document_of(article) for article in Article.objects.with_parts()]

    assert [document.codes for document in documents] == [("ERR5022", "400_645")] * 3


def test_list_with_codes_takes_two_queries_and_holds_answers_only(django_assert_num_queries):
    make_article(codes=("ERR5022",), mentions=("PR20002",))
    make_article(codes=("400_645", "8015"))

    with django_assert_num_queries(2):
        found = [
            [use.code.display for use in article.code_uses.all()]
            for article in Article.objects.with_codes().by_number()
        ]

    assert found == [["ERR5022"], ["400_645", "8015"]]


def test_articles_about_a_code_are_those_that_answer_it_then_those_that_mention_it_each_once():
    make_article(title="Mentions it", mentions=("ERR5022",), codes=("PR20002", "8015"))
    make_article(title="Answers it", codes=("8015", "ERR5022"), mentions=("400_645",))
    make_article(title="Answers it too", codes=("ERR5022",))
    make_article(title="Another", codes=("PR20002",))

    found = Article.objects.about(ErrorCode.objects.get(normal="ERR5022"))

    assert titles(found) == ["Answers it", "Answers it too", "Mentions it"]


def test_address_of_now_goes_before_one_of_the_past():
    """No action allows it, but a wrong row must not hide an article."""
    renamed = make_article(slug="first")
    put_live(make_document(slug="second"), Publication(by=None, article=renamed))
    now = make_article(slug="third")
    Article.objects.filter(pk=now.pk).update(slug="first")

    assert list(Article.objects.at_slug("first")) == [now, renamed]
    assert not Article.objects.at_slug("nowhere").exists()


def test_related_articles_are_hand_picked_ones_in_their_order_then_those_that_share_a_code():
    renamed = make_article(title="Renamed", slug="old-name")
    put_live(make_document(title="Renamed", slug="new-name"), Publication(by=None, article=renamed))
    gone = make_article(slug="gone")
    withdraw(article=gone, by=None, why="Wrong")
    make_article(title="Shares two codes", codes=("ERR5022", "8015"))
    make_article(title="Picked and shares", slug="picked", codes=("8015",))
    make_article(title="Neither")
    article = make_article(
        codes=("ERR5022",), mentions=("8015",), related=("picked", "old-name", "gone", "not-there-yet")
    )

    found = Article.objects.related_to(Article.objects.with_parts().get(pk=article.pk))

    assert titles(found) == ["Picked and shares", "Renamed", "Shares two codes"]


def test_related_articles_take_a_fixed_number_of_queries(django_assert_num_queries):
    for number in range(5):
        make_article(slug=f"picked-{number}")
    article = make_article(codes=("ERR5022",), related=tuple(f"picked-{number}" for number in range(5)))
    read = Article.objects.with_parts().get(pk=article.pk)

    with django_assert_num_queries(3):
        assert len(Article.objects.related_to(read)) == 5


def test_shelves_stand_in_their_order_and_those_of_one_position_from_a_to_z():
    for slug, position in (("b", 1), ("a-b", 0), ("aa", 0), ("a", 1)):
        make_service(slug, position=position)

    assert [row.slug for row in Service.objects.in_order()] == ["a-b", "aa", "a", "b"]


def test_shelves_are_counted_by_their_live_articles_in_one_query(django_assert_num_queries):
    make_category("full", position=2)
    make_category("first", position=1)
    make_category("empty")
    make_category("only-gone")
    make_article(category="full", services=("identity-agent", "other"))
    make_article(category="full")
    make_article(category="first")
    expire(make_article(category="full"), NOON - timedelta(days=9999))
    withdraw(article=make_article(category="only-gone"), by=None, why="Wrong")

    with django_assert_num_queries(1):
        counted = Category.objects.counted()

    assert [(row.slug, number) for row, number in counted] == [("first", 1), ("full", 2)]
    assert [(row.slug, number) for row, number in Service.objects.counted()] == [("identity-agent", 1), ("other", 1)]


def test_shortcuts_to_live_articles_come_in_their_order_with_their_articles(django_assert_num_queries):
    for label, position in (("b", 2), ("a", 3), ("c", 1), ("gone", 0)):
        article = make_article(slug=f"for-{label}")
        save_shortcut(entry=ShortcutEntry(label, article.slug, position), by=None)
    withdraw(article=article, by=None, why="Wrong")

    with django_assert_num_queries(1):
        found = [(shortcut.label, shortcut.article.slug) for shortcut in Shortcut.objects.live()]

    assert found == [("c", "for-c"), ("b", "for-b"), ("a", "for-a")]


def test_listed_codes_are_those_of_live_articles_letters_first():
    make_code("UNUSED1")
    withdraw(article=make_article(codes=("GONE1",)), by=None, why="Wrong")
    make_article(codes=("PR20002", "400_xxx", "8015"), mentions=("ERR5022",))
    make_article(codes=("ERR5022", "400_645", "Error 1000"))

    assert shown(ErrorCode.objects.listed()) == [
        "ERR5022",
        "Error 1000",
        "PR20002",
        "400_645",
        "400_xxx",
        "8015",
    ]


def test_codes_answered_by_articles_are_each_named_once_in_order():
    one = make_article(codes=("PR20002", "8015"), mentions=("ERR5022",))
    other = make_article(codes=("8015", "400_645"))
    make_article(codes=("INF1014",))

    assert shown(ErrorCode.objects.listed().answered_by([one, other])) == ["PR20002", "400_645", "8015"]
    assert shown(ErrorCode.objects.listed().answered_by([])) == []


def test_keys_come_with_codes_in_their_order(django_assert_num_queries):
    make_code("ERR1002", spellings=("Z1002", "A1002"), search_spellings=("B1002",))
    make_code("ERR5022")

    with django_assert_num_queries(2):
        found = {code.display: [spelling.text for spelling in code.spellings] for code in ErrorCode.objects.with_keys()}

    assert found == {"ERR1002": ["Z1002", "A1002", "B1002"], "ERR5022": []}


def test_edition_is_nought_before_anything_and_rises_in_one_row(django_assert_num_queries):
    assert Edition.objects.current() == 0

    Edition.objects.raise_number()
    first = Edition.objects.current()
    Edition.objects.raise_number()

    with django_assert_num_queries(1):
        assert Edition.objects.current() == first + 1
    assert Edition.objects.count() == 1


def test_versions_since_an_edition_stand_in_the_order_of_editions_whatever_their_keys():
    article = make_article()
    start = Edition.objects.current()
    for key, number in ((9_003, 2), (9_001, 3), (9_002, 4)):
        Version.objects.create(pk=key, article=article, number=number, edition=start + number, document={}, at=NOON)

    assert list(Version.objects.since(start).values_list("number", flat=True)) == [2, 3, 4]
    assert list(Version.objects.since(start + 3).values_list("number", flat=True)) == [4]
    assert not Version.objects.since(start + 4).exists()
    assert Version.objects.since(0).count() == 4
