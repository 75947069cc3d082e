"""The page on which the vocabulary opens."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.editing.vocabulary.overview.reading import work
from kb.editing.vocabulary.presenters import frame
from kb.lib.http import reads_only


@needs(May.WRITE_ARTICLES)
@reads_only
def vocabulary(request: SignedInRequest) -> HttpResponse:
    found = work(timezone.now())
    context = {
        **frame(request, "vocabulary"),
        "to_do": [one for one in found if one.number],
        "done": [one for one in found if not one.number],
    }
    return render(request, "editing/vocabulary/overview.html", context)
