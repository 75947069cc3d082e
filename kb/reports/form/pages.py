"""The pages that the form answers with: itself, the stop of the guard, what may help, and what went wrong."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kb.catalogue.choices import Actor, Audience
from kb.contacts.presenters import cards_here
from kb.pages.reading import lost_card, site_advice
from kb.reports.delivery.receivers import receiver
from kb.reports.form import suggestions as reading
from kb.reports.form.forms import ReportForm
from kb.reports.form.guard import Stopped
from kb.reports.form.presenters import DeskContact
from kb.reports.form.step import FormStep
from kb.reports.models import Report
from kb.search.finder import Hit


def _around(request: HttpRequest, step: FormStep) -> dict[str, Any]:
    """What every page of the form says: it must be there without a database too."""
    contacts = cards_here(request, step.now)
    return {"section": "report", "contacts": contacts, "state": step.carried.signed}


def _beside(step: FormStep) -> DeskContact:
    return DeskContact.of(receiver(step.values["service"], now=step.now, outside=step.values["outside"]))


def form_page(request: HttpRequest, step: FormStep, form: ReportForm, *, status: int = 200) -> HttpResponse:
    around = _around(request, step)
    team = reading.team_for(step.values, around["contacts"])
    came = reading.travelled(step.values)
    results = reading.results_for(step.values, came)
    # Offered once: here before anybody typed, or on the way to the desk.
    is_of_company = team is not None and team.actor == Actor.VENDOR
    is_over = form.is_bound or step.carried.was_offered or is_of_company
    offered = () if is_over else reading.suggestions(results, came)
    if offered:
        step = replace(step, carried=step.carried.offered())
        around = _around(request, step)
    context = around | {
        "form": form,
        "team": team,
        **site_advice().notes,
        "notices": () if form.is_bound else step.notices,
        "beside": _beside(step),
        "came": came,
        "suggestions": offered,
        "codes": reading.codes_in(results) if step.values.get("text") else (),
        "held": step.held(),
        "lost_card": lost_card(),
        "guide": reading.guide(),
        "companies": reading.companies(team if is_of_company else None),
        "is_virtual": step.values["card_type"] == Report.CardType.VIRTUAL,
        "is_for_user": step.values["audience"] == Audience.USER,
        # What is known of the problem stands open; the rest is folded away unless something in it is wrong.
        "is_known": bool(step.values["code"] or step.values["service"]),
        "is_open_below": form.is_folded_part_wrong,
    }
    return TemplateResponse(request, "reports/form.html", context, status=status)


def _kept(step: FormStep) -> list[tuple[str, str]]:
    """All that was said, for a page that shows none of the boxes."""
    return [(name, value) for name, value in step.values.items() if value]


def guard_page(request: HttpRequest, step: FormStep, boxes: tuple[Stopped, ...]) -> HttpResponse:
    context = _around(request, step) | {"boxes": boxes, "kept": _kept(step)}
    return TemplateResponse(request, "reports/guard.html", context)


def offer_page(request: HttpRequest, step: FormStep, suggestions: tuple[Hit, ...]) -> HttpResponse:
    context = _around(request, step) | {"suggestions": suggestions, "kept": _kept(step), "beside": _beside(step)}
    return TemplateResponse(request, "reports/offer.html", context)


def not_taken(request: HttpRequest, step: FormStep, *, heading: str, status: int) -> HttpResponse:
    """Nothing is claimed, and the text is still there. Asks the database nothing: it may be what is down."""
    context = _around(request, step) | {
        "heading": heading,
        "text": step.values["text"],
        "kept": [(name, value) for name, value in _kept(step) if name != "text"],
        "beside": DeskContact.of(receiver("", now=step.now)),
        "staff": None,  # who is signed in is asked of the database
    }
    return TemplateResponse(request, "reports/not_taken.html", context, status=status).render()
