"""The first tables of the room."""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        max_length=150,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Za-z0-9][A-Za-z0-9._@+-]*\\Z",
                                "Use letters, numbers and . _ @ + - only in a username.",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("READER", "Reader"),
                            ("HELP_DESK", "Help desk"),
                            ("EDITOR", "Editor"),
                            ("REVIEWER", "Reviewer"),
                            ("ADMINISTRATOR", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("username"),
                        name="accounts_user_username_unique_in_any_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["READER", "HELP_DESK", "EDITOR", "REVIEWER", "ADMINISTRATOR"])
                        ),
                        name="accounts_user_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("username", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="accounts_user_names_not_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Throttle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("ends_at", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest", "ends_at"), name="accounts_throttle_one_row_a_window")
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("actor_name", models.CharField(max_length=200)),
                ("verb", models.CharField(max_length=100)),
                ("subject", models.CharField(max_length=300)),
                ("detail", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-at", "-id"], name="accounts_audit_newest_first")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor_name", ""), _negated=True),
                            models.Q(("verb", ""), _negated=True),
                            models.Q(("subject", ""), _negated=True),
                        ),
                        name="accounts_audit_says_who_did_what",
                    )
                ],
            },
        ),
    ]
