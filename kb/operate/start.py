"""Refusing to start a site that is not sound."""

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured


def refuse_what_is_unsound() -> None:
    """Run the system checks as `check` does; in production also the deployment checks, and a warning is enough.

    gunicorn starts without running any check, so the application calls this before it takes its first request.
    """
    enough = checks.WARNING if settings.SITE_IS_SECURE else checks.ERROR
    found = [
        message
        for message in checks.run_checks(include_deployment_checks=settings.SITE_IS_SECURE)
        if message.is_serious(enough) and not message.is_silenced()
    ]
    if found:
        raise ImproperlyConfigured("The site does not start:\n" + "\n".join(str(message) for message in found))
