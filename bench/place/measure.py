"""One run on one database, in a process of its own: 10,000 organisations, and what choosing one takes."""

import io
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import django

ARTICLE = "/articles/smartcard-authentication-failure/"
FIRST = (  # noqa: SIM905 - in lines
    "Abbey Ashfield Barn Beacon Birch Bridge Brook Castle Cedar Chapel Church Clifton Coast Cross Dale Elm Fairfield "
    "Ferry Forest Garden Grange Green Grove Harbour Hawthorn High Highfield Hill Hollow Holly Lake Lime Manor Market "
    "Meadow Mill Moor North Oak Orchard Park Priory River Rowan Spring Station Stone Valley Village West Willow Wood"
).split()
LAST = ("Surgery", "Medical Centre", "Health Centre", "Practice", "Pharmacy", "Dental Care", "Hospital", "Partnership")
AT_95, HALF = 0.95, 0.5


class Browser:
    """Hands requests to the application as gunicorn would, in one thread."""

    def __init__(self) -> None:
        from django.core.wsgi import get_wsgi_application

        self._application = get_wsgi_application()

    def ask(self, address: str, *, place: str = "", etag: str = "", sends: str = "") -> tuple[str, dict[str, str]]:
        said: list[tuple[str, dict[str, str]]] = []
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST" if sends else "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(sends)),
            "wsgi.input": io.BytesIO(sends.encode()),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
        environ |= {"HTTP_COOKIE": f"place={place}"} if place else {}
        environ |= {"HTTP_IF_NONE_MATCH": etag} if etag else {}

        def start(status: str, headers: Iterable[tuple[str, str]]) -> None:
            said.append((status[:3], dict(headers)))

        body = self._application(environ, start)
        for _ in body:
            pass
        body.close()
        return said[0]


def _contacts(number: int, chance: random.Random) -> list[Any]:
    """Invented: most have both desks, some one, some none; numbers of the range that is kept for stories."""
    from kb.contacts.document import ContactContent

    code, name = f"{chance.choice('ABCDEFGHJKLMNP')}{80000 + number}", f"{chance.choice(FIRST)} {chance.choice(FIRST)}"
    name = f"{name} {chance.choice(LAST)} {number}"
    found = []
    for kind in ("IT", "RA"):
        if chance.random() < (0.9 if kind == "IT" else 0.7):
            given = {"phone": f"01632 960{chance.randrange(1000):03}"}
            given |= {
                "hours": chance.choice(["Mon-Fri 08:00-18:00", "Mon-Fri 09:00-17:00; Sat 09:00-12:00", "24 hours"])
            }
            given |= {"out_of_hours_phone": f"01632 960{chance.randrange(1000):03}"} if chance.random() < HALF else {}
            given |= {"email": f"desk{number}@example.org"} if chance.random() < HALF else {}
            said = {"kind": kind, "organisation": name, "ods_code": code} | given
            found.append(ContactContent.from_dict(said))
    return found or [code, name]


def _fill(number: int) -> list[tuple[str, str]]:
    """By the actions that a table of contacts and a page call."""
    from kb.contacts.document import OrganisationContent
    from kb.contacts.files.actions import bring_in
    from kb.contacts.files.rules import Outcome, PlannedRow
    from kb.contacts.models import Organisation
    from kb.contacts.organisations.actions import save_organisation

    chance, plan = random.Random(16), []  # noqa: S311 - the same each time
    for one in range(number):
        made = _contacts(one, chance)
        if isinstance(made[0], str):
            save_organisation(content=OrganisationContent(code=made[0], name=made[1]), by=None)
        else:
            plan += [PlannedRow(0, "", Outcome.CREATED, content) for content in made]
    bring_in(plan=plan, by=None)
    return list(Organisation.objects.values_list("code", "name"))


def _times(work: Sequence[Callable[[], object]]) -> dict[str, float]:
    wall, cpu = [], []
    for one in work:
        began, began_cpu = time.perf_counter(), time.thread_time()
        one()
        wall.append(time.perf_counter() - began)
        cpu.append(time.thread_time() - began_cpu)
    at = int(len(work) * AT_95)
    return {
        "wall p50": sorted(wall)[len(work) // 2] * 1000,
        "wall p95": sorted(wall)[at] * 1000,
        "CPU p50": sorted(cpu)[len(work) // 2] * 1000,
        "CPU p95": sorted(cpu)[at] * 1000,
    }


def _measured(places: list[tuple[str, str]], times: int) -> dict[str, Any]:
    from kb.browse.public import kept_pages

    browser, chance = Browser(), random.Random(7)  # noqa: S311 - the same each time
    some = [chance.choice(places) for _ in range(times)]
    words = [chance.choice([name.split()[0], name.split()[1][:4], name, code, code[:3]]) for code, name in some]
    typed = [text.replace(" ", "+") for text in words]
    browser.ask(ARTICLE)
    found: dict[str, Any] = {
        "suggestions": _times([lambda t=t: browser.ask(f"/place/suggestions/?q={t}") for t in typed]),
        "finding": _times([lambda t=t: browser.ask(f"/place/?organisation={t}") for t in typed]),
        "choosing": _times([lambda c=c: browser.ask("/place/", sends=f"code={c}") for c, _ in some]),
        "?at=": _times([lambda c=c: browser.ask(f"{ARTICLE}?at={c}") for c, _ in some]),
    }
    kept_pages.forget()
    found["article, no place"] = _times([lambda: browser.ask(ARTICLE)] * times)
    browser.ask(ARTICLE)
    found["article of a place"] = _times([lambda c=c: browser.ask(ARTICLE, place=c) for c, _ in some])
    found["the same again"] = _times([lambda c=c: browser.ask(ARTICLE, place=c) for c, _ in some])
    tags = [(code, browser.ask(ARTICLE, place=code)[1]["ETag"]) for code, _ in some]
    found["304 of a place"] = _times([lambda c=c, t=t: browser.ask(ARTICLE, place=c, etag=t) for c, t in tags])
    wrong = [code for code, tag in tags if browser.ask(ARTICLE, place=code, etag=tag)[0] != "304"]
    bodies = {
        "places": len({code for code, _ in some}),
        "bodies kept of one article": len(kept_pages),
        "no 304": len(wrong),
    }
    return {"times": found, "bodies": bodies}


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.search import loading

    number, times = (int(one) for one in sys.argv[1:])
    call_command("migrate", verbosity=0)
    loading.own_articles()
    places = _fill(number)
    connection.close()
    print(json.dumps(_measured(places, times) | {"organisations": len(places)}))
    if connection.vendor == "postgresql":
        connection.close_pool()


if __name__ == "__main__":
    main()
