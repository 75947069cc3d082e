"""What a page weighs, and how many requests it takes, as the browser counts them."""

import time

from playwright.sync_api import Page


class Scale:
    """What went over the wire for a page, headers included."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, float] = {}
        self._under_way: dict[str, str] = {}
        self._page = page
        self._session = page.context.new_cdp_session(page)
        self._session.on("Network.requestWillBeSent", self._on_sent)
        self._session.on("Network.loadingFinished", self._on_finished)
        self._session.send("Network.enable")

    def begin(self) -> None:
        """As in a browser that has kept nothing."""
        self._session.send("Network.clearBrowserCache")
        # The one lets go of what the page before has in memory.
        for is_disabled in (True, False):
            self._session.send("Network.setCacheDisabled", {"cacheDisabled": is_disabled})
        self.bytes.clear()
        self._under_way.clear()

    def wait(self) -> None:
        """Until all that was asked for is there."""
        deadline = time.monotonic() + 10
        while self._under_way:
            assert time.monotonic() < deadline, self._under_way
            self._page.wait_for_timeout(20)

    def _on_sent(self, event: dict) -> None:
        # What a page says afterwards, by POST, outlives it: of such a request no browser tells when it is at its end.
        if event["request"]["method"] == "GET":
            self._under_way[event["requestId"]] = event["request"]["url"]

    def _on_finished(self, event: dict) -> None:
        address = self._under_way.pop(event["requestId"], None)
        if address:
            self.bytes[address] = event["encodedDataLength"]
