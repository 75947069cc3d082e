"""A new generation is built beside the one that is searched, while publishing goes on."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kb.catalogue import actions
from kb.search import upkeep
from kb.search.finder import find
from kb.search.index import rebuild as search
from kb.search.index.bm25 import FIELDS, FIRST_AVERAGES
from kb.search.models import (
    SearchCode,
    SearchDeletion,
    SearchMeta,
    SearchOutline,
    SearchPosting,
    SearchTerm,
    SearchVector,
    SearchWord,
)
from kb.search.query import ranking
from tests.make import make_article, make_document
from tests.search.state import found, index_rows

pytestmark = pytest.mark.django_db
BY_GENERATION = (SearchTerm, SearchWord, SearchDeletion, SearchCode, SearchVector, SearchOutline)


def rebuild(**facts) -> None:
    list(search.rebuild(**facts))


def _measured(averages):
    yield None
    return averages


def test_first_article_is_indexed_with_the_first_averages():
    make_article(slug="one", title="Gemplus")

    meta = SearchMeta.objects.get()
    assert (meta.generation, meta.building, meta.averages) == (1, None, FIRST_AVERAGES)
    assert found(find("gemplus")) == ["one"]


def test_rebuild_of_nothing_does_no_harm():
    rebuild()

    assert find("gemplus").hits == ()
    assert SearchMeta.objects.get().averages == FIRST_AVERAGES


def test_index_of_before_a_field_was_added_is_built_anew():
    make_article(title="One two three four")
    SearchVector.objects.update(lengths={"title": 4, "symptoms": 2, "body": 7})
    SearchMeta.objects.update(averages={"title": 4.0, "symptoms": 2.0, "body": 7.0})

    assert all(finding.is_warning for finding in upkeep.findings())
    assert found(find("three four"))
    rebuild()

    assert set(SearchMeta.objects.get().averages) == set(FIELDS)
    assert all(set(vector.lengths) == set(FIELDS) for vector in SearchVector.objects.all())


def test_rebuild_measures_the_averages():
    make_article(title="One two three", slug="x")
    make_article(title="One two three four five", slug="y")

    rebuild()

    assert SearchMeta.objects.get().averages["title"] == 4


def test_rebuild_leaves_one_generation_behind():
    make_article(title="Gemplus", codes=("ERR5022",))
    before = index_rows()
    postings = SearchPosting.objects.count()

    rebuild()

    meta = SearchMeta.objects.get()
    assert (meta.generation, meta.building, meta.building_averages) == (2, None, None)
    for model in BY_GENERATION:
        assert set(model.objects.values_list("generation", flat=True)) == {2}
    assert SearchPosting.objects.count() == postings
    assert index_rows()["terms"] == before["terms"]


def test_searching_uses_the_old_one_until_the_switch(monkeypatch):
    monkeypatch.setattr(search, "BATCH", 1)
    for slug in ("one", "two"):
        make_article(slug=slug, title="Gemplus")
    steps = search.rebuild()

    next(steps)

    assert SearchMeta.objects.get().building == 2
    assert found(find("gemplus")) == ["one", "two"]
    list(steps)
    assert found(find("gemplus")) == ["one", "two"]


def test_rows_that_were_left_behind_are_swept_away():
    make_article(title="Gemplus")
    SearchTerm.objects.create(generation=99, term="old")

    rebuild()

    assert set(SearchTerm.objects.values_list("generation", flat=True)) == {2}


class TestMeanwhile:
    """One article is written into the new generation; then something happens; then the rebuild goes on."""

    @pytest.fixture(autouse=True)
    def begun(self, db, monkeypatch) -> None:
        monkeypatch.setattr(search, "BATCH", 1)
        self.articles = [make_article(slug=slug, title=f"Gemplus {slug}") for slug in ("one", "two", "three")]
        averages = SearchMeta.objects.get().averages
        monkeypatch.setattr(search, "_measuring", lambda: _measured(averages))
        self.steps = search.rebuild()
        next(self.steps)

    def ends_like_a_fresh_build(self) -> None:
        list(self.steps)
        after = index_rows()
        rebuild()
        assert index_rows() == after

    def test_new_article_is_in_both(self):
        make_article(slug="four", title="Oberthur")

        assert found(find("oberthur")) == ["four"]
        self.ends_like_a_fresh_build()
        assert found(find("oberthur")) == ["four"]

    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_changed_article_is_as_it_is_now(self, number):
        slug = self.articles[number].slug
        actions.put_live(
            make_document(slug=slug, title="Oberthur"), actions.Publication(by=None, article=self.articles[number])
        )

        assert found(find("oberthur")) == [slug]
        self.ends_like_a_fresh_build()
        assert found(find("oberthur")) == [slug]
        assert slug not in found(find("gemplus"))

    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_withdrawn_article_is_in_neither(self, number):
        actions.withdraw(article=self.articles[number], by=None, why="Wrong.")

        self.ends_like_a_fresh_build()
        assert self.articles[number].slug not in found(find("gemplus"))

    def test_second_rebuild_is_refused(self):
        with pytest.raises(search.RebuildRunning):
            rebuild()

        self.ends_like_a_fresh_build()

    def test_broken_off_rebuild_is_begun_again(self):
        self.steps.close()

        rebuild(restart=True)

        assert SearchMeta.objects.get().building is None
        for model in BY_GENERATION:
            assert set(model.objects.values_list("generation", flat=True)) <= {3}
        assert len(found(find("gemplus"))) == 3

    def test_rebuild_that_was_thought_to_be_broken_off_stops(self):
        restarted = search.rebuild(restart=True)
        next(restarted)

        with pytest.raises(search.RebuildRunning):
            next(self.steps)

        list(restarted)
        assert [finding for finding in upkeep.findings() if not finding.is_warning] == []

    def test_rebuild_that_was_overtaken_does_not_switch(self):
        next(self.steps)
        next(self.steps)  # everything is written
        rebuild(restart=True)

        with pytest.raises(search.RebuildRunning):
            next(self.steps)

        assert [finding for finding in upkeep.findings() if not finding.is_warning] == []


class TestCommand:
    def run(self, **options) -> str:
        out = StringIO()
        call_command("search_rebuild", stdout=out, **options)
        return out.getvalue()

    def test_says_how_many(self):
        make_article()

        assert self.run() == "Indexed 1 articles.\n"

    def test_says_what_to_do_when_one_is_under_way(self):
        make_article()
        SearchMeta.objects.update(building=2, building_averages=FIRST_AVERAGES, building_seen_at=timezone.now())

        with pytest.raises(CommandError, match="with --restart"):
            self.run()

        assert self.run(restart=True) == "Indexed 1 articles.\n"

    def test_begins_again_what_shows_no_life_any_more(self):
        make_article()
        SearchMeta.objects.update(
            building=2, building_averages=FIRST_AVERAGES, building_seen_at=timezone.now() - search.BROKEN_OFF_AFTER
        )

        assert self.run() == "Indexed 1 articles.\n"


def test_search_that_a_switch_overtakes_begins_again(monkeypatch):
    make_article(slug="one", title="Gemplus", codes=("ERR5022",))
    recognise, overtaken = ranking.recognise, []

    def overtake(query, *, generation):
        if not overtaken:
            overtaken.append(generation)
            rebuild()
        return recognise(query, generation=generation)

    monkeypatch.setattr(ranking, "recognise", overtake)

    assert found(find("gemplus ERR5022")) == ["one"]
    assert overtaken == [1]
