"""An urgent report is a mail before all others, also those that wait already; screenshots know their sender."""

from typing import Any

from django.db import migrations, models


def put_urgent_ones_first(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - Django's own
    report, delivery = apps.get_model("reports", "Report"), apps.get_model("outbox", "Delivery")
    urgent = report.objects.filter(is_urgent=True).values("reference")
    waiting = delivery.objects.filter(room="reports", settled_at__isnull=True, key__in=urgent)
    waiting.exclude(purpose="confirmation").update(priority=1)


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0003_priority"),
        ("reports", "0003_tried_articles"),
    ]

    operations = [
        migrations.AddField(
            model_name="heldfile",
            name="sender",
            field=models.CharField(
                db_default="",
                default="",
                help_text="A keyed digest of the network address it came from",
                max_length=64,
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="suspicions",
            field=models.JSONField(
                default=list, help_text="Why it is to be checked; it is delivered in a digest, unless it is urgent"
            ),
        ),
        migrations.AddIndex(
            model_name="heldfile",
            index=models.Index(fields=["sender", "held_at"], name="heldfile_of_sender"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(condition=models.Q(("is_urgent", True)), fields=["filed_at"], name="report_urgent"),
        ),
        migrations.RunPython(put_urgent_ones_first, migrations.RunPython.noop, elidable=True),
    ]
