"""A page as it is heard: the tree that a browser gives to a screen reader, written as lines that can be read aloud."""

import re
from collections.abc import Iterator

import yaml
from playwright.sync_api import Page

# Said in one line with the words around them.
INLINE = {"text", "link", "strong", "emphasis", "code", "mark"}
# Their content is a sentence, or holds lists and paragraphs.
BLOCKS = {"paragraph", "listitem", "term", "definition", "blockquote", "figure"}
_MARKS = {"listitem": "* ", "definition": "= "}
_NODE = re.compile(r'(?P<role>[\w/]+)(?: "(?P<name>.*)")?(?P<states>(?: \[[^]]+\])*)$', re.DOTALL)
_LEVEL = re.compile(r"\[level=(\d)\]")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What another day, or one more article, would change.
_CHANGING = (
    (re.compile(rf"\b\d{{1,2}} (?:{_MONTHS}) \d{{4}}"), "<date>"),
    (re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"), "<day>"),
    (re.compile(r"\b\d+ (articles?|codes|more sources?)\b"), r"<number> \1"),
    (re.compile(r"\bKB\d{4} version \d+"), "<number and version>"),
)

type Node = str | dict[str, "str | list[Node]"]


def _parts(node: Node) -> tuple[str, str, str, list[Node]]:
    """Role, name, states and what is within."""
    key, content = (node, []) if isinstance(node, str) else next(iter(node.items()))
    found = _NODE.match(key)
    assert found, key
    within: list[Node] = [{"text": content}] if isinstance(content, str) else content
    if found["role"] == "text":
        return "text", str(content), "", []
    name = (found["name"] or "").replace('\\"', '"')
    # Not said, but where it leads.
    return found["role"], name, found["states"], [one for one in within if _role(one) != "/url"]


def _role(node: Node) -> str:
    key = node if isinstance(node, str) else next(iter(node))
    return key.split(" ", 1)[0]


def _said(node: Node) -> str:
    """A link is said with its name, whatever stands in it."""
    role, name, _, within = _parts(node)
    if role == "text":
        return name
    if role == "link":
        return f"[{name}]"
    return name or " ".join(_said(one) for one in within)


def _sentence(nodes: list[Node]) -> str:
    words = " ".join(_said(one) for one in nodes)
    return re.sub(r"(?<=[“(]) | (?=[.,;:)”])", "", words)


def _lines(nodes: list[Node], depth: int) -> Iterator[str]:
    indent = "  " * depth
    run: list[Node] = []
    for node in [*nodes, ""]:
        if node and _role(node) in INLINE:
            run.append(node)
            continue
        if run:
            yield f"{indent}{_sentence(run)}"
            run = []
        if node:
            yield from _block(node, depth)


def _block(node: Node, depth: int) -> Iterator[str]:
    indent = "  " * depth
    role, name, states, within = _parts(node)
    if role in BLOCKS:
        first, *rest = _lines(within, 0) if within else [""]
        yield f"{indent}{_MARKS.get(role, '')}{first}"
        yield from (f"{indent}  {line}" for line in rest)
    elif role == "heading":
        level = _LEVEL.search(states)
        assert level
        is_link = any(_role(one) == "link" for one in within)
        yield f"{indent}heading {level[1]}: {f'[{name}]' if is_link else name}"
    elif role == "list":
        yield f"{indent}list{f' “{name}”' if name else ''}"
        yield from _lines(within, depth + 1)
    elif role == "group" and not name:
        # What is folded has its first words as its name.
        folded, *shown = within
        yield f"{indent}{'unfolded' if shown else 'folded'}: {_said(folded)}"
        yield from _lines(shown, depth + 1)
    elif role in {"button", "radio", "checkbox", "textbox", "combobox", "searchbox", "img"}:
        yield f"{indent}{role}: {name}{states}"
    elif within or role != "status":  # what has nothing to say is silent
        yield f"{indent}{role}{f' “{name}”' if name else ''}{states}"
        yield from _lines(within, depth + 1)


def heard(page: Page) -> str:
    """From top to bottom, without what the day or the number of articles changes."""
    # Text only, which is as safe: 400_645 is no number.
    tree = yaml.load(page.locator("body").aria_snapshot(), Loader=yaml.BaseLoader)
    text = "\n".join(["title: " + page.title(), *_lines(tree, 0), ""])
    for changing, words in _CHANGING:
        text = changing.sub(words, text)
    return text
