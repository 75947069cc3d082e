import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0013_step_codes"),
    ]

    operations = [
        migrations.AddField(
            model_name="articlecode",
            name="meaning",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="catalogue.meaning",
            ),
        ),
        migrations.AddField(
            model_name="articlecode",
            name="meaning_more",
            field=models.TextField(blank=True, help_text="What a newer version said of that"),
        ),
        migrations.AddConstraint(
            model_name="articlecode",
            constraint=models.CheckConstraint(
                condition=models.Q(("meaning", None), ("answers", True), _connector="OR"),
                name="article_answers_the_meaning_it_names",
            ),
        ),
    ]
