"""The database goes away while people read and write: what they are shown can be read, heard and sent again."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.database_proxy import DatabaseProxy, MovedFile, Way, database_of
from tests.journeys.conftest import KNOWN_DESKS, unused_port
from tests.journeys.server import Server, wait_until
from tests.journeys.test_report import REFERENCE, fill, send
from tests.journeys.watch import Watch

ARTICLE = "/articles/smartcard-authentication-failure/"
TOLD = "It says that the card is not read, on every computer of the ward."


class Site(NamedTuple):
    server: Server
    away: DatabaseProxy | MovedFile


@pytest.fixture
def site(prepare: Callable[[Server], None], tmp_path: Path) -> Iterator[Site]:
    """One process, so that what one request found out is known to the next."""
    server = Server(tmp_path, unused_port())
    server.env |= KNOWN_DESKS | {"GUNICORN_CMD_ARGS": "--workers 1", "WORKER_BESIDE": "false"}
    try:
        prepare(server)
        with database_of(server) as away:
            server.start()
            yield Site(server, away)
    finally:
        server.clear_away()


def test_page_read_lately_is_there_and_says_how_old_it_is(
    site: Site, page_at: Callable[..., Page], in_order: Callable[[Page], None], watch: Watch
) -> None:
    page = page_at(1280, base_url=site.server.url)
    page.goto(ARTICLE)
    heading = page.locator("h1").inner_text()
    site.away.bar(Way.REFUSED)

    page.goto(ARTICLE)

    line = page.get_by_role("region", name="How old this page is")
    expect(line).to_contain_text("This page is shown as it was at")
    expect(page.locator("h1")).to_have_text(heading)
    in_order(page)
    watch.forgive(503)


def test_page_that_nobody_read_and_the_form_for_reports_lead_to_the_phone(
    site: Site, page_at: Callable[..., Page], in_order: Callable[[Page], None], watch: Watch
) -> None:
    page = page_at(1280, base_url=site.server.url)
    site.away.bar(Way.REFUSED)

    for address, heading in (
        ("/codes/", "This page cannot be shown at the moment"),
        ("/report/", "No report can be taken at the moment"),
    ):
        page.goto(address)

        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.locator("main a[href^='tel:0163296044']").first).to_be_visible()  # by day or by night
        in_order(page)
    watch.forgive(503)


def test_report_that_was_sent_meanwhile_is_sent_from_the_page_that_says_so(
    site: Site, page_at: Callable[..., Page], in_order: Callable[[Page], None], watch: Watch
) -> None:
    page = page_at(1280, base_url=site.server.url)
    page.goto("/report/")
    fill(page, TOLD)
    site.away.bar(Way.REFUSED)
    send(page)

    again = page.get_by_role("button", name="Try to send it again")
    expect(again).to_be_visible()
    expect(page.get_by_label("What went wrong")).to_have_value(TOLD)
    in_order(page)

    site.away.open()
    wait_until(lambda: site.server._is_healthy("/readyz"), site.server.output.read_text)
    again.click()
    page.get_by_role("button", name=re.compile("^None of these helped")).click()
    expect(page).to_have_url(REFERENCE)
    watch.forgive(503)
