"""After an upgrade that keeps the rows of the index in another form, the index is built anew by itself, once."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from kb.catalogue.actions import Publication, put_live, withdraw
from kb.search import upkeep
from kb.search.finder import find
from kb.search.index import rebuild as search
from kb.search.index import renewal as renewals
from kb.search.index.bm25 import FIRST_AVERAGES
from kb.search.index.rebuild import BROKEN_OFF_AFTER
from kb.search.index.renewal import LOOK_EVERY, Renewal, renewal_state
from kb.search.index.text import FORM
from kb.search.models import SearchMeta, SearchVector
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_document

SECOND = timedelta(seconds=1)


def upgraded() -> None:
    """As after an upgrade: the rows are those of the release before."""
    SearchMeta.objects.update(form=FORM - 1)
    SearchVector.objects.update(places=b"")


def go_to_the_end(renewal: Renewal, now) -> int:
    steps = 0
    while renewal.go_on(now):
        steps += 1
    return steps


@pytest.mark.django_db
class TestAlone:
    @pytest.fixture(autouse=True)
    def library(self, db, monkeypatch) -> None:
        monkeypatch.setattr(search, "BATCH", 1)
        self.articles = [make_article(slug=slug, title=f"Gemplus {slug}") for slug in ("one", "two", "three")]
        self.now = timezone.now()

    def test_index_of_this_release_is_left_alone(self):
        assert renewal_state(self.now) is None
        assert Renewal().go_on(self.now) is False
        assert SearchMeta.objects.get().generation == 1

    def test_rebuilt_index_is_of_this_release(self):
        upgraded()

        list(search.rebuild())

        assert (SearchMeta.objects.get().form, renewal_state(self.now)) == (FORM, None)

    def test_index_of_a_newer_release_is_left_alone(self):
        SearchMeta.objects.update(form=FORM + 1)

        assert Renewal().go_on(self.now) is False
        assert renewal_state(self.now) is None

    def test_site_without_any_article_has_nothing_to_build(self):
        SearchMeta.objects.all().delete()

        assert (Renewal().go_on(self.now), renewal_state(self.now)) == (False, None)

    def test_index_of_an_earlier_release_is_built_anew(self):
        upgraded()

        steps = go_to_the_end(Renewal(), self.now)

        meta = SearchMeta.objects.get()
        assert (meta.form, meta.generation, meta.building, meta.building_seen_at) == (FORM, 2, None, None)
        assert steps > len(self.articles)
        assert upkeep.findings() == []

    def test_each_step_writes_one_batch_at_most(self):
        upgraded()
        renewal, written = Renewal(), []

        while renewal.go_on(self.now):
            written.append(SearchVector.objects.filter(generation=2).count())

        assert max(after - before for before, after in itertools.pairwise(written)) == 1
        assert written[-1] == 3

    def test_how_far_it_is_can_be_told(self):
        upgraded()
        assert renewal_state(self.now) == renewals.RenewalState(is_running=False, done=0, total=3)
        renewal = Renewal()

        while renewal.go_on(self.now) and SearchVector.objects.filter(generation=2).count() < 2:
            pass

        assert renewal_state(self.now) == renewals.RenewalState(is_running=True, done=2, total=3)

    def test_publishing_between_two_steps_is_in_the_new_index(self):
        upgraded()
        renewal = Renewal()
        while SearchVector.objects.filter(generation=2).count() < 2:
            renewal.go_on(self.now)

        put_live(make_document(slug="four", title="Oberthur"), Publication(by=None))
        withdraw(article=self.articles[0], by=None, why="Wrong.")
        go_to_the_end(renewal, self.now)

        assert [find("oberthur").number, find("gemplus").number] == [1, 2]
        assert [finding for finding in upkeep.findings() if not finding.is_warning] == []

    def test_second_worker_leaves_it_to_the_first(self):
        upgraded()
        first, second = Renewal(), Renewal()
        while SearchMeta.objects.get().building is None:
            first.go_on(self.now)

        assert second.go_on(self.now) is False
        go_to_the_end(first, self.now)
        assert second.go_on(self.now + LOOK_EVERY) is False
        assert SearchMeta.objects.get().generation == 2

    def test_both_that_began_to_measure_build_once(self):
        upgraded()
        first, second = Renewal(), Renewal()
        first.go_on(self.now), second.go_on(self.now)

        go_to_the_end(first, self.now)
        go_to_the_end(second, self.now)

        assert SearchMeta.objects.get().form == FORM

    def test_one_that_was_broken_off_is_begun_again_after_a_while(self):
        upgraded()
        broken_off = Renewal()
        while SearchVector.objects.filter(generation=2).count() < 1:
            broken_off.go_on(self.now)
        later = timezone.now() + BROKEN_OFF_AFTER
        SearchMeta.objects.update(building_seen_at=timezone.now() - BROKEN_OFF_AFTER)
        assert renewal_state(later).is_running is False

        go_to_the_end(Renewal(), later)

        assert (SearchMeta.objects.get().generation, SearchMeta.objects.get().form) == (3, FORM)
        assert upkeep.findings() == []

    def test_one_that_was_overtaken_gives_up_without_a_word(self):
        upgraded()
        overtaken = Renewal()
        while SearchVector.objects.filter(generation=2).count() < 1:
            overtaken.go_on(self.now)

        list(search.rebuild(restart=True))

        assert overtaken.go_on(self.now) is False
        assert overtaken.go_on(self.now + LOOK_EVERY) is False
        assert upkeep.findings() == []

    def test_it_is_looked_for_once_a_minute(self, django_assert_num_queries):
        renewal = Renewal()
        with django_assert_num_queries(1):
            renewal.go_on(self.now)
        with django_assert_num_queries(0):
            renewal.go_on(self.now + LOOK_EVERY - SECOND)
        with django_assert_num_queries(1):
            renewal.go_on(self.now + LOOK_EVERY)

    def test_rebuild_by_hand_says_when_one_is_under_way(self):
        SearchMeta.objects.update(building=2, building_averages=FIRST_AVERAGES, building_seen_at=timezone.now())

        with pytest.raises(search.RebuildRunning):
            list(search.rebuild())


@pytest.mark.usefixtures("shared_database")
def test_of_many_workers_at_once_one_builds_it(monkeypatch):
    monkeypatch.setattr(search, "BATCH", 2)

    def alone(work):
        return on_own_connections(lambda _: work(), times=1, workers=1)[0]

    alone(lambda: [make_article(title=f"Gemplus {number}") for number in range(9)])
    alone(upgraded)

    on_own_connections(lambda _: go_to_the_end(Renewal(), timezone.now()), times=4, workers=4)

    meta = alone(SearchMeta.objects.get)
    assert (meta.form, meta.building) == (FORM, None)
    assert alone(upkeep.findings) == []
    assert alone(lambda: find("gemplus").number) == 9
