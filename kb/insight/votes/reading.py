"""What votes say of articles and codes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from kb.catalogue.models import Article, CodeKey, ErrorCode
from kb.insight.models import Reason, Vote


@dataclass(frozen=True)
class Votes:
    yes: int
    no: int
    reasons: tuple[tuple[str, int], ...] = ()  # in words, the most frequent first

    @property
    def number(self) -> int:
        return self.yes + self.no


def _votes(rows: Iterable[Mapping[str, Any]]) -> Votes:
    said: Counter[bool] = Counter()
    reasons: Counter[str] = Counter()
    for row in rows:
        said[row["fixed"]] += row["number"]
        if row["reason"]:
            reasons[str(Reason(row["reason"]).label)] += row["number"]
    return Votes(said[True], said[False], tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))))


def votes_by_version(article: Article) -> list[tuple[int, Votes]]:
    """The newest version first; versions without a vote are left out."""
    rows: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in Vote.objects.filter(article=article).answers("version"):
        rows[row["version"]].append(row)
    return [(version, _votes(rows[version])) for version in sorted(rows, reverse=True)]


def votes_on(code: ErrorCode, since: datetime | None = None) -> Votes:
    votes = Vote.objects.filter(code__in=CodeKey.objects.filter(code=code).values("normal"))
    return _votes((votes.since(since) if since else votes).answers())


def votes_by_article(since: datetime) -> dict[int, Votes]:
    """By the key of the article, on the version that it has now."""
    rows: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    current = Vote.objects.since(since).filter(version=F("article__version"))
    for row in current.answers("article"):
        rows[row["article"]].append(row)
    return {article: _votes(found) for article, found in rows.items()}
