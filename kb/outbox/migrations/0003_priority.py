"""What a worker takes first. Code of before, which knows no priority, still writes rows beside that of after."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_heartbeat"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="delivery",
            name="outbox_delivery_settled",
        ),
        migrations.AddField(
            model_name="delivery",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "Says what comes next"), (1, "Urgent"), (2, "Ordinary")], db_default=2, default=2
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)),
                fields=["priority", "due_at", "id", "claim_ends_at"],
                name="outbox_delivery_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", False)), fields=["settled_at"], name="outbox_delivery_settled"
            ),
        ),
    ]
