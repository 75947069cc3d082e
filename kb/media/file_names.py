"""The name of an uploaded file, fit to be stored, shown and sent. Pure."""

import re
import unicodedata

LONGEST = 80

_LAST_PART = re.compile(r"[^/\\]*\Z")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*%]')


def cleaned(name: str, *, ending: str | None = None) -> str:
    """Without folders, signs that nobody sees and dots in front; with another `ending` (".png") where one is given."""
    last = _LAST_PART.search(unicodedata.normalize("NFC", name).rstrip("/\\"))
    seen = "".join(" " if sign.isspace() else sign for sign in (last[0] if last else "") if _is_seen(sign))
    stem = " ".join(_NOT_IN_A_NAME.sub("-", seen).split()).strip(". ")
    found = _ENDING.search(stem)
    if found and found.start():
        stem = stem[: found.start()].rstrip(". ")
        ending = found[0] if ending is None else ending
    ending = ending or ""
    return (stem[: LONGEST - len(ending)].rstrip(". ") or "screenshot") + ending


def _is_seen(sign: str) -> bool:
    """Control characters and those that turn the direction of writing are not; a tab is a space."""
    return sign.isspace() or not unicodedata.category(sign).startswith("C")
