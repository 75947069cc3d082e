"""What is wrong with the chosen answers of a folder among each other, and with those that are here already."""

from collections.abc import Iterator, Sequence

from kb.lib.portable import Problem
from kb.search.answers.document import AnswerEntry, faults_of_all
from kb.search.choices import LeadsTo
from kb.transfer import kinds
from kb.transfer.items import FileProblem, Item


def problems(items: Sequence[Item[AnswerEntry]], articles: set[str]) -> Iterator[FileProblem]:
    """`articles`: the addresses of those that are here once the files are in."""
    if not items or any(item.content.is_broken for item in items):
        return  # what is wrong with one alone is said before
    in_files = {item.content.slug: item for item in items}
    here = {row.content.slug: row.content for row in kinds.ANSWERS.held() if row.content.slug not in in_files}
    # Those of the files last, so that what is wrong between one of them and one here is said of it.
    for slug, problem in faults_of_all(here | {slug: item.content for slug, item in in_files.items()}):
        yield (in_files.get(slug) or items[0]).problem(problem)
    for item in items:
        entry = item.content
        if entry.leads_to == LeadsTo.ARTICLE and entry.which not in articles:
            yield item.problem(Problem("which", f"There is no article '{entry.which}'. Add it, or mend the name."))
