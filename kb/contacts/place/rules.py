"""The cookie of where somebody works, and addresses that set it. Pure."""

import re
from datetime import timedelta
from urllib.parse import unquote_plus

from kb.contacts.document import LONGEST

PLACE_COOKIE = "place"
KEPT_FOR = timedelta(days=365)  # where they say so; else until the browser closes
PARAMETER = "at"
_CODE = re.compile(rf"[A-Z0-9]{{1,{LONGEST['ods_code']}}}")


def code_of(text: str) -> str:
    """An ODS code as it is kept, in capitals; nothing for what can be none."""
    code = text.strip().upper()
    return code if _CODE.fullmatch(code) else ""


def without_place(query: str) -> tuple[str, str | None]:
    """A query string without `at=…`, all else as it stands there, and what the first of them said; None without any.

    Names are read as Django reads them, in any case of letters, so that what is left never leads here again.
    """
    left: list[str] = []
    asked: list[str] = []
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if unquote_plus(name).strip().casefold() == PARAMETER:
            asked.append(unquote_plus(value))
        else:
            left.append(part)
    return "&".join(left), asked[0] if asked else None
