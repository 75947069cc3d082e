from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0002_field_terms"),
    ]

    operations = [
        migrations.AddField(
            model_name="newcode",
            name="joins",
            field=models.JSONField(
                blank=True, default=list, help_text="Pairs of keys: a code, and the family it is one of"
            ),
        ),
    ]
