"""Fetches the answer to what a caller said, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from kb.catalogue.call_numbers import CallNumber
from kb.catalogue.choices import AUDIENCES, SnippetKind
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ErrorCode, Snippet
from kb.catalogue.models.code import ArticleCode
from kb.catalogue.models.guidance import hold_guidance
from kb.catalogue.models.shared import Stamp, live
from kb.catalogue.reading import guidance_of
from kb.catalogue.stopped import as_shown
from kb.helpdesk.addresses import desk_address
from kb.helpdesk.desk import kept_steps
from kb.helpdesk.desk.call_moment import CallMoment
from kb.helpdesk.desk.hearing import Heard, is_read_otherwise
from kb.helpdesk.desk.options import DeskOption
from kb.helpdesk.desk.presenters import (
    Beside,
    DeskAnswer,
    DeskRole,
    desk_role,
    hand_overs,
    meaning_lines,
    questions_of,
)
from kb.helpdesk.desk.replies import ReplySource
from kb.helpdesk.models import Note
from kb.helpdesk.notes.presenters import NotesOnPage
from kb.lib import dates
from kb.lib.listing import address as list_address
from kb.lib.statements import KeptStatement
from kb.notices.presenters import NoticeView
from kb.pages.audience import reader_of
from kb.pages.code import code_seen, said
from kb.pages.first import CodeSeen, code_team
from kb.pages.parts import ArticleContext, PageLink, SiteAdvice
from kb.pages.reading import those_about
from kb.pages.stamp import StampInHand, stamp_in_hand
from kb.pages.team import Team, article_team
from kb.reports.models import Report

LATELY = timedelta(hours=24)
MOST_ARTICLES = 12


@dataclass(frozen=True)
class ShownArticle:
    """An article that is shown, for a code or for itself."""

    article: Article
    document: ArticleDocument
    context: ArticleContext
    seen: CodeSeen | None
    beside: Beside
    stamp: Stamp


def _context(article: Article, moment: CallMoment, notices: tuple[NoticeView, ...]) -> ArticleContext:
    """What the desk shows of it: no words are explained to an analyst, and nothing related stands below."""
    return ArticleContext(
        services={use.service.slug: use.service for use in article.service_uses.all()},
        codes={use.code.display: use.code for use in article.code_uses.all()},
        snippets={step.snippet.slug: step.snippet for step in article.steps.all() if step.snippet},
        vendors=moment.site.vendors,
        related=(),
        notices=notices,
        advice=SiteAdvice(),
        contacts=moment.contacts,
    )


def _source(article: Article, about: str, code: str, address: str) -> ReplySource:
    names = ", ".join(use.service.name for use in article.service_uses.all())
    return ReplySource(about, code, names, f"{settings.SITE_URL}{address}", f"{article.label} v{article.version}")


_NOTES = KeptStatement(Note.objects.on, int)


def _shown(
    article: Article,
    context: ArticleContext,
    seen: CodeSeen | None,
    source: ReplySource,
    *,
    done: frozenset[str],
    stamp: Stamp,
) -> ShownArticle:
    beside = Beside(source, done, NotesOnPage.of(_NOTES(article.pk)))
    return ShownArticle(article, as_shown(guidance_of(article), article), context, seen, beside, stamp)


def _ticked(article: Article, call: CallNumber | None) -> frozenset[str]:
    """The steps that the caller has ticked, by their names, which outlive the version that they looked at."""
    if call is None or not call.ticked:
        return frozenset()
    document = guidance_of(article)
    if call.version != article.version:
        kept = article.versions.filter(number=call.version).first()
        document = ArticleDocument.from_dict(kept.document) if kept else document
    notes = set(Snippet.objects.filter(kind=SnippetKind.NOTE).values_list("slug", flat=True))
    audience = list(AUDIENCES.values())[call.audience]
    mine = [step.name for step in document.steps if step.audience == audience and step.snippet not in notes]
    return frozenset(mine[place] for place in call.ticked if place < len(mine))


def _in_hand(article: Article, heard: Heard) -> StampInHand | None:
    """Said of a stamp always, and of a number that was read out where the page is another by now."""
    version = heard.have or (heard.call.version if heard.call else 0)
    return stamp_in_hand(article, version) if heard.have or 0 < version < article.version else None


def _common(shown: ShownArticle, audience: str) -> dict[str, Any]:
    """What an answer says of its article, whatever it was asked for."""
    document = shown.document
    return {
        "article": shown.article,
        "label": shown.article.label,
        "version": shown.article.version,
        "questions": questions_of(document),
        "roles": _roles(shown, audience),
        "team": _team(shown),
        "hand_overs": hand_overs(document, shown.context.vendors),
        "source": shown.beside.source,
        "done": shown.beside.done,
        "notes": shown.beside.notes.on_article(step.name for step in document.steps),
    }


def _roles(shown: ShownArticle, audience: str) -> tuple[DeskRole, ...]:
    current = audience or reader_of(shown.document)
    kept, roles = kept_steps.of(shown.article, shown.stamp), []
    for key in AUDIENCES:
        said = kept.words(key, shown.document, shown.context, shown.seen)
        roles.append(kept.written(desk_role(said, beside=shown.beside, is_current=key == current)))
    return tuple(roles)


def _team(shown: ShownArticle) -> Team:
    parts = (shown.document, shown.context)
    if shown.seen:
        return code_team(*parts, shown.seen, audience="user", contacts=shown.context.contacts)
    return article_team(*parts, shown.context.contacts, "user")


_REPORTS_ON_CODE = KeptStatement(
    lambda code, since: Report.objects.filed_since(since).filter(code=code).values_list("pk"), int, datetime
)
_REPORTS_ON_ARTICLE = KeptStatement(
    lambda article, since: Report.objects.filed_since(since).filter(article=article).values_list("pk"), int, datetime
)


def _reports(code: ErrorCode | None, article: Article | None, now: datetime) -> PageLink | None:
    """Those that came lately on the code, or with the article."""
    since = now - LATELY
    on_code, on_article = _REPORTS_ON_CODE.number, _REPORTS_ON_ARTICLE.number
    number = on_code(code.pk, since) if code else on_article(article.pk, since) if article else 0
    if not number:
        return None
    asked = {"since": dates.in_london(since).date(), **({"code": code.display} if code else {})}
    words = f"{number} report{'' if number == 1 else 's'} {'with this code' if code else 'that this answers'}"
    return PageLink(words, list_address("reports:list", **asked))


def _notices(
    moment: CallMoment, articles: Sequence[Article], codes: Sequence[ErrorCode], *, has_services: bool = True
) -> tuple[NoticeView, ...]:
    """Of several articles, of which nobody knows which it is, not what touches their services."""
    services = [use.service for one in articles for use in one.service_uses.all()] if has_services else []
    return those_about(moment.notices, moment.now, articles=articles, services=services, codes=codes)


_USES = KeptStatement(
    lambda code, now: (
        ArticleCode.objects.filter(live(now, "article__"), code=code)
        .select_related("article__category", "article__vendor", "meaning")
        .order_by("-answers", "article__number")
    ),
    int,
    datetime,
)


def _uses(code: ErrorCode, now: datetime) -> list[ArticleCode]:
    """In live articles: those that answer the code first. Their steps are not fetched: many may mention it."""
    return _USES(code.pk, now)


def _answering(uses: Sequence[ArticleCode], code: ErrorCode, asked: str) -> Article | None:
    """The one article, with what to do. One that answers another meaning than was asked for is not it."""
    answers = [use for use in uses if use.answers]
    if len(answers) != 1:
        return None
    meaning = answers[0].meaning
    if meaning and meaning.key != asked and len(code.meanings.all()) > 1:
        return None
    hold_guidance(answers[0].article)
    return answers[0].article


def _listed(uses: Sequence[ArticleCode]) -> tuple[DeskOption, ...]:
    return tuple(
        DeskOption(
            use.article.label, use.article.title, desk_address(use.article.label), "" if use.answers else "mentions it"
        )
        for use in uses[:MOST_ARTICLES]
    )


def _of_article(heard: Heard, article: Article, moment: CallMoment, audience: str, done: frozenset[str]) -> DeskAnswer:
    context = _context(article, moment, _notices(moment, [article], [use.code for use in article.code_uses.all()]))
    source = _source(article, article.title, "", article.get_absolute_url())
    done |= _ticked(article, heard.call)
    shown = _shown(article, context, None, source, done=done, stamp=moment.stamp)
    return DeskAnswer(
        heading=article.title,
        is_code=False,
        address=article.get_absolute_url(),
        words=article.summary,
        said=f"{heard.gone} was withdrawn. This article is read in its place." if heard.gone else "",
        notices=context.notices,
        reports=_reports(None, article, moment.now),
        in_hand=_in_hand(article, heard),
        **_common(shown, audience),
    )


def _of_code(heard: Heard, code: ErrorCode, moment: CallMoment, audience: str, done: frozenset[str]) -> DeskAnswer:
    uses = _uses(code, moment.now)
    chosen = heard.found.chosen.key if heard.found and heard.found.chosen else ""
    article = _answering(uses, code, chosen)
    seen = code_seen(code, chosen)
    articles = [article] if article else [use.article for use in uses]
    notices = _notices(moment, articles, [code], has_services=article is not None)
    facts: dict[str, Any] = {
        "heading": code.display,
        "code": code,
        "is_code": True,
        "address": code.get_absolute_url(),
        "words": seen.meaning or code.meaning_in_short,
        "said": said(heard.found, code) if heard.found and is_read_otherwise(heard) else "",
        "stops": any(meaning.stops for meaning in code.meanings.all()),
        "meanings": () if chosen else meaning_lines(code),
        "notices": notices,
        "reports": _reports(code, None, moment.now),
    }
    if article is None:
        return DeskAnswer(**facts, articles=_listed(uses))
    source = _source(article, f"{code.display}: {facts['words']}", code.display, facts["address"])
    done |= _ticked(article, heard.call)
    context = _context(article, moment, notices)
    shown = _shown(article, context, seen, source, done=done, stamp=moment.stamp)
    facts["in_hand"] = _in_hand(article, heard)
    facts |= _common(shown, audience)
    return DeskAnswer(**facts, title=article.title, articles=_listed([use for use in uses if use.article != article]))


def answer_to(
    heard: Heard, moment: CallMoment, *, audience: str = "", done: frozenset[str] = frozenset()
) -> DeskAnswer | None:
    """Nothing where what was said is not one thing. With a role, the analyst has the answer open and has ticked for
    themselves: before, a number that was read out says whose steps and what is done.
    """
    if heard.call and audience:
        heard = replace(heard, call=replace(heard.call, ticked=()))
    elif heard.call:
        audience = list(AUDIENCES)[heard.call.audience]
    if heard.article:
        return _of_article(heard, heard.article, moment, audience, done)
    return _of_code(heard, heard.code, moment, audience, done) if heard.code else None
