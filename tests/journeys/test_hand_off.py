"""The way out to the company that supplies a virtual smartcard: it is taken, it is counted, and nobody is followed."""

import json
from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.server import Server
from tests.journeys.watch import Watch

COMPANY = "https://isosec.co.uk"


def _counted(server: Server) -> int:
    """By all days and companies."""
    rows = json.loads(server.manage("dumpdata", "insight.HandOff", "--verbosity", "0"))
    return sum(row["fields"]["count"] for row in rows)


def test_way_out_leads_to_the_company_and_is_counted(live: Server, page_at: Callable[..., Page], watch: Watch) -> None:
    counted, asked = _counted(live), len(live.logged())
    page = page_at(1280)
    page.goto("/vendors/isosec/")

    # The browsers of the tests can reach nothing but this machine: that it tries is what there is to see.
    with page.expect_event("requestfailed", lambda request: request.url.startswith(COMPANY)) as failed:
        page.get_by_role("button", name="Go to the Isosec website").click()

    # Chromium goes on trying for as long as the page is open.
    page.close()

    assert failed.value.failure == "net::ERR_NAME_NOT_RESOLVED"
    assert failed.value.method == "GET"
    assert "referer" not in failed.value.headers
    came_from = failed.value.redirected_from
    assert came_from
    assert (came_from.method, came_from.url) == ("POST", f"{live.url}/vendors/isosec/leave/")
    assert live.statuses("/vendors/isosec/leave/", since=asked) == [303]
    assert _counted(live) == counted + 1
    assert [line for line in watch.console_errors if "Content Security Policy" in line] == []
    # Nothing but what the person asked for went out, and the browser says only that it did not arrive.
    assert {url.partition(": ")[2].rstrip("/") for url in watch.foreign_requests} == {COMPANY}
    watch.foreign_requests.clear()
    watch.console_errors.clear()
