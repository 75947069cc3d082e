"""A person without JavaScript: sees a page, types, presses a button. What the page does not send again is lost."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from kb.reports.form.step import FormState
from kb.reports.models import Report
from tests.browse.page import Page, words

FORM = "/report/"
TYPED = {
    "text": "The card is not read.\nIt worked yesterday.",
    "scale": "SEVERAL",
    "organisation": "Harbour Hospital",
    "name": "Rosa Field",
    "email": "rosa@example.org",
    "phone": "01632 960111",
    "began": "9:10am",
    "card_type": "PLASTIC",
    "software": "Identity Agent",
    "computer": "PC-0042",
    "audience": "USER",
}
_TEXTS = {"text", "hidden", "email", "tel", "password", "search"}


def picture(name: str = "screen.png", size: tuple[int, int] = (20, 10)) -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", size, "navy").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")


def fields(answer: HttpResponse) -> dict[str, Any]:
    """What the form with the report would send as it stands."""
    forms: list[dict[str, Any]] = []
    select = ""
    for element in Page.of(answer).elements:
        given = element.attributes
        if element.tag == "form":
            forms.append({})
        elif not forms or "form" not in element.inside:
            continue
        elif element.tag == "select":
            select = given["name"]
        elif element.tag == "option" and "selected" in given:
            forms[-1][select] = given["value"]
        elif element.tag == "textarea":
            forms[-1][given["name"]] = element.text.removeprefix("\n")
        elif element.tag == "input" and given.get("name"):
            kind = given.get("type", "text")
            if kind in _TEXTS or (kind in {"radio", "checkbox"} and "checked" in given):
                forms[-1].setdefault(given["name"], []).append(given.get("value", ""))
    (found,) = [form for form in forms if "state" in form]
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in found.items()}


def buttons(answer: HttpResponse) -> dict[str, dict[str, str]]:
    """What each button adds, by its words."""
    return {
        words(element.text): {element.attributes["name"]: element.attributes["value"]}
        if "name" in element.attributes
        else {}
        for element in Page.of(answer).all("button")
        if "formaction" not in element.attributes
    }


def only_report() -> Report:
    return Report.objects.get()


class Person:
    def __init__(self, client: Client) -> None:
        self.client = client
        self.answer = HttpResponse()

    def opens(self, query: str = "") -> Page:
        self.answer = self.client.get(f"{FORM}{query}")
        return self.page

    def presses(self, button: str = "Send report", *, to: str = FORM, **typed: Any) -> HttpResponse:
        sent = fields(self.answer) | typed | buttons(self.answer)[button]
        self.answer = self.client.post(to, sent)
        return self.answer

    def sends(self, **typed: Any) -> HttpResponse:
        """All that is needed, past the suggestions."""
        self.presses(**(TYPED | typed))
        if self.is_offered:
            self.presses("None of these helped, send my report")
        return self.answer

    def still_has(self, typed: dict[str, str]) -> bool:
        """Whether the page shown now would send all that again."""
        shown = fields(self.answer)
        return {name: shown.get(name) for name in typed} == typed

    @property
    def page(self) -> Page:
        return Page.of(self.answer)

    @property
    def is_offered(self) -> bool:
        return self.answer.status_code == 200 and "Your report has not been sent yet." in self.page.main

    @property
    def carried(self) -> FormState:
        return FormState.read(fields(self.answer)["state"], timezone.now())
