"""Pictures for articles: stored under a random name, and seen by editors only until a live article shows them."""

import secrets
from io import BytesIO
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.models import Image
from kb.catalogue.querysets import IMAGE_FOLDER
from kb.media import images
from kb.media.models import Blob


def add_image(*, upload: BinaryIO | UploadedFile, name: str, alt: str, by: User) -> Image:
    """Raises images.Refused. Painted anew before the transaction: that takes long, and SQLite has one writer."""
    painted = images.repaint(upload, name=name)
    ending = painted.name.rpartition(".")[2]
    # The size is part of the name, so that a page knows it before the picture comes.
    path = f"{IMAGE_FOLDER}{secrets.token_hex(16)}-{painted.width}x{painted.height}.{ending}"
    with transaction.atomic():
        stored = default_storage.save(path, File(BytesIO(painted.data), name=path))
        image = Image.objects.create(blob=Blob.objects.get(name=stored), alt=alt)
        audit.record(by=by, verb="added an image", subject=image.name, detail={"alt": alt})
    return image
