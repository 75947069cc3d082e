"""That somebody got the mail of Monday."""

from django.db import models

from kb.accounts.models import User


class MondayMail(models.Model):
    """Once a week for each person, however many workers ask."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    week = models.DateField(help_text="Its Monday")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "week"], name="monday_mail_once_a_week")]

    def __str__(self) -> str:
        return f"{self.person_id} in the week of {self.week}"
