"""The list of what is wrong: what narrows it, and what the table to take away says."""

from datetime import datetime
from functools import cached_property
from typing import Any

from kb.accounts.guards import SignedInRequest
from kb.catalogue.models import Article
from kb.editing.health.presenters import harm_in_figures, health_row
from kb.editing.health.reading import concerns
from kb.editing.health.rules import Concern, HealthKind, by_harm
from kb.lib.listing import Choice, Column, Listing

MINE, NOBODY, TEAM = "mine", "nobody", "team "


class HealthList(Listing):
    """Its rows come from many tables, so they are narrowed here and not in a statement."""

    address, export_address = "editing:health", "editing:health-export"
    one, many, order = "thing to mend", "things to mend", ", what harms most first"
    on_a_page = 25

    kind = Choice("What is wrong", choices=[("", "Everything"), *HealthKind.choices])
    owner = Choice("Looked after by", choices=[("", "Anybody")])

    def __init__(self, request: SignedInRequest, now: datetime) -> None:
        super().__init__(request, Article.objects.none())
        self.now = now
        self.concerns = by_harm(concerns(now), now)
        self.filters["owner"].extra["choices"] = [("", "Anybody"), (MINE, "Me"), (NOBODY, "Nobody"), *self._keepers()]

    def _keepers(self) -> list[tuple[str, str]]:
        keepers = {one.keeper for one in self.concerns}
        people = {str(keeper.owner): keeper.name for keeper in keepers if keeper.owner}
        teams = {f"{TEAM}{keeper.team}": keeper.team for keeper in keepers if keeper.team}
        return sorted((people | teams).items(), key=lambda pair: (pair[1].lower(), pair[0]))

    def _is_of(self, concern: Concern, owner: str) -> bool:
        keeper = concern.keeper
        if owner == MINE:
            return self.request.user.pk in keeper.people
        if owner == NOBODY:
            return not keeper.people and not keeper.team
        return owner in {str(keeper.owner), f"{TEAM}{keeper.team}"}

    @cached_property
    def qs(self) -> list[Concern]:
        kind, owner = str(self.chosen.get("kind", "")), str(self.chosen.get("owner", ""))
        return [
            concern
            for concern in self.concerns
            if (not kind or concern.kind == kind) and (not owner or self._is_of(concern, owner))
        ]

    def every_row(self) -> list[Any]:
        rows = self.qs
        return [(concern, health_row(concern, self.request.user, self.now), self.now) for concern in rows]


COLUMNS: tuple[Column, ...] = (
    ("What is wrong", lambda row: row[1].kind),
    ("With what", lambda row: row[1].name),
    ("Why", lambda row: row[1].why),
    ("People in four weeks", lambda row: str(row[0].readers.people)),
    ("Said that it fixed it", lambda row: str(row[0].readers.fixed)),
    ("Said that it did not", lambda row: str(row[0].readers.not_fixed)),
    ("Looked after by", lambda row: row[1].keeper),
    ("What to do", lambda row: row[1].action),
    ("Harm", lambda row: harm_in_figures(row[0], row[2])),
)
