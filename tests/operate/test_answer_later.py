"""An answer that goes out a moment later keeps none of the few threads that answer."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from kb.lib.bodies import Bounded
from kb.lib.http import answer_later
from scripts.patience import LATER, MOST_LATER, PatientWorker, Visit

pytestmark = pytest.mark.either
THREADS = 400


def application(environ: dict[str, Any], start: Callable[..., None]) -> Iterable[bytes]:
    for seconds in environ["asked"]:
        environ[LATER](seconds)
    start("503 Service Unavailable", [])
    return [b"later"]


@pytest.fixture
def worker() -> PatientWorker:
    """With one thread that answers, and no sockets."""
    made = object.__new__(PatientWorker)
    made.visits, made.application = {}, Bounded(application)
    made.cfg = SimpleNamespace(threads=THREADS)
    made._answering = ThreadPoolExecutor(1)
    return made


def took(worker: PatientWorker, *asked: float, times: int = 1) -> float:
    environ = {"asked": asked, "wsgi.file_wrapper": None, "wsgi.input": BytesIO()}
    began = time.monotonic()
    with ThreadPoolExecutor(times) as clients:
        answers = list(clients.map(lambda _: worker._answer(environ, Visit(60)), range(times)))
    assert [answer.status for answer in answers] == ["503 Service Unavailable"] * times
    return time.monotonic() - began


def test_many_are_kept_at_once_though_one_thread_answers(worker):
    assert 0.3 <= took(worker, 0.3, times=8) < 8 * 0.3


def test_an_answer_of_which_nobody_said_so_goes_out_at_once(worker):
    assert took(worker) < MOST_LATER


def test_it_is_never_kept_for_long(worker):
    assert took(worker, 0.1, 60) < MOST_LATER + 5


def test_nor_where_many_clients_wait_already(worker):
    worker.visits = dict.fromkeys(range(THREADS // 2), Visit(60))

    assert took(worker, MOST_LATER, times=4) < MOST_LATER


def test_a_server_that_knows_nothing_of_it_answers_as_ever():
    request = RequestFactory().get("/")
    answer_later(request, 1)

    asked: list[float] = []
    request.META[LATER] = asked.append
    answer_later(request, 1)
    assert asked == [1]
