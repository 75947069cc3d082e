"""What production demands of the settings, one test for each id."""

from types import SimpleNamespace

import pytest
from django.core.checks import ERROR, INFO, run_checks

from kb.ops import checks

UNSET = dict.fromkeys(("name", "phone", "email", "place", "hours", "out_of_hours_phone"), "")


@pytest.fixture
def production(settings, monkeypatch):
    """A site on https of which nothing else was said, on PostgreSQL."""
    settings.SITE_IS_SECURE = True
    settings.SECRET_KEY_IS_GENERATED = True
    settings.SERVICE_DESK_EMAIL = settings.PORTAL_URL = ""
    settings.IT_DESK = settings.RA_DESK = UNSET
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor="postgresql"))
    return settings


def found():
    return [(message.id, message.level) for check in checks.EVERY_CHECK for message in check(None)]


def test_e001_a_secret_made_here_is_refused_with_postgresql(production):
    assert ("kb.ops.E001", ERROR) in found()

    production.SECRET_KEY_IS_GENERATED = False

    assert "kb.ops.E001" not in dict(found())


def test_e001_a_secret_made_here_is_right_with_sqlite(production, monkeypatch):
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor="sqlite"))

    assert "kb.ops.E001" not in dict(found())


PRIVACY = ("PRIVACY_CONTROLLER", "PRIVACY_CONTACT", "PRIVACY_LAWFUL_BASIS")


@pytest.mark.parametrize("missing", PRIVACY)
def test_e005_each_part_of_the_privacy_notice_is_demanded(production, missing):
    for setting in PRIVACY:
        setattr(production, setting, "As we say.")
    assert "kb.ops.E005" not in dict(found())

    setattr(production, missing, "")

    assert ("kb.ops.E005", ERROR) in found()


@pytest.mark.parametrize("setting", ["SERVICE_DESK_EMAIL", "PORTAL_URL"])
def test_i001_tells_when_there_is_no_way_to_report(production, setting):
    assert ("kb.ops.I001", INFO) in found()

    setattr(production, setting, "https://portal.example.org/")

    assert "kb.ops.I001" not in dict(found())


@pytest.mark.parametrize("desk", ["IT_DESK", "RA_DESK"])
def test_i002_tells_when_no_local_desk_is_known(production, desk):
    setattr(production, desk, UNSET | {"name": "Harbour desk"})
    assert ("kb.ops.I002", INFO) in found()

    setattr(production, desk, UNSET | {"phone": "01632 960445"})

    assert "kb.ops.I002" not in dict(found())


def test_nothing_is_asked_of_a_site_on_this_machine_only(production):
    production.SITE_IS_SECURE = False

    assert found() == []


@pytest.mark.django_db  # other checks, run by the way, ask the database what it can do
def test_checks_are_registered(settings):
    settings.SITE_IS_SECURE = True
    settings.SERVICE_DESK_EMAIL = settings.PORTAL_URL = ""

    assert "kb.ops.I001" in [message.id for message in run_checks()]


def test_e002_a_logo_that_is_not_there_is_refused_wherever_the_site_is(settings):
    settings.LOGO = "no-such-logo.svg"

    assert ("kb.ops.E002", ERROR) in found()

    settings.LOGO = "favicon.svg"

    assert "kb.ops.E002" not in dict(found())
