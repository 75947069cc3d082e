"""What an action changed, for its audit entry: each part that says something else, as it was and as it is."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.catalogue.entries import PortableEntry


def _plain(value: object) -> Any:  # noqa: ANN401 - what JSON holds
    if is_dataclass(value) and not isinstance(value, type):
        return {name: part for name, part in asdict(value).items() if part}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def changes(before: "PortableEntry | None", after: "PortableEntry") -> dict[str, Any]:
    """By the name of the part. Of what is new there is nothing to compare."""
    if before is None:
        return {"is": "new"}
    said: Mapping[str, Any] = vars(after)
    changed = {name: {"from": _plain(old), "to": _plain(said[name])} for name, old in vars(before).items()}
    return {"changed": {name: one for name, one in changed.items() if one["from"] != one["to"]}}


def written_out(entry: "PortableEntry") -> dict[str, Any]:
    """All that it says, where that is the last time."""
    return {name: _plain(value) for name, value in vars(entry).items() if value}
