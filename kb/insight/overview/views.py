"""The page of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.insight.overview.reading import reader_words
from kb.lib.http import reads_only


@needs(May.WRITE_ARTICLES)
@reads_only
def overview(request: SignedInRequest) -> HttpResponse:
    return render(request, "insight/overview.html", {"words": reader_words(timezone.now())})
