"""How a draft is begun with a code, and what whoever writes or reviews it is asked of the codes that it makes."""

from kb.lib.forms import CheckboxesField, NHSForm, TextField


class CodeForm(NHSForm):
    marks_optional = False

    code = TextField("Error code", required=False, hint="As the screen shows it", width=20, spellcheck=False)


def joins_field() -> CheckboxesField:
    hint = "The pattern alone does not decide it: tick those that are. The others keep to themselves."
    return CheckboxesField("Is it one of a family?", required=False, hint=hint)
