"""The list of organisations: what narrows it, and what the table to take away says."""

from kb.contacts.document import LONGEST
from kb.contacts.models import OrganisationQuerySet
from kb.lib.listing import Column, Listing, Words

COLUMNS: tuple[Column, ...] = (("code", lambda row: row.code), ("name", lambda row: row.name))


class OrganisationList(Listing):
    address, export_address = "contacts:organisations", "contacts:organisations-export"
    one, many = "organisation", "organisations"

    organisation = Words(
        "Name or ODS code", method="named", max_length=LONGEST["organisation"], input_type="search", spellcheck=False
    )

    def named(self, rows: OrganisationQuerySet, name: str, text: str) -> OrganisationQuerySet:
        return rows.matching(text)
