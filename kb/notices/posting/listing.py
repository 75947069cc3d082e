"""The list of all notices: what narrows it, and what a row says."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from kb.lib.listing import Choice, Listing, Words
from kb.notices.document import LONGEST, NoticeKind
from kb.notices.models import Notice, NoticeQuerySet
from kb.notices.presenters import NoticeView, present

NOW, PLANNED, ENDED = "now", "planned", "ended"
WHICH = [("", "All"), (NOW, "Live now"), (PLANNED, "Planned changes"), (ENDED, "Ended")]


class NoticeList(Listing):
    address = "notices:list"
    one, many, order = "notice", "notices", ", newest first"
    on_a_page = 25

    q = Words("Words of the title", "title", max_length=LONGEST["title"], input_type="search")
    which = Choice("Which", method="of_kind", choices=WHICH)

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        super().__init__(request, Notice.objects.with_latest().newest_first())
        self.now = now

    def of_kind(self, rows: NoticeQuerySet, name: str, which: str) -> NoticeQuerySet:
        if which == NOW:
            return rows.live(self.now)
        if which == ENDED:
            return rows.filter(ends_at__lte=self.now)
        return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=self.now), kind=NoticeKind.PLANNED)


@dataclass(frozen=True)
class NoticeRow:
    notice: NoticeView
    address: str


def rows_of(notices: list[Notice], now: datetime) -> list[NoticeRow]:
    return [NoticeRow(present(notice, now), reverse("notices:notice", args=[notice.slug])) for notice in notices]
