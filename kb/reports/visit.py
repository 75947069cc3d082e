"""What a visit leaves before a report is sent: screenshots, held for an hour so that any machine can show them, and who
found their answer in an article. Nobody is to know who that was.
"""

import hashlib
import secrets
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import salted_hmac

from kb.catalogue.models import Article
from kb.lib.holders import some_of
from kb.media import images
from kb.reports.models import Deflection, HeldFile

MOST_FILES = 5
# What all forms together may hold, so that nobody fills the database; an outage stays far below.
MOST_HELD = 2_000
# A quarter of it for one network address, which may be that of a hospital: a hundred forms with five each.
MOST_OF_SENDER = 500
SWEPT_AT_ONCE = 200
# Some go each time a new one comes, so that the table stays small where no worker runs.
SWEPT_BY_EACH = 10
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}

ENOUGH = f"You can send up to {MOST_FILES} screenshots. Remove one before you add another."
FULL = "We cannot take screenshots at the moment. Send your report without it and describe what you see."


def new_form() -> str:
    """A name for one form, which it carries in a hidden field. Whoever knows it may see what is held for it."""
    return secrets.token_urlsafe(32)


def held(form: str, now: datetime) -> list[HeldFile]:
    return list(HeldFile.objects.current(now).filter(form=form).order_by("pk")) if form else []


def _remove(files: list[HeldFile]) -> None:
    HeldFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    for file in files:
        default_storage.delete(file.stored)


@transaction.atomic
def forget_files(now: datetime, *, most: int = SWEPT_AT_ONCE) -> int:
    """Remove what was held for an hour and never sent, some at a time."""
    files = list(some_of(HeldFile.objects.expired(now), most))
    _remove(files)
    return len(files)


def sender_of(address: str) -> str:
    """By which what one network address holds is counted; the address cannot be found out from it without our key."""
    return salted_hmac("kb.reports.visit", address, algorithm="sha256").hexdigest() if address else ""


def _over(sender: str, now: datetime) -> list[HeldFile]:
    """Those that go when one more of this sender comes: its own oldest, else the oldest of whoever holds the most.

    Nobody who holds a few can be driven out by one who holds many.
    """
    current = HeldFile.objects.current(now)
    own = current.filter(sender=sender)
    if sender and (over := own.count() + 1 - MOST_OF_SENDER) > 0:
        return list(own.oldest_first()[:over])
    if (over := current.count() + 1 - MOST_HELD) <= 0:
        return []
    fullest, number = current.of_the_fullest()
    return list(current.filter(sender=fullest).oldest_first()[:over]) if fullest and number > MOST_FILES else []


def _refuse_too_many(form: str, sender: str, name: str, now: datetime) -> None:
    current = HeldFile.objects.current(now)
    if current.filter(form=form).count() >= MOST_FILES:
        raise images.ImageRefused(name, ENOUGH)
    if current.count() >= MOST_HELD and not _over(sender, now):
        raise images.ImageRefused(name, FULL)


def hold(*, form: str, upload: BinaryIO | UploadedFile, now: datetime, address: str = "") -> HeldFile:
    """Raises images.Refused. Painted anew before the transaction: that takes long, and SQLite has one writer."""
    name, sender = str(getattr(upload, "name", "") or "screenshot"), sender_of(address)
    _refuse_too_many(form, sender, name, now)
    image = images.repaint(upload, name=name)
    with transaction.atomic():
        forget_files(now, most=SWEPT_BY_EACH)
        # Locked: one that a report is taking over at this moment is the report's, with its bytes.
        over = HeldFile.objects.filter(pk__in=[file.pk for file in _over(sender, now)])
        _remove(list(over.select_for_update(skip_locked=True)))
        path = f"reports/{secrets.token_hex(16)}.{ENDINGS[image.content_type]}"
        return HeldFile.objects.create(
            key=secrets.token_urlsafe(24),
            form=form,
            sender=sender,
            stored=default_storage.save(path, File(BytesIO(image.data), name=path)),
            name=image.name,
            content_type=image.content_type,
            size=len(image.data),
            held_at=now,
        )


@transaction.atomic
def let_go(*, form: str, key: str) -> None:
    """The person removed it. One that is not there, or is another form's, is left as it is."""
    _remove(list(HeldFile.objects.select_for_update().filter(form=form, key=key)))


# --- Articles that were opened --------------------------------------------------------------------------------------


def _digest(visitor: str) -> str:
    return hashlib.sha256(visitor.encode()).hexdigest()


@transaction.atomic
def opened(*, visitor: str, article: Article, now: datetime) -> None:
    """A suggestion was opened; the second time in a visit says nothing new. No `by=`: it is a visitor's act."""
    if visitor:
        row = Deflection(visitor=_digest(visitor), article=article, opened_at=now)
        Deflection.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def reported(*, visitor: str, now: datetime) -> None:
    """What this visitor opened did not help: a report followed."""
    if visitor:
        Deflection.objects.of_visit(now).filter(visitor=_digest(visitor)).update(was_reported=True)


@transaction.atomic
def forget_visitors(now: datetime) -> int:
    """Whose visit has ended is nobody's any more; the counts stay."""
    return Deflection.objects.of_past_visits(now).exclude(visitor="").update(visitor="")
