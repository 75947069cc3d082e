"""Screenshots: a picture is taken in by decoding it and painting what is seen into a new one. Nothing else survives."""

import re
import threading
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

LENGTH_OF_HEAD = 1024
LONGEST_NAME = 80
SOMETHING_ELSE = "something other than a picture"

_LAST_PART = re.compile(r"[^/\\]*\Z")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*%]')
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


FORMATS = ("PNG", "JPEG", "WEBP")
MOST_UPLOADED = 8 * 1024 * 1024
# A JPEG is decoded at a half, a quarter or an eighth of its size; of others each pixel costs, however small the file.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
MOST_WAITING = 4  # for the one that is painted; more would leave too few threads to answer with pages
LONGEST_WAIT = 10.0
LONGEST_SIDE = 2000
MOST_STORED = 1_500_000

_FEW_COLOURS = 1 << 16
_QUALITIES = (90, 80, 70, 60)
_SMALLER = 0.8
# A JPEG is painted once for each of its scans. Cameras and programs write ten or so.
_MOST_SCANS = 100
_START_OF_SCAN = b"\xff\xda"
_ORIENTATION = 0x0112
_TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}

CHOOSE = "Choose a PNG, JPEG or WebP picture, such as a screenshot."
EMPTY = "The file is empty. Take the screenshot again and choose the new file."
TOO_LARGE = (
    "The file is larger than 8 MB. Take a screenshot of the message only, or save the picture in a smaller size."
)
TOO_MANY_PIXELS = (
    "The picture has more than {} million pixels. Take a screenshot of the message only, or save it in a smaller size."
)
BUSY = "Many people are sending pictures just now, and we could not look at this one. Choose it again in a minute."
DAMAGED = "The picture is damaged or not complete. Save it or take it again, and choose the new file."


@dataclass(frozen=True)
class RepaintedImage:
    """A repainted picture. Its name ends as its type says."""

    data: bytes
    name: str
    content_type: str
    width: int
    height: int


class ImageRefused(Exception):  # noqa: N818 - what happened, in the words of the form
    """The upload is not taken in. The reason is for the person: what is wrong, and what to do."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


def _why_not(data: bytes) -> str:
    """Why a file is refused that is no PNG, JPEG or WebP to the decoder."""
    kind = kind_of(data)
    if kind in FORMATS:
        return DAMAGED
    return f"The file is {kind}, which we cannot take. {CHOOSE}"


# --- Decoding ------------------------------------------------------------------------------------------------------

# One picture at a time: twenty-five million pixels take some 100 MB while they are painted. It also keeps the filter of
# warnings, which all threads share, in one hand.
_ONE_AT_A_TIME = threading.Lock()
_PLACES = threading.BoundedSemaphore(1 + MOST_WAITING)


class _TooManyPixelsError(Exception):
    pass


@contextmanager
def _in_turn(name: str) -> Iterator[None]:
    """Nobody waits for long, and never many at once. Raises ImageRefused."""
    if not _PLACES.acquire(blocking=False):
        raise ImageRefused(name, BUSY)
    try:
        if not _ONE_AT_A_TIME.acquire(timeout=LONGEST_WAIT):
            raise ImageRefused(name, BUSY)
        try:
            yield
        finally:
            _ONE_AT_A_TIME.release()
    finally:
        _PLACES.release()


@contextmanager
def _careful(name: str) -> Iterator[None]:
    with _in_turn(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Pillow.DecompressionBombWarning)
        yield


def _opened(data: bytes) -> Pillow.Image:
    image = Pillow.open(BytesIO(data), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS[kind_of(data)]:
        raise _TooManyPixelsError
    return image


def _turn(image: Pillow.Image) -> Pillow.Transpose | None:
    """How the camera was held. Notes that cannot be read say nothing, and are no reason to refuse the picture."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        return None


def _in_eight_bits(image: Pillow.Image) -> Pillow.Image:
    """Grey pictures of 16 bits; Pillow's own conversion would cut them off at 255."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    return image


def _seen(image: Pillow.Image) -> Pillow.Image:
    """What is seen of the picture, on white. What lay under transparent pixels is gone."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at half or a quarter of its size
    image = _in_eight_bits(image)
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    layer = image.convert("RGBA" if has_alpha else "L" if image.mode in {"1", "L"} else "RGB")
    if has_alpha:
        canvas = Pillow.new("RGB", layer.size, "white")
        canvas.paste(layer, mask=layer.getchannel("A"))
        layer = canvas
    # Small before anything else is done with it: each step on the whole costs as much as to decode it.
    layer.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    canvas = Pillow.new("RGB", layer.size)
    canvas.paste(layer)
    return canvas


def _decoded(data: bytes) -> tuple[Pillow.Image, bool]:
    """The repainted picture, and whether it came as a PNG."""
    image = _opened(data)
    if image.format in {"JPEG", "MPO"} and data.count(_START_OF_SCAN) > _MOST_SCANS:
        raise OSError("more scans than anybody needs")
    image.verify()
    image = _opened(data)
    was_png, turn = image.format == "PNG", _turn(image)
    canvas = _seen(image)
    return (canvas if turn is None else canvas.transpose(turn)), was_png


# --- Encoding ------------------------------------------------------------------------------------------------------


def _saved(canvas: Pillow.Image, image_format: str, **options: object) -> bytes:
    out = BytesIO()
    canvas.save(out, image_format, **options)
    return out.getvalue()


def _encoded(canvas: Pillow.Image, *, was_png: bool) -> tuple[bytes, Pillow.Image, str]:
    """As a PNG, which keeps letters sharp, where that is small enough; else as the best JPEG that is."""
    if was_png or canvas.getcolors(_FEW_COLOURS):
        data = _saved(canvas, "PNG")
        if len(data) <= MOST_STORED:
            return data, canvas, "PNG"
    while True:
        for quality in _QUALITIES:
            # Not optimised: Pillow then needs room for the whole file at once, and fails where it took too little.
            data = _saved(canvas, "JPEG", quality=quality, subsampling=0)
            if len(data) <= MOST_STORED:
                return data, canvas, "JPEG"
        canvas = canvas.resize([max(1, int(side * _SMALLER)) for side in canvas.size], Pillow.Resampling.LANCZOS)


@contextmanager
def _refusing(data: bytes, name: str) -> Iterator[None]:
    try:
        yield
    except UnidentifiedImageError:
        raise ImageRefused(name, _why_not(data)) from None
    except (_TooManyPixelsError, Pillow.DecompressionBombWarning, Pillow.DecompressionBombError):
        raise ImageRefused(name, TOO_MANY_PIXELS.format(MOST_PIXELS[kind_of(data)] // 1_000_000)) from None
    except Exception:  # a decoder raises what it likes, and all of it means the same
        raise ImageRefused(name, DAMAGED) from None


# --- The door ------------------------------------------------------------------------------------------------------


def looked_at(data: bytes, *, name: str) -> tuple[str, int, int]:
    """Kind, width and height of a picture to be kept as it is, after it was decoded whole. Raises ImageRefused."""
    shown = cleaned(name)
    if len(data) > MOST_UPLOADED:
        raise ImageRefused(shown, TOO_LARGE)
    with _careful(shown), _refusing(data, shown):
        canvas, _ = _decoded(data)
    return kind_of(data), *canvas.size


def repaint(upload: BinaryIO | UploadedFile, *, name: str) -> RepaintedImage:
    """The picture as it is seen, without anything else the file held. Raises ImageRefused, with the reason."""
    shown = cleaned(name)
    upload.seek(0)
    data = upload.read(MOST_UPLOADED + 1)
    if not data:
        raise ImageRefused(shown, EMPTY)
    if len(data) > MOST_UPLOADED:
        raise ImageRefused(shown, TOO_LARGE)
    with _careful(shown):
        with _refusing(data, shown):
            canvas, was_png = _decoded(data)
        data, canvas, image_format = _encoded(canvas, was_png=was_png)
    ending, content_type = (".png", "image/png") if image_format == "PNG" else (".jpg", "image/jpeg")
    return RepaintedImage(data, cleaned(name, ending=ending), content_type, *canvas.size)


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
    return (stem[: LONGEST_NAME - len(ending)].rstrip(". ") or "screenshot") + ending


def _is_seen(sign: str) -> bool:
    """Control characters and those that turn the direction of writing are not; a tab is a space."""
    return sign.isspace() or not unicodedata.category(sign).startswith("C")
