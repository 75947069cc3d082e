"""`search_check` finds every kind of disagreement between index and articles, and says what to do."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from kb.catalogue import signals
from kb.catalogue.actions import withdraw
from kb.catalogue.models import Article
from kb.search import upkeep
from kb.search.index import rebuild as search
from kb.search.models import SearchDeletion, SearchMeta, SearchPosting, SearchTerm, SearchVector, SearchWord
from tests.make import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def library(db) -> None:
    make_article(slug="one", title="Gemplus card", codes=("ERR5022",))
    make_article(slug="two", title="Oberthur card")
    list(search.rebuild())


def errors() -> list[str]:
    return [finding.message for finding in upkeep.findings() if not finding.is_warning]


def warnings() -> list[str]:
    return [finding.message for finding in upkeep.findings() if finding.is_warning]


def said() -> str:
    out = StringIO()
    call_command("search_check", stdout=out)
    return out.getvalue()


def test_index_that_is_right_is_right():
    assert upkeep.findings() == []
    assert said() == "The search index is right.\n"


def test_library_without_an_article_has_nothing_to_check():
    for article in Article.objects.all():
        withdraw(article=article, by=None, why="Wrong.")
    assert upkeep.findings() == []

    SearchMeta.objects.all().delete()
    assert upkeep.findings() == []


def test_missing_index_is_found():
    SearchMeta.objects.all().delete()

    assert errors() == ["There is no index yet."]


def _lose_vector() -> None:
    SearchVector.objects.filter(article__slug="one").delete()


def _edit_behind_its_back() -> None:
    Article.objects.filter(slug="one").update(title="Another")


def _withdraw_behind_its_back() -> None:
    Article.objects.filter(slug="one").update(withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_lose_vector, "Not in the index: KB0001."),
        (_edit_behind_its_back, "Indexed with another text than they have now: KB0001."),
        (_withdraw_behind_its_back, "Still in the index, though withdrawn: KB0001."),
        (_lose_vector, "There are codes of articles that are not indexed: KB0001."),
        (_lose_vector, "There are postings of articles that are not indexed: KB0001."),
        (
            lambda: SearchTerm.objects.filter(term="gemplus").update(frequency=2),
            "Terms whose frequency does not add up: gemplus.",
        ),
        (
            lambda: SearchPosting.objects.filter(term__term="gemplus").delete(),
            "Terms whose frequency does not add up: gemplus.",
        ),
        (
            lambda: SearchWord.objects.filter(word="card").update(count=F("count") + 1),
            "Words whose count does not add up: card.",
        ),
        (
            lambda: SearchWord.objects.filter(word="gemplus").update(term_id=10**6),
            "Words without their term: gemplus.",
        ),
        (
            lambda: SearchDeletion.objects.filter(key="gemplu").delete(),
            "Words whose spelling keys are not theirs: gemplus.",
        ),
        (
            lambda: SearchWord.objects.filter(word="gemplus").delete(),
            "Words whose spelling keys are not theirs: a word that is gone.",
        ),
    ],
)
def test_damage_is_named(damage, message):
    damage()

    assert message in errors()


def test_command_names_each_finding_in_a_line_and_fails():
    _edit_behind_its_back()
    out = StringIO()

    with pytest.raises(CommandError, match="search_rebuild"):
        call_command("search_check", stdout=out)

    assert out.getvalue() == "error: Indexed with another text than they have now: KB0001.\n"


def test_rebuild_mends_it():
    SearchTerm.objects.update(frequency=9)
    SearchWord.objects.filter(word="card").delete()
    assert errors()

    list(search.rebuild())

    assert upkeep.findings() == []


def test_many_are_named_by_the_first_few():
    for _ in range(8):
        make_article()
    SearchVector.objects.all().delete()

    (message,) = [message for message in errors() if message.startswith("Not in the index")]
    assert message.endswith("KB0005 and 5 more.")


def test_expired_article_is_a_warning():
    Article.objects.filter(slug="one").update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert errors() == []
    assert warnings()[0] == "Still in the index, though expired: KB0001."
    assert said().endswith("The index is right. To do away with warnings: manage.py search_rebuild\n")


@pytest.mark.parametrize(("factor", "is_drift"), [(1.15, False), (1.25, True), (0.85, False), (0.75, True)])
def test_drift_of_a_fifth_is_a_warning(factor, is_drift):
    meta = SearchMeta.objects.get()
    meta.averages["title"] = round(search.measured_averages()["title"] / factor, 3)
    meta.save()

    assert errors() == []
    assert any("words of title on average" in message for message in warnings()) == is_drift


def test_rebuild_that_was_broken_off_is_a_warning():
    steps = search.rebuild()
    search.BATCH, batch = 1, search.BATCH
    try:
        next(steps)
    finally:
        search.BATCH = batch
    steps.close()

    assert errors() == []
    assert warnings() == ["A rebuild is under way, or was broken off."]


def test_rows_of_an_old_generation_are_a_warning():
    SearchTerm.objects.create(generation=99, term="old")

    assert warnings() == ["There are rows of a generation that is not searched any more."]


def test_what_is_being_written_while_it_looks_is_no_finding(monkeypatch):
    looks = iter([[upkeep.IndexFault("x"), upkeep.IndexFault("y")], [upkeep.IndexFault("y")]])
    monkeypatch.setattr(upkeep, "_look", lambda: next(looks))

    assert upkeep.findings() == [upkeep.IndexFault("y")]


def test_it_writes_nothing():
    heard: list[object] = []
    signals.article_changed.connect(lambda **facts: heard.append(facts), weak=False, dispatch_uid="test")
    before = list(SearchMeta.objects.values())

    upkeep.findings()
    signals.article_changed.disconnect(dispatch_uid="test")

    assert heard == []
    assert list(SearchMeta.objects.values()) == before
