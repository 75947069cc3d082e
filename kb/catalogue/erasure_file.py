"""What was erased, in lines without words beside the backups: a restored database does not know what went after it."""

import json
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from kb.catalogue.models import Erasure, Version
from kb.catalogue.models.erasure import key_print
from kb.catalogue.numbers import label_of

_log = logging.getLogger(__name__)


class LineBroken(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """A line of the file cannot be read."""


@dataclass(frozen=True)
class Line:
    """One erasure. `versions` are those it stood in: article, number, path. `further`: see `Erasure`."""

    token: str
    at: datetime
    key: str
    digest: str
    length: int = 0
    image: str = ""
    versions: tuple[tuple[str, int, str], ...] = ()
    further: tuple[tuple[int, str], ...] = ()

    @property
    def prints(self) -> tuple[tuple[int, str], ...]:
        return () if self.image else ((self.length, self.digest), *self.further)

    @property
    def is_known_here(self) -> bool:
        """Its words are known again only with the SECRET_KEY that they were erased under; an image has its name."""
        return bool(self.image) or self.key == key_print()

    def to_json(self) -> str:
        values = asdict(self) | {"at": self.at.isoformat()}
        return json.dumps(values if self.further else {name: values[name] for name in values if name != "further"})

    @classmethod
    def from_json(cls, text: str) -> "Line":
        values: dict[str, Any] = json.loads(text)
        versions = tuple((article, number, path) for article, number, path in values.pop("versions", ()))
        further = tuple((length, digest) for length, digest in values.pop("further", ()))
        at = datetime.fromisoformat(values["at"])
        return cls(**values | {"at": at, "versions": versions, "further": further})


def read_lines(path: Path) -> list[Line]:
    """Raises LineBroken with its number, and OSError."""
    return list(_lines(path))


def _lines(path: Path) -> Iterator[Line]:
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip():
            continue
        try:
            yield Line.from_json(text)
        except (TypeError, ValueError, KeyError) as error:
            raise LineBroken(f"Line {number} of {path} is no line of an erasure: take it out, or mend it.") from error


def keep_lines() -> bool:
    """Adds the lines of all erasures that the file lacks. False where it cannot be written: the site goes on, and the
    next erasure, or the command, adds them."""
    path = Path(settings.ERASURES_FILE)
    try:
        kept = {line.token for line in _lines(path)} if path.exists() else set()
        missing = [line for line in _all() if line.token not in kept]
        if missing:
            _append(path, missing)
    except (OSError, LineBroken) as error:
        _log.error("The file of erasures, %s, cannot be kept: %s", path, error)
        return False
    return True


def _append(path: Path, lines: Iterable[Line]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write("".join(f"{line.to_json()}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())


def _all() -> Iterator[Line]:
    """Oldest first."""
    for row in Erasure.objects.in_order():
        rows = [place["row"] for place in row.places if place.get("table") == "catalogue.Version"]
        found = Version.objects.filter(pk__in=rows).values_list("pk", "article__number", "number")
        versions = {pk: (label_of(article), number) for pk, article, number in found}
        paths = [(place["row"], place["path"]) for place in row.places if place.get("row") in versions]
        stood = tuple((*versions[pk], path) for pk, path in paths)
        further = tuple((length, digest) for length, digest in row.further)
        yield Line(row.token, row.at, row.key, row.digest, row.length, row.image, stood, further)
