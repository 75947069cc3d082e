"""What programs put on the clipboard, and what the editor makes of it."""

import html
import random
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "static"
PASTED = HERE / "pasted"
PROGRAMS = sorted(file.stem for file in PASTED.glob("*.html"))

_PAGE = """<!doctype html><script data-pasted="/pasted.js" data-words="/pasted-words.js" data-tables="/pasted-tables.js"
  data-markdown="/as-markdown.js" data-turndown="/vendor/turndown/turndown.js"></script>"""
_CONVERT = """async (all) => {
  const { fromHtml } = await import("/pasted.js");
  return all.map((html) => {
    try { return fromHtml(html); } catch (error) { return { text: "", kinds: [], left: {}, error: error.name }; }
  });
}"""


def clip(program: str) -> str:
    return (PASTED / f"{program}.html").read_text(encoding="utf-8")


def becomes(program: str) -> str:
    return (PASTED / f"{program}.md").read_text(encoding="utf-8").rstrip("\n")


def _serve(route: Route) -> None:
    path = route.request.url.partition("//kb.test/")[2]
    if path:
        route.fulfill(body=(STATIC / path).read_text(encoding="utf-8"), content_type="text/javascript")
    else:
        route.fulfill(body=_PAGE, content_type="text/html")


def converter(browser: Browser) -> Callable[..., list[dict[str, object]]]:
    """The modules of the editor that read HTML, in a page of their own without a server."""
    page: Page = browser.new_context().new_page()
    page.route("**/*", _serve)
    page.goto("https://kb.test/")
    return lambda *texts: page.evaluate(_CONVERT, list(texts))


# --- Any text ---------------------------------------------------------------------------------------------------------

_WORDS = [
    *("card", "*x*", "_y_", "NHS*", "*.nhs.uk", "[*.]local", "400_645", "ERR5022", "Note:", "(see)", "“red”", "2*3"),
    *("#1", "a|b", "x.", "file.exe", ".exe", "it’s", "[a]", "a/b", "AT&T", "<b>", "5%", "...", "é", "日本", "__init__"),
    *("'*'", "*a b*", "don't", "~~x~~", "!", "GET /a_b?c=*", "one", "two", "three"),
]
_PATHS = [r"C:\_install\*NHS*\[x86]", r"\\srv\ra", r"%TEMP%\x", r"DOMAIN\user", "https://a.nhs.uk/_x_y*"]
_HREFS = ["a_b", "c(d)", "x*y*", "?utm_source=1&amp;q=2"]
_WAYS = [
    *("{0}", "{0}", "<b>{0}</b>", "<i>{0}</i>", "<b>{0} <i>{0}</i></b>", '<span style="font-weight:700">{0}</span>'),
    *(f'<a href="https://www.nhs.uk/{href}">{{0}}</a>' for href in _HREFS),
]


class Made:
    """HTML made by lot, and the words that a reader must find."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.html, self.words = self._block()

    def _inline(self) -> tuple[str, str]:
        pieces, words = [], []
        path = self.lot.randrange(9)  # one folder at most: kb/lib/markdown/typed.py takes two for one with spaces
        for place in range(self.lot.randint(1, 4)):
            said = " ".join(self.lot.choices(_WORDS, k=self.lot.randint(1, 3)))
            said = self.lot.choice(_PATHS) if place == path else said
            way = self.lot.choice(_WAYS)
            pieces.append(way.format(html.escape(said)))
            words += [said] * way.count("{0}")
        return " ".join(pieces), " ".join(words)

    def _block(self) -> tuple[str, str]:
        name, inner, number = self.lot.choice([("p", "", 1), ("h2", "", 1), ("ul", "li", 3), ("ol", "li", 2)])
        said = [self._inline() for _ in range(number)]
        pieces = [f"<{inner}>{piece}</{inner}>" if inner else piece for piece, _ in said]
        if self.lot.randrange(5) == 0:
            cell, words = said[0]
            rows = f"<tr><td>A</td><td>{cell}</td></tr><tr><td>{cell}</td><td>B</td></tr>"
            return f"<table>{rows}</table>", f"A {words} {words} B"
        return f"<{name}>{''.join(pieces)}</{name}>", " ".join(words for _, words in said)


def shown(page: str) -> str:
    """The words of a page without its spaces."""
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", page)))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
