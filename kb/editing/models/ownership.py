"""Who looks after an article, now or once its draft is published, and the mail they get."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.editing.models.draft import LONGEST_TEAM, Draft


class OwnershipQuerySet(models.QuerySet["Ownership"]):
    def of(self, person: User) -> Self:
        return self.filter(Q(owner=person) | Q(deputy=person))

    def reviewed_by(self, person: User, today: date) -> Self:
        """Theirs today: as owner, or as deputy of an owner who is away. The rule is `ownership.rules.reviews_now`."""
        own, instead = Q(owner=person), Q(owner__isnull=True) | Q(owner__is_active=False)
        if person.is_away(today):
            has_deputy = Q(deputy__isnull=False, deputy__is_active=True)
            own &= ~(has_deputy & (Q(deputy__away_until__isnull=True) | Q(deputy__away_until__lt=today)))
        else:
            instead |= Q(owner__away_until__gte=today)
        return self.filter(own | (Q(deputy=person) & instead))


class Ownership(models.Model):
    """Who looks after an article: a person or a team, and who stands in while the person is away."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="ownership")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="owned_articles")
    team = models.CharField(max_length=LONGEST_TEAM, blank=True)
    deputy = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="deputised_articles")

    objects = OwnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(team=""), name="stewardship_by_a_person_or_a_team"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} of {self.owner_id or self.team}"


class NextOwner(models.Model):
    """Who is to look after the article once this draft is published; there only where somebody chose. Empty: nobody."""

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="next_owner")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    team = models.CharField(max_length=LONGEST_TEAM, blank=True)

    def __str__(self) -> str:
        return f"{self.draft_id} to {self.owner_id or self.team}"


class WeeklyMail(models.Model):
    """That a person was told which of their articles are due for review, once a week however many workers ask."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    week = models.DateField(help_text="Its Monday")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "week"], name="weekly_mail_once_a_week")]

    def __str__(self) -> str:
        return f"{self.person_id} in the week of {self.week}"
