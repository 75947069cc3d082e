"""What was sent, what was written, and a register of codes."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from kb.accounts.models import AuditEntry
from kb.catalogue import signals
from kb.catalogue.actions import Publication, put_live
from kb.catalogue.models import Article, Edition, Version
from tests.make import make_category, make_code, make_document

# A machine that does other things as well must not fail a test of what is true.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def changed() -> Iterator[list[Article]]:
    """Articles that the house was told have changed, in order."""
    told: list[Article] = []

    def hear(article: Article, **kwargs: object) -> None:
        told.append(article)

    signals.article_changed.connect(hear)
    yield told
    signals.article_changed.disconnect(hear)


def written() -> tuple[int, ...]:
    """What rises with every write of the catalogue, and stands still when nothing is written."""
    return (
        Edition.objects.current(),
        AuditEntry.objects.count(),
        Article.objects.count(),
        Version.objects.count(),
    )


@pytest.fixture(scope="module")
def _register_once(undone_with_the_module: None) -> None:
    make_code("ERR5022")
    make_code("400_645")
    make_code("400_xxx")
    make_code("500_xxx")
    make_code("PR20002")
    make_code("ERR1002", spellings=("Error 1002",))
    make_code("Error 1000", search_spellings=("ERR1000",))
    make_code("8015")
    make_code("ERR_CONNECTION_TIMED_OUT")
    make_code("0x80070005")


@pytest.fixture
def register(_register_once: None, db: None) -> None:
    """Codes such as the service has them: exact ones, families with a member, and other spellings."""


@pytest.fixture
def shelf(db: None) -> None:
    make_category("signing-in")


@pytest.fixture
def live(shelf: None) -> Article:
    make_code("ERR5022")
    return put_live(make_document(slug="card-not-read", codes=("ERR5022",)), Publication(by=None))
