"""Pictures and what pretends to be one, made on the spot."""

import struct
import zlib
from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

PNG_START = b"\x89PNG\r\n\x1a\n"


def saved(image: Image.Image, image_format: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, image_format, **options)
    return out.getvalue()


def dialog(mode: str = "RGB", size: tuple[int, int] = (320, 200)) -> Image.Image:
    """A grey box with a blue bar and a word on it: few colours, as on a screen."""
    image = Image.new("RGB", size, (240, 240, 240))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], size[1] // 5), fill=(0, 94, 184))
    draw.text((10, size[1] // 2), "ERR5022", fill=(33, 43, 50))
    return image.convert(mode)


def upload(data: bytes = b"", name: str = "shot.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or saved(dialog(), "PNG"), "image/png")


def noise(size: tuple[int, int]) -> Image.Image:
    """What no encoder can make small."""
    return Image.frombytes("RGB", size, Random(1).randbytes(size[0] * size[1] * 3))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, rows: bytes, *more: bytes) -> bytes:
    """A grey PNG as its maker tells it, true or not."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"".join([PNG_START, head, *more, chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b"")])


def located() -> bytes:
    """A photo that says where it was taken, by whom and with what, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of the tests"
    exif[0x013B] = "A name of the tests"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 48.0, 0.0), 3: "W", 4: (1.0, 32.0, 0.0)})
    return saved(dialog(), "JPEG", exif=exif, comment=b"said in passing")


SCRIPT = b"<script>alert(1)</script>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"
GIF = saved(dialog("P"), "GIF")
# A GIF to one reader and a program to another.
GIF_AND_SCRIPT = b"GIF89a/*" + GIF[8:] + b"*/=1;alert(1)//"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)
ZIP = b"PK\x03\x04" + bytes(100)
