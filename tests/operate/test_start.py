"""A site that is not sound does not start."""

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from kb.operate.checks import refuse_what_is_unsound


@pytest.fixture
def messages(monkeypatch):
    """What the checks would find, and with which arguments they were run."""
    asked: list[dict] = []

    def find(*given):
        monkeypatch.setattr(checks, "run_checks", lambda **kwargs: asked.append(kwargs) or list(given))
        return asked

    return find


def test_error_stops_the_start_and_is_told(messages, settings):
    settings.SITE_IS_SECURE = False
    messages(checks.Error("IT_DESK_HOURS: not hours.", id="kb.contacts.E001"))

    with pytest.raises(ImproperlyConfigured, match=r"kb\.contacts\.E001.*IT_DESK_HOURS"):
        refuse_what_is_unsound()


def test_warning_stops_production_only(messages, settings):
    asked = messages(checks.Warning("HSTS is off.", id="security.W004"))

    settings.SITE_IS_SECURE = False
    refuse_what_is_unsound()
    settings.SITE_IS_SECURE = True
    with pytest.raises(ImproperlyConfigured, match=r"security\.W004"):
        refuse_what_is_unsound()

    assert asked == [{"include_deployment_checks": False}, {"include_deployment_checks": True}]


def test_what_only_warns_stops_nothing_and_stands_in_the_log(messages, settings, caplog):
    settings.SITE_IS_SECURE = True
    messages(checks.Warning("REPORT_FLOOD is 9.", id="kb.ops.W002"))

    refuse_what_is_unsound()

    assert [(record.levelname, "REPORT_FLOOD is 9." in record.getMessage()) for record in caplog.records] == [
        ("WARNING", True)
    ]


def test_information_and_silenced_messages_stop_nothing(messages, settings):
    settings.SITE_IS_SECURE = True
    settings.SILENCED_SYSTEM_CHECKS = ["security.W004"]
    messages(checks.Info("No portal.", id="kb.ops.I001"), checks.Warning("HSTS is off.", id="security.W004"))

    refuse_what_is_unsound()


@pytest.mark.django_db  # other checks, run by the way, ask the database what it can do
def test_default_site_is_sound():
    refuse_what_is_unsound()
