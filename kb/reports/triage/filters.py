"""What a list of reports is asked for, and the address that asks for it."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.urls import reverse
from django.utils.http import urlencode

from kb.accounts.models import User
from kb.lib.dates import at_midnight
from kb.reports.models import Report
from kb.reports.querysets import ReportQuerySet
from kb.reports.triage.forms import OPEN, FilterForm

ONE_DAY = timedelta(days=1)
# What somebody typed into these may be a person's name: the audit trail says only that it was asked for.
TYPED = ("organisation", "code")


@dataclass(frozen=True)
class Wanted:
    state: str = ""
    code: str = ""
    service: str = ""
    organisation: str = ""
    since: date | None = None
    until: date | None = None
    attention: bool = False
    mine: bool = False
    check: bool = False

    @classmethod
    def of(cls, form: FilterForm) -> Self:
        form.is_valid()
        return cls(**{name: value for name, value in form.cleaned_data.items() if value})

    @property
    def chosen(self) -> dict[str, Any]:
        """Only what narrows the list."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def query(self, **more: object) -> str:
        """As it stands in an address; empty when nothing narrows the list."""
        values = self.chosen | {name: value for name, value in more.items() if value}
        return urlencode({name: "on" if value is True else value for name, value in values.items()})

    def address(self, name: str = "reports:list", **more: object) -> str:
        query = self.query(**more)
        return f"{reverse(name)}?{query}" if query else reverse(name)

    def recorded(self) -> dict[str, str]:
        return {name: "given" if name in TYPED else str(value) for name, value in self.chosen.items()}

    def reports(self, *, by: User, now: datetime) -> ReportQuerySet:
        found = Report.objects.newest_first()
        if self.state:
            found = found.exclude(state=Report.State.CLOSED) if self.state == OPEN else found.filter(state=self.state)
        if self.code:
            found = found.on_code(self.code)
        if self.service:
            found = found.filter(service__slug=self.service)
        if self.organisation:
            found = found.filter(organisation__icontains=self.organisation)
        if self.since:
            found = found.filter(filed_at__gte=at_midnight(self.since))
        if self.until:
            found = found.filter(filed_at__lt=at_midnight(self.until + ONE_DAY))
        if self.attention:
            found = found.needing_attention(now)
        if self.mine:
            found = found.filter(assigned_to=by)
        return found.to_be_checked() if self.check else found
