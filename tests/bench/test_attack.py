"""An attack goes to a site on this machine only, and ends."""

import pytest

from bench.attack import __main__ as runner
from bench.attack.people import Waits
from bench.attack.target import MOST_CLIENTS, MOST_SECONDS, Bounds, NotOurs, Target, Visitor

HERE = Target("127.0.0.1", 8000)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8123", "http://localhost:8123/", "http://[::1]:8123"])
def test_a_site_on_this_machine_may_be_attacked(url):
    assert Target.of(url).port == 8123


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://127.0.0.1",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org/",
        "http://0.0.0.0:8000",
        "http://10.0.0.1",
        "127.0.0.1:8000",
        "",
    ],
)
def test_no_other_is(url):
    with pytest.raises(NotOurs):
        Target.of(url)


@pytest.mark.parametrize(("clients", "seconds"), [(MOST_CLIENTS + 1, 1), (1, MOST_SECONDS + 1), (-1, 1), (1, 0)])
def test_nor_for_longer_or_with_more_than_its_bounds(clients, seconds):
    with pytest.raises(NotOurs):
        Bounds(clients, seconds)


def test_requests_end_with_their_number():
    bounds = Bounds(1, 1, requests=3)

    assert [bounds.spend() for _ in range(5)] == [True, True, True, False, False]


def test_the_runner_refuses_before_anything_is_started(monkeypatch):
    monkeypatch.setattr("sys.argv", ["bench.attack", "sign-in", "--url", "http://example.org"])

    with pytest.raises(SystemExit, match="only a site on this machine"):
        runner.main()


def test_a_visitor_keeps_what_cookies_it_is_given():
    visitor = Visitor(HERE)

    answer = visitor._read(b"HTTP/1.1 302 Found\r\nLocation: /a/\r\nSet-Cookie: one=1; Path=/\r\n\r\nbody")

    assert (answer.status, answer.header("location"), answer.body, visitor._cookies) == (
        302,
        "/a/",
        "body",
        {"one": "1"},
    )
    assert visitor._read(b"").status == 0


def test_who_was_not_answered_is_counted():
    assert Waits([0.1] * 19 + [60.0], failed=1).cells()[:3] == ["20", "1", "0.10"]
    assert Waits([0.1] * 39 + [60.0]).p95() < 4
    assert Waits([]).cells()[0] == "0"
