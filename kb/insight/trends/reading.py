"""What is open now, for the desk."""

from datetime import datetime

from kb.insight.models import Rise
from kb.insight.trends.presenters import RiseView, rise_views


def open_rises(now: datetime) -> list[RiseView]:
    """The newest first. components/rise.html says one of them; nothing open costs one query."""
    rises = list(Rise.objects.open().newest_first())
    return rise_views(rises, now) if rises else []
