"""What nearly every site needs first. Rows like any other: whoever publishes notices changes or removes them."""

from typing import Any

from django.db import migrations

TEMPLATES = (
    (
        "LIVE",
        "HIGH",
        "Nobody can sign in",
        "Nobody can sign in",
        "Signing in with a smartcard does not work for anybody. It is not your card and not your passcode: do not try "
        "again and again, or the card may lock.",
    ),
    (
        "LIVE",
        "MEDIUM",
        "Sign-in is slow",
        "Sign-in is slow",
        "Signing in with a smartcard takes several minutes for some people. Wait for it: a second try begins from the "
        "start.",
    ),
    (
        "LIVE",
        "HIGH",
        "Spine is down",
        "Spine is down",
        "Services that need Spine do not work: sign-in, prescriptions, referrals and patient records. Use your "
        "downtime procedure.",
    ),
    (
        "LIVE",
        "MEDIUM",
        "Care Identity Management is not working",
        "CIM is not working",
        "Registration Authorities cannot manage cards and access. Cards that work already go on working.",
    ),
    (
        "PLANNED",
        "MEDIUM",
        "Planned maintenance",
        "Planned maintenance",
        "Sign-in may stop for a short time while maintenance is done. Sign in before it begins if you need to.",
    ),
)


def add(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - Django's own signature
    table = apps.get_model("notices", "NoticeTemplate")
    for position, (kind, severity, title, short_title, summary) in enumerate(TEMPLATES, 1):
        table.objects.create(
            kind=kind, severity=severity, title=title, short_title=short_title, summary=summary, position=position
        )


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_posting")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
