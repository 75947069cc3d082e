"""The list of contacts of organisations: what narrows it, and what the table to take away says."""

from django.utils import timezone

from kb.contacts.document import LONGEST, ContactKind
from kb.contacts.models import LocalContactQuerySet
from kb.lib.listing import Choice, Column, Listing, Tick, Words

KINDS = [(ContactKind.IT.value, "IT service desk"), (ContactKind.RA.value, "Registration Authority")]
# As files of content have them, so that what is taken away can be brought in, here or there.
FILE_COLUMNS = (
    "kind",
    "organisation",
    "ods_code",
    "name",
    "phone",
    "email",
    "place",
    "hours",
    "out_of_hours_phone",
)
COLUMNS: tuple[Column, ...] = tuple((name, lambda row, name=name: getattr(row, name)) for name in FILE_COLUMNS)  # type: ignore[misc]


class ContactList(Listing):
    address, export_address = "contacts:list", "contacts:export"
    one, many = "contact", "contacts"

    organisation = Words(
        "Name or ODS code", method="named", max_length=LONGEST["organisation"], input_type="search", spellcheck=False
    )
    kind = Choice("Which desk", "kind", choices=[("", "Both"), *KINDS])
    unsure = Tick("Not confirmed for a year", lambda listing, rows: rows.unsure(timezone.now()))

    def named(self, rows: LocalContactQuerySet, name: str, text: str) -> LocalContactQuerySet:
        return rows.matching(text)
