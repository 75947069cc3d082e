"""What must be right in the settings about local contacts before the site may start."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from kb.contacts.document import hours_problem


def check_hours(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """E001: hours that nobody can read would be left out in silence."""
    desks = {
        "IT_DESK_HOURS": settings.IT_DESK["hours"],
        "RA_DESK_HOURS": settings.RA_DESK["hours"],
        "SERVICE_DESK_HOURS": settings.SERVICE_DESK_HOURS,
    }
    problems = {variable: hours_problem(hours) for variable, hours in desks.items()}
    return [Error(f"{variable}: {words}", id="kb.contacts.E001") for variable, words in problems.items() if words]
