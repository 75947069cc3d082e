"""Publishing, searching and rebuilding at the same time, each on a connection of its own."""

import pytest

from kb.catalogue.actions import Publication, put_live, withdraw
from kb.catalogue.models import Article
from kb.search import upkeep
from kb.search.finder import find
from kb.search.index import rebuild as search
from kb.search.synonyms import SynonymEntry, save_synonym
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_category, make_document
from tests.search.state import found, index_rows

pytestmark = pytest.mark.usefixtures("shared_database")


def alone(work):
    """Ask the shared database once, on a connection that knows nothing of the others."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


def errors() -> list[str]:
    return [finding.message for finding in upkeep.findings() if not finding.is_warning]


def test_published_article_is_found_by_the_next_search_of_another_connection():
    alone(make_category)

    for number in range(3):
        alone(lambda number=number: put_live(make_document(slug=f"gemplus-{number}"), Publication(by=None)))
        alone(lambda number=number: put_live(make_document(title=f"Gemplus lamp{number}"), Publication(by=None)))
        assert alone(lambda number=number: find(f"lamp{number}").number) == 1


def test_withdrawn_article_is_found_by_no_search_after_it():
    article = alone(lambda: make_article(title="Gemplus", codes=("ERR5022",)))

    alone(lambda: withdraw(article=article, by=None, why="Wrong."))

    assert alone(lambda: find("gemplus ERR5022").number) == 0


def test_very_first_articles_come_together():
    alone(make_category)

    on_own_connections(lambda number: put_live(make_document(title=f"Gemplus {number}"), Publication(by=None)), times=8)

    assert alone(lambda: find("gemplus").number) == 8
    assert alone(errors) == []


def test_same_words_are_counted_whoever_writes_them():
    """Each article shares its words with the others, in another order: who waited in a circle would fail."""
    alone(make_category)
    words = ["gemplus", "oberthur", "idemia", "reader", "lamp", "card", "chip", "driver"]

    def publish(number: int) -> None:
        turned = words[number % 8 :] + words[: number % 8]
        put_live(make_document(title=" ".join(turned), background=" ".join(reversed(turned))), Publication(by=None))

    on_own_connections(publish, times=16)

    assert alone(errors) == []
    assert alone(lambda: find("idemia driver").number) == 16


def test_one_article_changed_by_many_is_indexed_as_its_last_version():
    article = alone(lambda: make_article(slug="card", title="Gemplus"))

    def change(number: int) -> None:
        put_live(make_document(slug="card", title=f"Oberthur lamp{number}"), Publication(by=None, article=article))

    on_own_connections(change, times=12)

    assert alone(errors) == []
    assert alone(lambda: find("gemplus").number) == 0
    title = alone(lambda: Article.objects.get().title)
    assert alone(lambda: found(find(title.split()[1]))) == ["card"]


def test_publishing_searching_and_rebuilding_go_on_at_once(monkeypatch):
    monkeypatch.setattr(search, "BATCH", 2)
    articles = alone(lambda: [make_article(title=f"Gemplus lamp{number}") for number in range(8)])

    def work(number: int) -> int:
        kind = number % 4
        if kind == 0:
            try:
                list(search.rebuild())
            except search.RebuildRunning:
                return 0
        elif kind == 1:
            return len(find("gemplus lamp ERR5022").hits)
        elif kind == 2:
            put_live(make_document(title=f"Gemplus new{number}"), Publication(by=None))
        elif number % 8 == 3:
            withdraw(article=articles[number // 8], by=None, why="Wrong.")
        else:
            save_synonym(entry=SynonymEntry("lamp", f"light {number}"), by=None)
        return -1

    done = on_own_connections(work, times=32)

    assert min(done[1::4]) > 0  # the library was never empty
    assert alone(errors) == []
    grown = alone(index_rows)
    assert set(grown["vectors"]) == alone(lambda: set(Article.objects.live().values_list("pk", flat=True)))


def test_two_rebuilds_at_once_are_one():
    alone(lambda: [make_article(title=f"Gemplus {number}") for number in range(4)])

    def rebuild(_: int) -> bool:
        try:
            list(search.rebuild())
        except search.RebuildRunning:
            return False
        return True

    done = on_own_connections(rebuild, times=4)

    assert any(done)
    assert alone(upkeep.findings) == []
    assert alone(lambda: find("gemplus").number) == 4
