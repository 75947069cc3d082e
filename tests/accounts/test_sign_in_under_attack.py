"""What is promised of a flood of sign-ins, measured on the site as `make run` serves it."""

import asyncio

import pytest

from bench.attack.__main__ import site
from bench.attack.sign_in import BUSY, attack
from bench.attack.target import Bounds, Target

pytestmark = pytest.mark.wide


def test_pages_stay_quick_and_who_has_an_account_gets_in_within_five_seconds() -> None:
    with site() as (url, account):
        for clients in (16, 64):
            outcome = asyncio.run(attack(Target.of(url), Bounds(clients, 10), account))

            assert outcome.pages.failed == 0
            assert outcome.pages.p95() < 0.5
            assert outcome.beside.failed == outcome.elsewhere.failed == 0
            assert max(outcome.beside.seconds + outcome.elsewhere.seconds) < 5
            assert outcome.answers[BUSY] > clients
