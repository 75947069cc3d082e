"""A zip of files, as somebody might send it."""

import io
import zipfile
from collections.abc import Mapping


def zip_of(files: Mapping[str, str | bytes], *entries: tuple[zipfile.ZipInfo | str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        for entry, words in entries:
            archive.writestr(entry, words)
    return held.getvalue()
