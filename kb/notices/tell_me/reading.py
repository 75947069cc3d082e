"""What somebody waits for, and whether it is there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from kb.catalogue import codes
from kb.catalogue.choices import Confidence
from kb.catalogue.lookup import look_up
from kb.catalogue.models import Article
from kb.lib.text import is_storable
from kb.notices.models import Notice, Subscriber
from kb.notices.models.subscriber import LONGEST_CODE

NOTICE, ARTICLE, CODE = "notice", "article", "code"


@dataclass(frozen=True)
class Awaited:
    """One of three; `fixed` is the address of the answer, empty while there is none."""

    title: str
    fixed: str
    notice: Notice | None = None
    article: Article | None = None
    code: str = ""

    @property
    def row(self) -> dict[str, Any]:
        return {"notice": self.notice, "article": self.article, "code": self.code}


def of_notice(notice: Notice, now: datetime) -> Awaited:
    return Awaited(notice.title, notice.get_absolute_url() if notice.has_ended(now) else "", notice=notice)


def of_article(article: Article, now: datetime) -> Awaited:
    """Fixed with steps of its own, or by an article that it was merged into."""
    heir = article.live_heir(now)
    is_fixed = heir is not None and heir.confidence != Confidence.STUB
    return Awaited(article.title, heir.get_absolute_url() if heir and is_fixed else "", article=article)


def of_code(text: str, now: datetime) -> Awaited:
    """Fixed when a live article that is no stub is about it."""
    found = look_up(text).only
    about = Article.objects.live(now).about(found).exclude(confidence=Confidence.STUB) if found else None
    is_fixed = found is not None and about is not None and about.exists()
    return Awaited(text, found.get_absolute_url() if found and is_fixed else "", code=codes.normal(text))


def awaited(about: str) -> Awaited | None:
    """From the hidden field of a form, such as `notice:sign-in-slow`; None where there is no such thing."""
    kind, _, name = about.partition(":")
    now = timezone.now()
    if not name or not is_storable(name):
        return None
    if kind == NOTICE:
        notice = Notice.objects.filter(slug=name).first()
        return of_notice(notice, now) if notice and notice.has_started(now) else None
    if kind == ARTICLE:
        article = Article.objects.live(now).filter(slug=name).first()
        return of_article(article, now) if article else None
    return of_code(name, now) if kind == CODE and may_wait_for(name) else None


def may_wait_for(code: str) -> bool:
    """Anything can stand in an address: only what looks like a code, and is short enough to be one, is kept."""
    return 0 < len(codes.normal(code)) <= LONGEST_CODE and codes.looks_like_one(code)


def awaited_by(subscriber: Subscriber, now: datetime) -> Awaited:
    if subscriber.notice:
        return of_notice(subscriber.notice, now)
    return of_article(subscriber.article, now) if subscriber.article else of_code(subscriber.code, now)
