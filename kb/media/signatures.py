"""What a file is by its first bytes, in words for the person who chose it. Pure.

For saying why a file is refused, never for taking one in: that is for the decoder to decide.
"""

from collections.abc import Callable

LENGTH_OF_HEAD = 1024
SOMETHING_ELSE = "something other than a picture"

_HEIC = {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}
_AVIF = {b"avif", b"avis"}
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _is_brand(brands: set[bytes]) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


_KINDS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("PNG", _starts(b"\x89PNG")),
    ("JPEG", _starts(b"\xff\xd8\xff")),
    ("WEBP", lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP"),
    ("a GIF", _starts(b"GIF8")),
    ("a PDF", lambda head: b"%PDF-" in head),
    ("a HEIC photo", _is_brand(_HEIC)),
    ("an AVIF picture", _is_brand(_AVIF)),
    ("a TIFF picture", _starts(b"II*\0", b"MM\0*")),
    ("a BMP picture", _starts(b"BM")),
    ("a ZIP folder or an Office document", _starts(b"PK\x03\x04", b"\xd0\xcf\x11\xe0")),
    ("an SVG drawing", lambda head: b"<svg" in head.lower()),
    ("a web page", lambda head: any(tag in head.lower() for tag in _PAGE)),
)


def kind_of(data: bytes) -> str:
    """The first that fits: "PNG", "JPEG" and "WEBP" for those we take, else words such as "a PDF"."""
    head = data[:LENGTH_OF_HEAD]
    return next((kind for kind, is_it in _KINDS if is_it(head)), SOMETHING_ELSE)
