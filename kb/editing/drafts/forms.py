"""How a draft is begun with a code."""

from kb.lib.forms import NHSForm, TextField


class CodeForm(NHSForm):
    marks_optional = False

    code = TextField("Error code", required=False, hint="As the screen shows it", width=20, spellcheck=False)
