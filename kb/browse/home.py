"""The home page."""

from collections.abc import Sequence

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kb.browse.public import public_page
from kb.browse.reading import all_clear_words
from kb.browse.validity import Moment
from kb.catalogue.models import Category, ErrorCode, Service, Shortcut, Vendor
from kb.notices.presenters import present
from kb.pages.parts import Chip, PageLink, chip
from kb.pages.reading import lost_card, site_advice

MOST_LIVE = 2
MOST_CODES = 12
EXAMPLES = ("400_645", "ERR5022")  # of what to type, where they are known; else what is looked up most


def _shelf(rows: list) -> list[PageLink]:
    return [PageLink(row.name, row.get_absolute_url(), row.summary) for row in rows]


def _examples(codes: Sequence[ErrorCode]) -> list[Chip]:
    known = [code for code in codes if code.display in EXAMPLES]
    return [chip(code) for code in (known or codes)[: len(EXAMPLES)]]


@public_page
def home(request: HttpRequest, moment: Moment) -> HttpResponse:
    live = [notice for notice in moment.notices if notice.is_live_issue(moment.now)]
    planned = [notice for notice in moment.notices if notice.is_banner(moment.now)]
    codes = list(ErrorCode.objects.most_looked_up().annotate(of=Window(Count("pk")))[:MOST_CODES])
    return TemplateResponse(
        request,
        "browse/home.html",
        {
            "section": "home",
            "live": [present(notice, moment.now) for notice in live[:MOST_LIVE]],
            "number_of_live": len(live),
            "has_more_live": len(live) > MOST_LIVE,
            "clear": all_clear_words(moment),
            "planned": [present(notice, moment.now) for notice in planned],
            **site_advice().notes,
            "lost_card": lost_card(),
            "shortcuts": [PageLink(s.label, s.get_absolute_url()) for s in Shortcut.objects.live()],
            "services": _shelf(list(Service.objects.filter(on_home=True).in_order())),
            "other_services": _shelf(list(Service.objects.filter(on_home=False).in_order())),
            "categories": [
                (PageLink(row.name, row.get_absolute_url(), row.summary), number)
                for row, number in Category.objects.counted()
            ],
            "examples": _examples(codes),
            "codes": [chip(code) for code in codes],
            "number_of_codes": codes[0].of if codes else 0,
            "vendors": _shelf(list(Vendor.objects.in_order())),
            "contacts": moment.contacts,
        },
    )
