"""A change that is looked at before it is made: the first button says what it would do, the second does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kb.accounts.guards import SignedInRequest
from kb.catalogue.actions import NotPublishable
from kb.editing.refusals import Refusal
from kb.editing.vocabulary.presenters import frame
from kb.editing.vocabulary.rehearsal import Effect
from kb.lib.forms import NHSForm
from kb.lib.http import CONFLICT
from kb.lib.panels import PanelRefusal, Values, attempt

REFUSALS = {
    NotPublishable: PanelRefusal(lambda refused: [(problem.field, problem.message) for problem in refused.problems]),
    Refusal: PanelRefusal(lambda refused: [(None, str(refused))], CONFLICT),
}
DO, LOOK = "do", "look"


def wants_to_look(request: HttpRequest) -> bool:
    return request.POST.get("press") == LOOK


@dataclass(frozen=True)
class PreparedChange:
    """`act` does it with what was typed, and `effect` says what that would do; `seen` is the state that it began from.

    `here` is the list in the menu, `back` the address and name of the page above. `hangs` are sentences that say why
    it cannot be done as things stand.
    """

    here: str
    heading: str
    lead: str
    button: str
    back: tuple[str, str]
    form: NHSForm
    act: Callable[[Values], object]
    effect: Callable[[Values], Effect]
    seen: Callable[[], str]
    hangs: tuple[str, ...] = ()
    is_warning: bool = False

    def answer(self, request: SignedInRequest) -> HttpResponse | None:
        """The page; nothing when it is done."""
        status, effect = 200, None
        if request.method == "POST" and not self.hangs:
            found: list[Effect] = []
            is_look = wants_to_look(request)
            status = attempt(
                self.form,
                (lambda typed: found.append(self.effect(typed))) if is_look else self.act,
                REFUSALS,
                latest=lambda: {"seen": self.seen()},
            )
            if not status and not is_look:
                return None
            effect = found[0] if found else None
            status = status or 200
        return self._page(request, effect, status)

    def _page(self, request: SignedInRequest, effect: Effect | None, status: int) -> HttpResponse:
        context: Mapping[str, Any] = {**frame(request, self.here), "change": self, "form": self.form, "effect": effect}
        return render(request, "editing/vocabulary/change.html", context, status=status)
