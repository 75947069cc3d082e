"""Codes: all of them, and any spelling of one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.safestring import SafeString

from kb.browse.code.listing import grouped
from kb.browse.code.presenters import (
    CodePage,
    CodeSurroundings,
    code_line,
    code_page,
)
from kb.browse.public import public_page
from kb.browse.reading import code_answer, notices_about
from kb.browse.rises import rises_about
from kb.browse.story.forms import CodeStoryForm
from kb.browse.validity import Moment
from kb.catalogue import codes
from kb.catalogue.call_numbers import CallNumberKind
from kb.catalogue.lookup import CodeLookup, look_up, nearest
from kb.catalogue.models import Article, ErrorCode
from kb.insight.seen.reading import looked_up_today
from kb.insight.stories.reading import may_be_told_of
from kb.lib import qr
from kb.notices.tell_me.mails import reach_people
from kb.notices.tell_me.reading import may_wait_for
from kb.pages.article import ArticlePage
from kb.pages.audience import AudienceChoice
from kb.pages.code import code_seen, is_code_itself, names_another
from kb.pages.parts import report_address, row
from kb.pages.read_out import ReadOut, read_out
from kb.pages.reading import site_advice


@public_page
def all_codes(request: HttpRequest, moment: Moment) -> HttpResponse:
    listed = ErrorCode.objects.listed().with_keys().with_meanings()
    shown = {"groups": grouped(listed), "number": len(listed)}
    return TemplateResponse(request, "browse/codes.html", {"section": "codes", **shown})


def _unknown(request: HttpRequest, moment: Moment, found: CodeLookup) -> HttpResponse:
    return TemplateResponse(
        request,
        "browse/code_unknown.html",
        {
            "section": "codes",
            "typed": found.typed[: codes.LONGEST_TYPED],
            "tells": reach_people() and may_wait_for(found.typed),
            "times": looked_up_today(found.typed, moment.now),
            "story": CodeStoryForm() if may_be_told_of(found.typed) else None,
            "near": [code_line(code) for code in nearest(found.typed)],
            "contacts": moment.contacts,
            **site_advice().notes,
        },
        status=404,
    )


def _choice(request: HttpRequest, moment: Moment, found: CodeLookup) -> HttpResponse:
    articles = Article.objects.live().with_codes().filter(code_uses__code__in=found.codes).distinct().by_number()
    answers = {code: [row(article) for article in articles if article.answers(code)] for code in found.codes}
    lines = [(code_line(code), rows) for code, rows in answers.items()]
    known = {"typed": found.typed, "lines": lines, "misread": found.misread}
    around = {"contacts": moment.contacts, **site_advice().notes}
    return TemplateResponse(request, "browse/code_choice.html", {"section": "codes", **known, **around})


def _here(request: HttpRequest, **said: str) -> str:
    """The address of what was typed and of the meaning that was asked for."""
    here = escape_uri_path(request.path)
    said |= {"meaning": meaning} if (meaning := request.GET.get("meaning", "")) else {}
    return f"{here}?{urlencode(said)}" if said else here


def _choices_here(request: HttpRequest, page: ArticlePage) -> tuple[AudienceChoice, ...]:
    """Whose steps to show, chosen without leaving this page."""
    return tuple(
        replace(choice, address=_here(request, **({"for": choice.key} if "?" in choice.address else {})))
        for choice in page.choices
    )


def _qr(page: CodePage) -> SafeString:
    # Paper keeps whose steps they were, where the page would open with those of another reader.
    answer = page.answer
    said = f"?{urlencode({'for': answer.audience})}" if answer and answer.audience != answer.reader else ""
    return qr.in_svg(f"{page.canonical}{said}")


def _read_out(code: ErrorCode, page: ArticlePage | None = None) -> ReadOut | None:
    known: dict[str, Any] = {"version": page.version, "audience": page.audience, "steps": page.steps} if page else {}
    return read_out(CallNumberKind.CODE, code.pk, **known)


def _answer(request: HttpRequest, moment: Moment, article: Article, code: ErrorCode, asked: str) -> CodeSurroundings:
    """The article, whose way to the report form says which code it was; whose steps to show is chosen on this page."""
    page, first = code_answer(request, moment, article, code_seen(code, asked))
    audience = {} if page.audience == "user" else {"for": page.audience}
    report = report_address(article=str(article.number), code=code.display, **audience)
    page = replace(page, report=report, choices=_choices_here(request, page), read_out=_read_out(code, page))
    return CodeSurroundings(page.notices, page.safety, page.unknown_contact, page.contacts, page, first)


def _around(moment: Moment, code: ErrorCode, articles: Sequence[Article]) -> CodeSurroundings:
    """Of a code that no one article answers; notices about any of those in which it appears."""
    return CodeSurroundings(
        notices=notices_about(moment, articles=articles, codes=[code]),
        **site_advice().notes,
        contacts=moment.contacts,
    )


def _one(
    request: HttpRequest, moment: Moment, found: CodeLookup, code: ErrorCode, *, is_at_canonical: bool
) -> HttpResponse:
    articles = list(Article.objects.live().with_parts().about(code))
    answers = [article for article in articles if article.answers(code)]
    asked = request.GET.get("meaning", "") or (found.chosen.key if found.chosen else "")
    answer = answers[0] if len(answers) == 1 and not names_another(answers[0], code, asked) else None
    around = _answer(request, moment, answer, code, asked) if answer else _around(moment, code, articles)
    prefetch_related_objects([code], "keys")
    page = code_page(
        found,
        code,
        around=around,
        articles=[article for article in articles if article not in answers] if answer else articles,
        kin=ErrorCode.objects.listed().kin_of(code).with_meanings(),
        about=articles,
        asked=asked,
        is_at_canonical=is_at_canonical,
    )
    number = page.answer.read_out if page.answer else _read_out(code)
    context = {
        "section": "codes",
        "read_out": number,
        "code": page,
        "rises": rises_about(moment, code, answers),
        "page": page.answer,
        "here": _here(request),
        "qr": _qr(page),
    }
    return TemplateResponse(request, "browse/code.html", context)


@public_page
def code(request: HttpRequest, moment: Moment, typed: str) -> HttpResponse:
    """Any spelling: one that is the code itself goes to the code's address, all others say what they became."""
    if not (text := typed.strip().rstrip("/")):
        return HttpResponseRedirect(reverse("browse:codes"))
    found = look_up(text)
    if found.kind == codes.MatchKind.UNKNOWN:
        return _unknown(request, moment, found)
    if found.only is None:
        return _choice(request, moment, found)
    is_at_canonical = typed == f"{found.only.address_form}/"
    if is_code_itself(found, found.only) and not is_at_canonical:
        said = {"for": audience} if (audience := request.GET.get("for", "")) in {"ra", "it"} else {}
        said |= {"meaning": found.chosen.key} if found.chosen else {}
        return HttpResponseRedirect(f"{found.only.get_absolute_url()}{f'?{urlencode(said)}' if said else ''}")
    return _one(request, moment, found, found.only, is_at_canonical=is_at_canonical)
