from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0024_stopped_steps")]

    operations = [
        migrations.AddField(
            model_name="stoppedstep",
            name="changed_in",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="The version with other words for it, or without it; then it has no reason",
                null=True,
            ),
        ),
        migrations.RemoveConstraint(model_name="stoppedstep", name="step_stopped_once"),
        migrations.RemoveConstraint(model_name="stoppedstep", name="stopped_step_has_reason"),
        migrations.AddConstraint(
            model_name="stoppedstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("changed_in__isnull", True)), fields=("article", "step"), name="step_stopped_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="stoppedstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True), ("changed_in__isnull", False), _connector="OR"
                ),
                name="stopped_step_has_reason",
            ),
        ),
    ]
