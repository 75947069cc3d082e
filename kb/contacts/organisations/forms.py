"""An organisation as it is typed."""

from kb.contacts.document import LONGEST
from kb.lib.forms import NHSForm, TextField


class NewOrganisationForm(NHSForm):
    code = TextField(
        "ODS code", max_length=LONGEST["ods_code"], width=10, spellcheck=False, missing="Enter its ODS code."
    )
    name = TextField("Name", max_length=LONGEST["organisation"], missing="Enter the name of the organisation.")
