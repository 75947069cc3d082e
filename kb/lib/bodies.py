"""How much anybody may send, bounded while it arrives and before anything else looks at it.

What is too much is read on and thrown away, because an answer given to a browser that still sends is a broken
connection to it. The words of a form are kept of what was read, and the page that answers shows them again.
"""

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from kb.lib.left_out import LEFT_OUT, WORDS, Environ, LeftOut, is_multipart, most_of

PIECE = 65_536
IN_MEMORY = 500_000  # of one body; what is longer is in a file without a name
MOST_KEPT = 800_000  # of the words of a form that is too large; three times as many in an address
THROWN_AWAY = 2  # times the limit, beyond it
ABSURD = 10_000_000_000  # bytes that are announced: no browser sends so much in the time that it has
AT_ONCE = 128_000_000  # bytes of all bodies in a process: two reports with all their screenshots, and more
UNCOUNTED = 100_000  # of each, so that words are never kept waiting for files
WAIT = 5.0  # seconds for room


# --- What arrives -----------------------------------------------------------------------------------------------------


class _Arriving:
    """What a client sends, piece by piece. `length` is what it says; without one it ends by itself."""

    def __init__(self, environ: Environ) -> None:
        self._source: IO[bytes] = environ["wsgi.input"]
        said = str(environ.get("CONTENT_LENGTH") or "")
        is_chunked = "chunked" in str(environ.get("HTTP_TRANSFER_ENCODING", "")).lower()
        # Told by its length first: to read a number of very many figures takes long, or is refused.
        is_absurd = said.isdecimal() and len(said) > len(str(ABSURD))
        self.length = ABSURD if is_absurd else int(said) if said.isdecimal() else None if is_chunked else 0
        self.number = 0
        self.is_over = self.length == 0

    def read(self, size: int) -> bytes:
        rest = size if self.length is None else min(size, self.length - self.number)
        piece = b"" if self.is_over else self._source.read(rest)
        self.number += len(piece)
        self.is_over = not piece or self.number == self.length
        return piece

    @property
    def is_absurd(self) -> bool:
        """Not waited for: whoever announces so much is no browser, and may never send it."""
        return (self.length or 0) >= ABSURD

    @property
    def is_whole(self) -> bool:
        return self.is_over and self.length in {None, self.number}


class _Again:
    """What was read already, then what still comes, up to an end."""

    def __init__(self, read: IO[bytes], arriving: _Arriving, most: int) -> None:
        read.seek(0)
        self._read, self._arriving, self._most = read, arriving, most

    def read(self, size: int = PIECE) -> bytes:
        if piece := self._read.read(size):
            return piece
        rest = self._most - self._arriving.number
        return self._arriving.read(min(size, rest)) if rest > 0 else b""

    def exhaust(self) -> None:
        while self.read():
            pass


class BodyRoom:
    """How many bytes all bodies of a process may have at once."""

    def __init__(self) -> None:
        self.held = 0
        self._changed = threading.Condition()

    def take(self, number: int) -> bool:
        """Waits a little for others to go."""
        with self._changed:
            is_room = self._changed.wait_for(lambda: self.held + number <= AT_ONCE, WAIT)
            self.held += number if is_room else 0
            return is_room

    def give_back(self, number: int) -> None:
        with self._changed:
            self.held -= number
            self._changed.notify_all()


def new_file() -> IO[bytes]:
    return SpooledTemporaryFile(max_size=IN_MEMORY, prefix="kb-")


class _Body:
    """What is held of one request."""

    def __init__(self, room: BodyRoom) -> None:
        self.file = new_file()
        self._room, self._counted = room, 0

    def fill(self, arriving: _Arriving, most: int) -> LeftOut | None:
        """Why it is not whole, if so."""
        if (arriving.length or 0) > most:
            return LeftOut.TOO_LARGE
        while piece := arriving.read(PIECE):
            self.file.write(piece)
            if arriving.number > most:
                return LeftOut.TOO_LARGE
            if arriving.number > UNCOUNTED:
                if not self._room.take(len(piece)):
                    return LeftOut.BUSY
                self._counted += len(piece)
        return None if arriving.is_whole else LeftOut.SLOW

    def let_go(self) -> None:
        self.file.close()
        self._room.give_back(self._counted)
        self._counted = 0


# --- The words of what is too much ------------------------------------------------------------------------------------


class _NoFiles(FileUploadHandler):
    def new_file(self, *args: object, **kwargs: object) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def _boxes_of(environ: Environ, stream: _Again) -> Iterable[tuple[str, str]]:
    """Those that came whole, and one that was cut off. What no form of ours would send gives none."""
    with suppress(MultiPartParserError, SuspiciousOperation):
        meta = environ | {"CONTENT_LENGTH": "1"}  # any but nought: how much comes is for the stream to say
        parser: Any = MultiPartParser(meta, cast(Any, stream), [_NoFiles()], "utf-8")
        try:
            return [(name, value) for name, values in parser.parse()[0].lists() for value in values]
        except SuspiciousOperation:  # more words than a form may have
            return [(name, value) for name, values in parser._post.lists() for value in values]
    return []


def _words_of(environ: Environ, stream: _Again) -> bytes:
    """As a form without files sends them."""
    if is_multipart(environ):
        kept, left = [], MOST_KEPT
        for name, value in _boxes_of(environ, stream):
            text = value.encode()[: max(0, left - len(name.encode()))]
            kept.append((name, text.decode(errors="ignore")))
            left -= len(name.encode()) + len(text)
        words = urlencode(kept).encode()
    else:
        words = b""
        while len(words) < WORDS and (piece := stream.read(WORDS - len(words))):
            words += piece
    stream.exhaust()
    return words if len(words) <= WORDS else b""


# --- The bound --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """A request that nobody needs to wait for. `more_comes` where its client still sends, and is not read on."""

    environ: Environ
    more_comes: bool = False


class Bounded:
    """A WSGI application that is given requests with bounded bodies only."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.room = BodyRoom()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self.whole(environ) as whole:
            return self.application(whole.environ, start_response)

    @contextmanager
    def whole(self, environ: Environ) -> Iterator[Whole]:
        """Read to its end, so whoever calls this waits for the client."""
        arriving, most = _Arriving(environ), most_of(environ)
        body = _Body(self.room)
        try:
            reason = body.fill(arriving, most)
            if reason:
                stream = _Again(body.file, arriving, most * (1 + THROWN_AWAY))
                words = b"" if arriving.is_absurd else _words_of(environ, stream)
                body.let_go()
                yield Whole(_instead(environ, words, reason), more_comes=not arriving.is_over)
            else:
                body.file.seek(0)
                yield Whole(environ | {"wsgi.input": body.file, "CONTENT_LENGTH": str(arriving.number)})
        finally:
            body.let_go()


def _instead(environ: Environ, words: bytes, reason: LeftOut) -> Environ:
    is_form = is_multipart(environ) or str(environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form")
    kind = "application/x-www-form-urlencoded" if is_form else environ.get("CONTENT_TYPE", "")
    said = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(words)), LEFT_OUT: reason}
    return environ | said | {"wsgi.input": io.BytesIO(words)}
