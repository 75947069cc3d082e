"""The fields of an article in the words of the pages, from the names that forms, checks and comments use. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.text import get_text_list

from kb.catalogue import fields
from kb.catalogue.choices import whom
from kb.catalogue.document import ArticleDocument, StepContent

FIELDS = {part.name: part.label for part in fields.ARTICLE} | {
    "why": "What you changed",
    "verified_with": "Software and version",
    "replacement": "Replacement",
}
WHOLE = "The whole article"


def one_of(field: str) -> str:
    """What one thing of a list is called, and a field that is no list."""
    part = fields.BY_NAME.get(field)
    return (part.one if part else "") or FIELDS.get(field, field)


def _part_of(field: str, part: str) -> str:
    parts = fields.BY_NAME[field].parts if field in fields.BY_NAME else ()
    return next((one.label for one in parts if one.name == part), part)


def step_names(steps: Sequence[StepContent]) -> list[str]:
    """Each step as its readers count it: "Step 2, for IT support"."""
    counted: Counter[str] = Counter()
    names = []
    for step in steps:
        counted[step.audience] += 1
        names.append(f"Step {counted[step.audience]}, for {whom(step.audience)}")
    return names


def label_of(field: str, document: ArticleDocument | None = None) -> str:
    """`steps.2.body` is "Step 2: what to do"; an empty name is the whole article.

    With the document, a step is named as its readers count it.
    """
    name, _, rest = field.partition(".")
    number, _, part = rest.partition(".")
    if not number:
        return FIELDS.get(name, name.replace("_", " ").capitalize()) or WHOLE
    said = f"{one_of(name)} {number}"
    if name == "steps" and document and number.isdecimal() and 0 < int(number) <= len(document.steps):
        said = step_names(document.steps)[int(number) - 1]
    return f"{said}: {_part_of(name, part)}" if part else said


def label_in_document(path: str) -> str:
    """Of a column that holds a document: `document.steps.2.body`."""
    return label_of(path.partition(".")[2] or path)


def fields_of(document: ArticleDocument) -> Iterator[tuple[str, str]]:
    """What can be spoken of, in the order of the page: (field, label)."""
    for part in fields.ARTICLE:
        if part.name in fields.ROWS:
            for number in range(1, len(getattr(document, part.name)) + 1):
                field = f"{part.name}.{number}"
                yield field, label_of(field, document)
        else:
            yield part.name, part.label


def lost_with_article(displays: Sequence[str]) -> str:
    """Of codes that no other article names: what becomes of them without this one."""
    its, them = ("its page leads", "it") if len(displays) == 1 else ("their pages lead", "them")
    named = get_text_list(list(displays), "and")
    return f"No other article has {named}: without this one {its} to no fix, and lists leave {them} out."
