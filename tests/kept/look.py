"""What a database says through its pages, as JSON: run as a process of its own, on the database of DATABASE_URL."""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable
from io import StringIO
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.browse.page import Page, words

PASSWORD = "a long pass phrase for tests"
QUERIES = (
    "ERR1002",
    "400_645",
    "error ten oh two",
    "card not read",
    "locked card",
    "forgotten pascode",
    "blank screen after sign in",
    "printer",
    "restart identity agent",
    "certificate expired",
    "ipad registration",
    "one thing more",
)


def visitor() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def _signed_in(username: str) -> Client:
    client = visitor()
    answer = client.post("/sign-in/", {"username": username, "password": PASSWORD})
    assert answer.status_code == 302, f"{username} cannot sign in"
    return client


def public_addresses() -> list[str]:
    places = Page.of(visitor().get("/sitemap.xml")).all("loc")
    return sorted("/" + place.text.split("/", 3)[3] for place in places)


def what_is_kept(address: str) -> dict[str, list[str]]:
    """What no change of templates should take from a page: its title, its steps, and where it leads."""
    page = Page.of(visitor().get(address))
    in_steps = [words(e.text) for e in page.all("p") if {"ol", "main"} <= set(e.inside)]
    said = dict.fromkeys([*page.texts("h1"), *page.steps, *page.folded_steps, *in_steps])
    return {
        "says": list(said),
        "leads_to": [link for link in _links(page) if link.startswith(("/articles/", "/codes/"))],
    }


def _links(page: Page) -> list[str]:
    found = (e.attributes.get("href", "").partition("?")[0] for e in page.all("a") if "main" in e.inside)
    return sorted(set(found))


def _shown(address: str) -> dict[str, Any]:
    answer = visitor().get(address)
    page = Page.of(answer)
    return {"status": answer.status_code, "main": page.main, "links": _links(page)}


def found(query: str) -> list[str]:
    """Where a code leads, or the articles of the first page of results, in their order."""
    answer = visitor().get("/search/", {"q": query})
    if answer.status_code != 200:
        return [answer["Location"]]
    headings = (e for e in Page.of(answer).all("a") if {"main", "li", "h2"} <= set(e.inside))
    return [e.attributes["href"].partition("?")[0] for e in headings]


def _drafts(client: Client) -> list[str]:
    """The home of an editor, and the page of each draft that it leads to."""
    home = Page.of(client.get("/edit/"))
    links = sorted({link for link in home.links if link.startswith("/edit/drafts/")})
    return [home.main, *(Page.of(client.get(link)).main for link in links)]


def _reports(client: Client) -> list[dict[str, Any]]:
    links = _links(Page.of(client.get("/desk/reports/")))
    shown = []
    for link in (link for link in links if re.fullmatch("/desk/reports/[0-9A-Z]+/", link)):
        page = Page.of(client.get(link))
        shots = [e.attributes["src"] for e in page.all("img") if "/screenshots/" in e.attributes["src"]]
        digests = [hashlib.sha256(client.get(shot).getvalue()).hexdigest() for shot in shots]
        shown.append({"main": page.main, "screenshots": digests})
    return shown


def tables() -> dict[str, list[list[str]]]:
    """Columns and constraints by table; in which order the columns stand is nobody's concern."""
    made = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = sorted(map(repr, connection.introspection.get_table_description(cursor, table)))
            constraints = connection.introspection.get_constraints(cursor, table).items()
            # SQLite's numbers of nameless ones follow the order of the columns.
            made[table] = [columns, sorted(name.strip("_0123456789") + repr(facts) for name, facts in constraints)]
    return made


def editions() -> dict[str, Any]:
    """Of the versions, in the order of their keys, and that of today."""
    version, edition = apps.get_model("catalogue", "Version"), apps.get_model("catalogue", "Edition")
    kept = version.objects.order_by("pk").values_list("edition", flat=True)
    return {"versions": list(kept), "today": edition.objects.get().number}


def codes() -> dict[str, Any]:
    """What each code means, the family it is said to be one of, and whether a file may still follow it."""
    from kb.catalogue.reading import code_entry

    rows = apps.get_model("catalogue", "ErrorCode").objects.whole()
    entries = {row: code_entry(row) for row in rows}
    return {
        entry.code: {
            "means": [[meaning.words, meaning.where] for meaning in entry.meanings],
            "written": list(entry.texts),
            "family": entry.family,
            "is_changed_here": row.imported != entry.fingerprint,
        }
        for row, entry in entries.items()
    }


def articles() -> list[dict[str, Any]]:
    """Each with what was remembered of its file, the names of its steps, and its latest version as it is kept."""
    rows = apps.get_model("catalogue", "Article").objects.order_by("number")
    return [
        {
            "reference": row.reference,
            "imported": row.imported,
            "steps": list(row.steps.order_by("position").values_list("name", flat=True)),
            "document": row.versions.get(number=row.version).document,
        }
        for row in rows
    ]


def look(addresses: Iterable[str]) -> dict[str, Any]:
    call_command("search_rebuild", stdout=StringIO())  # as the change log tells whoever upgrades
    index = StringIO()
    call_command("search_check", stdout=index)
    return {
        "health": visitor().get("/healthz").json(),
        "index": index.getvalue(),
        "articles": articles(),
        "tables": tables(),
        "editions": editions(),
        "codes": codes(),
        "public": {address: _shown(address) for address in addresses},
        "found": {query: found(query) for query in QUERIES},
        "drafts": _drafts(_signed_in("editor")),
        "reports": _reports(_signed_in("help_desk")),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "kb.settings"
    django.setup()
    json.dump(look(json.load(sys.stdin)), sys.stdout)
