"""Staff pages with several small forms on them, each with one action behind it.

The page shows them all. What is wrong in one is said on that page, with the others as they were and nothing typed
lost: 422 where something was typed wrong or is refused, 409 where somebody else came first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from kb.lib.forms import NHSForm
from kb.lib.http import CONFLICT, UNPROCESSABLE

type Values = Mapping[str, Any]


def _nothing(thing: Any) -> Values:  # noqa: ANN401 - whatever the page is about
    return {}


@dataclass(frozen=True)
class SummaryRow:
    """A row of the summary list that stands above the panels; with an address it is a link."""

    key: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class PanelRefusal:
    """What is said of an exception of an action: each time the box that it is about, or None, and the words."""

    say: Callable[[Any], Iterable[tuple[str | None, str]]]
    status: int = UNPROCESSABLE


type Refusals = Mapping[type[Exception], PanelRefusal]


def _box(form: NHSForm, box: str | None, status: int) -> str | None:
    """Where a summary leads: what is refused as it was typed can only have been typed in the one box that there is."""
    if box in form.fields:
        return box
    boxes = [bound.name for bound in form.visible_fields()]
    return boxes[0] if status == UNPROCESSABLE and len(boxes) == 1 else None


def attempt(form: NHSForm, act: Callable[[Values], object], refusals: Refusals, *, latest: Callable[[], Values]) -> int:
    """0 when it is done; else the status that says why not, with the problem in the form.

    `latest` are the hidden values that say which state was decided on: after a conflict the form has those of now, so
    that whoever has read what happened can send it again.
    """
    if not form.is_valid():
        return UNPROCESSABLE
    try:
        act(form.cleaned_data)
    except tuple(refusals) as error:
        refusal = next(refusal for kind, refusal in refusals.items() if isinstance(error, kind))
        for box, words in refusal.say(error):
            form.add_error(_box(form, box, refusal.status), words)
        if refusal.status == CONFLICT:
            form.data = sent = cast(QueryDict, form.data).copy()
            for name, value in latest().items():
                sent[name] = str(value)
        return refusal.status
    return 0


@dataclass(frozen=True)
class Panel:
    """One form of the page, the action that takes its values by name, what is said when it is done, and the right that
    the room asks of whoever does it."""

    form: Callable[..., NHSForm]
    act: Callable[..., object]
    said: str
    right: Any
    begins_with: Callable[[Any], Values] = _nothing
    options: Callable[[Any], Values] = _nothing
    is_offered: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Shown:
    """What a page shows of its forms: those that are offered, by name; the one that could not be done; its status; and
    which rights this person has here."""

    forms: Mapping[str, NHSForm]
    problem: NHSForm | None
    status: int
    may: Callable[[Any], bool]


@dataclass(frozen=True)
class Panels:
    """`noun` is what actions call the thing. `guard(right)` lets people in; `may(person, thing)` answers a question:
    is this right theirs, here and now?

    `show(request, thing, shown)` answers the page, and `after(request, thing, said)` what follows
    when something was done. `seen` are hidden values of every form: which state of the thing the page shows.
    """

    noun: str
    panels: Mapping[str, Panel]
    guard: Callable[[Any], Callable[[Any], Any]]
    may: Callable[[Any, Any], Callable[[Any], bool]]
    find: Callable[..., Any]
    show: Callable[..., HttpResponse]
    after: Callable[[Any, Any, str], HttpResponse]
    refusals: Refusals = field(default_factory=dict)
    seen: Callable[[Any], Values] = _nothing

    def _form(self, name: str, thing: Any, *typed: Any) -> NHSForm:  # noqa: ANN401 - of any room
        panel = self.panels[name]
        initial = {} if typed else {**self.seen(thing), **panel.begins_with(thing)}
        return panel.form(*typed, auto_id=f"{name}_%s", initial=initial, **panel.options(thing))

    def page(
        self,
        request: HttpRequest,
        thing: Any,  # noqa: ANN401 - of any room
        *,
        bound: Mapping[str, NHSForm] | None = None,
        problem: NHSForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        bound = bound or {}
        may = self.may(request.user, thing)
        # What was typed is shown again, also where it can be done no more.
        forms = {
            name.replace("-", "_"): bound.get(name) or self._form(name, thing)
            for name, panel in self.panels.items()
            if name in bound or may(panel.right)
        }
        return self.show(request, thing, Shown(forms, problem or next(iter(bound.values()), None), status, may))

    def view(self, name: str) -> Any:  # noqa: ANN401 - the guard says what it makes of it
        panel = self.panels[name]

        @self.guard(panel.right)
        @require_POST
        def view(request: HttpRequest, **at: str) -> HttpResponse:
            if not panel.is_offered():
                raise Http404
            thing = self.find(**at)
            form = self._form(name, thing, request.POST)
            status = attempt(
                form,
                lambda typed: panel.act(**{self.noun: thing}, **typed, by=request.user),
                self.refusals,
                latest=lambda: self.seen(self.find(**at)),
            )
            if status:
                return self.page(request, self.find(**at), bound={name: form}, status=status)
            return self.after(request, thing, panel.said)

        return view
