"""What can be done with an article beside its text, one small form each."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import Q

from kb.accounts.models import User
from kb.accounts.roles import ABILITIES, May
from kb.catalogue import limits
from kb.catalogue.forms import ArticleField
from kb.editing.models import LONGEST_TEAM
from kb.lib.forms import NHSForm, SelectField, TextField
from kb.lib.forms.times import DayField, MomentField
from kb.lib.text import slug_fault

NEXT_REVIEW = timedelta(days=182)


def next_review(today: date) -> date:
    """Half a year on: what one click says."""
    return today + NEXT_REVIEW


class SmallForm(NHSForm):
    # What is empty is taken away: no box here is "optional".
    marks_optional = False


class StillRightForm(SmallForm):
    until = DayField("Look at it again on", missing="Enter the day on which it is to be looked at again.")


class OwnerForm(SmallForm):
    nothing_chosen = "Nobody"

    owner = SelectField("Owner", required=False)
    team = TextField("Team", required=False, max_length=LONGEST_TEAM, hint="Where no single person looks after it")
    deputy = SelectField("Deputy", required=False, hint="Reviews while the owner is away")

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [("", self.nothing_chosen), *((key, person.name) for key, person in self.people.items())]
        for name in ("owner", "deputy"):
            cast(SelectField, self.fields[name]).choices = choices

    def clean_owner(self) -> User | None:
        return self.people.get(self.cleaned_data["owner"])

    def clean_deputy(self) -> User | None:
        return self.people.get(self.cleaned_data["deputy"])


class TogetherForm(OwnerForm):
    """For many articles at once. What is left empty stays as it is in each: none is left without an owner here."""

    nothing_chosen = "As it is"

    team = TextField("Team", required=False, max_length=LONGEST_TEAM, hint="Where no single person looks after them")
    until = DayField("Look at them again on", required=False)

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("owner", "Choose an owner, a team, a deputy or a day: everything else stays as it is.")


class RenameForm(SmallForm):
    slug = TextField(
        "New address",
        max_length=limits.SLUG,
        spellcheck=False,
        hint="Small letters, digits and hyphens. The old address keeps leading here.",
        missing="Enter the new address.",
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip()
        if fault := slug_fault(slug):
            raise forms.ValidationError(fault)
        return slug


class MergeArticleForm(SmallForm):
    into = ArticleField(
        "Merge into",
        width=10,
        spellcheck=False,
        hint="The number of the article that stays, like KB0018",
        missing="Enter the number of the article that stays.",
    )


class ExpiryForm(SmallForm):
    at = MomentField(
        "Withdraw it at", required=False, hint="The page says so two weeks before. Leave it empty to keep the article."
    )


class TakeDownForm(SmallForm):
    why = TextField("Why?", max_length=limits.WHY, missing="Say why the article is taken down.")
    replacement = ArticleField(
        "Article that replaces it",
        required=False,
        width=10,
        spellcheck=False,
        hint="Its number, like KB0018, if there is one",
    )


def writers(*, also: Iterable[int | None] = ()) -> list[User]:
    """Who can look after an article; and who was chosen before their role changed."""
    roles = [role for role, abilities in ABILITIES.items() if May.WRITE_ARTICLES in abilities]
    can = Q(role__in=roles, is_active=True) | Q(pk__in=[pk for pk in also if pk])
    return list(User.objects.filter(can).order_by("name", "pk"))
