"""Where a person comes from: an address becomes the first values of the form."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from kb.catalogue.choices import AUDIENCES, Audience
from kb.catalogue.models import Article, Service
from kb.contacts.place.reading import place_called
from kb.contacts.place.rules import PLACE_COOKIE, code_of
from kb.reports.form.forms import ArrivalForm
from kb.reports.models import Report

_NUMBER = re.compile(r"(?:kb)?([0-9]{1,9})", re.IGNORECASE)


def _article(text: str) -> Article | None:
    """By number (18, KB0018) or by slug, now or in the past."""
    live = Article.objects.live().select_related("vendor")
    number = _NUMBER.fullmatch(text.strip())
    if number:
        return live.filter(number=int(number[1])).first()
    return live.at_slug(text).first() if text else None


def _said(query: QueryDict) -> dict[str, Any]:
    # ?read=18&read=22 and ?read=18,22 are the same.
    form = ArrivalForm(query.dict() | {"read": ",".join(query.getlist("read"))})
    form.full_clean()
    return form.cleaned_data


def first_values(query: QueryDict, cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the boxes hold before anybody has typed. The role is that of the address, or the remembered one."""
    said = _said(query)
    article = _article(said["article"])
    service = Service.objects.filter(slug=said["service"]).first() if said["service"] else None
    is_virtual = said["card"] == "virtual" or bool(article and article.vendor)
    role = query.get("for", "") if query.get("for", "") in AUDIENCES else cookies.get("role", "")
    place = place_called(code) if (code := code_of(cookies.get(PLACE_COOKIE, ""))) else None
    return {
        "organisation": place.name if place else "",
        "article": str(article.number) if article else "",
        "code": said["code"],
        "service": service.slug if service else "",
        "searched": said["q"],
        "tried": "",
        "read": ",".join(str(number) for number in said["read"]),
        "audience": AUDIENCES.get(role, Audience.USER),
        "outside": article.vendor.slug if article and article.vendor else "",
        "card_type": Report.CardType.VIRTUAL if is_virtual else Report.CardType.UNKNOWN,
    }
