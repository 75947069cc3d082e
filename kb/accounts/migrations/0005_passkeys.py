"""Passkeys; and recovery codes become those of a person, with a phone or without."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def say_whose(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - Django's own
    factors = apps.get_model("accounts", "SecondFactor").objects.filter(pk=OuterRef("factor"))
    apps.get_model("accounts", "RecoveryCode").objects.update(person=Subquery(factors.values("person")))


def say_of_which_phone(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - Django's own
    """Without a phone there is nothing that they could belong to."""
    codes = apps.get_model("accounts", "RecoveryCode").objects
    phones = apps.get_model("accounts", "SecondFactor").objects.filter(person=OuterRef("person"))
    codes.update(factor=Subquery(phones.values("pk")))
    codes.filter(factor=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_second_factor"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("credential_id", models.CharField(max_length=1400, unique=True)),
                ("credential", models.TextField(help_text="Its public key, as the authenticator gave it")),
                (
                    "handle",
                    models.CharField(
                        help_text="Who it is, to the authenticator: random, and of no use elsewhere", max_length=64
                    ),
                ),
                (
                    "counter",
                    models.PositiveBigIntegerField(
                        help_text="How often it was used, as it says itself; many always say 0"
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passkeys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True) & models.Q(("handle", ""), _negated=True),
                        name="accounts_passkey_named",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="recoverycode",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recovery_codes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="recoverycode",
            name="factor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recovery_codes",
                to="accounts.secondfactor",
            ),
        ),
        migrations.RunPython(say_whose, say_of_which_phone),
    ]
