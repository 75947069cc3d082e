"""Django's file storage on the table of blobs: nothing on a local disk, so that any number of machines see the same."""

import hashlib
from datetime import datetime
from mimetypes import MimeTypes
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import IntegrityError, transaction
from django.utils.deconstruct import deconstructible

from kb.lib.text import is_storable
from kb.media.models import Blob

LONGEST_NAME = 255
MOST_BYTES = 50 * 1024 * 1024
_UNKNOWN = "application/octet-stream"
# Python's own table. The one of the machine differs from machine to machine.
_TYPES = MimeTypes()
_TYPES.add_type("image/webp", ".webp")  # Python 3.12 does not know it


def _content_type(name: str) -> str:
    """By the ending of the name, which our own code chose; what a browser claimed is not believed."""
    kind, encoding = _TYPES.guess_type(name)
    return kind if kind and not encoding else _UNKNOWN


def _read(content: File) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in content.chunks():
        piece = part.encode() if isinstance(part, str) else bytes(part)
        size += len(piece)
        if size > MOST_BYTES:
            raise SuspiciousFileOperation(f"'{content.name}' is larger than {MOST_BYTES} bytes.")
        parts.append(piece)
    return b"".join(parts)


@deconstructible(path="kb.media.storage.DatabaseStorage")
class DatabaseStorage(Storage):
    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError(f"A stored file is read as 'rb', not '{mode}'. To change it, save a new one.")
        return ContentFile(bytes(self._value(name, "content")), name)

    def _save(self, name: str, content: File) -> str:
        data = _read(content)
        while True:
            try:
                with transaction.atomic():
                    Blob.objects.create(
                        name=name,
                        content=data,
                        content_type=_content_type(name),
                        size=len(data),
                        sha256=hashlib.sha256(data).hexdigest(),
                    )
            except IntegrityError:
                # Another process took the name between the look and the insert.
                if not self.exists(name):
                    raise
                name = self.get_available_name(name)
            else:
                return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        if not is_storable(name):
            raise SuspiciousFileOperation("A file name holds no null character.")
        return super().get_available_name(name, max_length=min(max_length or LONGEST_NAME, LONGEST_NAME))

    def delete(self, name: str) -> None:
        """A file that is not there is as good as deleted."""
        if not name:
            raise ValueError("Say which file to delete.")
        Blob.objects.filter(name=name).delete()

    def exists(self, name: str) -> bool:
        return Blob.objects.filter(name=name).exists()

    def size(self, name: str) -> int:
        return self._value(name, "size")

    def get_created_time(self, name: str) -> datetime:
        return self._value(name, "created_at")

    def get_modified_time(self, name: str) -> datetime:
        """A stored file never changes."""
        return self.get_created_time(name)

    def url(self, name: str | None) -> str:
        raise NotImplementedError("A stored file has no public address: a view serves it that asks who may see it.")

    def _value(self, name: str, field: str) -> Any:  # noqa: ANN401 - whatever the type of the column is
        try:
            return Blob.objects.values_list(field, flat=True).get(name=name)
        except Blob.DoesNotExist:
            raise FileNotFoundError(f"There is no stored file '{name}'.") from None
