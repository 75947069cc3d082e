from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0018_stopping_meanings"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="reminder",
            field=models.CharField(
                blank=True, help_text="What to do before a day that the person knows", max_length=80
            ),
        ),
    ]
