"""What a page takes of a form, and what it answers where not all of it came: its words again, and nothing done."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from inspect import unwrap
from typing import Any

from django.core.handlers.wsgi import get_path_info
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import resolve

from kb.lib.http import UNPROCESSABLE

WORDS = 2_500_000  # bytes that a form without files may have, and those of a form beside its files
LONG = 200  # characters, from which a text is shown again where a page has no answer of its own
LEFT_OUT = "kb.left_out"
OK = 200

type Environ = dict[str, Any]
type Answer = Callable[..., HttpResponseBase]
type _View[**P] = Callable[P, HttpResponseBase]


class LeftOut(StrEnum):
    """Why not all of a form came along."""

    TOO_LARGE = "too large"
    BUSY = "busy"
    SLOW = "slow"

    @property
    def status(self) -> int:
        return {LeftOut.TOO_LARGE: 413, LeftOut.BUSY: 503, LeftOut.SLOW: 408}[self]


# --- What a page takes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Taking:
    files: int
    answer: Answer


_takings: dict[Callable[..., Any], _Taking] = {}


def takes[**P](*, files: int, or_else: Answer) -> Callable[[_View[P]], _View[P]]:
    """So many bytes of files. `or_else` answers what was too much, beside the view's own arguments with `left_out`: it
    shows the words again and does nothing. It is asked before the token of the form and guards itself.
    """

    def noted(view: _View[P]) -> _View[P]:
        _takings[view] = _Taking(files, or_else)
        return view

    return noted


def _taking_of(view: Callable[..., Any]) -> _Taking | None:
    return _takings.get(unwrap(view, stop=lambda inner: inner in _takings))


def answer_of(view: Callable[..., Any]) -> Answer | None:
    taking = _taking_of(view)
    return taking.answer if taking else None


def most_of(environ: Environ) -> int:
    """How many bytes the page at this address takes."""
    if environ.get("REQUEST_METHOD") == "POST" and is_multipart(environ):
        with suppress(Http404, ValueError):
            taking = _taking_of(resolve(get_path_info(environ)).func)
            return WORDS + (taking.files if taking else 0)
    return WORDS


def is_multipart(environ: Environ) -> bool:
    return str(environ.get("CONTENT_TYPE", "")).startswith("multipart/form-data")


# --- The answer -------------------------------------------------------------------------------------------------------


class LeftOutAnswers:
    """In front of what asks for the token of a form. Nothing that came in part is ever acted upon."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        left_out: LeftOut | None = request.META.get(LEFT_OUT)
        if not left_out:
            return None
        own = answer_of(view)
        response = own(request, *args, **kwargs, left_out=left_out) if own else _without_page(request, left_out)
        if response.status_code in {
            OK,
            UNPROCESSABLE,
        }:  # and not that nobody is signed in, or that there is no such page
            response.status_code = left_out.status
        response["Cache-Control"] = "private, no-store"
        if left_out is LeftOut.BUSY:
            response["Retry-After"] = "60"
        # Django writes an error into the log for each answer above 499; a flood of files would be a flood of lines.
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
        return response


def _without_page(request: HttpRequest, left_out: LeftOut) -> HttpResponse:
    """Long texts can be copied from here; what is short is soon typed again, and may be a password."""
    texts = [value for _, values in request.POST.lists() for value in values if len(value) > LONG]
    return render(request, "400.html", {"left_out": left_out.value, "texts": texts})
