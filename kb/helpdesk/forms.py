"""What the desk's box, its address and every button of its answer say."""

from django import forms

from kb.catalogue.choices import AUDIENCES
from kb.contacts.document import LONGEST
from kb.lib.forms import PastedField

LONGEST_KEY = 15


class CallKeyField(forms.Field):
    """The key of a call, or nothing: whatever else is in an address is no reason to keep nothing."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: object) -> int | None:
        text = str(value or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else None


class HeardForm(forms.Form):
    """Nothing in it is refused. `caller` is where they work, `call` the one that is kept already; `done`, names of
    steps, is one a box.
    """

    q = PastedField()
    audience = PastedField()
    caller = PastedField(most=LONGEST["organisation"])
    call = CallKeyField()

    def clean_audience(self) -> str:
        audience = str(self.cleaned_data["audience"])
        return audience if audience in AUDIENCES else ""
