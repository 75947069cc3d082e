"""Fetches the states of an article that can be compared, and what has to be known of the codes that they name."""

from dataclasses import dataclass
from datetime import datetime

from kb.catalogue import codes
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Meaning, Version
from kb.editing.compare.diff import Places
from kb.editing.models import Draft, Revision
from kb.lib import dates

IMPORTED = "This site"


@dataclass(frozen=True)
class ComparedState:
    """What was published, or what the open draft has saved: `key` is as in the address, `3` or `r4`."""

    key: str
    name: str
    at: datetime
    who: str
    why: str = ""

    @property
    def when(self) -> str:
        return dates.day_and_clock(self.at)

    @property
    def choice(self) -> str:
        return f"{self.name}, {self.when}"


def _version(version: Version) -> ComparedState:
    return ComparedState(
        str(version.number),
        f"Version {version.number}",
        version.at,
        version.by.name if version.by else IMPORTED,
        version.why,
    )


def _revision(revision: Revision) -> ComparedState:
    name = f"Revision {revision.number} of the draft"
    return ComparedState(f"r{revision.number}", name, revision.at, revision.by.name)


def versions_of(article: Article) -> list[ComparedState]:
    """The latest first, without their words."""
    found = article.versions.select_related("by").defer("document").order_by("-number")
    return [_version(version) for version in found]


def revisions_of(draft: Draft | None) -> list[ComparedState]:
    if draft is None:
        return []
    return [
        _revision(revision) for revision in draft.revisions.select_related("by").defer("content").order_by("-number")
    ]


def document_at(key: str, *, article: Article | None, draft: Draft | None) -> ArticleDocument | None:
    """Nothing where there is no such state."""
    is_revision, number = key.startswith("r"), key.removeprefix("r")
    if not (number.isascii() and number.isdecimal() and len(number) <= 6):  # noqa: PLR2004 - no longer number is one
        return None
    if is_revision:
        revision = draft.revisions.filter(number=int(number)).first() if draft else None
        return ArticleDocument.from_dict(revision.content) if revision else None
    version = Version.objects.filter(article=article, number=int(number)).first() if article else None
    return ArticleDocument.from_dict(version.document) if version else None


def places_of(*documents: ArticleDocument) -> Places:
    named = {codes.normal(one.code) for document in documents for one in document.meanings}
    rows = Meaning.objects.filter(code__normal__in=named).exclude(where="")
    return {(code, key): where for code, key, where in rows.values_list("code__normal", "key", "where")}
