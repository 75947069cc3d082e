"""Copies what pages use of the npm packages: the NHS.UK design system, with three mends, and turndown as it is.

The design system's script and icons go to static/vendor/nhsuk, its style sheet to styles/vendor, where
scripts/stylesheets.py reads it; turndown's module for browsers goes to static/vendor/turndown.
"""

import re
import shutil
from pathlib import Path

from scripts.stylesheets import DESIGN_SYSTEM
from scripts.trouble import ROOT, Trouble

TARGET = ROOT / "static" / "vendor" / "nhsuk"
TURNDOWN = ROOT / "static" / "vendor" / "turndown" / "turndown.js"
# Favicons, touch icons and the mask carry the NHS logo, which is for NHS services: they are left behind.
ICONS = "nhsuk-icon-*.svg"
LOGO = "nhsuk-icon-mask.svg"
# As seen from static/built.
IMAGES = "../vendor/nhsuk/images/"


def copy(packages: Path) -> None:
    """Takes the folder that npm fills."""
    _copy_design_system(packages / "nhsuk-frontend" / "dist" / "nhsuk")
    TURNDOWN.parent.mkdir(exist_ok=True)
    shutil.copyfile(packages / "turndown" / "lib" / "turndown.browser.es.js", TURNDOWN)


def _copy_design_system(dist: Path) -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    images = TARGET / "images"
    images.mkdir(parents=True)
    for icon in sorted((dist / "assets" / "images").glob(ICONS)):
        if icon.name != LOGO:
            shutil.copyfile(icon, images / icon.name)
    style = (dist / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    script = (dist / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    DESIGN_SYSTEM.parent.mkdir(exist_ok=True)
    DESIGN_SYSTEM.write_text(_mended_style(style), encoding="utf-8")
    (TARGET / "nhsuk-frontend.min.js").write_text(_without_map(script), encoding="utf-8")


def _mended_style(style: str) -> str:
    style = _without_map(style)
    # The site may not stand at the root of the place that serves its files.
    style = _replaced(r"url\(/assets/images/", f"url({IMAGES}", style, least=1)
    # The font comes from another site and needs a licence; Arial is the design system's own fallback.
    style = _replaced(r"@font-face\{[^}]*\}", "", style, least=2)
    if re.search(rf"url\((?!{re.escape(IMAGES)})", style):
        raise Trouble("The design system's style sheet names an address that scripts/assets.py does not know.")
    return style


def _without_map(text: str) -> str:
    """collectstatic looks for every file that is named, and the source map is not copied."""
    return _replaced(r"\s*(/\*|//)# sourceMappingURL=\S+( \*/)?\s*$", "\n", text, least=1)


def _replaced(pattern: str, by: str, text: str, *, least: int) -> str:
    text, number = re.subn(pattern, by, text)
    if number < least:
        raise Trouble(f"The design system has changed: scripts/assets.py no longer finds {pattern} in it.")
    return text
