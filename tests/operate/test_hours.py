"""Malformed hours in the settings stop the start, and the variable is named."""

import pytest
from django.core.checks import run_checks

from kb.operate.checks import check_settings


def of_hours():
    return [message for message in check_settings(None) if message.id == "kb.contacts.E001"]


@pytest.mark.django_db  # other checks, run by the way, ask the database what it can do
@pytest.mark.parametrize("prefix", ["IT_DESK", "RA_DESK"])
def test_e001_names_the_variable_with_malformed_hours(settings, prefix):
    setattr(settings, prefix, getattr(settings, prefix) | {"hours": "Mon-Fri 8-6"})

    found = [message for message in run_checks() if message.id == "kb.contacts.E001"]

    assert [message.msg for message in found] == [f'{prefix}_HOURS: "8" is not a time: write it as 08:00 or 6:30pm.']
    assert found[0].is_serious()


def test_e001_names_the_service_desk_too(settings):
    settings.SERVICE_DESK_HOURS = "always"

    assert [message.msg.partition(":")[0] for message in of_hours()] == ["SERVICE_DESK_HOURS"]


@pytest.mark.parametrize("hours", ["", "24 hours", "Mon-Fri 08:00-18:00; Sat 09:00-12:00"])
def test_hours_that_are_right_or_unset_pass(settings, hours):
    settings.IT_DESK = settings.IT_DESK | {"hours": hours}
    settings.SERVICE_DESK_HOURS = hours

    assert of_hours() == []
