"""What a table would change, beside the contacts that are here."""

from kb.catalogue.erased_words import erased_problems
from kb.catalogue.models import Erasure
from kb.contacts.files.rules import PlannedRow, ReadRow, planned, rows_of, told
from kb.contacts.models import LocalContact


def plan_of(text: str) -> list[PlannedRow]:
    """Two queries, however long the table is. Raises NotATable."""
    known = Erasure.objects.recogniser()
    rows = [
        ReadRow(row.line, row.content, row.problems or told([*erased_problems(row.content, known)]))
        for row in rows_of(text)
    ]
    held = {(row.kind, row.organisation_folded): row.content for row in LocalContact.objects.iterator()}
    return list(planned(rows, held))
