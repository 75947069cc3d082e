"""Taking it in, then a page that says thank you. What was typed is shown again whatever goes wrong."""

import logging

from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from kb.accounts.guards import open_to_all, same_site_post
from kb.accounts.throttle import client_address, network_address
from kb.browse.story.forms import TRAP, CodeStoryForm
from kb.insight.stories.actions import StoryRefused, tell
from kb.insight.stories.rules import Teller
from kb.insight.visits.keys import visit_of
from kb.lib.http import UNPROCESSABLE, kept_by_nobody, reads_only, see

TOO_MANY, UNAVAILABLE = 429, 503
NOT_STORED = "We could not store it. What you typed is still here: try again in a minute."
logger = logging.getLogger(__name__)


def _again(request: HttpRequest, form: CodeStoryForm, status: int) -> HttpResponse:
    return render(request, "browse/story/form.html", {"form": form, "typed": form.about}, status=status)


def _refused(request: HttpRequest, form: CodeStoryForm, words: str, status: int) -> HttpResponse:
    form.add_error(None, words)
    return _again(request, form, status)


def _story(request: HttpRequest) -> HttpResponse:
    form, now = CodeStoryForm(request.POST), timezone.now()
    code = form.about
    if not code:
        raise Http404
    if not form.is_valid():
        return _again(request, form, UNPROCESSABLE)
    if not form.cleaned_data[TRAP]:
        try:
            browser = request.headers.get("User-Agent", "")
            visit = visit_of(address=client_address(request), browser=browser, now=now)
            tell(typed=code, answers=form.answers, teller=Teller(visit, network_address(request)), now=now)
        except StoryRefused as refused:
            return _refused(request, form, str(refused), TOO_MANY)
        except Error as error:
            # The kind of error and no more: a database may repeat in its message what it was given.
            logger.error("What was told of a code could not be stored: %s", type(error).__name__)  # noqa: TRY400
            return _refused(request, form, NOT_STORED, UNAVAILABLE)
    return see(reverse("browse:story-told"))


@open_to_all
@reads_only
def _codes(request: HttpRequest) -> HttpResponse:
    """Whoever comes here without a form, say by its address after a mistake, looks for a code."""
    return see(reverse("browse:codes"))


_take = sensitive_post_parameters("where", "doing", "helped")(_story)
story = kept_by_nobody()(same_site_post(_take, or_get=_codes))


@kept_by_nobody()
@open_to_all
@reads_only
def told(request: HttpRequest) -> HttpResponse:
    return render(request, "browse/story/told.html")
