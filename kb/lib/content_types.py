"""What a request says of its own words. The site speaks UTF-8 and nothing else."""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

type Environ = dict[str, Any]
REFUSED = b"What is sent here must be UTF-8.\n"


def is_readable(content_type: str) -> bool:
    """Whether what it says can be read, and is UTF-8 or nothing. A name that nobody knows counts as nothing."""
    try:
        charset = parse_header_parameters(content_type)[1].get("charset")
        return charset is None or codecs.lookup(charset).name in {"utf-8", "ascii"}
    except LookupError:
        return True
    except ValueError:
        return False


class InUtf8:
    """A WSGI application that is given requests in UTF-8 only.

    Django takes the word of a request for it, such as `rot13` or `idna`, and fails to read its query string by that
    before anything of ours is asked: a 500, with a traceback, that anybody could bring about.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if is_readable(str(environ.get("CONTENT_TYPE", ""))):
            return self.application(environ, start_response)
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            # There are no words but those of the address, which are always UTF-8.
            return self.application(environ | {"CONTENT_TYPE": ""}, start_response)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(REFUSED)))]
        start_response("400 Bad Request", [*headers, ("Cache-Control", "no-store")])
        return [REFUSED]
