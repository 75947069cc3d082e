"""The list of what carried an article: what narrows it, and what the table to take away says."""

from functools import cached_property
from typing import Any

from kb.accounts.guards import SignedInRequest
from kb.accounts.roles import May, may
from kb.catalogue.models import Article
from kb.catalogue.numbers import number_in
from kb.insight.carried.reading import Carried, Carrier, carried
from kb.lib.dates import in_london
from kb.lib.listing import Choice, Column, Listing, Words


class CarriedList(Listing):
    """Its rows come from several tables, so they are narrowed here. Of no article it has none."""

    address, export_address = "insight:carried", "insight:carried-export"
    one, many, order = "call, answer or report", "calls, answers and reports", ", newest first"

    article = Words("Article", max_length=20, width=10, hint="Such as KB0018", spellcheck=False)
    version = Words("Version", max_length=6, width=4, hint="A number; empty for all", inputmode="numeric")
    carrier = Choice("What", choices=[("", "Everything"), *Carrier.choices])

    def __init__(self, request: SignedInRequest) -> None:
        super().__init__(request, Article.objects.none())
        self.sees_reports = may(request.user, May.USE_DESK)

    @cached_property
    def about(self) -> Article | None:
        number = number_in(str(self.chosen.get("article", "")))
        return None if number is None else Article.objects.filter(number=number).first()

    @cached_property
    def qs(self) -> list[Carried]:
        version, carrier = str(self.chosen.get("version", "")).strip(), self.chosen.get("carrier", "")
        return [
            row
            for row in (carried(self.about) if self.about else [])
            if (not version or str(row.version) == version) and (not carrier or row.carrier == carrier)
        ]

    def every_row(self) -> list[Any]:
        return self.qs

    @property
    def columns(self) -> tuple[Column, ...]:
        """A reference is of the desk, which alone reads reports."""
        return (*COLUMNS, REFERENCE) if self.sees_reports else COLUMNS


COLUMNS: tuple[Column, ...] = (
    ("When", lambda row: f"{in_london(row.at):%Y-%m-%d %H:%M}"),
    ("What", lambda row: str(row.carrier.label)),
    ("Version", lambda row: str(row.version)),
    ("How we know the version", lambda row: row.known_by),
    ("Code", lambda row: row.code),
    ("What came of it", lambda row: row.outcome),
)
REFERENCE: Column = ("Report", lambda row: row.reference)
