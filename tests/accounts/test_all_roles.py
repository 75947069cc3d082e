"""All routes that need an ability, for all roles that lack it: there is nothing there, whatever is sent."""

import re

import pytest
from django.urls import get_resolver

from kb.accounts.actions import add_person
from kb.accounts.guards import guard_of
from kb.accounts.roles import ABILITIES, Role
from tests.test_house import routes

pytestmark = [pytest.mark.django_db, pytest.mark.either]

FILLED = {"int": "7", "slug": "a-b", "str": "x", "path": "x/"}
NEEDING = {
    "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda gap: FILLED[gap[1] or "str"], path): guard.removeprefix("needs ")
    for path, entry in routes(get_resolver())
    if (guard := guard_of(entry.callback)).startswith("needs ")
}
TRIED = {"role": "ADMINISTRATOR", "is_active": "on", "state": "CLOSED", "press": "publish", "title": "x"}


def test_there_are_doors_to_try():
    assert len(NEEDING) > 70


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_to_whoever_may_not_come_in_there_is_nothing(signed_in, role, method):
    browser = signed_in(add_person(username="one", name="One", role=role, password="violet ferry 27 anchors"))
    shut = [address for address, ability in NEEDING.items() if ability not in ABILITIES[role]]

    answers = {address: getattr(browser, method)(address, TRIED) for address in shut}

    assert shut
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 404} == {}
    assert {address for address, answer in answers.items() if "no-store" not in answer["Cache-Control"]} == set()
