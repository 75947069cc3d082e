"""Putting an article live: rows, version, number, address, edition, audit and signal, all of it or nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from kb.accounts import audit
from kb.accounts.models import AuditEntry
from kb.catalogue import signals
from kb.catalogue.actions import NotPublishable, Publication, Verification, merge_articles, put_live, withdraw
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.models import Article, Edition, OldSlug, Version
from kb.catalogue.reading import document_of
from tests.catalogue.conftest import written
from tests.make import make_article, make_code, make_document

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_new_article_is_version_one_of_the_next_number(shelf, editor):
    document = make_document(title="Card not read", slug="card-not-read")

    article = put_live(document, Publication(by=editor, why="First words", at=NOON))

    assert (article.label, article.version, article.published_at, article.updated_at) == ("KB0001", 1, NOON, NOON)
    version = Version.objects.get()
    assert (version.article, version.number, version.by, version.at) == (article, 1, editor, NOON)
    assert (version.why, ArticleDocument.from_dict(version.document)) == ("First words", document)


def test_next_version_keeps_number_and_first_date_and_every_version(shelf, editor):
    first = make_document(title="Card not read")
    article = put_live(first, Publication(by=None, at=NOON))
    later = NOON.replace(hour=13)

    changed = put_live(replace(first, title="The card is not read"), Publication(by=editor, article=article, at=later))

    assert (changed.pk, changed.number, changed.version) == (article.pk, 1, 2)
    assert (changed.published_at, changed.updated_at) == (NOON, later)
    titles = [version.document["title"] for version in Version.objects.order_by("number")]
    assert titles == ["Card not read", "The card is not read"]


def test_stale_row_does_not_make_a_version_twice(shelf):
    article = put_live(make_document(), Publication(by=None))
    stale = Article.objects.get(pk=article.pk)
    put_live(make_document(), Publication(by=None, article=article))

    assert put_live(make_document(), Publication(by=None, article=stale)).version == 3


def test_number_is_never_used_again(shelf):
    put_live(make_document(), Publication(by=None))
    gone = put_live(make_document(), Publication(by=None))
    withdraw(article=gone, by=None, why="Wrong")
    with pytest.raises(NotPublishable):
        put_live(make_document(title=""), Publication(by=None))

    assert put_live(make_document(), Publication(by=None)).number == 3


def test_audit_entry_says_who_put_what_live_and_why(shelf, editor):
    put_live(make_document(title="Card not read"), Publication(by=editor, why="First words"))

    entry = AuditEntry.objects.get(verb="put live")
    assert (entry.actor, entry.subject) == (editor, "KB0001 Card not read")
    assert entry.detail == {"article": "KB0001", "version": 1, "why": "First words"}


def test_every_put_live_raises_the_edition(shelf):
    editions = [Edition.objects.current()]
    article = put_live(make_document(), Publication(by=None))
    editions.append(Edition.objects.current())
    put_live(make_document(), Publication(by=None, article=article))
    editions.append(Edition.objects.current())

    assert editions == sorted(set(editions))


def test_each_version_has_the_edition_that_it_raised(shelf):
    article = put_live(make_document(), Publication(by=None))
    first = Edition.objects.current()
    make_code("ERR5022")
    withdraw(article=article, by=None, why="Wrong")
    second = Edition.objects.current()

    assert list(Version.objects.order_by("number").values_list("edition", flat=True)) == [first, second]
    assert second > first + 1


def test_acts_of_one_transaction_make_versions_of_several_editions(live):
    start, other = Edition.objects.current(), make_article()
    merge_articles(article=other, into=live, by=None)

    made = Version.objects.since(start)
    assert [(version.article, version.number) for version in made] == [(other, 1), (live, 2), (other, 2)]
    assert made[2].edition <= Edition.objects.current()


def test_change_is_told_inside_the_transaction(shelf, changed):
    seen = []

    def look(article: Article, **kwargs: object) -> None:
        seen.append(
            (connection.in_atomic_block, article.version, list(article.symptoms.values_list("text", flat=True)))
        )

    signals.article_changed.connect(look)
    try:
        article = put_live(make_document(symptoms=(SymptomContent("SIGN", "No light."),)), Publication(by=None))
        withdraw(article=article, by=None, why="Wrong")
    finally:
        signals.article_changed.disconnect(look)

    assert seen == [(True, 1, ["No light."]), (True, 2, ["No light."])]
    assert changed == [article, article]


def fail(*args: object, **kwargs: object) -> None:
    raise ConnectionError


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["audit", "receiver"])
def test_failure_halfway_writes_nothing(live, place, monkeypatch):
    before = (*written(), document_of(live))
    counted = Edition.objects.values_list("articles_numbered", flat=True).get()
    if place == "audit":
        monkeypatch.setattr(audit, "record", fail)
    else:
        signals.article_changed.connect(fail)

    try:
        with pytest.raises(ConnectionError):
            put_live(make_document(slug="new-words"), Publication(by=None, article=live))
        with pytest.raises(ConnectionError):
            put_live(make_document(), Publication(by=None))
        with pytest.raises(ConnectionError):
            withdraw(article=live, by=None, why="Wrong")
    finally:
        signals.article_changed.disconnect(fail)

    assert (*written(), document_of(Article.objects.with_parts().get())) == before
    assert Edition.objects.values_list("articles_numbered", flat=True).get() == counted
    assert not OldSlug.objects.exists()


def test_parts_of_the_version_before_are_gone(live):
    document = make_document(steps=(StepContent("IT", "Look", "Look."),), sources=(SourceContent("NHS England"),))

    put_live(document, Publication(by=None, article=live))

    assert document_of(Article.objects.with_parts().get()) == document


def test_renamed_article_keeps_its_old_addresses(live):
    put_live(make_document(slug="reader-silent"), Publication(by=None, article=live))
    put_live(make_document(slug="reader-dead"), Publication(by=None, article=live))

    found = [Article.objects.at_slug(slug).first() for slug in ("card-not-read", "reader-silent", "reader-dead")]

    assert [article.slug for article in found] == ["reader-dead"] * 3


def test_article_may_take_its_old_address_again(live):
    put_live(make_document(slug="reader-silent"), Publication(by=None, article=live))
    put_live(make_document(slug="card-not-read"), Publication(by=None, article=live))

    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["reader-silent"]
    assert Article.objects.at_slug("reader-silent").get().slug == "card-not-read"


def test_many_articles_have_no_reference(shelf):
    put_live(make_document(), Publication(by=None))
    put_live(make_document(), Publication(by=None))

    assert Article.objects.filter(reference=None).count() == 2


def test_codes_are_kept_as_they_are_displayed_however_the_document_spells_them(shelf):
    make_code("ERR5022")
    make_code("400_645")
    document = make_document(codes=("err 5022",), mentions=("400-645",))

    article = put_live(document, Publication(by=None, imported=document.fingerprint))

    kept = document_of(Article.objects.with_parts().get())
    assert (kept.codes, kept.mentions) == (("ERR5022",), ("400_645",))
    assert ArticleDocument.from_dict(Version.objects.get().document) == kept
    assert kept.fingerprint == article.imported


def test_review_is_kept_by_later_versions(shelf, reviewer):
    document = make_document(confidence="VERIFIED")
    article = put_live(document, Publication(by=None, review=Verification(by=reviewer, on=date(2026, 11, 20))))

    changed = put_live(replace(document, summary="Other words."), Publication(by=None, article=article))

    assert (changed.confidence, changed.reviewed_on) == ("VERIFIED", date(2026, 11, 20))


def test_longest_document_is_kept(shelf, reviewer):
    document = make_document(
        title="é" * 150,
        slug="a" * 100,
        summary="é" * 200,
        reference="C" + "1" * 19,
        steps=(StepContent("USER", "é" * 200, "Do. " * 4_999, "é" * 200, "é" * 1000),),
        sources=(
            SourceContent("é" * 200, "é" * 300, f"https://example.org/{'a' * 480}", None, f"https://e.org/{'a' * 486}"),
        ),
    )

    put_live(
        document,
        Publication(
            by=None, why="é" * 300, review=Verification(by=reviewer, on=date(2026, 11, 20), verified_with="é" * 150)
        ),
    )

    assert document_of(Article.objects.with_parts().get()) == document


def test_fingerprint_of_the_file_is_remembered_until_another_comes(shelf):
    article = put_live(make_document(), Publication(by=None, imported="first"))
    edited = put_live(make_document(), Publication(by=None, article=article))

    assert edited.imported == "first"
    assert put_live(make_document(), Publication(by=None, article=article, imported="second")).imported == "second"


def test_withdrawn_article_comes_back_by_being_put_live(live):
    withdraw(article=live, by=None, why="Wrong", replacement=make_article())

    article = put_live(make_document(), Publication(by=None, article=live))

    assert (article.withdrawn_at, article.replacement, article.version) == (None, None, 3)
    assert article in Article.objects.live()
