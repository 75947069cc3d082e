"""An image is added to a text: chosen, described, checked for patients, and put where it belongs."""

import re
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from kb.accounts.models import User
from kb.catalogue.actions import add_image
from kb.catalogue.lookup import is_known_code
from kb.editing.editor.form_data import first, line
from kb.lib import markdown
from kb.lib.left_out import LeftOut
from kb.lib.text import turn_fault
from kb.media import images
from kb.privacy import patient_data

LONGEST_ALT = 300
NO_FILE = "Choose an image."
NO_ALT = "Say what the image shows, for people who cannot see it."
LONG_ALT = f"Say what the image shows in {LONGEST_ALT} characters or fewer."
NOT_FREE = "Look whether details of patients or staff can be seen in the image. Cut them out first, then tick the box."
LEFT_OUT = {
    LeftOut.TOO_LARGE: "The image is larger than 8 MB. Save it in a smaller size, then choose it again.",
    LeftOut.BUSY: "Many files are being sent just now. Wait a minute, then choose the image again.",
    LeftOut.SLOW: "Not all of it arrived within a minute. Check the text, then choose a smaller image.",
}
_POINT = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
LONGEST_PLACE = 7
ALT_PERSONAL = "What the image shows seems to name a patient: say it without."


@dataclass(frozen=True)
class UploadRefused(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    message: str
    box: str = "file"


def _checked(request: HttpRequest, data: dict[str, list[str]]) -> tuple[UploadedFile, str]:
    file, alt = request.FILES.get("image.file"), line(first(data, "image.alt"))
    if not isinstance(file, UploadedFile):
        raise UploadRefused(NO_FILE)
    if not alt:
        raise UploadRefused(NO_ALT, "alt")
    if len(alt) > LONGEST_ALT:
        raise UploadRefused(LONG_ALT, "alt")
    if fault := turn_fault(alt):
        raise UploadRefused(fault, "alt")
    if patient_data.find(alt, is_code=is_known_code):
        raise UploadRefused(ALT_PERSONAL, "alt")
    if not first(data, "image.free"):
        raise UploadRefused(NOT_FREE, "free")
    return file, alt


def _put(text: str, mark: str, at: str) -> str:
    """In a paragraph of its own behind the line with the caret, in a list as part of its point, and never in a table.

    `at` is where the caret is, in characters; behind the text where there was none.
    """
    text = text.rstrip()
    end = text.find("\n", int(at)) if at.isdecimal() and len(at) <= LONGEST_PLACE else -1
    while end >= 0 and text.startswith("|", text.rfind("\n", 0, end) + 1) and text.startswith("|", end + 1):
        end = text.find("\n", end + 1)
    if end < 0:
        return f"{text}\n\n{mark}" if text else mark
    before, after = text[:end].rstrip(), text[end:].strip("\n")
    point = _POINT.match(before, before.rfind("\n") + 1)
    inside = " " * len(point[0].expandtabs(4)) if point else ""
    goes_on = "\n" if point and _POINT.match(after) else "\n\n"
    return f"{before}\n\n{inside}{mark}{goes_on}{after}" if before else f"{mark}\n\n{after}"


def with_image(request: HttpRequest, data: dict[str, list[str]], by: User) -> tuple[dict[str, list[str]], str]:
    """The form with the image in one of its texts, and where. Raises Refused, having stored nothing."""
    file, alt = _checked(request, data)
    try:
        image = add_image(upload=file, name=file.name or "", alt=alt, by=by)
    except images.ImageRefused as refusal:
        raise UploadRefused(refusal.reason) from refusal
    into = first(data, "image.into")
    into = into if into in data else "background"
    mark = markdown.picture_mark(image.name, alt)
    kept = {name: values for name, values in data.items() if not name.startswith("image.")}
    return {**kept, into: [_put(first(data, into), mark, first(data, "image.at"))]}, into.rpartition(".")[0]
