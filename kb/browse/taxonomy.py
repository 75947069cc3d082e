"""Services, categories, vendors and notices."""

from collections.abc import Iterable

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.text import capfirst
from django.views.decorators.csp import csp_override

from kb.accounts.guards import same_site_post
from kb.browse.code.presenters import code_line
from kb.browse.public import public_page
from kb.browse.reading import all_clear_words, live_page, notices_about
from kb.browse.rises import all_rises
from kb.browse.validity import Moment
from kb.catalogue.models import Article, Category, ErrorCode, Service, Vendor
from kb.insight.handoffs.actions import count_hand_off
from kb.lib.http import number_asked, see
from kb.lib.listing import NumberedPage
from kb.notices.models import Notice, parts
from kb.notices.presenters import present_in_full
from kb.notices.tell_me.mails import reach_people
from kb.pages.parts import ArticleRow, row
from kb.pages.team import company

NOTICES_ON_A_PAGE = 20


def _listed(articles: Iterable[Article]) -> dict[str, list[ArticleRow]]:
    """In their order; those without a fix stand apart, since they say less."""
    rows = [row(article) for article in articles]
    return {"articles": [one for one in rows if not one.is_stub], "stubs": [one for one in rows if one.is_stub]}


def _elsewhere(request: HttpRequest, found: Service | Category | Vendor, slug: str) -> HttpResponse | None:
    """From an address that it had before, for good."""
    if found.address == slug:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(found.get_absolute_url() + (f"?{query}" if query else ""))


@public_page
def service(request: HttpRequest, moment: Moment, slug: str) -> HttpResponse:
    found = get_object_or_404(Service.objects.at(slug))
    if answer := _elsewhere(request, found, slug):
        return answer
    articles = list(Article.objects.live().with_codes().filter(services=found).in_order())
    return TemplateResponse(
        request,
        "browse/service.html",
        {
            "shelf": found,
            **_listed(articles),
            "codes": [code_line(code) for code in ErrorCode.objects.listed().answered_by(articles).with_meanings()],
            "notices": notices_about(moment, services=[found]),
        },
    )


@public_page
def category(request: HttpRequest, moment: Moment, slug: str) -> HttpResponse:
    found = get_object_or_404(Category.objects.at(slug))
    if answer := _elsewhere(request, found, slug):
        return answer
    articles = Article.objects.live().with_codes().filter(category=found).in_order()
    return TemplateResponse(request, "browse/category.html", {"shelf": found, **_listed(articles)})


def _to_fill_in(vendor: Vendor) -> str:
    """What to tell them, as a list to copy; what is never to be told is no gap to fill in."""
    gaps = [f"{capfirst(line)}: " for line in vendor.tell if not line.casefold().startswith("never")]
    lines = [
        f"I need help with {vendor.product}.",
        "",
        *gaps,
        "",
        "No patient details and no passcode are in this list.",
    ]
    return "\n".join(lines) if gaps else ""


# The way out is a counted POST that redirects to the company, which "form-action 'self'" would stop.
@csp_override(settings.SECURE_CSP | {"form-action": [CSP.SELF, "https:"]})
@public_page
def vendor(request: HttpRequest, moment: Moment, slug: str) -> HttpResponse:
    found = get_object_or_404(Vendor.objects.at(slug))
    if answer := _elsewhere(request, found, slug):
        return answer
    article = Article.objects.live().with_parts().filter(vendor=found).by_number().first()
    page = live_page(request, moment, article) if article else None
    contacts = moment.contacts
    return TemplateResponse(
        request,
        "browse/vendor.html",
        {
            "vendor": found,
            "page": page,
            "company": company(found),
            "to_fill_in": _to_fill_in(found),
            "contacts": contacts,
            # The smartcard team before IT support, as in the article and on the form.
            "asked": contacts[::-1],
            "unknown_contact": page.unknown_contact if page else None,
            "others": Vendor.objects.exclude(pk=found.pk).in_order(),
        },
    )


@same_site_post
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Count that somebody was handed over, then send them on."""
    found = get_object_or_404(Vendor.objects.exclude(website=""), slug=slug)
    count_hand_off(vendor=found)
    return see(found.website)


@public_page
def notices(request: HttpRequest, moment: Moment) -> HttpResponse:
    prefetch_related_objects(moment.notices, *parts())
    views = [(notice, present_in_full(notice, moment.now)) for notice in moment.notices]
    return TemplateResponse(
        request,
        "browse/notices.html",
        {
            "section": "notices",
            "rises": all_rises(moment),
            "clear": all_clear_words(moment),
            "tells": reach_people(),
            "live": [view for notice, view in views if notice.is_live_issue(moment.now)],
            "planned": [view for notice, view in views if notice.is_planned_change(moment.now)],
            "ended": [view for notice, view in views if notice.has_ended(moment.now)],
        },
    )


@public_page
def notice_history(request: HttpRequest, moment: Moment) -> HttpResponse:
    """All that is over, the newest first."""
    ended = Notice.objects.filter(ends_at__lte=moment.now).order_by("-ends_at", "-pk").with_latest().with_parts()
    page = Paginator(ended, NOTICES_ON_A_PAGE).get_page(number_asked(request, "page"))
    here = reverse("browse:notice-history")

    def at(number: int) -> str:
        return f"{here}?page={number}" if number > 1 else here

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    context = {
        "section": "notices",
        "ended": [present_in_full(notice, moment.now) for notice in page],
        "pages": [NumberedPage(n, at(n), n == page.number) for n in numbers if isinstance(n, int)],
        "previous": at(page.previous_page_number()) if page.has_previous() else "",
        "next": at(page.next_page_number()) if page.has_next() else "",
    }
    return TemplateResponse(request, "browse/notice_history.html", context)
