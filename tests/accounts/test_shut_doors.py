"""What is answered to whoever may not come in is kept by no cache, on every route."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from kb.accounts.guards import OPEN_TO_ALL, SAME_SITE_POST, guard_of
from tests.test_house import routes

pytestmark = [pytest.mark.django_db, pytest.mark.either]

FILLED = {"int": "7", "slug": "a-b", "str": "x", "path": "x/"}
GUARDED = {
    "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda gap: FILLED[gap[1] or "str"], path)
    for path, entry in routes(get_resolver())
    if guard_of(entry.callback) not in {OPEN_TO_ALL, SAME_SITE_POST}
}
SHUT = {302, 401, 403, 404, 405}


def test_there_are_doors_to_try():
    assert len(GUARDED) > 40
    assert "/edit/markdown/" in GUARDED


@pytest.mark.parametrize("checks_csrf", [False, True])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_keeps_what_a_stranger_is_told(method, checks_csrf):
    """Who is not signed in, with a form of today and with one that is too old."""
    client = Client(enforce_csrf_checks=checks_csrf)
    answers = {address: getattr(client, method)(address) for address in sorted(GUARDED)}

    assert {address for address, answer in answers.items() if answer.status_code not in SHUT} == set()
    kept = {
        (address, answer.status_code)
        for address, answer in answers.items()
        if "no-store" not in answer.get("Cache-Control", "")
    }
    assert kept == set()


def test_the_editor_tells_scripts_and_keeps_nothing():
    for checks_csrf, status in ((False, 401), (True, 403)):
        answer = Client(enforce_csrf_checks=checks_csrf).post("/edit/markdown/", {"content": "x"})

        assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
        assert answer["Cache-Control"] == "private, no-store"
