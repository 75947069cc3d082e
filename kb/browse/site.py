"""Pages about the site itself, who can help, and what machines read."""

import sys
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from kb.accounts.guards import open_to_all
from kb.accounts.work import has_session
from kb.browse.forms import OrganisationForm
from kb.browse.meant import address_meant
from kb.browse.public import PageRules, View, public_page
from kb.browse.sheet import STICKERS, PosterLine
from kb.browse.validity import Moment
from kb.catalogue import reading
from kb.catalogue.glossary import folded
from kb.catalogue.models import Article, Category, ErrorCode, Service, StartQuestion, Vendor
from kb.contacts.models import ContactsEdition, LocalContact
from kb.contacts.place.rules import PARAMETER
from kb.contacts.presenters import default_cards, national_desk, shown
from kb.contacts.reading import contacts_lately
from kb.lib import qr
from kb.lib.context import shown_site
from kb.lib.database.breaker import DatabaseAway, State, breaker, is_out_of_reach
from kb.lib.http import reads_only, typed, unlogged
from kb.pages.reading import site_advice

SERVICE_UNAVAILABLE = 503
MOST_FOUND = 20  # contacts on a page: whoever typed "surgery" has not said which
WORTH_COPYING = 30  # characters: what is shorter is soon typed again
PLAIN_PAGES = (
    "home",
    "codes",
    "notices",
    "who-can-help",
    "words",
    "poster",
    "about",
    "accessibility",
    "privacy",
    "cookies",
)


def _told(name: str) -> View:
    """A page that holds only words of ours and settings."""

    def page(request: HttpRequest, moment: Moment) -> HttpResponse:
        return TemplateResponse(request, f"browse/{name}.html", {"settings": settings})

    page.__name__ = page.__qualname__ = name
    return public_page(page)


about = _told("about")
accessibility = _told("accessibility")
privacy = _told("privacy")
cookies = _told("cookies")


def _who_can_help(request: HttpRequest, moment: Moment) -> HttpResponse:
    form = OrganisationForm(request.GET)
    asked = form.cleaned_data["organisation"] if form.is_valid() else ""
    known = list(LocalContact.objects.matching(asked)[: MOST_FOUND + 1]) if asked else []
    return TemplateResponse(
        request,
        "browse/who_can_help.html",
        {
            "section": "who-can-help",
            "asked": asked,
            "found": [
                moment.to_mend(shown(contact, moment.now), str(contact.pk), contact.ods_code)
                for contact in known[:MOST_FOUND]
            ],
            "has_more": len(known) > MOST_FOUND,
            "contacts": moment.contacts,
            **site_advice().notes,
            "has_organisations": LocalContact.objects.exists(),
        },
    )


# Of organisations it shows what no edition of all content tells.
who_can_help = public_page(_who_can_help, PageRules(by_the_minute=True, also=ContactsEdition.objects.stamp))


@public_page
def words(request: HttpRequest, moment: Moment) -> HttpResponse:
    entries = sorted(reading.words(), key=lambda entry: (entry.letter, folded(entry.word)))
    return TemplateResponse(request, "browse/words.html", {"words": entries})


def _poster(request: HttpRequest, moment: Moment) -> HttpResponse:
    """For a wall and for card readers. By day and by night, whether somebody is there now or not. That of a place
    brings it along: whoever scans it sees the numbers that stand on it."""
    it, ra = (PosterLine.of(contact, shown(contact, moment.now)) for _, contact in moment.desks)
    lines = {"it": it, "ra": ra, "stickers": range(STICKERS)}
    place = moment.place
    address = f"{settings.SITE_URL}/{f'?{PARAMETER}={place.code}' if place else ''}"
    where = {
        "address": address.partition("://")[2].removesuffix("/"),
        "qr": qr.in_svg(address),
        "card": moment.contacts[0],
    }
    return TemplateResponse(request, "browse/poster.html", {"section": "who-can-help", **lines, **where})


poster = public_page(_poster, PageRules(has_gaps=False))


@public_page
def sitemap(request: HttpRequest, moment: Moment) -> HttpResponse:
    paths = [*(reverse(f"browse:{name}") for name in PLAIN_PAGES), reverse("reports:form")]
    dated: list[tuple[str, datetime | None]] = [(f"{settings.SITE_URL}{path}", None) for path in paths]
    for shelf in (Service.objects.in_order(), Category.objects.in_order(), Vendor.objects.in_order()):
        dated += [(f"{settings.SITE_URL}{row.get_absolute_url()}", None) for row in shelf]
    dated += [
        (f"{settings.SITE_URL}{question.get_absolute_url()}", None)
        for question in StartQuestion.objects.order_by("slug")
    ]
    dated += [(f"{settings.SITE_URL}{code.get_absolute_url()}", None) for code in ErrorCode.objects.listed()]
    dated += [
        (f"{settings.SITE_URL}{article.get_absolute_url()}", article.updated_at)
        for article in Article.objects.live().by_number()
    ]
    return render(request, "browse/sitemap.xml", {"addresses": dated}, content_type="application/xml")


@public_page
def robots(request: HttpRequest, moment: Moment) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /account/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@open_to_all
@reads_only
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("favicon.ico"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Leads to the page that was meant, or offers the words of the address to the search box."""
    words = " ".join(request.path.replace("-", " ").replace("/", " ").split())[:100]
    response: HttpResponse
    if address := address_meant(request):
        response = HttpResponseRedirect(address)
    else:
        has_start = StartQuestion.objects.any_asked()
        response = render(request, "404.html", {"words": words, "has_start": has_start}, status=404)
    # What is not there now may be there with the next request.
    response["Cache-Control"] = "private, no-store" if has_session(request) else "no-cache"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who sent more than the site takes is told so, and how to go on."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    response = render(request, "400.html", {"site": shown_site(), "is_too_much": too_much, "staff": None}, status=400)
    response["Cache-Control"] = "no-store"
    return response


def _without_database() -> dict[str, Any]:
    """What a page says that may ask for nothing but settings and what is in memory."""
    now = timezone.now()
    desk = {"desk": national_desk(), "desk_name": settings.SERVICE_DESK_NAME}
    return {"site": shown_site(), "staff": None, "contacts": default_cards(now, contacts_lately()), **desk}


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away is no fault of the page, and what was typed is given back."""
    error = sys.exception()
    if is_out_of_reach(error):
        response = _unavailable(request)
        # The breaker has said it once. What it does not know of stands in the log with its traceback.
        is_said = isinstance(error, DatabaseAway) or breaker.state is not State.ANSWERS
        return unlogged(response) if is_said else response
    return render(request, "500.html", _without_database(), status=500)


def _unavailable(request: HttpRequest) -> HttpResponse:
    boxes = typed(request)
    context = {
        "is_form": request.method == "POST",
        "is_report": request.path == reverse("reports:form"),
        "has_session": has_session(request),
        # Only to who sent a good one, or another site could have its form sent from here.
        "has_token": "csrfmiddlewaretoken" in request.POST and getattr(request, "csrf_processing_done", False),
        "address": request.get_full_path(),
        "boxes": boxes,
        "texts": [text for _, text in boxes if len(text) >= WORTH_COPYING],
        "files": [file.name for _, held in request.FILES.lists() for file in held],
    }
    response = render(request, "503.html", _without_database() | context, status=SERVICE_UNAVAILABLE)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "5"
    return response
