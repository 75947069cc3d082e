"""A reminder before something ends: the day is typed, a file for the calendar comes back, and nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from kb.browse.public import PageRules, public_page
from kb.browse.validity import Moment
from kb.catalogue.models import Article
from kb.contacts.presenters import ContactCard
from kb.lib import dates
from kb.lib.calendar_file import CONTENT_TYPE, CalendarDay, calendar_file
from kb.lib.forms import FormProblem
from kb.pages.reading import site_advice

DAYS_BEFORE = (90, 30)
LONGEST_AHEAD = 20  # years; more is a slip of the finger
BOXES = ("day", "month", "year")
FIGURES_OF_A_YEAR = 4
_LONGEST_TYPED = 10


@dataclass(frozen=True)
class DayBox:
    name: str
    label: str
    width: int
    typed: str
    is_wrong: bool


@dataclass(frozen=True)
class TypedDay:
    """What stands in the three boxes, and which day that is or what is wrong with it."""

    typed: Mapping[str, str]
    found: date | None = None
    problem: str = ""
    wrong: tuple[str, ...] = ()  # the boxes that the problem is about

    @property
    def problems(self) -> list[FormProblem]:
        return [FormProblem(self.problem, self.wrong[0])] if self.problem else []

    @property
    def boxes(self) -> list[DayBox]:
        return [
            DayBox(name, name.capitalize(), 4 if name == "year" else 2, self.typed[name], name in self.wrong)
            for name in BOXES
        ]

    @property
    def query(self) -> str:
        return urlencode(self.typed)


def _problem(typed: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """What keeps it from being a day, and which boxes that is about."""
    missing = tuple(name for name in BOXES if not typed[name])
    if len(missing) == len(BOXES):
        return "Enter the last day", BOXES
    if missing:
        return f"The last day must include a {' and a '.join(missing)}", missing
    if wrong := tuple(name for name in BOXES if not (typed[name].isascii() and typed[name].isdecimal())):
        return "The last day must be in numbers, such as 27 3 2027", wrong
    return (
        ("", ())
        if len(typed["year"]) == FIGURES_OF_A_YEAR
        else (
            "The year must have 4 figures, such as 2027",
            ("year",),
        )
    )


def typed_day(values: Mapping[str, str], today: date) -> TypedDay:
    """Of what an address says; nothing is wrong where nothing was sent yet."""
    typed = {name: values.get(name, "").strip()[:_LONGEST_TYPED] for name in BOXES}
    if not any(name in values for name in BOXES):
        return TypedDay(typed)
    problem, wrong = _problem(typed)
    if problem:
        return TypedDay(typed, problem=problem, wrong=wrong)
    try:
        found = date(*(int(typed[name]) for name in reversed(BOXES)))
    except (ValueError, OverflowError):  # 9999999999 is more than a date may even be asked for
        return TypedDay(typed, problem="The last day must be a real day, such as 27 3 2027", wrong=BOXES)
    latest = today.year + LONGEST_AHEAD
    if found.year > latest:
        return TypedDay(typed, problem=f"The year must be {latest} or before", wrong=("year",))
    return TypedDay(typed, found)


def reminders(last: date, today: date) -> list[tuple[int, date]]:
    """How many days before, and the day itself, for those that still lie ahead."""
    # Reckoned from today: no day stands before the first of January of the year 1, which may be typed.
    ahead = (last - today).days
    return [(before, last - timedelta(days=before)) for before in DAYS_BEFORE if ahead >= before]


def _article(slug: str, moment: Moment) -> Article:
    """The live one at this address that has something to remind of."""
    found = Article.objects.at_slug(slug).first()
    if found is None or not found.reminder or not found.is_live(moment.now):
        raise Http404
    return found


def _renews(moment: Moment) -> ContactCard:
    """Cards, certificates and passkeys are renewed by the Registration Authority."""
    return moment.contacts[1]


def _how_to_reach(card: ContactCard) -> str:
    ways = [f"{phone.label.lower()} {phone.number}" for phone in card.phones] + list(
        filter(None, [card.email, card.place])
    )
    return f"{card.heading}: {', '.join(ways)}" if ways else f"{card.heading}: see {settings.SITE_URL}/who-can-help/"


def _days(article: Article, last: date, today: date, card: ContactCard) -> list[CalendarDay]:
    address = f"{settings.SITE_URL}{article.get_absolute_url()}"
    text = "\n".join(
        [f"The last day is {dates.day(last)}.", f"What to do: {article.title}", address, _how_to_reach(card)]
    )
    return [
        CalendarDay(
            uid=f"{last:%Y%m%d}-{before}-KB{article.number}@{settings.SITE_URL.partition('//')[2]}",
            day=day,
            title=f"{article.reminder}: {before} days left",
            text=text,
            address=address,
        )
        for before, day in reminders(last, today)
    ]


@public_page
def reminder(request: HttpRequest, moment: Moment, slug: str) -> HttpResponse:
    article = _article(slug, moment)
    today = dates.in_london(moment.now).date()
    typed = typed_day(request.GET, today)
    context = {
        "article": article,
        "typed": typed,
        "last": dates.day(typed.found) if typed.found else "",
        "days_left": (typed.found - today).days if typed.found else 0,
        "reminders": [(before, dates.day(day)) for before, day in reminders(typed.found, today)] if typed.found else (),
        "file": f"{reverse('browse:reminder-file', args=[article.slug])}?{typed.query}",
        "contacts": [_renews(moment)],
        **site_advice().notes,
    }
    return TemplateResponse(request, "browse/reminder.html", context)


def _reminder_file(request: HttpRequest, moment: Moment, slug: str) -> HttpResponse:
    """The same words lead to the page where the day is none, or lies too near."""
    article = _article(slug, moment)
    today = dates.in_london(moment.now).date()
    typed = typed_day(request.GET, today)
    if typed.found is None or not reminders(typed.found, today):
        return HttpResponseRedirect(f"{reverse('browse:reminder', args=[article.slug])}?{typed.query}")
    days = _days(article, typed.found, today, _renews(moment))
    content = calendar_file(days, made=dates.at_midnight(today), product=settings.SITE_NAME)
    return HttpResponse(content, content_type=CONTENT_TYPE)


# No page: its lines are cut where they are long, and a gap must stand whole.
reminder_file = public_page(_reminder_file, PageRules(has_gaps=False))
