"""Publishing notices, adding to them and ending them: the only writers of the tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import codes
from kb.catalogue.actions import raise_edition
from kb.catalogue.erased_words import erased_problems
from kb.catalogue.models import Article, ErrorCode, Service
from kb.lib.dates import to_utc
from kb.lib.portable import Problem
from kb.notices.document import NoticeContent, NoticeRefused, Update, update_problems
from kb.notices.models import Notice, NoticeUpdate


@dataclass(frozen=True)
class _Named:
    """The rows that a notice names by slug or code."""

    services: dict[str, Service]
    articles: dict[str, Article]
    codes: dict[str, ErrorCode]

    @classmethod
    def by(cls, content: NoticeContent) -> "_Named":
        wanted = {codes.normal(code) for code in content.codes}
        by_key = {row.normal: row for row in ErrorCode.objects.filter(normal__in=wanted)}
        return cls(
            services={row.slug: row for row in Service.objects.filter(slug__in=content.services)},
            articles={row.slug: row for row in Article.objects.filter(slug__in=content.articles)},
            codes={code: by_key[codes.normal(code)] for code in content.codes if codes.normal(code) in by_key},
        )

    def problems(self, content: NoticeContent) -> list[Problem]:
        named: tuple[tuple[str, str, Sequence[str], dict], ...] = (
            ("services", "service", content.services, self.services),
            ("articles", "article", content.articles, self.articles),
            ("codes", "error code", content.codes, self.codes),
        )
        return [
            Problem(field, f"There is no {word} '{name}'.")
            for field, word, names, rows in named
            for name in names
            if name not in rows
        ]


def _is_published(content: NoticeContent, imported: str | None) -> bool:
    """Whether the rows say all this already; updates that they have on top stay, so they do not count."""
    notice = Notice.objects.with_parts().filter(slug=content.slug).first()
    if notice is None or (imported is not None and imported != notice.imported):
        return False
    published = notice.content
    is_same = replace(published, updates=()) == replace(content, updates=())
    return is_same and set(content.updates) <= set(published.updates)


def _values(content: NoticeContent) -> dict[str, Any]:
    source = content.source
    same = ("title", "short_title", "kind", "severity", "summary", "body", "starts_at", "ends_at")
    return {name: getattr(content, name) for name in same} | {
        "source_name": source.name if source else "",
        "source_address": source.address if source else "",
        "source_dated": source.dated if source else None,
    }


def _add_missing(notice: Notice, updates: Sequence[Update]) -> None:
    held = {update.said for update in notice.updates.all()}
    NoticeUpdate.objects.bulk_create(
        NoticeUpdate(notice=notice, at=update.at, text=update.text, state=update.state)
        for update in updates
        if update not in held
    )


@transaction.atomic
def publish_notice(*, content: NoticeContent, by: User | None, imported: str | None = None) -> Notice:
    """Create or change the notice at this slug. Raises NoticeRefused, having written nothing.

    Updates that were published stay, whether the content has them or not. `imported` is the fingerprint to remember
    when it came from a file. Publishing what is already there changes nothing.
    """
    if problems := [*content.problems(), *erased_problems(content)]:
        raise NoticeRefused(problems)
    named = _Named.by(content)
    if problems := named.problems(content):
        raise NoticeRefused(problems)
    content = replace(content, codes=tuple(code.display for code in named.codes.values())).regular()
    if _is_published(content, imported):
        return Notice.objects.get(slug=content.slug)
    # The edition's row is also the lock: of two who publish at once, the second waits here.
    raise_edition()
    values = _values(content) | ({} if imported is None else {"imported": imported})
    notice, is_new = Notice.objects.update_or_create(
        slug=content.slug, defaults=values | {"version": F("version") + 1}, create_defaults=values
    )
    notice.services.set(named.services.values())
    notice.codes.set(named.codes.values())
    notice.articles.set(named.articles.values())
    _add_missing(notice, content.updates)
    notice.refresh_from_db(fields=["version"])
    verb = "published notice" if is_new else "changed notice"
    audit.record(by=by, verb=verb, subject=str(notice), detail=content.to_dict() | {"version": notice.version})
    return notice


@transaction.atomic
def add_update(
    *, notice: Notice, text: str, by: User | None, at: datetime | None = None, state: str = ""
) -> NoticeUpdate:
    """Raises NoticeRefused for an update that says nothing."""
    update = Update(at=at or timezone.now(), text=text.strip(), state=state)
    if problems := list(update_problems(update)):
        raise NoticeRefused(problems)
    raise_edition()
    added = NoticeUpdate.objects.create(notice=notice, at=update.at, text=update.text, state=update.state)
    Notice.objects.filter(pk=notice.pk).update(version=F("version") + 1)
    notice.refresh_from_db(fields=["version"])
    audit.record(by=by, verb="updated notice", subject=str(notice), detail={"slug": notice.slug, **update.to_dict()})
    return added


@transaction.atomic
def end_notice(*, notice: Notice, by: User | None, at: datetime | None = None) -> Notice:
    """Say that it is over, now or at a given time. Ending what has ended changes nothing.

    Raises NoticeRefused for one that has not begun: publish it again with other dates.
    """
    notice.refresh_from_db()
    if notice.has_ended(at or timezone.now()):
        return notice
    raise_edition()
    # Only now is nobody else at it; whoever had it before us may have ended it.
    notice.refresh_from_db()
    ends_at = to_utc(at or timezone.now())
    if notice.has_ended(ends_at):
        return notice
    if ends_at <= notice.starts_at:
        raise NoticeRefused([Problem("ends_at", "It has not begun yet: change its dates instead.")])
    notice.ends_at = ends_at
    notice.version += 1
    notice.save(update_fields=["ends_at", "version"])
    detail = {"slug": notice.slug, "ends_at": ends_at.isoformat()}
    audit.record(by=by, verb="ended notice", subject=str(notice), detail=detail)
    return notice
