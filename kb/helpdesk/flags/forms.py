"""What is wrong, in the words of the desk."""

from kb.helpdesk.notes.forms import AboutStepForm
from kb.lib.forms import TextareaField

LONGEST_FLAG = 2_000


class FlagForm(AboutStepForm):
    text = TextareaField(
        "What is wrong?",
        rows=4,
        max_length=LONGEST_FLAG,
        hint="It goes by email to whoever looks after the article, with your name. No patient details, no passcode.",
        missing="Say what is wrong.",
    )

    field_order = ("step", "text", "sure")
