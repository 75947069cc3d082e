"""The first view of each kind of page on a phone, with nothing kept: what it weighs, how many requests it takes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.kinds import FURNISHED
from tests.journeys.server import Server

MOST_BYTES, MOST_REQUESTS = 60_000, 9


class Scale:
    """What went over the wire for a page, headers included, as the browser counted it."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, float] = {}
        self._addresses: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._on_sent)
        session.on("Network.loadingFinished", self._on_finished)
        session.send("Network.enable")

    def _on_sent(self, event: dict) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _on_finished(self, event: dict) -> None:
        self.bytes[self._addresses[event["requestId"]]] = event["encodedDataLength"]


@pytest.mark.parametrize("address", FURNISHED.values(), ids=FURNISHED)
def test_first_view_is_light(furnished: Server, page_at: Callable[..., Page], address: str) -> None:
    page = page_at(375, 667, base_url=furnished.url)
    scale = Scale(page)

    page.goto(address, wait_until="networkidle")

    assert sum(scale.bytes.values()) <= MOST_BYTES, scale.bytes
    assert len(scale.bytes) <= MOST_REQUESTS, scale.bytes
