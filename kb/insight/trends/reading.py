"""What is open now: for the desk all, for the public what somebody on the desk knows of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kb.catalogue.models import CodeKey, ErrorCode, Service
from kb.insight.models import Rise
from kb.insight.seen.rules import CODE
from kb.insight.trends.counting import SERVICE
from kb.insight.trends.presenters import RiseView, rise_views
from kb.lib.statements import KeptStatement

_OPEN = KeptStatement(lambda: Rise.objects.open().newest_first())


def open_rises(now: datetime) -> list[RiseView]:
    """The newest first. components/rise.html says one of them; nothing open costs one query."""
    rises = _OPEN()
    return rise_views(rises, now) if rises else []


@dataclass(frozen=True)
class PublicRise:
    """A code or an application that more people than usual look up, and the desk confirms it."""

    subject: str
    name: str
    address: str
    began_at: datetime

    def is_about(self, code: str, services: Collection[str] = ()) -> bool:
        """`code` is a key, `services` are slugs."""
        return self.subject == f"{CODE}:{code}" or self.subject in {f"{SERVICE}:{slug}" for slug in services}


def public_rises() -> tuple[PublicRise, ...]:
    """The first to begin first. None confirmed costs one query."""
    rises = list(Rise.objects.confirmed().order_by("began_at", "pk"))
    if not rises:
        return ()
    names = {rise.name for rise in rises}
    rows: dict[str, ErrorCode | Service] = {
        f"{CODE}:{key.normal}": key.code for key in CodeKey.objects.filter(normal__in=names).select_related("code")
    }
    rows |= {f"{SERVICE}:{row.slug}": row for row in Service.objects.filter(slug__in=names)}
    return tuple(
        PublicRise(rise.subject, str(row), row.get_absolute_url(), rise.began_at)
        for rise in rises
        if (row := rows.get(rise.subject))
    )
