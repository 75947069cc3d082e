"""A migration of its own: PostgreSQL changes no table in the transaction that wrote its rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_passkeys"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="recoverycode", name="accounts_recovery_code_once"),
        migrations.RemoveField(model_name="recoverycode", name="factor"),
        migrations.AlterField(
            model_name="recoverycode",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recovery_codes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverycode",
            constraint=models.UniqueConstraint(fields=("person", "digest"), name="accounts_recovery_code_once"),
        ),
    ]
