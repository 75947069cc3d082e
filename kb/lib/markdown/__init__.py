"""Markdown to safe HTML and to plain text: the only place where a text becomes markup."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt, rules_block
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from kb.lib.markdown import named, typed
from kb.lib.markdown import plain as plain_text
from kb.lib.markdown.words import CLASS, WordLinks
from kb.lib.text import storable

SCHEMES = {"http", "https", "mailto", "tel"}
ATTRIBUTES = {
    "a": {"href", "title", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "div": {"role", "aria-label", "tabindex"},
}
VALUES = {"div": {"data-module": {"nhsuk-code", "nhsuk-scroll"}}, "th": {"scope": {"col"}}}
CLASSES = {
    "ul": {"nhsuk-list", "nhsuk-list--bullet"},
    "ol": {"nhsuk-list", "nhsuk-list--number"},
    "table": {"nhsuk-table"},
    "thead": {"nhsuk-table__head"},
    "tbody": {"nhsuk-table__body"},
    "tr": {"nhsuk-table__row"},
    "th": {"nhsuk-table__header", "nhsuk-table__header--numeric"},
    "td": {"nhsuk-table__cell", "nhsuk-table__cell--numeric"},
    "div": {"nhsuk-code", "nhsuk-scroll", "nhsuk-scroll__content"},
    "pre": {"nhsuk-code__container"},
    "code": {"nhsuk-code__content", "nhsuk-code--inline"},
    "img": {"kb-picture"},
    "a": {CLASS},
}
TAGS = CLASSES.keys() | {"p", "li", "strong", "em", "a", "blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "br"}

_CLASS_OF = {
    "bullet_list_open": "nhsuk-list nhsuk-list--bullet",
    "ordered_list_open": "nhsuk-list nhsuk-list--number",
    "thead_open": "nhsuk-table__head",
    "tbody_open": "nhsuk-table__body",
    "tr_open": "nhsuk-table__row",
    "th_open": "nhsuk-table__header",
    "td_open": "nhsuk-table__cell",
    "code_inline": "nhsuk-code--inline",
}
_DEEPEST_LEVEL = 8  # a quote is one level, a list is two; deeper marks stay as text
_MOST_TABLE_TOKENS = 100_000

# A picture of this site and no other. Its size is part of its name, so that nothing moves when it comes.
_PICTURE_NAME = r"[0-9a-f]{32}-(?P<width>[0-9]{1,4})x(?P<height>[0-9]{1,4})\.(?:png|jpg)"
_PICTURE = re.compile(rf"!\[(?P<alt>[^\[\]\n]{{1,300}})\]\(/images/(?P<name>{_PICTURE_NAME})\)")
_PICTURE_ADDRESS = re.compile(rf"/images/{_PICTURE_NAME}")

type _Rule = Callable[[StateBlock, int, int, bool], bool]


class _Renderer(RendererHTML):
    # A wide table or a long line scrolls inside a box of its own, so that the page never scrolls sideways on a phone.
    # The box takes the focus without JavaScript; the design system's script frees it where nothing overflows.
    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return (
            '<div class="nhsuk-scroll" data-module="nhsuk-scroll">'
            '<div class="nhsuk-scroll__content" role="group" aria-label="Table" tabindex="0">\n'
            '<table class="nhsuk-table">\n'
        )

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table>\n</div></div>\n"

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        code = f'<code class="nhsuk-code__content">{escapeHtml(tokens[idx].content)}</code>'
        return (
            f'<div class="nhsuk-code" data-module="nhsuk-code"><pre class="nhsuk-code__container">{code}</pre></div>\n'
        )

    fence = code_block

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        size = _PICTURE_ADDRESS.fullmatch(str(tokens[idx].attrs["src"]))
        box = f' width="{size["width"]}" height="{size["height"]}"' if size else ""
        attributes = f'src="{escapeHtml(str(tokens[idx].attrs["src"]))}" alt="{escapeHtml(tokens[idx].content)}"'
        return f'<img class="kb-picture" {attributes}{box} loading="lazy">'


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own name for it
        """Only an address of a known scheme or the name of one, or a path of this site; a refused link stays as the
        text it is."""
        scheme, colon, _ = re.split("[/?#]", url, maxsplit=1)[0].partition(":")
        return scheme.lower() in {*SCHEMES, named.SCHEME} if colon else not url.startswith("//")


def _shallow(rule: _Rule) -> _Rule:
    """The parser drops what is nested too deep. Here its marks become text before that, so no word is lost."""

    def guarded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < _DEEPEST_LEVEL and rule(state, start, end, silent)

    return guarded


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A few characters can ask for 65,000 empty cells, and a text for many such tables. Past a limit, rows are text."""
    spent = state.env.get("table_tokens", 0)
    if spent > _MOST_TABLE_TOKENS:
        return False
    before = len(state.tokens)
    found = rules_block.table(state, start, end, silent)
    state.env["table_tokens"] = spent + len(state.tokens) - before
    return found


def _picture(state: StateInline, silent: bool) -> bool:
    match = _PICTURE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs = {"src": f"/images/{match['name']}"}
        token.content = match["alt"]
    state.pos = match.end()
    return True


def _parser() -> _Parser:
    parser = _Parser("commonmark", {"html": False}, renderer_cls=_Renderer)
    # Without "reference": a pasted log line "[ERROR]: text" must not vanish as a definition, and one long address
    # must not be repeated by thousands of short links.
    parser.disable(["html_block", "html_inline", "reference"])
    parser.inline.ruler.at("image", _picture)
    typed.take_as_typed(parser)
    ruler = parser.block.ruler
    ruler.at("blockquote", _shallow(rules_block.blockquote), {"alt": ["paragraph", "blockquote", "list"]})
    ruler.at("list", _shallow(rules_block.list_block), {"alt": ["paragraph", "blockquote"]})
    ruler.at("table", _table, {"alt": ["paragraph"]})
    parser.enable("table")
    # The first use builds tables of rules, and a second thread could see them half built.
    parser.render("ready")
    return parser


_PARSER = _parser()


def _tokens(text: str) -> tuple[list[Token], dict[str, Any]]:
    env: dict[str, Any] = {}
    # A lone surrogate cannot be written as UTF-8; the cleaner would raise.
    return _PARSER.parse(storable(text, "\ufffd"), env), env


def _shown_tokens(text: str) -> tuple[list[Token], dict[str, Any]]:
    """With what this site has set in place of the names of settings."""
    found, env = _tokens(text)
    named.settle(found, settings.NAMED_ADDRESSES)
    return found, env


def _dress(token: Token, headings_from: int) -> None:
    """Add the classes of the design system, and take out the inline style of an aligned cell."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(6, int(token.tag[1]) + headings_from - 1)}"
    if name := _CLASS_OF.get(token.type):
        is_numeric = token.attrs.pop("style", "") == "text-align:right"
        token.attrSet("class", f"{name} {name}--numeric" if is_numeric else name)
    if token.type == "th_open":
        token.attrSet("scope", "col")
    for child in token.children or ():
        _dress(child, headings_from)


def _only_own_pictures(tag: str, attribute: str, value: str) -> str | None:
    return value if (tag, attribute) != ("img", "src") or _PICTURE_ADDRESS.fullmatch(value) else None


def pictures_in(text: str) -> list[str]:
    """The names of the pictures that a text shows, also where a reader sees the mark and no picture."""
    return [match["name"] for match in _PICTURE.finditer(text)]


def picture_marks_in(text: str) -> list[tuple[str, str]]:
    """The same, each with what it is said to show."""
    return [(match["name"], match["alt"]) for match in _PICTURE.finditer(text)]


def picture_mark(name: str, alt: str) -> str:
    """How a text shows the picture."""
    plain = " ".join(re.sub(r"[\[\]]", " ", alt).split())
    return f"![{plain}](/images/{name})"


# Made once: it takes several times as long to make as to clean a step.
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    tag_attribute_values=VALUES,
    allowed_classes=CLASSES,
    attribute_filter=_only_own_pictures,
    url_schemes=SCHEMES,
    link_rel=None,
)


def to_html(text: str, *, headings_from: int = 3, words: WordLinks | None = None) -> SafeString:
    """The text as HTML of the design system; its `#` becomes h3, or the level asked for (2 to 6).

    What `words` explain leads there where it is first used.
    """
    return _html(*_shown_tokens(text), headings_from, words) if text else SafeString()


def _html(tokens: list[Token], env: dict[str, Any], headings_from: int, words: WordLinks | None) -> SafeString:
    if words:
        words.mark(tokens)
    for token in tokens:
        _dress(token, headings_from)
    clean = _CLEANER.clean(_PARSER.renderer.render(tokens, _PARSER.options, env))
    return mark_safe(clean)  # noqa: S308 - cleaned by nh3 in the line above


def to_html_and_text(text: str, *, headings_from: int = 3, words: WordLinks | None = None) -> tuple[SafeString, str]:
    """What `to_html` and `to_text` give, parsed once: of both, that takes longest."""
    tokens, env = _shown_tokens(text)
    as_text = plain_text.from_tokens(tokens)
    return _html(tokens, env, headings_from, words), as_text


def tokens(text: str) -> list[Token]:
    """The parsed text, for who reads it rather than shows it."""
    return _tokens(text)[0]


def words_in_italics(text: str) -> list[str]:
    """Single words that a star or an underscore before and after them turns into italics: perhaps these belong to the
    word, as in the name of a file."""
    found = []
    for block in _tokens(text)[0]:
        inline = block.children or []
        for place, token in enumerate(inline[:-2]):
            if token.type == "em_open" and inline[place + 2].type == "em_close":
                found.append(f"{token.markup}{inline[place + 1].content}{token.markup}")
    return [word for word in found if len(word.split()) == 1]


def escapes(text: str) -> list[str]:
    """Each sign that is shown without the backslash before it, with the backslash."""
    return list(_tokens(text)[1].get("escapes", ()))


def to_text(text: str) -> str:
    """The words without the marks: for copying into a message, and for a page's description."""
    return plain_text.from_tokens(_shown_tokens(text)[0])


def to_kept_text(text: str) -> str:
    """The same on every site, whatever it has set: for what is kept, as the index is. The words of each link stay."""
    return plain_text.from_tokens(_tokens(text)[0])


def to_inline(text: str, *, words: WordLinks | None = None) -> SafeString:
    """One line of text: `code`, emphasis and links, and no paragraph around them."""
    html = to_html(text, words=words)
    only = html.removeprefix("<p>").removesuffix("</p>\n").removesuffix("</p>")
    return mark_safe(only) if "<p>" not in only else html  # noqa: S308 - part of what to_html has cleaned
