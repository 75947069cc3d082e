"""Asking the site as people do: from the box of home."""

from playwright.sync_api import Page


def find(page: Page, text: str) -> None:
    page.goto("/")
    page.get_by_label("Error code, or what is wrong").fill(text)
    page.get_by_role("button", name="Find a fix").click()
