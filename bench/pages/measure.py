"""One run on one database, in a process of its own: what a request costs the application, in CPU time of its thread."""

import gc
import io
import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.http import HttpRequest, HttpResponse
from django.urls import path

ARTICLE = "/articles/smartcard-authentication-failure/"
NOTHING = "/bench/nothing"  # goes through every middleware, asks nothing and says nothing


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _environ(address: str, etag: str) -> dict[str, Any]:
    """What gunicorn hands over for a browser behind a proxy."""
    known = {"HTTP_IF_NONE_MATCH": etag} if etag else {}
    return known | {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_USER_AGENT": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)",
        "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9",
        "HTTP_COOKIE": "role=it",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }


class Site:
    def __init__(self) -> None:
        from django.core.wsgi import get_wsgi_application

        self._application = get_wsgi_application()

    def answer(self, address: str, etag: str = "") -> tuple[str, dict[str, str]]:
        said: list[tuple[str, dict[str, str]]] = []

        def start(status: str, headers: Iterable[tuple[str, str]]) -> None:
            said.append((status[:3], dict(headers)))

        body = self._application(_environ(address, etag), start)
        for _ in body:
            pass
        body.close()
        return said[0]


def _least(work: Callable[[], object], *, times: int, rounds: int) -> float:
    """Milliseconds of one, in the round that was disturbed least."""
    found = []
    for _ in range(rounds):
        gc.collect()
        began = time.thread_time()
        for _ in range(times):
            work()
        found.append((time.thread_time() - began) / times)
    return round(min(found) * 1000, 4)


def _measured(times: int, rounds: int) -> dict[str, float]:
    from kb.browse.public import kept_pages

    site = Site()
    status, headers = site.answer(ARTICLE)
    etag = headers["ETag"]
    expected = [site.answer(NOTHING)[0], status, site.answer(ARTICLE, etag)[0]]
    if expected != ["200", "200", "304"]:
        raise SystemExit(f"The site does not answer as it should: {expected}")

    def fresh() -> None:
        kept_pages.forget()
        site.answer(ARTICLE)

    return {
        "a view that does nothing": _least(lambda: site.answer(NOTHING), times=times, rounds=rounds),
        "kept page": _least(lambda: site.answer(ARTICLE), times=times, rounds=rounds),
        "304": _least(lambda: site.answer(ARTICLE, etag), times=times, rounds=rounds),
        "fresh page": _least(fresh, times=max(times // 20, 1), rounds=rounds),
    }


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.search import loading
    from kb import urls

    urls.urlpatterns.append(path(NOTHING.lstrip("/"), _nothing))
    call_command("migrate", verbosity=0)
    loading.own_articles()
    connection.close()
    times, rounds = (int(number) for number in sys.argv[1:])
    print(json.dumps(_measured(times, rounds)))
    if connection.vendor == "postgresql":
        connection.close_pool()


if __name__ == "__main__":
    main()
