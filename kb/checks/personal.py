"""Nothing of a patient, and no passcode. Pure."""

from collections.abc import Iterator

from kb.checks.finding import Finding, error
from kb.checks.passages import Subject, source_passages
from kb.lib import patient_data


def findings(subject: Subject) -> Iterator[Finding]:
    def is_code(text: str) -> bool:
        return bool(subject.context.code_of(text))

    for passage in (*subject.passages, *source_passages(subject.document)):
        found = patient_data.find(passage.text, is_code=is_code)
        for kind in dict.fromkeys(one.kind for one in found):
            # The words themselves are not repeated: a message may be kept where the text is not.
            yield error(passage.field, f"This looks like {kind}. Take it out, or say it without the figures and names.")
