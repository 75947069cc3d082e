"""Versions of before get numbers from 1 on, in the order in which they were put live.

Their keys say that order: each was given while the edition's row was locked. Nobody kept which edition they raised;
each raised it at least once, so these numbers end below the edition of today, and the next version goes on above it.
"""

from django.db import migrations, models

COUNT = """
UPDATE catalogue_version SET edition = counted.edition
FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS edition FROM catalogue_version) AS counted
WHERE counted.id = catalogue_version.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_image_without_published_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="edition",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.RunSQL(COUNT, reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="version",
            name="edition",
            field=models.PositiveBigIntegerField(help_text="The number that it raised the edition to", unique=True),
        ),
    ]
