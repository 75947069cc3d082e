"""Is it all there: what keeps it from being published, what the person sees, what a user can do. Pure."""

from collections.abc import Iterator

from kb.checks.finding import Finding, error, warning
from kb.checks.passages import Subject
from kb.lib.blanking import REMOVED

NO_SYMPTOM = "Say what the person sees: add the exact message on the screen, or a sign."
NO_USER_STEP = "No step is for users. If a user cannot fix this, add a step for users that says so, and whom to ask."
ERASED_HERE = "Words were erased here for good. Write what belongs in place of “[removed]”, or take it out."
_NAMES = {"category", "vendor", "services", "codes", "mentions", "steps"}


def findings(subject: Subject) -> Iterator[Finding]:
    document = subject.document
    for problem in document.problems():
        yield error(problem.path, problem.message)
    for problem in subject.context.problems:
        what_next = " Make it first, or choose another." if problem.field in _NAMES else ""
        yield error(problem.path, f"{problem.message}{what_next}")
    for passage in subject.passages:
        if REMOVED in passage.text:
            yield warning(passage.field, ERASED_HERE)
    if not document.symptoms:
        yield error("symptoms", NO_SYMPTOM)
    if document.confidence != "STUB" and not any(step.audience == "USER" for step in document.steps):
        yield warning("steps", NO_USER_STEP)
