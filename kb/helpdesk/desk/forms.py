"""What the desk's box and its address say."""

from django import forms

from kb.catalogue.choices import AUDIENCES
from kb.contacts.document import LONGEST
from kb.helpdesk.calls.forms import CallKeyField
from kb.lib.forms import PastedField

MOST_TICKED = 100


class HeardForm(forms.Form):
    """Nothing in it is refused. `caller` is where they work, `call` the one that is kept already, and `done` are names
    of steps, one a box.
    """

    q = PastedField()
    audience = PastedField()
    caller = PastedField(most=LONGEST["organisation"])
    call = CallKeyField()

    def clean_audience(self) -> str:
        audience = str(self.cleaned_data["audience"])
        return audience if audience in AUDIENCES else ""
