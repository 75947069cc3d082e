"""Several people stop the same step in the same moment."""

import pytest

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.catalogue.actions import AlreadyStopped, stop_step
from kb.catalogue.models import Article, StoppedStep
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article

pytestmark = pytest.mark.usefixtures("shared_database")


def _prepared(_: int) -> tuple[Article, str, User]:
    by = add_person(username="dee", name="Dee", role=Role.HELP_DESK, password="violet ferry 27 anchors")
    article = make_article()
    return article, article.steps.get().name, by


def test_one_of_them_stops_it_and_the_others_are_told():
    article, step, by = on_own_connections(_prepared, times=1, workers=1)[0]

    def stop(_: int) -> bool:
        try:
            return bool(stop_step(article=article, step=step, reason="It is wrong.", by=by))
        except AlreadyStopped:
            return False

    assert sorted(on_own_connections(stop, times=4)) == [False, False, False, True]
    assert on_own_connections(lambda _: StoppedStep.objects.count(), times=1, workers=1) == [1]
