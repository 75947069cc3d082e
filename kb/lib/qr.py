"""QR codes for what is printed: an address on paper, as SVG in the page, since the content policy lets no style in."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

# A code takes some 30 ms to make and is asked for with every new edition of its page.
_KEPT = 512
# Still read with a seventh of it smudged or torn: a sheet hangs on a wall.
_ERROR_LEVEL = "m"


def unkept_svg(text: str, *, title: str) -> SafeString:
    """Of a secret: this process keeps no copy, and its name does not say it."""
    drawn = segno.make(text, error=_ERROR_LEVEL, micro=False).svg_inline(
        omitsize=True, svgclass="kb-qr", lineclass=None, title=title
    )
    return mark_safe(drawn)  # noqa: S308 - see in_svg


@lru_cache(maxsize=_KEPT)
def in_svg(address: str) -> SafeString:
    """A drawing without a size, which the style sheet gives it. Its name is the address, for who cannot see it."""
    drawn = segno.make(address, error=_ERROR_LEVEL, micro=False).svg_inline(
        omitsize=True, svgclass="kb-qr", lineclass=None, title=f"QR code of {address}"
    )
    return mark_safe(drawn)  # noqa: S308 - made of squares; segno escapes the title
