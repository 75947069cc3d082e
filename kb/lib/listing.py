"""Lists on staff pages: filters that stand in the address, numbered pages, and the list taken away as a table.

A list is a class of a few lines: where it stands, what its rows are called, a filter for each thing that narrows it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django_filters import Filter, FilterSet

from kb.lib import dates, safe_csv
from kb.lib.forms import CheckboxField, NHSForm, SelectField, TextField
from kb.lib.forms.times import DayField
from kb.lib.http import a_file, number_asked

AT_ONCE = 2_000
ONE_DAY = timedelta(days=1)

type Column = tuple[str, Callable[[Any], str]]


def address(name: str, **chosen: object) -> str:
    """The page of that name with these filters; those that say nothing are left out."""
    values = {key: "on" if value is True else str(value) for key, value in chosen.items() if value}
    return f"{reverse(name)}?{urlencode(values)}" if values else reverse(name)


# --- Filters -------------------------------------------------------------------------------------------------------


class Words(Filter):
    """Part of a text, in any case of letters."""

    field_class = TextField

    def __init__(self, label: str, of: str = "", **options: Any) -> None:  # noqa: ANN401 - options of filter and field
        super().__init__(of, "icontains", label=label, **options)


class Choice(Filter):
    field_class = SelectField

    def __init__(self, label: str, of: str = "", **options: Any) -> None:  # noqa: ANN401 - see Words
        super().__init__(of, label=label, **options)


class Tick(Filter):
    """`narrow` answers the rows that are left where the box is ticked."""

    field_class = CheckboxField

    def __init__(self, label: str, narrow: Callable[["Listing", Any], Any]) -> None:
        super().__init__(label=label)
        self.narrow = narrow

    def filter(self, rows: Any, value: bool) -> Any:  # noqa: ANN401 - a queryset of the list
        return self.narrow(self.parent, rows) if value else rows


class Since(Filter):
    """From the beginning of a day on, as clocks in the UK show it."""

    field_class = DayField

    def __init__(self, of: str) -> None:
        super().__init__(of, label="From")

    def filter(self, rows: Any, value: Any) -> Any:  # noqa: ANN401 - a queryset and a day
        return rows.filter(**{f"{self.field_name}__gte": dates.at_midnight(value)}) if value else rows


class Until(Filter):
    """To the end of a day."""

    field_class = DayField

    def __init__(self, of: str) -> None:
        super().__init__(of, label="To")

    def filter(self, rows: Any, value: Any) -> Any:  # noqa: ANN401 - a queryset and a day
        is_end_of_time = value in {None, date.max}
        return rows if is_end_of_time else rows.filter(**{f"{self.field_name}__lt": dates.at_midnight(value + ONE_DAY)})


class FilterForm(NHSForm):
    """What is wrong in it is said, and does not narrow the list."""

    marks_optional = False

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "The day in “To” must be the same as the day in “From”, or later.")


# --- The list ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NumberedPage:
    number: int
    address: str
    is_current: bool


class Listing(FilterSet):
    """In a view: `Listing(request, rows)`. Its template includes the components `list-find`, `pagination` and
    `list-take-away`, and says `listing.count` above the rows."""

    address = ""  # by its name; and where it is taken away, if it can be
    export_address = ""
    one, many = "row", "rows"
    order = ""  # said behind the count
    on_a_page = 50
    # What somebody types into these may be a person's name: of an export is kept only that it was given.
    not_recorded: tuple[str, ...] = ()

    class Meta:
        form = FilterForm

    def __init__(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        super().__init__(request.GET, rows, request=request)

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Only what narrows the list."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.form.errors)

    @property
    def everything(self) -> str:
        return reverse(self.address)

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.qs, self.on_a_page).get_page(number_asked(self.request, "page"))

    @property
    def number(self) -> int:
        return self.page.paginator.count

    @property
    def count(self) -> str:
        if self.number == 1:
            return f"1 {self.one}"
        first, last = self.page.start_index(), self.page.end_index()
        return f"{self.many.capitalize()} {first} to {last} of {self.number}{self.order}"

    def _at(self, number: int) -> str:
        return address(self.address, **self.chosen, page=number)

    @property
    def pages(self) -> list[NumberedPage]:
        shown = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        numbers = [number for number in shown if isinstance(number, int)]
        return [NumberedPage(number, self._at(number), number == self.page.number) for number in numbers]

    @property
    def previous(self) -> str:
        return self._at(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        return self._at(self.page.next_page_number()) if self.page.has_next() else ""

    @property
    def export(self) -> str:
        """Which list it is stands in this address as it does in the page's."""
        return address(self.export_address, **self.chosen)

    def every_row(self) -> list[Any]:
        """Of all pages; a list that does not come from a queryset says its own."""
        return list(self.qs.iterator(AT_ONCE))

    def take_away(
        self, file: str, columns: Sequence[Column], *, record: Callable[[dict[str, Any]], object]
    ) -> HttpResponse:
        """A file of the whole list. `record` keeps that it was taken: from then on it lies where we cannot see it."""
        # Written before it is recorded: a long list takes longer than SQLite's only writer may be held up.
        found = self.every_row()
        table = safe_csv.for_a_spreadsheet(
            [heading for heading, _ in columns], ([say(row) for _, say in columns] for row in found)
        )
        wanted = {name: "given" if name in self.not_recorded else str(value) for name, value in self.chosen.items()}
        record({self.many: len(found), "wanted": wanted})
        day = f"{dates.in_london(timezone.now()):%Y-%m-%d}"
        return a_file(table, f"{file}-{day}.csv", "text/csv; charset=utf-8")
