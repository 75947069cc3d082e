"""The table of local contacts."""

from typing import Self

from django.db import models
from django.db.models import Q

from kb.contacts.document import LONGEST, LONGEST_FOLDED, ContactContent, ContactKind, folded
from kb.lib.portable import in_form

MOST_WORDS = 10


class LocalContactQuerySet(models.QuerySet["LocalContact"]):
    def in_order(self) -> Self:
        """By organisation, the IT desk before the Registration Authority."""
        return self.order_by("organisation_folded", "kind", "pk")

    def matching(self, text: str) -> Self:
        """Organisations whose name holds every word, in any order, or whose ODS code begins with it."""
        words = folded(text).split()[:MOST_WORDS]
        if not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(Q(organisation_folded__contains=word) | Q(ods_code__startswith=word.upper()))
        return found.in_order()


class LocalContact(models.Model):
    """An organisation's IT service desk or Registration Authority, and when they can be reached."""

    kind = models.CharField(max_length=2, choices=ContactKind)
    organisation = models.CharField(max_length=LONGEST["organisation"])
    # Folded in Python, because the two databases fold letters with accents each in its own way.
    organisation_folded = models.CharField(max_length=LONGEST_FOLDED, editable=False)
    ods_code = models.CharField(max_length=LONGEST["ods_code"], blank=True)
    name = models.CharField(max_length=LONGEST["name"], blank=True)
    phone = models.CharField(max_length=LONGEST["phone"], blank=True)
    email = models.EmailField(max_length=LONGEST["email"], blank=True)
    place = models.CharField(max_length=LONGEST["place"], blank=True)
    hours = models.CharField(max_length=LONGEST["hours"], blank=True)
    out_of_hours_phone = models.CharField(max_length=LONGEST["out_of_hours_phone"], blank=True)
    imported = models.CharField(max_length=64, blank=True, help_text="Fingerprint of the file it last came from")

    objects = LocalContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "organisation_folded"], name="contact_one_of_each_kind"),
            models.CheckConstraint(condition=Q(kind__in=["IT", "RA"]), name="contact_kind_known"),
            models.CheckConstraint(condition=~Q(organisation_folded=""), name="contact_has_organisation"),
            models.CheckConstraint(
                condition=~Q(phone="", email="", place="", out_of_hours_phone=""), name="contact_can_be_reached"
            ),
        ]

    def __str__(self) -> str:
        return f"{ContactKind(self.kind).label}, {self.organisation}"

    @property
    def content(self) -> ContactContent:
        """What it says, in the portable form."""
        return in_form(ContactContent, self)
