from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_urgent_and_senders")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="by_staff",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whoever sent it was signed in, with a role beyond reading",
            ),
        ),
    ]
