"""Signs that the page takes for marks, where they may be part of what was typed. Pure."""

from collections.abc import Iterator

from kb.checks.finding import Finding, warning
from kb.checks.passages import Subject
from kb.lib import markdown

_IN_CODE = "If they belong to the text, put a backtick (`) before and after it."


def findings(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        if passage.is_markdown:
            yield from _of_text(passage.field, passage.text)


def _of_text(field: str, text: str) -> Iterator[Finding]:
    for word in dict.fromkeys(markdown.words_in_italics(text)):
        yield warning(field, f"“{word}” is shown in italics, without its “{word[0]}”. {_IN_CODE}")
    for escape in dict.fromkeys(markdown.escapes(text)):
        message = (
            f"“{escape}” is shown as “{escape[1:]}”. If the backslash belongs to the text, put a backtick (`) before"
        )
        yield warning(field, f"{message} and after it.")
