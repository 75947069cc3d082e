"""Codes of the software around the smartcard, as they come: pasted with all that stands round them, or read out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.asking import find

PHONE = (375, 667)
MICROSOFT = (
    "Sign in Sorry, but we're having trouble signing you in. AADSTS50105: Your administrator has configured the "
    "application to block users unless they are specifically granted access. Request Id: "
    "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9 Correlation Id: 9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b "
    "Timestamp: 2026-11-30T07:58:12Z Message: AADSTS50105"
)
BROWSER = (
    "Your connection is not private Attackers might be trying to steal your information "
    "(for example, passwords, messages or credit cards). NET::ERR_CERT_AUTHORITY_INVALID Advanced Back to safety"
)
PRINTER = "Magicard 600 ERROR 6:2 Film Invalid press OK"


@pytest.mark.parametrize(
    ("pasted", "code"),
    [(MICROSOFT, "AADSTS50105"), (BROWSER, "ERR_CERT_AUTHORITY_INVALID"), (PRINTER, "Magicard 6:2")],
    ids=["Microsoft", "browser", "printer"],
)
def test_pasted_message_comes_to_the_page_of_its_code(
    page_at: Callable[..., Page], axe: Callable[[Page], None], pasted: str, code: str
) -> None:
    page = page_at(*PHONE)

    find(page, pasted)

    understood = page.get_by_role("region", name="What we made of your text")
    expect(understood.get_by_role("link", name=code, exact=True)).to_be_visible()
    assert "0b1c2d3e" not in page.url + page.content()
    axe(page)
    page.get_by_role("main").get_by_role("link", name=code, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    expect(page.locator("#first")).to_be_visible()
    axe(page)


@pytest.mark.parametrize(
    "said",
    [
        "zero x eight zero one zero zero zero two e",
        "oh x eight oh one oh oh oh two echo",
        "error 0 x 8 0 1 0 0 0 2 E",
        "minus 2146435026",
    ],
)
def test_windows_code_read_out_over_the_phone_comes_to_its_page(page_at: Callable[..., Page], said: str) -> None:
    page = page_at(1280)

    find(page, said)

    expect(page.get_by_role("main")).to_contain_text("0x8010002E")
    if page.url.split("?")[0].endswith("/search/"):
        page.get_by_role("main").get_by_role("link", name="0x8010002E", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("0x8010002E")
    expect(page.locator("#first")).to_be_visible()
