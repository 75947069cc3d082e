"""A form with a field of every kind, and a reader of what it renders."""

from html.parser import HTMLParser

from django import forms
from django.template import Context, Template

from kb.lib.forms import (
    CheckboxesField,
    CheckboxField,
    EmailField,
    NHSForm,
    PasswordField,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
)

CARDS = [("plastic", "Plastic card"), ("virtual", "Virtual card")]


class CardForm(NHSForm):
    username = TextField("Username", hint="As on <your> card", width=20, autocomplete="username", spellcheck=False)
    password = PasswordField("Password", missing="Enter your password.")
    email = EmailField("Email address", required=False)
    story = TextareaField("What happened?", max_length=20, rows=8, label_size="m")
    card = RadiosField("Kind of card", choices=CARDS, hint="Look at it", hints={"virtual": "On a phone"})
    seen = CheckboxesField("Cards you have seen", choices=CARDS, required=False)
    desk = SelectField("Desk", choices=[("", "Choose a desk"), ("it", "IT")])
    agreed = CheckboxField("I have read the guide", hint="It is short")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_token(self):
        if self.cleaned_data["token"] == "old":
            raise forms.ValidationError("This page is out of date. Open it again.")
        return self.cleaned_data["token"]


class Elements(HTMLParser):
    """The elements of a piece of HTML, in order, each with its attributes and its own text."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], []
        self.feed(str(html))
        self.close()
        for element in self.found:
            element["text"] = " ".join(element["text"].split())
        assert not self.open, "An element was not closed."

    def handle_starttag(self, tag, attributes):
        element = {"tag": tag, "text": "", **dict(attributes)}
        self.found.append(element)
        if tag == "br":
            self.handle_data("\n")
        elif tag != "input":
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, tag, **attributes):
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [each for each in self.found if each["tag"] == tag and wanted.items() <= each.items()]

    def one(self, tag, **attributes):
        (element,) = self.all(tag, **attributes)
        return element


def rendered(form, name):
    return Elements(Template(f"{{{{ form.{name}.as_field_group }}}}").render(Context({"form": form})))


def classes(element):
    return set(element["class"].split())
