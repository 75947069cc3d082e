"""Nothing of a patient, and no passcode. Pure."""

from collections.abc import Callable, Iterator

from kb.checks.finding import Finding, error
from kb.checks.passages import Subject, source_passages
from kb.privacy import patient_data


def findings(subject: Subject) -> Iterator[Finding]:
    for passage in (*subject.passages, *source_passages(subject.document)):
        for message in says_personal(passage.text, subject.context.is_code):
            yield error(passage.field, message)


def says_personal(text: str, is_code: Callable[[str], bool]) -> Iterator[str]:
    """What to say of a text that holds something of a patient, or a passcode; once for each kind of thing."""
    found = patient_data.find(text, is_code=is_code)
    for kind in dict.fromkeys(one.kind for one in found):
        # The words themselves are not repeated: a message may be kept where the text is not.
        yield f"This looks like {kind}. Take it out, or say it without the figures and names."
