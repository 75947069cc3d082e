"""After the rows have their names: PostgreSQL changes no table in the transaction that changed its rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0007_names_of_templates")]

    operations = [
        migrations.AddConstraint(
            model_name="noticetemplate",
            constraint=models.UniqueConstraint(fields=("slug",), name="notice_template_slug_once"),
        ),
    ]
