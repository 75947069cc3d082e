"""A finished message: everything that a mail says, before it is a row. Pure Python."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class File:
    """An attachment: under which name Django's default storage keeps it, and what the reader sees."""

    stored: str
    name: str
    content_type: str


@dataclass(frozen=True)
class Mail:
    """To one address. `bare_text` and `bare_html` are said instead where the files are left out as too large."""

    to: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    files: tuple[File, ...] = ()
    bare_text: str = ""
    bare_html: str = ""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Mail":
        return cls(**{**values, "files": tuple(File(**file) for file in values["files"])})
