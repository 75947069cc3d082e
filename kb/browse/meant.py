"""The page that was meant by an address that is none: in capitals, with the full stop of the sentence that it stood in,
or only the number of an article or a code, as it is read out on the phone."""

import re

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from kb.catalogue import codes
from kb.catalogue.lookup import look_up
from kb.catalogue.models import Article, Category, Service, Vendor
from kb.catalogue.numbers import number_in
from kb.lib.text import is_storable, without_invisible

LONGEST_PATH = 300
_NOT_TO_READ = {"browse:role", "browse:suggest", "browse:favicon"}
_SHELVES: dict[str, type[Service | Category | Vendor]] = {
    "browse:service": Service,
    "browse:category": Category,
    "browse:vendor": Vendor,
}
# What a sentence, a mail program or Markdown puts around an address.
_AROUND = " \t./,;:!?()[]{}<>\"'`*_“”‘’«»…"


def address_meant(request: HttpRequest) -> str:
    """Never the address that was asked for, and always one that a row or the address table has: else nothing."""
    path = request.path
    if request.method not in {"GET", "HEAD"} or len(path) > LONGEST_PATH or not is_storable(path):
        return ""
    bare = without_invisible(path).strip(_AROUND)
    address = (_page(bare) or _number(bare)) if bare else reverse("browse:home")
    # Where only the last slash is missing, Django leads there itself.
    return (
        ""
        if address.partition("?")[0] in {path, f"{path}/"}
        else _with_query(address, request.META.get("QUERY_STRING", ""))
    )


def _with_query(address: str, query: str) -> str:
    if not address or not query:
        return address
    return f"{address}{'&' if '?' in address else '?'}{query}"


def _number(bare: str) -> str:
    """KB0018 or ERR1002, with nothing before it."""
    if "/" in bare:
        return ""
    if re.match("kb", bare, re.IGNORECASE) and (number := number_in(bare.replace("-", ""))) is not None:
        return _own(Article.objects.filter(number=number).first())
    return _code(bare, is_alone=True)


def _code(typed: str, *, is_alone: bool) -> str:
    """Alone it must be a code beyond doubt; on the shelf of the codes its page says how it was read."""
    found = look_up(typed)
    if found.kind == codes.MatchKind.EXACT and found.only:
        return found.address
    is_known = found.kind != codes.MatchKind.UNKNOWN and not is_alone
    return reverse("browse:code", args=[f"{typed}/"]) if is_known else ""


def _page(bare: str) -> str:
    """The page of the same address in small letters, without what stands around it."""
    for path in (f"/{bare.lower()}/", f"/{bare.lower()}"):
        try:
            found = resolve(path)
        except Resolver404:
            continue
        if _is_plain_page(found):
            return path
        if found.view_name == "browse:code":
            return _code(bare.partition("/")[2], is_alone=False)
        return _of_row(found.view_name, path, **found.kwargs)
    return ""


def _is_plain_page(found: ResolverMatch) -> bool:
    is_public = found.namespace == "browse" and found.view_name not in _NOT_TO_READ
    return not found.kwargs and (is_public or found.view_name == "reports:form")


def _of_row(view: str, path: str, slug: str = "", **parts: object) -> str:
    if shelf := _SHELVES.get(view):
        return _own(shelf.objects.at(slug).first())
    if view not in {"browse:article", "browse:version"}:
        return ""
    article = Article.objects.at_slug(slug).first()
    return path if article and view == "browse:version" else _own(article)


def _own(row: Article | Service | Category | Vendor | None) -> str:
    return row.get_absolute_url() if row else ""
