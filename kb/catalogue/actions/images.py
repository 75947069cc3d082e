"""Pictures for articles: stored under a random name, and seen by editors only until a live article shows them."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions.publishing import raise_edition
from kb.catalogue.erased_words import IMAGE_AGAIN, is_erased_image
from kb.catalogue.models import Image
from kb.catalogue.models.shared import IMAGE_FOLDER
from kb.media import images
from kb.media.models import Blob


def add_image(*, upload: BinaryIO | UploadedFile, name: str, alt: str, by: User) -> Image:
    """Raises images.Refused. Painted anew before the transaction: that takes long, and SQLite has one writer."""
    painted = images.repaint(upload, name=name)
    ending = painted.name.rpartition(".")[2]
    # The size is part of the name, so that a page knows it before the picture comes.
    path = f"{IMAGE_FOLDER}{secrets.token_hex(16)}-{painted.width}x{painted.height}.{ending}"
    return _store(path, painted.data, alt=alt, by=by)


@transaction.atomic
def _store(path: str, data: bytes, *, alt: str, by: User | None) -> Image:
    if is_erased_image(name=path.rpartition("/")[2], sha256=hashlib.sha256(data).hexdigest()):
        raise images.ImageRefused(alt, IMAGE_AGAIN)
    stored = default_storage.save(path, File(BytesIO(data), name=path))
    image = Image.objects.create(blob=Blob.objects.get(name=stored), alt=alt)
    audit.record(by=by, verb="added an image", subject=image.name, detail={"alt": alt})
    return image


def take_in_image(*, data: bytes, name: str, alt: str, by: User | None) -> Image:
    """One that comes from a file under the name that the texts beside it use; checked by whoever read the file."""
    return _store(f"{IMAGE_FOLDER}{name}", data, alt=alt, by=by)


@transaction.atomic
def note_images_shown(*, names: Collection[str], at: datetime) -> None:
    """A draft shows them, or did until now: their time begins anew. No `by=`: it is bookkeeping, nobody's deed."""
    shown = Image.objects.filter(blob__name__in=[f"{IMAGE_FOLDER}{name}" for name in names], shown_at__lt=at)
    shown.update(shown_at=at)


@transaction.atomic
def remove_image(*, image: Image, unshown_since: datetime, by: User | None) -> bool:
    """For good. False where something shows it by now, or somebody else has just removed it."""
    raise_edition()  # locks the catalogue: whoever publishes it at this moment is first or second, never between
    row = Image.objects.unshown_since(unshown_since).select_related("blob").filter(pk=image.pk).first()
    if row is None:
        return False
    name = row.blob.name
    row.delete()
    default_storage.delete(name)
    audit.record(by=by, verb="removed an image that nothing shows", subject=image.name, detail={"alt": image.alt})
    return True
