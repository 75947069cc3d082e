"""The tables of local contacts: those of this site, those of organisations, and numbers that readers call wrong."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone

from kb.contacts.document import LONGEST, LONGEST_FOLDED, ContactContent, ContactKind, OrganisationContent, folded
from kb.contacts.rules import sure_since
from kb.lib import dates
from kb.lib.portable import in_form

MOST_WORDS = 10
LONGEST_DOUBT = 300
PARTS_OF_A_DESK = ("name", "phone", "email", "place", "hours", "out_of_hours_phone")


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

    def unsure(self, now: datetime) -> Self:
        """Of which nobody has said for a year that they are right."""
        return self.filter(Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=sure_since(now)))


class DeskFields(models.Model):
    """How a desk is reached, and who said last that it is right."""

    name = models.CharField(max_length=LONGEST["name"], blank=True)
    phone = models.CharField(max_length=LONGEST["phone"], blank=True)
    email = models.EmailField(max_length=LONGEST["email"], blank=True)
    place = models.CharField(max_length=LONGEST["place"], blank=True)
    hours = models.CharField(max_length=LONGEST["hours"], blank=True)
    out_of_hours_phone = models.CharField(max_length=LONGEST["out_of_hours_phone"], blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # People are made inactive, never removed.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


_REACHED = ~Q(phone="", email="", place="", out_of_hours_phone="")


class DefaultContact(DeskFields):
    """A desk of this site, shown to everybody. While there is none, the settings say it."""

    kind = models.CharField(max_length=2, choices=ContactKind)
    imported = models.CharField(max_length=64, blank=True, help_text="Fingerprint of the file it last came from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], name="default_contact_one_of_each_kind"),
            models.CheckConstraint(condition=Q(kind__in=["IT", "RA"]), name="default_contact_kind_known"),
            models.CheckConstraint(condition=_REACHED, name="default_contact_can_be_reached"),
        ]

    def __str__(self) -> str:
        return f"{ContactKind(self.kind).label} of this site"

    @property
    def content(self) -> ContactContent:
        """What it says, in the portable form."""
        parts = {part: getattr(self, part) for part in PARTS_OF_A_DESK}
        return ContactContent(kind=self.kind, **parts)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def in_order(self) -> Self:
        return self.order_by("name_folded", "pk")

    def matching(self, text: str) -> Self:
        """Whose name holds every word, or whose code begins with it: the code itself, then names that begin so."""
        words = folded(text).split()[:MOST_WORDS]
        if not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(Q(name_folded__contains=word) | Q(code__startswith=word.upper()))
        rank = Case(
            When(code="".join(words).upper(), then=0), When(name_folded__startswith=words[0], then=1), default=2
        )
        return found.order_by(rank, "name_folded", "pk")


class Organisation(models.Model):
    """Where people work, by its ODS code. Its desks are the contacts that carry the code."""

    code = models.CharField(max_length=LONGEST["ods_code"], unique=True)
    name = models.CharField(max_length=LONGEST["organisation"])
    name_folded = models.CharField(max_length=LONGEST_FOLDED, editable=False)
    imported = models.CharField(max_length=64, blank=True, help_text="Fingerprint of the file it last came from")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="organisation_has_code"),
            models.CheckConstraint(condition=~Q(name_folded=""), name="organisation_has_name"),
        ]
        indexes = [models.Index(fields=["name_folded"], name="organisation_in_order")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def content(self) -> OrganisationContent:
        """What it says, in the portable form."""
        return OrganisationContent(code=self.code, name=self.name)


class ContactsEditionQuerySet(models.QuerySet["ContactsEdition"]):
    def stamp(self) -> str:
        """Number and time: after a restore from a backup the same number comes again."""
        return " ".join(map(str, self.values_list("number", "raised_at").first() or ()))

    def raise_number(self) -> None:
        """Lock the row for the rest of the transaction: of two who save at once, the second waits here."""
        raised = {"number": F("number") + 1, "raised_at": timezone.now()}
        if not self.filter(pk=1).update(**raised):
            self.bulk_create([self.model(pk=1)], ignore_conflicts=True)
            self.filter(pk=1).update(**raised)


class ContactsEdition(models.Model):
    """One row, raised by whatever is written about organisations and their desks. Pages that list them hang on it; all
    others know nothing of it, so a contact of one organisation makes no page of the others new."""

    number = models.PositiveBigIntegerField(default=0)
    raised_at = models.DateTimeField(default=timezone.now)

    objects = ContactsEditionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="contacts_edition_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class LocalContact(DeskFields):
    """An organisation's IT service desk or Registration Authority, and when they can be reached."""

    kind = models.CharField(max_length=2, choices=ContactKind)
    organisation = models.CharField(max_length=LONGEST["organisation"])
    # Folded in Python, because the two databases fold letters with accents each in its own way.
    organisation_folded = models.CharField(max_length=LONGEST_FOLDED, editable=False)
    ods_code = models.CharField(max_length=LONGEST["ods_code"], blank=True)
    imported = models.CharField(max_length=64, blank=True, help_text="Fingerprint of the file it last came from")

    objects = LocalContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "organisation_folded"], name="contact_one_of_each_kind"),
            models.CheckConstraint(condition=Q(kind__in=["IT", "RA"]), name="contact_kind_known"),
            models.CheckConstraint(condition=~Q(organisation_folded=""), name="contact_has_organisation"),
            models.CheckConstraint(condition=_REACHED, name="contact_can_be_reached"),
        ]
        indexes = [
            models.Index(fields=["organisation_folded", "kind"], name="contact_in_order"),
            models.Index(fields=["ods_code"], name="contact_by_code"),
        ]

    def __str__(self) -> str:
        return f"{ContactKind(self.kind).label}, {self.organisation}"

    @property
    def content(self) -> ContactContent:
        """What it says, in the portable form."""
        return in_form(ContactContent, self)


class NumberDoubtQuerySet(models.QuerySet["NumberDoubt"]):
    def open(self) -> Self:
        return self.filter(settled_at__isnull=True)

    def newest_first(self) -> Self:
        return self.select_related("contact").order_by("-told_at", "-pk")

    def about(self, contact: "LocalContact | DefaultContact") -> Self:
        """Of a desk of this site, also from before it had a row."""
        if isinstance(contact, LocalContact):
            return self.filter(contact=contact)
        return self.filter(contact__isnull=True, kind=contact.kind)


class NumberDoubt(models.Model):
    """A reader says that a number is wrong. Who they are is not known."""

    contact = models.ForeignKey(LocalContact, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=2, choices=ContactKind)
    number = models.CharField(max_length=2 * LONGEST["phone"] + 2, blank=True)
    words = models.CharField(max_length=LONGEST_DOUBT)
    page = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(default=timezone.now, db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = NumberDoubtQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["IT", "RA"]), name="number_doubt_kind_known"),
            models.CheckConstraint(condition=~Q(words=""), name="number_doubt_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.contact) if self.contact else ContactKind(self.kind).label

    @property
    def change(self) -> str:
        """Where its number is changed."""
        if self.contact_id:
            return reverse("contacts:contact", args=[self.contact_id])
        return reverse("contacts:default", args=[self.kind.lower()])

    @property
    def day(self) -> str:
        return dates.day(self.told_at)
