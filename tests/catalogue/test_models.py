"""What the database itself refuses, and what a row says of itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.catalogue.models import (
    Article,
    ArticleCode,
    ArticleService,
    Category,
    Cause,
    CodeKey,
    Edition,
    Erasure,
    ErrorCode,
    Image,
    Meaning,
    OldSlug,
    Service,
    Shortcut,
    Snippet,
    Source,
    StartAnswer,
    StartQuestion,
    Step,
    StoppedStep,
    Symptom,
    Vendor,
    Version,
)
from kb.catalogue.models.version import NeverChanged
from kb.media.models import Blob
from tests.make import make_article, make_code, make_question, make_service, make_snippet, make_vendor

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def _article_once(undone_with_the_module) -> None:
    make_vendor("isosec")
    found = make_article(slug="card-not-read", reference="C18", services=("identity-agent",), codes=("ERR5022",))
    Cause.objects.create(article=found, position=1, text="a")
    Source.objects.create(article=found, position=1, name="a")
    OldSlug.objects.create(article=found, slug="old")
    Shortcut.objects.create(article=found, label="a")
    make_question("first", {"article": "card-not-read"}, is_first=True)
    CodeKey.objects.create(code=ErrorCode.objects.get(), text="E1", normal="E1", folded="E1")
    make_snippet("checks")
    by = User.objects.create(username="dee", name="Dee", role=Role.HELP_DESK)
    StoppedStep.objects.create(article=found, step=found.steps.get().name, reason="a", by=by)


@pytest.fixture
def article(_article_once, db) -> Article:
    """One of everything: an article with all its parts."""
    return Article.objects.get()


def another(article: Article, **changes) -> Article:
    """The same row again, but for what must differ, and the changes."""
    values = {field.attname: getattr(article, field.attname) for field in Article._meta.concrete_fields}
    return Article(**values | {"id": None, "number": 99, "slug": "another", "reference": None} | changes)


ARTICLE = {
    "article_confidence_known": {"confidence": "CERTAIN"},
    "article_acts_known": {"acts": "SOMEBODY"},
    "article_reader_known": {"reader": "NURSE"},
    "article_place_known": {"place": "0"},
    "article_reviewed_by_and_on_together": {"reviewed_on": date(2026, 11, 20)},
    "article_verified_was_reviewed": {"confidence": "VERIFIED"},
    "article_counts_from_one": {"version": 0},
}


@pytest.mark.parametrize("constraint", ARTICLE)
def test_bad_article_is_refused_by_its_constraint(constraint, article):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        another(article, **ARTICLE[constraint]).save()


def test_article_with_a_replacement_must_be_withdrawn(article):
    with pytest.raises(IntegrityError, match="article_replaced_is_withdrawn"), transaction.atomic():
        another(article, replacement_id=article.pk).save()


def test_reviewer_without_a_day_is_refused(article, reviewer):
    with pytest.raises(IntegrityError, match="article_reviewed_by_and_on_together"), transaction.atomic():
        another(article, reviewed_by_id=reviewer.pk).save()


def test_article_counts_its_number_from_one(article):
    with pytest.raises(IntegrityError, match="article_counts_from_one"), transaction.atomic():
        another(article, number=0).save()


@pytest.mark.parametrize("name", ["number", "slug", "reference"])
def test_number_slug_and_reference_belong_to_one_article(name, article):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        another(article, **{name: getattr(article, name)}).save()


def meaning(**facts) -> Meaning:
    """A second one of the only code, but for what must differ."""
    return Meaning(**{"code": ErrorCode.objects.get(), "position": 2, "key": "windows", "words": "a", **facts})


def answer(**facts) -> StartAnswer:
    """A third one of the only question."""
    return StartAnswer(**{"question": StartQuestion.objects.get(), "position": 3, "text": "a", **facts})


PARTS = {
    "source_position_once": lambda a: Source(article=a, position=1, name="a"),
    "symptom_position_once": lambda a: Symptom(article=a, position=1, kind="SIGN", text="a"),
    "symptom_kind_known": lambda a: Symptom(article=a, position=9, kind="HUNCH", text="a"),
    "cause_position_once": lambda a: Cause(article=a, position=1, text="a"),
    "step_position_once": lambda a: Step(article=a, position=1, audience="USER", title="a"),
    "step_name_once": lambda a: Step(article=a, position=9, audience="USER", title="a", name=a.steps.get().name),
    "step_audience_known": lambda a: Step(article=a, position=9, audience="NURSE", title="a"),
    "step_has_words_or_snippet": lambda a: Step(article=a, position=9, audience="USER", body="a"),
    "step_stopped_once": lambda a: StoppedStep(article=a, step=a.steps.get().name, reason="a", by=User.objects.get()),
    "stopped_step_has_reason": lambda a: StoppedStep(article=a, step="bcdfghjk", reason="", by=User.objects.get()),
    "version_number_once": lambda a: Version(article=a, number=1, edition=99, document={}, at=NOON),
    "article_names_service_once": lambda a: ArticleService(article=a, service=Service.objects.get(), position=9),
    "article_names_code_once": lambda a: ArticleCode(article=a, code=ErrorCode.objects.get(), position=9),
    "snippet_kind_known": lambda a: Snippet(slug="a", title="a", kind="PICTURE", body="a"),
    "error_code_kind_known": lambda a: ErrorCode(display="A1", normal="A1", kind="SORT"),
    "error_code_has_key": lambda a: ErrorCode(display="A1", normal=""),
    "error_code_of_family_is_exact": lambda a: ErrorCode(
        display="40x", normal="40X", kind="FAMILY", family=ErrorCode.objects.get()
    ),
    "code_key_has_key": lambda a: CodeKey(code=ErrorCode.objects.get(), text="A1", normal="", folded="A1"),
    "article_answers_the_meaning_it_names": lambda a: ArticleCode(
        article=a, code=make_code("E9"), answers=False, meaning=Meaning.objects.first(), position=9
    ),
    "meaning_position_once": lambda a: meaning(position=1),
    "meaning_key_once": lambda a: meaning(key="main"),
    "meaning_has_key": lambda a: meaning(key=""),
    "meaning_has_words": lambda a: meaning(words=""),
    "meaning_is_one_of_five": lambda a: meaning(position=6),
    "meaning_acts_known": lambda a: meaning(acts="NURSE"),
    "meaning_confidence_known": lambda a: meaning(confidence="HUNCH"),
    "image_has_alt_text": lambda a: Image(
        blob=Blob.objects.create(name="a", content=b"a", size=1, sha256="a" * 64), alt=""
    ),
    "shortcut_leads_to_one_thing": lambda a: Shortcut(label="b", article=a, question=StartQuestion.objects.get()),
    "start_answer_position_once": lambda a: answer(position=1, page="notices"),
    "start_answer_page_known": lambda a: answer(page="admin"),
    "start_answer_leads_to_one_thing": lambda a: answer(page="notices", article=a),
    "one_edition": lambda a: Edition(id=2),
    "erasure_kind_known": lambda a: Erasure(token="a", kind="OTHER", length=4),
    "erasure_of_words_or_image": lambda a: Erasure(token="a", kind="PASSAGE", length=0),
}


@pytest.mark.parametrize("constraint", PARTS)
def test_bad_row_is_refused_by_its_constraint(constraint, article):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        PARTS[constraint](article).save(force_insert=True)

    # SQLite names the columns of a unique constraint, PostgreSQL its name.
    columns = constraint.replace("_once", "").replace("_names", "").split("_")
    assert constraint in str(refused.value) or all(column in str(refused.value) for column in columns)


def test_step_with_a_snippet_and_words_is_refused(article):
    step = Step(article=article, position=9, audience="USER", title="a", snippet=Snippet.objects.get())

    with pytest.raises(IntegrityError, match="step_has_words_or_snippet"), transaction.atomic():
        step.save()


def test_one_question_of_start_is_the_first(article):
    with pytest.raises(IntegrityError, match=r"start_has_one_first_question|startquestion\.is_first"):
        StartQuestion.objects.create(slug="b", title="b", is_first=True)


def test_every_named_constraint_is_tested_here():
    named = {
        constraint.name
        for model in apps.get_app_config("catalogue").get_models()
        for constraint in model._meta.constraints
    }

    assert named == set(ARTICLE) | set(PARTS) | {"article_replaced_is_withdrawn", "start_has_one_first_question"}


UNIQUE = {
    "service slug": lambda: Service(slug="identity-agent", name="a", summary="a"),
    "category slug": lambda: Category(slug="signing-in", name="a", summary="a"),
    "vendor slug": lambda: Vendor(slug="isosec", name="a", summary="a", product="a"),
    "snippet slug": lambda: Snippet(slug="checks", title="a", body="a"),
    "old slug": lambda: OldSlug(slug="old", article=Article.objects.get()),
    "label": lambda: Shortcut(label="a", article=Article.objects.get()),
    "edition": lambda: Version(
        article=Article.objects.get(), number=2, edition=Version.objects.get().edition, document={}, at=NOON
    ),
    "code": lambda: ErrorCode(display="ERR 5022", normal="ERR5022"),
    "spelling": lambda: CodeKey(code=ErrorCode.objects.get(), text="E 1", normal="E1", folded="E1"),
}


@pytest.mark.parametrize("what", UNIQUE)
def test_key_belongs_to_one_row(what, article):
    with pytest.raises(IntegrityError), transaction.atomic():
        UNIQUE[what]().save()


def test_version_is_never_changed_nor_removed(article):
    version = Version.objects.get()
    version.why = "Other"

    for attempt in (
        version.save,
        version.delete,
        Version.objects.all().delete,
        lambda: Version.objects.update(why="Other"),
        lambda: Version.objects.bulk_update([version], ["why"]),
    ):
        with pytest.raises(NeverChanged, match="never changed or removed"):
            attempt()
    assert Version.objects.get().why == ""


def test_new_version_cannot_take_the_place_of_an_old_one(article):
    old = Version.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Version(pk=old.pk, article=article, number=2, edition=99, document={}, at=NOON).save()

    assert Version.objects.get().number == 1


def test_article_and_what_it_stands_on_cannot_be_deleted(article):
    for row in (article, article.category, Service.objects.get(), ErrorCode.objects.get()):
        with pytest.raises(ProtectedError):
            row.delete()


def test_article_is_known_by_its_number():
    assert Article(number=18).label == "KB0018"
    assert Article(number=12345).label == "KB12345"
    assert str(Article(number=18, title="Card not read")) == "KB0018 Card not read"


def test_article_is_live_until_it_is_withdrawn_or_expires():
    moment = timedelta(microseconds=1)

    assert Article().is_live(NOON)
    assert not Article(withdrawn_at=NOON).is_live(NOON)
    assert Article(expires_at=NOON + moment).is_live(NOON)
    assert not Article(expires_at=NOON).is_live(NOON)


def test_article_answers_its_codes_and_not_those_it_mentions(article):
    mentioned = make_code("PR20002")
    ArticleCode.objects.create(article=article, code=mentioned, answers=False, position=9)
    found = Article.objects.with_parts().get()

    assert found.answers(ErrorCode.objects.get(normal="ERR5022"))
    assert not found.answers(mentioned)


def test_code_says_its_address():
    assert ErrorCode(display="Error 1000").address_form == "Error-1000"
    assert ErrorCode(display="400_xxx").get_absolute_url() == "/codes/400_xxx/"
    assert ErrorCode(display="A/B?1").get_absolute_url() == "/codes/A/B%3F1/"


def test_code_is_a_key_of_its_own_kind():
    assert ErrorCode(pk=1, display="400_xxx", kind="EXACT").key_of("400_xxx").family is None
    assert ErrorCode(pk=1, display="400_xxx", kind="FAMILY").key_of("400_xxx").family
    with pytest.raises(ValueError, match="is no family"):
        ErrorCode(pk=1, kind="FAMILY").key_of("ERR5022")


def test_rows_say_what_they_are(article):
    service = make_service("identity-agent", name="Identity Agent")

    assert [str(row) for row in (service, Snippet.objects.get(), ErrorCode.objects.get(), Version.objects.get())] == [
        "Identity Agent",
        "Checks",
        "ERR5022",
        "version 1",
    ]
