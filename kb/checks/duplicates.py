"""Is there such an article already? Pure: the search was asked before."""

from collections.abc import Iterator

from kb.checks.finding import Finding, warning
from kb.checks.passages import Subject


def findings(subject: Subject) -> Iterator[Finding]:
    for other in subject.context.similar:
        if other.code:
            message = (
                f"“{other.title}” already answers {other.code}. If that is the better answer, only mention the code "
                "here; if this one is, take the code out there."
            )
            yield warning("codes", message, other.address)
        else:
            message = (
                f"“{other.title}” says much the same. Change that article instead, or add it to the related articles "
                "and say in the summary how this one differs."
            )
            yield warning("title", message, other.address)
