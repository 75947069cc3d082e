"""What drafts leave behind is cleared: images that nothing shows any more, autosaves that a later one replaced, and
drafts in which nobody ever wrote.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from kb.catalogue.actions import note_images_shown, remove_image
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Image
from kb.editing.models import OPEN, Comment, Draft, NewCode, Review, Revision, UnsavedText

KEPT = timedelta(days=30)
AGE = timedelta(days=1)
# A text that a browser kept without a network is offered for a week, and needs the draft it is of.
UNTOUCHED = timedelta(days=8)
WINDOW = timedelta(minutes=10)
AT_ONCE = 50
LONG_AGO = Value(datetime.fromtimestamp(0, UTC))

type Content = dict[str, Any]


def _texts() -> Iterator[Content]:
    """What somebody still works on, or has not put away."""
    latest = Revision.objects.filter(draft__state__in=OPEN, number=F("draft__number"))
    yield from latest.values_list("content", flat=True).iterator()
    yield from UnsavedText.objects.waiting().values_list("content", flat=True).iterator()


def clear_images(now: datetime) -> int:
    """How many were removed. A chore of every minute, which nearly always finds nothing whose time is over."""
    over = Image.objects.unshown_since(now - KEPT).select_related("blob").defer("blob__content")
    images = list(over.order_by("shown_at", "pk")[:AT_ONCE])
    if not images:
        return 0
    shown = frozenset[str]().union(*(ArticleDocument.from_dict(content).pictures for content in _texts()))
    note_images_shown(names={image.name for image in images} & shown, at=now)
    return sum(remove_image(image=image, unshown_since=now - KEPT, by=None) for image in images)


# --- Autosaves -----------------------------------------------------------------------------------------------------
# What somebody saved by hand is kept for ever, and of their autosaves one for every ten minutes. The last one before
# somebody else's save is among them, so who wrote a draft and what each left to the other can always be read.


@dataclass(frozen=True)
class Save:
    """`is_held`: something speaks of it, such as a review or a comment."""

    number: int
    by: int
    at: datetime
    is_autosave: bool
    is_held: bool = False


def _window(moment: datetime) -> int:
    return int(moment.timestamp() // WINDOW.total_seconds())


def needless(saves: Iterable[Save], now: datetime) -> list[int]:
    """The numbers of those that go: a later save of the same person, in the same ten minutes, says more.

    `saves` are all of one draft. The latest is never among them.
    """
    ordered = sorted(saves, key=lambda save: save.number)
    return [
        save.number
        for save, following in pairwise(ordered)
        if save.is_autosave
        and not save.is_held
        and save.at <= now - AGE
        and following.by == save.by
        and _window(following.at) == _window(save.at)
    ]


def _with_autosaves_to_thin(until: datetime) -> list[int]:
    """Drafts with an autosave that came of age since they were last looked at."""
    since = Coalesce(OuterRef("thinned_to"), LONG_AGO, output_field=DateTimeField())
    of_age = Revision.objects.filter(draft=OuterRef("pk"), is_autosave=True, at__gt=since, at__lte=until)
    # Asked first, as there are few: those that were saved since.
    saved_since = Q(thinned_to__isnull=True) | Q(changed_at__gt=F("thinned_to"))
    return list(Draft.objects.filter(saved_since, Exists(of_age)).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _saves(draft: Draft) -> list[Save]:
    held = Exists(Review.objects.filter(revision=OuterRef("pk"))) | Exists(
        Comment.objects.filter(revision=OuterRef("pk"))
    )
    waits = Exists(UnsavedText.objects.waiting().filter(draft=OuterRef("draft"), base_revision=OuterRef("number")))
    rows = draft.revisions.annotate(is_held=held | waits)
    return [Save(*row) for row in rows.values_list("number", "by", "at", "is_autosave", "is_held")]


@transaction.atomic
def _thin(pk: int, now: datetime) -> int:
    # One that another worker has in hand, or that is being saved, is passed over: its turn comes in a minute.
    draft = Draft.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if draft is None:
        return 0
    _, by_table = draft.revisions.filter(number__in=needless(_saves(draft), now)).delete()
    Draft.objects.filter(pk=pk).update(thinned_to=now - AGE)
    return by_table.get("editing.Revision", 0)


def thin_autosaves(now: datetime) -> int:
    """How many went. A chore of every minute; the rule is `needless`. No audit entry: nobody's save goes."""
    return sum(_thin(pk, now) for pk in _with_autosaves_to_thin(now - AGE))


def clear_untouched(now: datetime) -> int:
    """How many went. A chore of every minute. No audit entry: nothing stood in them."""
    old = Draft.objects.untouched().filter(begun_at__lte=now - UNTOUCHED)
    if not old.exists():  # a removal takes SQLite's only write lock
        return 0
    with transaction.atomic():
        beside = Exists(Comment.objects.filter(draft=OuterRef("pk"))) | Exists(
            NewCode.objects.filter(draft=OuterRef("pk"))
        )
        # One that somebody saves at this moment is passed over.
        drafts = old.filter(~beside).select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]
        _, by_table = Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    return by_table.get("editing.Draft", 0)
