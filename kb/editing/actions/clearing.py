"""Images that were uploaded for drafts and that nothing shows any more are removed, some time after."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from kb.catalogue.actions import note_images_shown, remove_image
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Image
from kb.editing.models import Aside, Revision
from kb.editing.querysets import OPEN

KEPT = timedelta(days=30)
AT_ONCE = 50

type Content = dict[str, Any]


def _pictures(content: Content) -> frozenset[str]:
    return frozenset(ArticleDocument.from_dict(content).pictures)


def note_taken_out(before: Content, after: Content | None, now: datetime) -> None:
    """What the text no longer shows: from now on it is kept for its time."""
    if gone := _pictures(before) - (_pictures(after) if after else frozenset()):
        note_images_shown(names=gone, at=now)


def _texts() -> Iterator[Content]:
    """What somebody still works on, or has not put away."""
    latest = Revision.objects.filter(draft__state__in=OPEN, number=F("draft__number"))
    yield from latest.values_list("content", flat=True).iterator()
    yield from Aside.objects.waiting().values_list("content", flat=True).iterator()


def clear_images(now: datetime) -> int:
    """How many were removed. A chore of every minute, which nearly always finds nothing whose time is over."""
    over = Image.objects.unshown_since(now - KEPT).select_related("blob").defer("blob__content")
    images = list(over.order_by("shown_at", "pk")[:AT_ONCE])
    if not images:
        return 0
    shown = frozenset[str]().union(*map(_pictures, _texts()))
    note_images_shown(names={image.name for image in images} & shown, at=now)
    return sum(remove_image(image=image, unshown_since=now - KEPT, by=None) for image in images)
