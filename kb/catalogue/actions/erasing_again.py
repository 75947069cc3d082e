"""Erasing again, in a database that was restored, what was erased since the backup was made."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions.erasing import bare_of, blank, blank_until_none_is_left, remove_image
from kb.catalogue.actions.publishing import raise_edition
from kb.catalogue.erasure_file import Line
from kb.catalogue.models import Erasure, Version
from kb.catalogue.models.erasure import recogniser_of
from kb.catalogue.numbers import number_in
from kb.lib import places
from kb.lib.places import HeldPlace
from kb.lib.redaction import ErasedImage, Needle


def erase_again(*, lines: Iterable[Line], by: User | None) -> list[Erasure]:
    """What was erased since the backup was made; answers those that this database did not know. Lines of another key
    are left: see `Line.is_known_here`. Whoever calls it tidies up then, and may ask for `still_standing`.
    """
    known = [line for line in lines if line.is_known_here]
    with transaction.atomic():
        raise_edition()
        there = set(Erasure.objects.values_list("token", flat=True))
        added = [_row_of(line, by) for line in known if line.token not in there]
    total = sum(_again(needle, name) for needle, name in _needles(known))
    if total or added:
        with transaction.atomic():
            detail = {"erasures": len(known), "places": total}
            audit.record(by=by, verb="erased again for good, after a restore", subject="erasures", detail=detail)
    return added


def still_standing(lines: Iterable[Line]) -> list[HeldPlace]:
    """What should be gone, and was saved again while it was erased."""
    known = [line for line in lines if line.is_known_here]
    return [place for needle, _ in _needles(known) for place in places.find(needle) if not place.stays]


def _needles(known: Sequence[Line]) -> list[tuple[Needle, str]]:
    """Of all words at once, and of each image with its name."""
    words = recogniser_of(one for line in known for one in line.prints)
    images = dict.fromkeys(line.image for line in known if line.image)
    return [(replace(words, bare=bare_of(secrets.token_hex(3))), ""), *((ErasedImage(name), name) for name in images)]


def _row_of(line: Line, by: User | None) -> Erasure:
    row = Erasure.objects.create(
        token=line.token,
        kind=Erasure.Kind.IMAGE if line.image else Erasure.Kind.PASSAGE,
        digest=line.digest,
        length=line.length,
        further=line.further,
        key=line.key,
        image=line.image,
        by=by,
        at=line.at,
    )
    stood = Q(pk__in=[])
    for label, number, _ in line.versions:
        stood |= Q(article__number=number_in(label), number=number)
    row.versions.set(Version.objects.filter(stood))
    return row


def _again(needle: Needle, image: str) -> int:
    """In how many places."""
    found = places.find(needle)
    with transaction.atomic():
        raise_edition()
        blanked = blank(needle, found) + (remove_image(image) if image else [])
    blank_until_none_is_left(needle, blanked.extend)
    return len(blanked)
