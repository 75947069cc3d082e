"""What a page does behind a person's back: errors on the console, requests to other sites, barriers axe can see."""

import re
from functools import cache
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request

from scripts.stylesheets import BUILT, DESIGN_SYSTEM

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    # Fetching the style sheets anew is for a rule that is not among these.
    "preload": {"assets": ["media"]},
}
AXE_IS_THERE = "typeof axe === 'object'"
VIOLATIONS = "(rules) => axe.run(rules).then((found) => found.violations)"
# With scripts off, what stands in noscript is read as elements.
SCRIPTS_ARE_OFF = """() => {
    const probe = document.createElement("div");
    probe.innerHTML = "<noscript><i></i></noscript>";
    return probe.querySelector("i") !== null;
}"""
CLASSES = "() => [...new Set([...document.querySelectorAll('[class]')].flatMap((element) => [...element.classList]))]"
# Part of the page itself, not of another site.
INLINE = ("data:", "blob:", "about:")


class Watch:
    """Collects from every page it is told to watch."""

    def __init__(self) -> None:
        self.console_errors: list[str] = []
        self.foreign_requests: list[str] = []

    def over(self, page: Page, *, home: str) -> None:
        def on_console(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.console_errors.append(f"{page.url}: {message.text}")

        def on_request(request: Request) -> None:
            if request.url != home and not request.url.startswith((f"{home}/", *INLINE)):
                self.foreign_requests.append(f"{page.url}: {request.url}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: self.console_errors.append(f"{page.url}: {error}"))
        page.on("request", on_request)

    def assert_nothing(self) -> None:
        """Tells of what there is once: a watch may go on to a next test."""
        seen = [*self.foreign_requests, *self.console_errors]
        self.foreign_requests.clear()
        self.console_errors.clear()
        assert seen == []

    def forgive(self, *statuses: int) -> None:
        """Of every answer that is no success the browser says that it is none."""
        codes = [f"status of {status} " for status in statuses]
        self.console_errors = [line for line in self.console_errors if not any(code in line for code in codes)]


@cache
def _classes_in(sheet: Path) -> set[str]:
    return set(re.findall(r"\.(nhsuk-[\w-]+)", sheet.read_text(encoding="utf-8")))


def without_rules(page: Page) -> list[str]:
    """Classes that a template or a script gave to the page, whose rules were left out of our sheet by mistake."""
    left_out = (_classes_in(DESIGN_SYSTEM) - _classes_in(BUILT / "public.css")) & set(page.evaluate(CLASSES))
    return [f"{page.url}: {name} has no rules; see scripts/stylesheets.py" for name in sorted(left_out)]


def violations(page: Page) -> list[str]:
    """One line for each rule that is broken: which, where, and what axe advises; then for each class without rules."""
    assert not page.evaluate(SCRIPTS_ARE_OFF), "axe is a script: on a page with scripts off it would wait for ever"
    if not page.evaluate(AXE_IS_THERE):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(VIOLATIONS, RULES)
    return without_rules(page) + [
        f"{page.url}: {rule['id']} at {', '.join(str(node['target'][0]) for node in rule['nodes'])}: {rule['help']}"
        for rule in found
    ]
