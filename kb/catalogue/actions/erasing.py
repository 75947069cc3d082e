"""Erasing for good: a passage or an image goes out of everything that any room keeps.

The one writer past the refusal of changing a version. It blanks words and adds none.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import signals
from kb.catalogue.actions.publishing import raise_edition
from kb.catalogue.erasure_file import Line, keep_lines
from kb.catalogue.models import Article, Erasure, Image, OldSlug, Shortcut, Version
from kb.catalogue.models.erasure import LONGEST_REASON, key_print, print_of, print_of_image, recogniser_of
from kb.catalogue.models.shared import IMAGE_FOLDER
from kb.lib import holders, places
from kb.lib.blanking import REMOVED
from kb.lib.compaction import compact
from kb.lib.places import HeldPlace
from kb.lib.redaction import LONGEST, SHORTEST, ErasedImage, Needle, Passage
from kb.media.models import Blob

THE_MARK = f"“{REMOVED}” is what stands where words were erased. To take it out of a text, edit that text."
NOTHING = "These words stand nowhere on this site that we know of. Copy them from where you see them."
NO_IMAGE = "There is no such image. Copy its address, which begins with /images/."
NO_REASON = "Say why, so that others can tell later. Do not repeat the words."
ROUNDS = 3  # what somebody saved while we looked is found in the next


class NotErasable(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Nothing was erased. `field` is `words`, `image` or `reason`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field

    @classmethod
    def nowhere(cls) -> "NotErasable":
        return cls("words", NOTHING)


def passage_of(words: str) -> Passage:
    """Raises NotErasable for what is too short to be looked for, or too long."""
    passage = Passage(words)
    if passage.letters and not passage.letters.replace(Passage(REMOVED).letters, ""):
        raise NotErasable("words", THE_MARK)
    if len(passage.letters) < SHORTEST:
        raise NotErasable("words", f"Enter at least {SHORTEST} letters and figures: fewer stand everywhere.")
    if len(words) > LONGEST:
        raise NotErasable("words", f"Enter {LONGEST:,} characters or fewer, and erase a longer text in parts.")
    return passage


def image_named(text: str) -> Image:
    """By its name or its address, however much of it was copied. Raises NotErasable."""
    name = text.strip().partition("?")[0].rstrip("/").rpartition("/")[2]
    found = Image.objects.named([name]).first() if name.isprintable() else None
    if found is None:
        raise NotErasable("image", NO_IMAGE)
    return found


def checked_reason(reason: str, needle: Needle) -> str:
    """On one line. Raises NotErasable."""
    reason = " ".join(reason.split())
    if not reason:
        raise NotErasable("reason", NO_REASON)
    if len(reason) > LONGEST_REASON:
        raise NotErasable("reason", f"Say why in {LONGEST_REASON} characters or fewer.")
    if needle.spans(reason):
        raise NotErasable("reason", "The reason is kept: say it without the words that are to go.")
    return reason


def erase_words(*, words: str, reason: str, by: User | None) -> Erasure:
    """Out of every text that a room holds. Raises NotErasable, having changed nothing."""
    passage = passage_of(words)
    reason = checked_reason(reason, passage)
    found = places.find(passage)
    if all(place.stays for place in found):
        raise NotErasable.nowhere()
    digest, length = print_of(passage)
    erasure = Erasure(kind=Erasure.Kind.PASSAGE, digest=digest, length=length, reason=reason, by=by)
    return _erase(erasure, passage, found)


def erase_image(*, image: Image, reason: str, by: User | None) -> Erasure:
    """The file, and the mark of it in every text. Raises NotErasable, having changed nothing."""
    needle = ErasedImage(image.name)
    reason = checked_reason(reason, needle)
    digest = print_of_image(image.blob.sha256)
    erasure = Erasure(kind=Erasure.Kind.IMAGE, digest=digest, image=image.name, reason=reason, by=by)
    return _erase(erasure, needle, places.find(needle))


def _erase(erasure: Erasure, needle: Needle, found: Sequence[HeldPlace]) -> Erasure:
    """Looks without a lock and blanks under one, then looks again: somebody may have saved the words meanwhile."""
    erasure.token, erasure.key, erasure.at = secrets.token_hex(16), key_print(), timezone.now()
    with transaction.atomic():
        # First the row, so that whoever publishes after us is refused; whoever was before us is found in what follows.
        raise_edition()
        erasure.save(force_insert=True)
        blanked = _blank(needle, found)
        if erasure.image:
            blanked += _remove_image(erasure.image)
        if not blanked and all(place.table for place in found if not place.stays):
            raise NotErasable.nowhere()  # somebody else was quicker
        _note(erasure, blanked)
    blanked = places.blank_beside(needle)
    for _ in range(ROUNDS):
        left = [place for place in places.find(needle) if not place.stays and place.table]
        if not left:
            break
        with transaction.atomic():
            raise_edition()
            blanked += _blank(needle, left)
    if blanked:
        with transaction.atomic():
            _note(erasure, blanked, is_more=True)
    erasure.is_compact = tidy_up()
    erasure.save(update_fields=["is_compact"])
    return erasure


def _note(erasure: Erasure, blanked: Sequence[HeldPlace], *, is_more: bool = False) -> None:
    erasure.places = [*erasure.places, *map(_as_kept, blanked)]
    erasure.save(update_fields=["places"])
    detail = {"kind": erasure.get_kind_display(), "places": len(blanked), "reason": erasure.reason}
    verb = "erased more for good, saved meanwhile" if is_more else "erased for good"
    audit.record(by=erasure.by, verb=verb, subject=str(erasure), detail=detail)


def _as_kept(place: HeldPlace) -> dict[str, Any]:
    kept = {"what": place.what, "name": place.name, "said": place.said, "table": place.table, "row": place.row}
    return kept | {"path": place.path} | ({"mails": list(place.mails)} if place.mails else {})


def _blank(needle: Needle, found: Iterable[HeldPlace]) -> list[HeldPlace]:
    blanked = places.blank(needle, list(found))
    for article in _whose_pages_change(blanked):
        signals.article_changed.send(sender=Article, article=article)
    return blanked


# Tables of an article's parts, and how an article leads to them.
_PARTS = {
    "catalogue.Source": "sources",
    "catalogue.Symptom": "symptoms",
    "catalogue.Cause": "causes",
    "catalogue.Step": "steps",
}
_NOT_INDEXED = {"catalogue.Version", "catalogue.Image", "catalogue.OldSlug", "catalogue.Erasure"}


def _whose_pages_change(blanked: Iterable[HeldPlace]) -> QuerySet[Article]:
    """Articles to be indexed anew. What stands around articles is part of what many of them are found by."""
    rows = [(place.table, place.row) for place in blanked if place.table.startswith("catalogue.")]
    tables = {table for table, _ in rows} - _NOT_INDEXED
    if tables - {"catalogue.Article", *_PARTS}:
        return Article.objects.by_number()
    own = Q(pk__in=[row for table, row in rows if table == "catalogue.Article"])
    for table, related in _PARTS.items():
        own |= Q(**{f"{related}__in": [row for one, row in rows if one == table]})
    return Article.objects.filter(own).distinct().by_number()


def _remove_image(name: str) -> list[HeldPlace]:
    image = Image.objects.named([name]).first()
    if image is None:
        return []
    image.delete()
    default_storage.delete(f"{IMAGE_FOLDER}{name}")
    return [HeldPlace("An image", name, "", "the file itself", "catalogue.Image")]


def tidy_up(*, however_large: bool = False) -> bool:
    """What was made of the words, and what the database's files still hold of them. False: see `compact`."""
    for tidy in holders.followers():
        tidy()
    keep_lines()
    is_done = compact(tables_with_words(), however_large=however_large)
    if is_done:
        Erasure.objects.filter(is_compact=False).update(is_compact=True)
    return is_done


def tables_with_words() -> list[str]:
    """And those of what is made of words. In all of them, since rows that went before may have held them too."""
    models: list[type[Model]] = [holder.model for holder in holders.every()]
    models += [*apps.get_app_config("search").get_models(), Blob]
    return [model._meta.db_table for model in models]


# --- Rows that are not changed in the plain way ---------------------------------------------------------------------


def write_version(row: Version, changes: Mapping[str, Any]) -> None:
    """Past the refusal: a version is never changed but by this."""
    QuerySet.update(
        Version.objects.filter(pk=row.pk), **{name: changes[name] for name in {"document", "why"} & set(changes)}
    )


def write_article(row: Article, changes: Mapping[str, Any]) -> None:
    """An address that held the words leads nowhere any more; the new one is free."""
    given = dict(changes)
    if slug := given.get("slug"):
        given["slug"] = _free(slug, lambda text: Article.objects.filter(slug=text) or OldSlug.objects.filter(slug=text))
    Article.objects.filter(pk=row.pk).update(**given)


def forget_address(row: OldSlug, changes: Mapping[str, Any]) -> None:
    OldSlug.objects.filter(pk=row.pk).delete()


def write_shortcut(row: Shortcut, changes: Mapping[str, Any]) -> None:
    label = _free(changes["label"], lambda text: Shortcut.objects.filter(label=text))
    Shortcut.objects.filter(pk=row.pk).update(label=label)


def _free(text: str, taken: Callable[[str], Iterable[Model]]) -> str:
    """With a number where another has it."""
    found, number = text, 1
    while taken(found):
        number += 1
        found = f"{text}-{number}"
    return found


# --- Again, in a database that was restored -------------------------------------------------------------------------


def erase_again(*, lines: Iterable[Line], by: User | None) -> list[Erasure]:
    """What was erased since the backup was made. Lines of another key are left: see `Line.is_known_here`.

    Whoever calls it tidies up then.
    """
    known = [line for line in lines if line.is_known_here]
    needle = recogniser_of((line.length, line.digest) for line in known if not line.image)
    with transaction.atomic():
        raise_edition()
        there = set(Erasure.objects.values_list("token", flat=True))
        added = [_row_of(line, by) for line in known if line.token not in there]
    total = _again(needle, added, by=by)
    for name in dict.fromkeys(line.image for line in known if line.image):
        total += _again(ErasedImage(name), [], by=by, image=name)
    if total or added:
        with transaction.atomic():
            detail = {"erasures": len(known), "places": total}
            audit.record(by=by, verb="erased again for good, after a restore", subject="erasures", detail=detail)
    return added


def _row_of(line: Line, by: User | None) -> Erasure:
    return Erasure.objects.create(
        token=line.token,
        kind=Erasure.Kind.IMAGE if line.image else Erasure.Kind.PASSAGE,
        digest=line.digest,
        length=line.length,
        key=line.key,
        image=line.image,
        by=by,
        at=line.at,
    )


def _again(needle: Needle, added: Sequence[Erasure], *, by: User | None, image: str = "") -> int:
    """In how many places."""
    found = places.find(needle)
    with transaction.atomic():
        raise_edition()
        blanked = _blank(needle, found) + (_remove_image(image) if image else [])
    return len(blanked) + len(places.blank_beside(needle))
