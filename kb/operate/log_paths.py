"""What of an address, and of a failure, may stand in a log: what is ours. Not what a visitor typed, pasted or was given
as a secret."""

import logging
import re
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

CUT = "..."
_FIRST_REFUSAL = 400
# A redirect for good is the answer to what is no address of ours: without its last slash, or only nearly right.
_NOT_OURS = {301, 308}
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,40}/?")
# The rest of these holds the secret of a report, of an invitation or of a new password, or a code as somebody typed it.
_SECRET, _TYPED = {"report", "link"}, "codes"


@cache
def _first_segments() -> frozenset[str]:
    """Of all addresses that this site has. One that begins with a gap gives none."""
    firsts = {settings.STATIC_URL.strip("/").partition("/")[0]}

    def walk(resolver: URLResolver, before: str) -> None:
        for entry in resolver.url_patterns:
            route = f"{before}{entry.pattern}"
            if isinstance(entry, URLResolver):
                walk(entry, route)
            elif isinstance(entry, URLPattern):
                firsts.add(route.partition("/")[0])

    walk(get_resolver(settings.ROOT_URLCONF), "")
    return frozenset(firsts)


def path_in_log(path: str, status: int) -> str:
    """`path` as it was sent or decoded, without its query string."""
    first, slash, rest = path.lstrip("/").partition("/")
    if first not in _first_segments():
        return f"/{CUT}"
    is_plain = bool(_PLAIN.fullmatch(rest))
    is_refused = status >= _FIRST_REFUSAL or status in _NOT_OURS
    if rest and (is_refused or first in _SECRET or (first == _TYPED and not is_plain)):
        return f"/{first}/{CUT}"
    return f"/{first}{slash}{rest}"


# What PostgreSQL says of a row that it refused: "Failing row contains (1, …)", "Key (email)=(…) already exists".
_OF_A_ROW = re.compile(r"(DETAIL|CONTEXT): .*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


class LogLine(logging.Formatter):
    """Of a failure where and why, and never what stood in the row: it may be a report, an address or a secret."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - logging's own signature
        return _OF_A_ROW.sub(rf"\1: {CUT}", super().formatException(ei))


class CutPaths(logging.Filter):
    """In what Django writes of a request. And a line for one that is against the rules, no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None  # the request was wrong, not the code; anybody can send such
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            status = getattr(record, "status_code", 500)
            own = {request.path, request.get_full_path()}
            record.args = tuple(path_in_log(request.path, status) if part in own else part for part in record.args)
        return True
