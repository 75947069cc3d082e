"""Makes the site's two style sheets in static/built: one for every page, and one more for staff.

The first begins with the design system, the rest is ours, a file a component. A rule is left out if it asks for a class
of the design system that no template, no module and no code of ours names: half of them are for other sites.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.trouble import ROOT, Trouble

if TYPE_CHECKING:
    from tinycss2.ast import Node, QualifiedRule

STYLES = ROOT / "styles"
BUILT = ROOT / "static" / "built"
DESIGN_SYSTEM = STYLES / "vendor" / "nhsuk-frontend.min.css"
# In this order, which decides between rules that weigh the same: what is general first, print last.
SHEETS = {
    "public": (
        "vendor/nhsuk-frontend.min",
        "public/frame",
        "public/codes",
        "public/home",
        "public/search-box",
        "public/lists",
        "public/results",
        "public/choices",
        "public/messages",
        "public/audience",
        "public/steps",
        "public/article",
        "public/notices",
        "public/contacts",
        "public/vote",
        "public/page-foot",
        "public/suggestions",
        "public/words",
        "public/poster",
        "public/report",
        "public/second-factor",
        "public/print",
    ),
    "staff": (
        "staff/editor",
        "staff/picking",
        "staff/markdown",
        "staff/preview",
        "staff/review",
        "staff/tables",
        "staff/desk",
        "staff/desk-list",
        "staff/desk-report",
        "staff/beside",
        "staff/contacts",
        "staff/notices",
        "staff/rises",
        "staff/charts",
    ),
}
# Where a class may be named: our templates, our code, our modules, and the design system's own script, which adds some.
_NAMED_IN = {"templates": "*.html", "kb": "*.py", "static": "*.js"}
_CLASS = re.compile(r"\bnhsuk-[\w-]+")
# Put after a class known only then: `${dropButtonClass}--dragging` in a script, `{{ block }}__hint` in a template.
_ENDING = re.compile(r"\}((?:--|__)[a-z][a-z_-]*)")
# Rules that stand inside another: the condition is kept if any of them is.
_CONDITIONS = {"media", "supports", "container"}


def sources() -> list[Path]:
    """The files of both sheets; a file that is in neither is a mistake."""
    named = [STYLES / f"{name}.css" for names in SHEETS.values() for name in names]
    if strange := set(STYLES.rglob("*.css")) - set(named):
        raise Trouble(f"{min(strange).relative_to(ROOT)} is in no list of scripts/stylesheets.py: add it to one.")
    return named


def named_classes() -> set[str]:
    """What is named somewhere. A word that ends in '-' stands for all that begin so: `nhsuk-tag--{{ colour }}`."""
    files = [file for folder, names in _NAMED_IN.items() for file in sorted((ROOT / folder).rglob(names))]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    words = set(_CLASS.findall(text))
    return words | {word + ending for word in words for ending in set(_ENDING.findall(text))}


def build() -> None:
    named = named_classes()
    BUILT.mkdir(exist_ok=True)
    for sheet, names in SHEETS.items():
        style = "\n".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in names)
        (BUILT / f"{sheet}.css").write_text(only_used(style, named), encoding="utf-8")


def only_used(style: str, named: Iterable[str]) -> str:
    """The rules whose classes are named, without comments."""
    import tinycss2  # installed by the time sheets are made, not yet when set-up reads this module

    exact = frozenset(named)
    beginnings = tuple(word for word in exact if word.endswith("-"))

    def is_named(word: str) -> bool:
        return not word.startswith("nhsuk-") or word in exact or word.startswith(beginnings)

    def kept(nodes: "Iterable[Node]") -> Iterator[str]:
        for node in nodes:
            if wrong := [part for part in (node, *(getattr(node, "prelude", None) or ())) if part.type == "error"]:
                raise Trouble(
                    f"A style sheet cannot be read: {wrong[0].message} (line {wrong[0].source_line} of it all)."
                )
            if node.type == "qualified-rule":
                if selectors := [_text(part) for part in _selectors(node) if all(map(is_named, _classes(part)))]:
                    yield f"{','.join(selectors)}{{{_text(node.content)}}}"
            elif node.lower_at_keyword in _CONDITIONS:
                inner = "".join(kept(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)))
                if inner:
                    yield f"@{node.at_keyword}{tinycss2.serialize(node.prelude).rstrip()}{{{inner}}}"
            elif node.lower_at_keyword != "charset":
                yield tinycss2.serialize([node])

    rules = kept(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True))
    return '@charset "UTF-8";\n' + "\n".join(rules) + "\n"


def _text(nodes: "Iterable[Node]") -> str:
    import tinycss2

    return tinycss2.serialize([node for node in nodes if node.type != "comment"]).strip()


def _selectors(rule: "QualifiedRule") -> "list[list[Node]]":
    parts: list[list[Node]] = [[]]
    for node in rule.prelude:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _classes(selector: "list[Node]") -> list[str]:
    """Those that an element must have; what stands in :not(), :is() or :has() may be absent."""
    return [node.value for dot, node in pairwise(selector) if dot == "." and node.type == "ident"]


if __name__ == "__main__":
    build()
