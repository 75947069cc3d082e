"""The answer as it is offered to the desk: the article's steps in plain words, to be changed before it is sent."""

from collections.abc import Iterator

from kb.catalogue.choices import SnippetKind
from kb.catalogue.models import Article, Step
from kb.lib import markdown
from kb.reports.models import Report


def _words(step: Step) -> str:
    title = step.snippet.title if step.snippet else step.title
    body = markdown.to_text(step.snippet.body if step.snippet else step.body)
    parts = [title if title.endswith((".", "?", "!")) or not body else f"{title}.", " ".join(body.split())]
    return " ".join(filter(None, parts))


def _steps(article: Article, audience: str) -> Iterator[str]:
    """Numbered, of this kind of person; guidance that stands among the steps has no number."""
    number = 0
    for step in article.steps.all():
        if step.audience != audience or step.stopped_at:
            continue
        if step.snippet and step.snippet.kind == SnippetKind.NOTE:
            yield _words(step)
            continue
        number += 1
        yield f"{number}. {_words(step)}"


def suggested_answer(report: Report, article: Article | None, *, address: str) -> str:
    """Fetch the article `with_parts()` first."""
    lines = [f"Hello {report.name}," if report.name else "Hello,", ""]
    lines += [f"Thank you for your report {report.reference}.", ""]
    steps = list(_steps(article, report.audience)) if article else []
    if article and steps:
        lines += [f"Please try these steps (from {article.label}, {article.title}):", ""]
        lines += [line for step in steps for line in (step, "")]
        lines += [f"The steps are also here: {address}", ""]
    lines += ["If this does not help, tell us what you see now, word for word."]
    return "\n".join(lines)
