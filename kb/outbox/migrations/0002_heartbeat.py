"""A model by another name; its table stays, so processes of before and after can run side by side."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_squashed_0002_work")]

    operations = [
        migrations.AlterModelTable("workerbeat", "outbox_workerbeat"),
        migrations.RenameModel("WorkerBeat", "Heartbeat"),
    ]
