"""The desks of this site travel in a file, and remember what it said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_organisations")]

    operations = [
        migrations.AddField(
            model_name="defaultcontact",
            name="imported",
            field=models.CharField(blank=True, help_text="Fingerprint of the file it last came from", max_length=64),
        ),
    ]
