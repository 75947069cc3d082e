"""Templates travel in a file: each has a name there, and remembers what the file said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0024_stopped_steps"), ("notices", "0005_subscriber")]

    operations = [
        migrations.AddField(
            model_name="noticetemplate",
            name="imported",
            field=models.CharField(blank=True, help_text="Fingerprint of the file it last came from", max_length=64),
        ),
        migrations.AddField(
            model_name="noticetemplate",
            name="slug",
            field=models.CharField(default="", help_text="By which files know it", max_length=100),
            preserve_default=False,
        ),
    ]
