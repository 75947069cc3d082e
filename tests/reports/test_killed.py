"""`kill -9` of the web process and of the worker, at each point: nothing is lost, and nothing is claimed in vain."""

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import unused_port
from tests.killed.person import Person
from tests.killed.points import MAIL, MAY_BE_TWICE, Point
from tests.killed.site import DESK, Site, UnsavedText, site

pytestmark = pytest.mark.databases

EACH = 8


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("killed"), unused_port()) as made:
        yield made


@pytest.fixture(scope="module")
def person(live: Site) -> Person:
    return Person(live.server.url)


@pytest.fixture(scope="module")
def aside(live: Site) -> Iterator[UnsavedText]:
    with live.aside() as process:
        yield process


@pytest.fixture(autouse=True)
def _all_live_again(live: Site) -> Iterator[None]:
    yield
    live.all_live()


def send(person: Person, told: str) -> list[str]:
    """The references that were shown; nothing where no answer came."""
    return [person.send(f"{told}, report {number}").reference for number in range(EACH)]


def test_report_is_stored_before_its_reference_is_shown(live: Site, aside: UnsavedText, person: Person):
    shown = send(person, "Nobody was killed")
    aside.work()

    stored = aside.stored()
    assert set(shown) == stored.references("Nobody was killed")
    assert [each["state"] for each in stored.deliveries_of(set(shown))] == ["SENT"] * EACH
    assert live.mails.receivers[-EACH:] == [DESK] * EACH


@pytest.mark.parametrize("point", [Point.INSERTED, Point.BEFORE_COMMIT])
def test_web_process_that_dies_before_the_commit_leaves_nothing_and_claims_nothing(
    live: Site, aside: UnsavedText, person: Person, point: Point
):
    live.die_at(point)
    shown = send(person, f"Killed {point}")

    stored = aside.stored()
    assert shown == [""] * EACH
    assert [where for where, _ in live.deaths()] == [point] * EACH
    assert stored.references(f"Killed {point}") == set()
    assert stored.deliveries_of({reference for _, reference in live.deaths()}) == []


def test_report_of_a_web_process_that_dies_after_the_commit_is_stored_and_sent_once(
    live: Site, aside: UnsavedText, person: Person
):
    live.die_at(Point.COMMITTED)
    shown = send(person, "Killed after commit")
    died_over = {reference for _, reference in live.deaths()}
    live.all_live()
    aside.work()

    stored = aside.stored()
    deliveries = stored.deliveries_of(died_over)
    assert shown == [""] * EACH
    assert stored.references("Killed after commit") == died_over
    assert [each["state"] for each in deliveries] == ["SENT"] * EACH
    assert [live.taken()[each["message_id"]] for each in deliveries] == [1] * EACH


@pytest.mark.parametrize("point", MAIL)
def test_mail_of_a_worker_that_dies_is_sent_by_the_next_under_the_same_message_id(
    live: Site, aside: UnsavedText, person: Person, point: Point
):
    shown = set(send(person, f"Worker killed {point}"))
    live.die_at(point)
    aside.work()
    died_over = {message_id for _, message_id in live.deaths()}
    claimed = aside.stored(later=True).deliveries_of(shown)
    live.all_live()
    aside.work()

    deliveries = aside.stored().deliveries_of(shown)
    times = [live.taken()[each["message_id"]] for each in deliveries]
    assert [each["state"] for each in claimed] == ["CLAIMED"] * EACH
    # So many urgent ones within minutes are told of in a mail before them, which somebody died over too.
    surges = {each["message_id"] for each in aside.stored().deliveries if each["purpose"] == "urgent reports"}
    assert died_over - surges == {each["message_id"] for each in deliveries}
    assert [(each["state"], each["attempts"]) for each in deliveries] == [("SENT", ["LOST", "SENT"])] * EACH
    assert times == [2 if point in MAY_BE_TWICE else 1] * EACH
