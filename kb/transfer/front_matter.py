"""Markdown files with YAML front matter: read with the line of every value, written in one canonical form."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from kb.lib.text import UNSEEN, can_be_kept

FENCE = "---"
_WIDE = 1_000_000  # a value stays on its line, however long
_DEEPEST = 10


class FrontMatterBroken(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The file is not front matter and Markdown; `line` says where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class FrontMatter:
    """Front matter with texts as written (`400_645` stays a text), the lines of its parts, and the body.

    A part is named by its place: `title`, `services.2`, `sources.1.dated`.
    """

    values: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int

    @property
    def text_line(self) -> int:
        """The line on which the words of the body begin."""
        empty = len(self.body) - len(self.body.lstrip("\n"))
        return self.body_line + (empty if empty < len(self.body) else 0)


def _line(mark: Any) -> int:  # noqa: ANN401 - a mark of either of PyYAML's parsers
    """In the file: its first line is the fence, and marks count from 0."""
    return mark.line + 2 if mark else 1


@dataclass
class _Reader:
    lines: dict[str, int] = field(default_factory=dict)

    def value(self, node: yaml.Node, at: str) -> Any:  # noqa: ANN401 - text, list or mapping, as the file has it
        self.lines.setdefault(at, _line(node.start_mark))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, f"{at}.{number}") for number, item in enumerate(node.value, 1)]
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, f"{at}.")
        if not can_be_kept(node.value):  # it was written as an escape, such as \0
            raise FrontMatterBroken(UNSEEN, _line(node.start_mark))
        text: str = "" if node.tag.endswith(":null") else node.value
        # The line break that ends a block (| or >) belongs to the block, not to its text.
        return text.rstrip("\n") if getattr(node, "style", "") in {"|", ">"} else text

    def mapping(self, node: yaml.MappingNode, within: str = "") -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = _line(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                raise FrontMatterBroken("A key must be a single word.", line)
            if key.value in found:
                raise FrontMatterBroken(f"'{key.value}' is there twice: keep one.", line)
            self.lines[f"{within}{key.value}"] = line
            found[key.value] = self.value(value, f"{within}{key.value}")
        return found


def _check(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise FrontMatterBroken("Write each value out: references (*name) are not read.", _line(event.start_mark))
        if depth > _DEEPEST:
            raise FrontMatterBroken("There are too many lists within lists here.", _line(event.start_mark))


def _compose(text: str) -> yaml.Node | None:
    try:
        _check(text)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        # What has no end is to be mended where it begins.
        is_endless = error.context_mark and "end of stream" in str(error.problem)
        mark = error.context_mark if is_endless else error.problem_mark
        raise FrontMatterBroken(
            f"The front matter is not YAML: {error.problem}.", _line(mark) if mark else 1
        ) from error
    except yaml.reader.ReaderError as error:
        raise FrontMatterBroken(UNSEEN, text.count("\n", 0, error.position) + 2) from error


def split(text: str) -> FrontMatter:
    """Raise FrontMatterBroken for a file that has no front matter, or one that cannot be read."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise FrontMatterBroken(f"The file must begin with a line {FENCE}, then its front matter.")
    try:
        end = next(n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE)
    except StopIteration:
        raise FrontMatterBroken(f"The front matter has no end: close it with a line {FENCE}.") from None
    node = _compose("\n".join(lines[1:end]))
    if not isinstance(node, yaml.MappingNode):
        raise FrontMatterBroken("The front matter must hold lines such as 'title: Card not read'.", 2)
    reader = _Reader()
    values = reader.mapping(node)
    return FrontMatter(values, reader.lines, "\n".join(lines[end + 1 :]), end + 2)


class _Dumper(yaml.SafeDumper):
    pass


def _timestamp(dumper: yaml.SafeDumper, value: datetime) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    """On one line, whatever it holds: line breaks and what cannot be seen are written as escapes."""
    style = None if value.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(datetime, _timestamp)
_Dumper.add_representer(str, _text)


def join(values: dict[str, Any], body: str) -> str:
    """The canonical file. Values that are empty or false are left out: absent and empty mean the same."""
    kept = {key: value for key, value in values.items() if value or isinstance(value, date)}
    front = yaml.dump(kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDE)
    below = body.strip("\n")
    return f"{FENCE}\n{front}{FENCE}\n" + (f"\n{below}\n" if below else "")
