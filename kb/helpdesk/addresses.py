"""Where an answer of the desk stands, and what leads on from it: what was said and set on it is in the address."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from kb.catalogue.numbers import label_of, number_in
from kb.helpdesk.forms import LONGEST_KEY, HeardForm
from kb.lib.text import storable

MOST_SAID = 600  # as much as the box leaves of a text
MOST_TICKED = 100
# The pages on which something is said of an article; each may name a step behind a colon.
PAGES = ("notes", "flag", "stop")
CHANGE_NOTE = "note"


@cache
def _desk() -> str:
    return reverse("helpdesk:desk")


def desk_address(q: str, **said: str) -> str:
    """Asked for each line of the desk."""
    return f"{_desk()}?{urlencode({'q': q, **{name: value for name, value in said.items() if value}})}"


@dataclass(frozen=True)
class AnalystState:
    """What was said into the box, and what the analyst set on its answer: whose steps, where the caller works, the key
    of the call that is kept, and the names of the steps that are ticked. It stays through each act.
    """

    q: str = ""
    audience: str = ""
    caller: str = ""
    call: int | None = None
    done: tuple[str, ...] = ()

    @classmethod
    def of(cls, sent: QueryDict) -> Self:
        """Nothing in it is refused."""
        form = HeardForm(sent)
        form.full_clean()
        said = form.cleaned_data
        done = tuple(storable(name, " ") for name in sent.getlist("done")[:MOST_TICKED])
        return cls(said["q"].strip(), said["audience"], said["caller"], said["call"], done)

    def about(self, label: str) -> "AnalystState":
        """At the article, where nothing else was open."""
        return self if self.q else replace(self, q=label)

    @property
    def query(self) -> str:
        said: dict[str, Any] = {
            "q": self.q[:MOST_SAID],
            "audience": self.audience,
            "caller": self.caller,
            "call": self.call,
            "done": self.done,
        }
        return urlencode({name: value for name, value in said.items() if value or name == "q"}, doseq=True)

    @property
    def address(self) -> str:
        return f"{_desk()}?{self.query}"

    def way_to(self, then: str, article: str) -> str:
        """Where a button of the answer leads. `then` is as its value says; anything else leads back to the answer."""
        kind, _, which = then.partition(":")
        if kind == CHANGE_NOTE and _is_key(which):
            return f"{reverse('helpdesk:note', args=[int(which)])}?{self.query}"
        number = number_in(article)
        if kind not in PAGES or number is None:
            return self.address
        step = f"{urlencode({'step': which})}&" if which else ""
        return f"{reverse(f'helpdesk:{kind}', args=[label_of(number)])}?{step}{self.query}"


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
