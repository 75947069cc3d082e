"""What build is running: a short fingerprint of the code and templates it was started from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

SHIPPED = {".py", ".html", ".css", ".js", ".txt", ".xml"} | {".ico", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}


def fingerprint(folders: Iterable[Path]) -> str:
    """Equal on every machine that runs the same files; part of every page's ETag."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SHIPPED and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
