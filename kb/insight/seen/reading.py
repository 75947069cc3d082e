"""How often something was looked at."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Sum

from kb.catalogue.models import CodeKey
from kb.insight.models import HourCount, View
from kb.insight.seen.rules import UNKNOWN, of_unknown
from kb.lib.dates import in_london


def looked_up_today(text: str, now: datetime) -> int:
    """How many visits today asked for a code that nobody has written down."""
    subject = of_unknown(text)
    return View.objects.on(in_london(now).date()).filter(subject=subject).count() if subject else 0


def views_of(subjects: Collection[str], since: datetime) -> Counter[str]:
    """Of whole hours that are counted, the last of them some ten minutes ago."""
    rows = HourCount.objects.filter(subject__in=subjects, hour__gte=since).order_by()
    return Counter(dict(rows.values("subject").annotate(total=Sum("number")).values_list("subject", "total")))


def all_views(since: datetime) -> Counter[str]:
    """Of every subject that was looked at: one aggregate, for a page that ranks all of them."""
    rows = HourCount.objects.filter(hour__gte=since).order_by().values("subject").annotate(total=Sum("number"))
    return Counter(dict(rows.values_list("subject", "total")))


def unknown_codes(since: datetime, most: int = 20) -> list[tuple[str, int]]:
    """Codes that nobody has written down, as keys, those asked for most first: what is counted, and today."""
    counts: Counter[str] = Counter()
    begins = f"{UNKNOWN}:"
    hours = HourCount.objects.filter(subject__startswith=begins, hour__gte=since).order_by()
    for subject, total in hours.values("subject").annotate(total=Sum("number")).values_list("subject", "total"):
        counts[subject.removeprefix(begins)] += total
    for documented in CodeKey.objects.filter(normal__in=list(counts)).values_list("normal", flat=True):
        del counts[documented]
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]


def top_today(kind: str, now: datetime, most: int = 5) -> list[tuple[str, int]]:
    """What most visits looked at today, by name without its kind."""
    views = View.objects.on(in_london(now).date()).filter(subject__startswith=f"{kind}:").order_by()
    rows = views.values("subject").annotate(number=Count("pk")).order_by("-number", "subject")[:most]
    return [(row["subject"].partition(":")[2], row["number"]) for row in rows]
