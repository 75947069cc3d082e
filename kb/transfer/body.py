"""The body of an article file: sections of symptoms, questions, steps, causes and background. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kb.catalogue.document import ArticleDocument, StepContent, SymptomContent
from kb.transfer import marks
from kb.transfer.marks import BodyBroken, Line, MarkedLine

SEE = "What you see"
ASK = "Ask the person first"
STEPS = {
    "What to do: user": "USER",
    "What to do: Registration Authority": "RA",
    "What to do: IT support": "IT",
}
WHY = "Why it happens"
BACKGROUND = "Good to know"
BEGIN = "Begin each step with a heading '### What to do', or name a snippet."
ALL = "all"
_TAIL = ("Applies to", "Result", "For codes")
SECTIONS = (SEE, ASK, *STEPS, WHY, BACKGROUND)


@dataclass
class Body:
    """What the sections hold, and the line on which each part begins."""

    symptoms: list[SymptomContent] = field(default_factory=list)
    steps: list[StepContent] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    background: str = ""
    lines: dict[str, int] = field(default_factory=dict)


def _sections(text: str) -> Iterator[tuple[str, int, list[Line]]]:
    """Each section's name, its line, and its lines. Only Markdown of several lines can hold code blocks."""
    name, start = "", 1
    held: list[Line] = []
    blocks = marks.CodeBlocks()
    for number, line in enumerate(text.split("\n"), 1):
        is_markdown = name in STEPS or name == BACKGROUND
        if (is_markdown and blocks.holds(number, line)) or not line.startswith("##") or line.startswith("###"):
            held.append((number, line))
            continue
        if line[2:] and not line[2].isspace():
            raise BodyBroken("Put a space after ##.", number)
        yield name, start, held
        name, start, held = line[2:].strip(), number, []
    blocks.finish()
    yield name, start, held


def _symptoms(lines: Sequence[Line]) -> Iterator[tuple[int, SymptomContent]]:
    for is_exact, group in groupby(lines, key=lambda line: line[1].startswith(">")):
        held = list(group)
        if is_exact:
            text = "\n".join(line[1:].removeprefix(" ") for _, line in held)
            yield held[0][0], SymptomContent("EXACT", text)
        else:
            items = _items(held, "Begin an exact message with '> ' and a sign with '- '.")
            yield from ((number, SymptomContent("SIGN", text)) for number, text in items)


def _items(lines: Sequence[Line], otherwise: str = "Begin each of these with '- '.") -> list[tuple[int, str]]:
    """A flat list; a line that is set in continues the item above it."""
    found: list[tuple[int, list[str]]] = []
    blank: list[str] = []
    for number, line in lines:
        if line.startswith("- "):
            found.append((number, [line[2:]]))
        elif not line.strip():
            blank.append(line[2:])
            continue
        elif line.startswith("  ") and found:
            found[-1][1].extend([*blank, line[2:]])
        else:
            raise BodyBroken(otherwise, number)
        blank = []
    return [(number, "\n".join(parts)) for number, parts in found]


def _steps(audience: str, lines: Sequence[Line]) -> Iterator[tuple[int, StepContent, int]]:
    """Each with its line, and the line that says for which codes it is, if there is one."""
    begun: Line | None = None
    held: list[MarkedLine] = []
    for number, line, counts in marks.outside_code(lines):
        is_mark = counts and (line.startswith("##") or marks.BRACES.fullmatch(line))
        if is_mark and begun:
            yield begun[0], _whole(audience, begun, held), _line_of_codes(held)
        if is_mark:
            begun, held = (number, line), []
        elif begun:
            held.append((number, line, counts))
        elif line.strip():
            raise BodyBroken(BEGIN, number)
    if begun:
        yield begun[0], _whole(audience, begun, held), _line_of_codes(held)


def _line_of_codes(lines: Sequence[MarkedLine]) -> int:
    return next((number for number, line, counts in lines if counts and line.startswith("For codes:")), 0)


def _whole(audience: str, begun: Line, lines: Sequence[MarkedLine]) -> StepContent:
    number, line = begun
    if line.startswith("### "):
        return _step(audience, *_titled(number, line[4:]), lines)
    snippet, name = _snippet(number, line)
    said = [(number, line) for number, line, _ in lines if line.strip()]
    for number, line in said:
        match = marks.TAIL.fullmatch(line)
        if not match or match[1] != "For codes":
            raise BodyBroken(BEGIN, number)
    return StepContent(audience, snippet=snippet, name=name, **_tail(said))


def _snippet(number: int, line: str) -> tuple[str, str]:
    if line.startswith("##"):
        raise BodyBroken("Begin a step with '### ' and its title; inside a step there are no headings.", number)
    match = marks.SNIPPET.fullmatch(line)
    if not match:
        raise BodyBroken("Write a snippet as {{ snippet its-name }}, with small letters, digits and hyphens.", number)
    return match[1], match[2] or ""


def _titled(number: int, text: str) -> tuple[str, str]:
    """The title of a step and its name, if it has one."""
    named = marks.TITLE.fullmatch(text)
    if named and named[2] is not None:
        return named[1], named[2]
    if marks.LIKE_A_NAME.fullmatch(text):
        raise BodyBroken("Write the name of a step as {#bcdfghjk} behind its title, with one space before it.", number)
    return text, ""


def _step(audience: str, title: str, name: str, lines: Sequence[MarkedLine]) -> StepContent:
    end = len(lines)
    while end and not lines[end - 1][1].strip():
        end -= 1
    first = end
    while first and lines[first - 1][2] and marks.TAIL.fullmatch(lines[first - 1][1]):
        first -= 1
    body = lines[:first] if first < end else lines
    for number, line, counts in body:
        if counts and marks.TAIL.fullmatch(line):
            raise BodyBroken(f"'{line.partition(':')[0]}:' is one line at the end of a step: mend this.", number)
    return StepContent(
        audience,
        title=title,
        name=name,
        body=_text([(number, line) for number, line, _ in body], marks.IN_STEP),
        **_tail([(number, line) for number, line, _ in lines[max(first - 1, 0) : end]] if first < end else []),
    )


def _tail(lines: Sequence[Line]) -> dict[str, Any]:
    """The last lines of a step, with the line above them."""
    if not lines:
        return {}
    if lines[0][1].strip() and not marks.TAIL.fullmatch(lines[0][1]):
        raise BodyBroken("Leave an empty line above this, or it belongs to the text.", lines[1][0])
    found: dict[str, Any] = {}
    latest = -1
    for number, line in lines:
        if match := marks.TAIL.fullmatch(line):
            if _TAIL.index(match[1]) <= latest:
                raise BodyBroken("Write 'Applies to:' first, then 'Result:', then 'For codes:', each once.", number)
            if not match[2]:
                raise BodyBroken(f"Write something after '{match[1]}:', or take the line out.", number)
            latest = _TAIL.index(match[1])
            found |= _said_in_tail(match[1], match[2], number)
    return found


def _said_in_tail(mark: str, text: str, line: int) -> dict[str, Any]:
    if mark != "For codes":
        return {"expected" if mark == "Result" else "applies_to": text}
    if text.strip().casefold() == ALL:
        return {"general": True}
    named = tuple(code.strip() for code in text.split(","))
    if not all(named):
        raise BodyBroken(f"Take out the comma that parts nothing: 'For codes: {', '.join(filter(None, named))}'.", line)
    return {"codes": named}


def _text(lines: Sequence[Line], pattern: str) -> str:
    """Markdown without the empty lines around it."""
    meant = [marks.as_meant(line, pattern) if counts else line for _, line, counts in marks.outside_code(lines)]
    return "\n".join(meant).strip("\n")


def _background(lines: Sequence[Line]) -> str:
    for number, line, counts in marks.outside_code(lines):
        if counts and marks.BRACES.fullmatch(line):
            raise BodyBroken("A snippet can stand among the steps only.", number)
    return _text(lines, marks.IN_BACKGROUND)


def parse(text: str) -> Body:
    """Raise BodyBroken, with the line, for anything that is not in the form of an article file."""
    found = Body()
    latest = -1
    for name, start, lines in _sections(text):
        if not name and not any(line.strip() for _, line in lines):
            continue
        if name not in SECTIONS:
            words = f"'{name}' is no section" if name else "Text stands before the first section"
            raise BodyBroken(f"{words}: use ## and one of {'; '.join(SECTIONS)}.", start)
        if SECTIONS.index(name) <= latest:
            raise BodyBroken(f"'{name}' is there twice or out of order. The order is {'; '.join(SECTIONS)}.", start)
        latest = SECTIONS.index(name)
        if name == SEE:
            _add(found, "symptoms", start, found.symptoms, _symptoms(lines))
        elif name == ASK:
            _add(found, "questions", start, found.questions, _items(lines))
        elif name in STEPS:
            _add_steps(found, start, _steps(STEPS[name], lines))
        elif name == WHY:
            _add(found, "causes", start, found.causes, _items(lines))
        else:
            found.lines["background"] = start
            found.background = _background(lines)
    return found


type _Found[Part] = Iterator[tuple[int, Part]] | list[tuple[int, Part]]


def _add[Part](found: Body, name: str, start: int, into: list[Part], parts: _Found[Part]) -> None:
    found.lines.setdefault(name, start)
    for line, part in parts:
        into.append(part)
        found.lines[f"{name}.{len(into)}"] = line


def _add_steps(found: Body, start: int, steps: Iterable[tuple[int, StepContent, int]]) -> None:
    found.lines.setdefault("steps", start)
    for line, step, line_of_codes in steps:
        found.steps.append(step)
        found.lines[f"steps.{len(found.steps)}"] = line
        if line_of_codes:
            found.lines[f"steps.{len(found.steps)}.codes"] = line_of_codes


def _item(text: str) -> str:
    first, *others = text.split("\n")
    return "\n".join([f"- {first}", *(f"  {line}" if line else "" for line in others)])


def _symptom_blocks(symptoms: Sequence[SymptomContent]) -> Iterator[str]:
    for kind, group in groupby(symptoms, key=lambda symptom: symptom.kind):
        if kind == "SIGN":
            yield "\n".join(_item(symptom.text) for symptom in group)
            continue
        for symptom in group:
            yield "\n".join(f"> {line}" if line else ">" for line in symptom.text.split("\n"))


def _codes_line(step: StepContent) -> list[str]:
    if step.general:
        return [f"For codes: {ALL}"]
    return [f"For codes: {', '.join(step.codes)}"] if step.codes else []


def _step_block(step: StepContent) -> str:
    name = f"{{#{step.name}}}"
    if step.snippet:
        return "\n\n".join([f"{{{{ snippet {step.snippet} }}}} {name}", *_codes_line(step)])
    tail = [f"Applies to: {step.applies_to}"] if step.applies_to else []
    tail += [f"Result: {step.expected}"] if step.expected else []
    tail += _codes_line(step)
    body = marks.told_apart(step.body, marks.IN_STEP)
    return "\n\n".join(part for part in (f"### {step.title} {name}", body, "\n".join(tail)) if part)


def write(document: ArticleDocument) -> str:
    """The canonical body; `parse` gives back what was written."""
    blocks: list[str] = []
    if document.symptoms:
        blocks += [f"## {SEE}", *_symptom_blocks(document.symptoms)]
    if document.questions:
        blocks += [f"## {ASK}", "\n".join(map(_item, document.questions))]
    for heading, audience in STEPS.items():
        if steps := [step for step in document.steps if step.audience == audience]:
            blocks += [f"## {heading}", *(_step_block(step) for step in steps)]
    if document.causes:
        blocks += [f"## {WHY}", "\n".join(_item(cause) for cause in document.causes)]
    if document.background:
        blocks += [f"## {BACKGROUND}", marks.told_apart(document.background, marks.IN_BACKGROUND)]
    return "\n\n".join(blocks)
