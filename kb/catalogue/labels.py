"""The fields of an article in the words of the pages, from the names that forms, checks and comments use. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kb.catalogue.choices import whom
from kb.catalogue.document import ArticleDocument, StepContent

FIELDS = {
    "title": "Title",
    "slug": "Address",
    "reference": "Reference",
    "summary": "Summary",
    "services": "Applications",
    "category": "Topic",
    "vendor": "Company that supports it",
    "virtual_cards": "Also for virtual smartcards",
    "codes": "Error codes",
    "mentions": "Codes only mentioned",
    "symptoms": "What you see",
    "questions": "Ask the person first",
    "steps": "Steps",
    "causes": "Causes",
    "background": "Good to know",
    "related": "Related articles",
    "sources": "Sources",
    "confidence": "Confidence",
    "review_due": "Review date",
    "why": "What you changed",
    "verified_with": "Software and version",
    "replacement": "Replacement",
}
_ONE_OF = {
    "symptoms": "What you see",
    "questions": "Question",
    "steps": "Step",
    "causes": "Cause",
    "sources": "Source",
    "services": "Application",
    "codes": "Error code",
    "mentions": "Mentioned code",
    "related": "Related article",
}
_PARTS = {
    "title": "title",
    "body": "what to do",
    "applies_to": "applies to",
    "expected": "what to expect",
    "audience": "whom it is for",
    "snippet": "snippet",
    "kind": "kind",
    "text": "text",
    "name": "name",
    "address": "address",
    "dated": "date",
    "seen": "address read",
}
_NUMBERED = ("symptoms", "questions", "steps", "causes", "sources")
WHOLE = "The whole article"


def one_of(field: str) -> str:
    """What one thing of a list is called, and a field that is no list."""
    return _ONE_OF.get(field) or FIELDS.get(field, field)


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
    return f"{said}: {_PARTS.get(part, part)}" if part else said


def fields_of(document: ArticleDocument) -> Iterator[tuple[str, str]]:
    """What can be spoken of, in the order of the page: (field, label)."""
    numbered = {name: len(getattr(document, name)) for name in _NUMBERED}
    for name, label in FIELDS.items():
        if name in numbered:
            for number in range(1, numbered[name] + 1):
                field = f"{name}.{number}"
                yield field, label_of(field, document)
        elif hasattr(document, name):
            yield name, label
