"""Of how many searches the shipped articles are said to have nothing: those about other things, and not ours."""

import csv
from collections.abc import Iterable, Iterator

import pytest
from django.utils import timezone

from bench.search import typos
from kb.search.answers.reading import answer_to
from kb.search.finder import find
from tests.conftest import FIXTURES

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.either]

SETS = FIXTURES.parent / "bench" / "search"
LEAST_OFF_TOPIC = 0.5
MOST_ON_TOPIC = 0.05
EVERY = 4  # all of them take most of a minute; `make bench` asks them all


def asked(name: str) -> Iterator[str]:
    with (SETS / name).open(encoding="utf-8", newline="") as rows:
        yield from (row["query"] for row in csv.DictReader(rows))


def share(texts: Iterable[str]) -> float:
    """As the page says it: a chosen answer stands alone."""
    now = timezone.now()
    said = [find(text, limit=1).nothing_fits and answer_to(text, at=now) is None for text in texts]
    return sum(said) / len(said)


def test_said_for_half_of_what_is_about_other_things():
    assert share(asked("off-topic.csv")) >= LEAST_OFF_TOPIC


@pytest.mark.parametrize("name", ["must-not-fail.csv", "spoken.csv"])
def test_hardly_ever_said_for_what_we_answer(name):
    assert share(list(asked(name))[::EVERY]) <= MOST_ON_TOPIC


def test_hardly_ever_said_for_our_own_words_with_mistakes():
    assert share([text for text, _, _ in typos.queries(14)][::EVERY]) <= MOST_ON_TOPIC


@pytest.mark.parametrize("text", ["400_645", "payroll says ERR5022", "0x80200004", "netflix error 4096"])
def test_never_said_beside_a_code(text):
    assert not find(text).nothing_fits
