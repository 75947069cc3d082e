from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0008_move_meanings"),
    ]

    operations = [
        migrations.RemoveField(model_name="errorcode", name="bare"),
        migrations.RemoveField(model_name="errorcode", name="folded"),
        migrations.RemoveField(model_name="errorcode", name="meaning"),
        migrations.RemoveField(model_name="errorcode", name="where"),
    ]
