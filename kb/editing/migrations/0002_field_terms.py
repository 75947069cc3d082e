"""The tables of editing under the names of the trade. What is stored stays as it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_squashed_0004_questions"),
        ("editing", "0001_squashed_0003_next_steward"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("Aside", "UnsavedText"),
        migrations.RenameModel("Stewardship", "Ownership"),
        migrations.RenameModel("NextSteward", "NextOwner"),
        migrations.RenameField("UnsavedText", "seen", "base_revision"),
        migrations.AlterField(
            "UnsavedText",
            "by",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unsaved_texts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "UnsavedText",
            "draft",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="unsaved_texts", to="editing.draft"
            ),
        ),
        migrations.AlterField(
            "Ownership",
            "article",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="ownership", to="catalogue.article"
            ),
        ),
        migrations.AlterField(
            "NextOwner",
            "draft",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="next_owner", to="editing.draft"
            ),
        ),
    ]
