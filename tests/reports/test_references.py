"""References that can be read out, and secrets that cannot be guessed."""

import re

import pytest
from django.db import IntegrityError

from kb.reports import filing
from kb.reports.filing import ALPHABET, new_reference, new_secret
from kb.reports.models import Report
from tests.make import make_report

UNLIKE_EACH_OTHER = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def test_reference_has_eight_characters_that_look_like_no_other():
    references = {new_reference() for _ in range(500)}

    assert len(references) == 500
    assert all(re.fullmatch(rf"[{UNLIKE_EACH_OTHER}]{{8}}", reference) for reference in references)
    assert set("".join(references)) == set(ALPHABET)


def test_secret_holds_32_random_bytes_and_stands_in_an_address_as_it_is():
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", secret) for secret in secrets)


@pytest.mark.django_db
def test_reference_that_is_taken_is_drawn_again(monkeypatch):
    drawn = iter(["AAAA2222", "AAAA2222", "AAAA2222", "BBBB3333"])
    monkeypatch.setattr(filing, "new_reference", lambda: next(drawn))

    first, second = make_report(), make_report()

    assert (first.reference, second.reference) == ("AAAA2222", "BBBB3333")
    assert second.events.count() == 1  # the transaction went on after the collision


@pytest.mark.django_db
def test_other_refusal_of_the_database_is_not_taken_for_a_collision(monkeypatch):
    drawn = []
    monkeypatch.setattr(filing, "new_reference", lambda: drawn.append("AAAA2222") or "AAAA2222")

    with pytest.raises(IntegrityError):
        make_report(scale=None)

    assert drawn == ["AAAA2222"]
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_address_of_the_reporter_holds_reference_and_secret():
    report = make_report()

    assert report.get_absolute_url() == f"/report/{report.reference}/{report.secret}/"
