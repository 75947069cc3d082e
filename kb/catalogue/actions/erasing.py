"""Erasing for good: a passage or an image goes out of everything that any room keeps.

The one writer past the refusal of changing a version. It blanks words and adds none.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import signals
from kb.catalogue.actions.erasable import NotErasable, checked_reason, is_common, passages_of
from kb.catalogue.actions.publishing import raise_edition
from kb.catalogue.erasure_file import keep_lines
from kb.catalogue.models import Article, Erasure, Image
from kb.catalogue.models.article import PARTS
from kb.catalogue.models.erasure import key_print, print_of, print_of_image
from kb.catalogue.models.shared import IMAGE_FOLDER
from kb.lib import holders, places
from kb.lib.blanking import BARE
from kb.lib.compaction import compact
from kb.lib.places import HeldPlace
from kb.lib.redaction import ErasedImage, Needle, Passages
from kb.media.models import Blob

ROUNDS = 3  # what somebody saved while we looked is found in the next


def erase_words(*, words: str, further: str = "", reason: str, by: User | None, is_many_meant: bool = False) -> Erasure:
    """Out of every text that a room holds. Raises NotErasable, having changed nothing.

    `further` has one more passage on each line. Common words go only where that is meant.
    """
    needle = passages_of(words, further)
    reason = checked_reason(reason, needle)
    found = places.find(needle)
    number = sum(not place.stays for place in found)
    if not number:
        raise NotErasable.nowhere()
    if not is_many_meant and is_common(found):
        raise NotErasable.many(number)
    (digest, length), *rest = map(print_of, needle.each)
    erasure = Erasure(kind=Erasure.Kind.PASSAGE, digest=digest, length=length, reason=reason, by=by)
    erasure.further = [(length, digest) for digest, length in rest]
    return _erase(erasure, needle, found)


def erase_image(*, image: Image, reason: str, by: User | None) -> Erasure:
    """The file, and the mark of it in every text. Raises NotErasable, having changed nothing."""
    needle = ErasedImage(image.name)
    reason = checked_reason(reason, needle)
    digest = print_of_image(image.blob.sha256)
    erasure = Erasure(kind=Erasure.Kind.IMAGE, digest=digest, image=image.name, reason=reason, by=by)
    return _erase(erasure, needle, places.find(needle))


def _erase(erasure: Erasure, needle: Passages | ErasedImage, found: Sequence[HeldPlace]) -> Erasure:
    """Looks without a lock and blanks under one, then looks again: somebody may have saved the words meanwhile."""
    erasure.token, erasure.key, erasure.at = secrets.token_hex(16), key_print(), timezone.now()
    needle = replace(needle, bare=bare_of(erasure.token))
    with transaction.atomic():
        # First the row, so that whoever publishes after us is refused; whoever was before us is found in what follows.
        raise_edition()
        erasure.save(force_insert=True)
        blanked = blank(needle, found)
        if erasure.image:
            blanked += remove_image(erasure.image)
        if not blanked and all(place.table for place in found if not place.stays):
            raise NotErasable.nowhere()  # somebody else was quicker
        _note(erasure, blanked)
    erasure.left = [
        _as_kept(place) for place in blank_until_none_is_left(needle, partial(_note, erasure, is_more=True))
    ]
    erasure.is_compact = tidy_up()
    erasure.save(update_fields=["left", "is_compact"])
    return erasure


def bare_of(token: str) -> str:
    return f"{BARE}-{token[:6]}"


def blank_until_none_is_left(needle: Needle, note: Callable[[Sequence[HeldPlace]], None]) -> list[HeldPlace]:
    """Some rounds, for what is in no table and what was saved while we looked. Answers what the last look found."""
    for _ in range(ROUNDS):
        left = places.find(needle)
        if all(place.stays for place in left):
            return left
        with transaction.atomic():
            raise_edition()
            blanked = [*blank(needle, left), *places.blank_beside(needle)]
            if blanked:
                note(blanked)
    return places.find(needle)


def _note(erasure: Erasure, blanked: Sequence[HeldPlace], *, is_more: bool = False) -> None:
    erasure.places = [*erasure.places, *map(_as_kept, blanked)]
    erasure.save(update_fields=["places"])
    erasure.versions.add(*{place.row for place in blanked if place.table == "catalogue.Version"})
    detail = {"kind": erasure.get_kind_display(), "places": len(blanked), "reason": erasure.reason}
    verb = "erased more for good, saved meanwhile" if is_more else "erased for good"
    audit.record(by=erasure.by, verb=verb, subject=str(erasure), detail=detail)


def _as_kept(place: HeldPlace) -> dict[str, Any]:
    kept = {"what": place.what, "name": place.name, "said": place.said, "table": place.table, "row": place.row}
    kept |= {"path": place.path} | ({"mails": list(place.mails)} if place.mails else {})
    return kept | ({"stays": place.stays} if place.stays else {})


def blank(needle: Needle, found: Iterable[HeldPlace]) -> list[HeldPlace]:
    blanked = places.blank(needle, list(found))
    for article in _whose_pages_change(blanked):
        signals.article_changed.send(sender=Article, article=article)
    return blanked


_NOT_INDEXED = {"catalogue.Version", "catalogue.Image", "catalogue.OldSlug", "catalogue.Erasure"}


def _whose_pages_change(blanked: Iterable[HeldPlace]) -> QuerySet[Article]:
    """Articles to be indexed anew. What stands around articles is part of what many of them are found by."""
    rows = [(place.table, place.row) for place in blanked if place.table.startswith("catalogue.")]
    if {table for table, _ in rows} - _NOT_INDEXED - {"catalogue.Article", *PARTS}:
        return Article.objects.by_number()
    return Article.objects.of_rows(rows).by_number()


def remove_image(name: str) -> list[HeldPlace]:
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
