"""A draft, every state it was saved in, and what is kept beside it while people write."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.utils import timezone

from kb.accounts.models import User
from kb.catalogue import limits
from kb.catalogue.choices import Actor
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.models import Article
from kb.catalogue.models.code import in_short
from kb.lib.dates import day_and_clock
from kb.lib.text import slug_from

OPEN = ("DRAFT", "IN_REVIEW", "SENT_BACK", "SCHEDULED")
# What was approved is not written on: it is taken back first.
WRITABLE = ("DRAFT", "IN_REVIEW", "SENT_BACK")
FROM_REPORT = "report "  # what an origin begins with; the reference follows
# A page says every twenty seconds that it is there.
PRESENT = timedelta(minutes=1)
LONGEST_TEAM = 100
KEY = 40  # characters of the key that a meaning gets from where it is seen
UNTITLED = "Untitled draft"
PAGE_KEY = 16  # characters


class DraftQuerySet(models.QuerySet["Draft"]):
    def with_people(self) -> Self:
        """With its article, and everybody whom a page of it names."""
        return self.select_related("article__ownership", "begun_by", "submitted_by", "next_owner__owner")

    def open(self) -> Self:
        """What somebody still works on or waits for."""
        return self.filter(state__in=OPEN)

    def writable(self) -> Self:
        return self.filter(state__in=WRITABLE)

    def from_report(self, reference: str | Combinable) -> Self:
        """Those that began with what this report told."""
        named = Value(reference) if isinstance(reference, str) else reference
        return self.filter(origin=Concat(Value(FROM_REPORT), named, output_field=models.CharField()))

    def closed(self) -> Self:
        """What was published or discarded, the latest first."""
        return self.exclude(state__in=OPEN).order_by("-changed_at", "-pk")

    def untouched(self) -> Self:
        """A new article that somebody only looked at: it began with nothing, and nothing was ever saved in it."""
        return self.filter(state="DRAFT", article__isnull=True, number=1, title="", origin="")

    def awaiting_review(self) -> Self:
        return self.filter(state="IN_REVIEW")

    def due(self, now: datetime) -> Self:
        """Approved, and their time has come: the first one first."""
        return self.filter(state="SCHEDULED", publish_at__lte=now).order_by("publish_at", "pk")


class UnsavedTextQuerySet(models.QuerySet["UnsavedText"]):
    def waiting(self) -> Self:
        """What was typed and is in no draft yet."""
        return self.filter(settled_at__isnull=True).order_by("at", "pk")


class PresenceQuerySet(models.QuerySet["Presence"]):
    def others(self, draft: "Draft", person: User, now: datetime) -> Self:
        """Who else has the draft open now, by name."""
        present = self.filter(draft=draft, seen_at__gt=now - PRESENT).exclude(person=person)
        return present.select_related("person").order_by("person__name", "pk")


class Draft(models.Model):
    """One change on its way: of an article, or of one that is not there yet. An article has one open draft at most."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", "Draft"
        IN_REVIEW = "IN_REVIEW", "In review"
        SENT_BACK = "SENT_BACK", "Sent back"
        SCHEDULED = "SCHEDULED", "Approved, to be published"
        PUBLISHED = "PUBLISHED", "Published"
        DISCARDED = "DISCARDED", "Discarded"

    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=300, blank=True, help_text="Of the latest revision, for lists")
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    number = models.PositiveIntegerField(default=0, help_text="Of its latest revision; raised by compare-and-set")
    based_on = models.PositiveIntegerField(default=0, help_text="The article's version it began from; 0 for a new one")
    origin = models.CharField(max_length=120, blank=True, help_text="A report, a code or an article it began with")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    publish_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="When the article is to leave the public")
    why = models.CharField(max_length=limits.WHY, blank=True, help_text="What changed, as the version will say it")
    is_verified = models.BooleanField(default=False, help_text="Who approved it says that the article is verified")
    verified_with = models.CharField(max_length=limits.VERIFIED_WITH, blank=True)
    thinned_to = models.DateTimeField(
        null=True, blank=True, help_text="Its autosaves up to then were thinned; see `thinning`"
    )
    became = models.PositiveIntegerField(default=0, help_text="The article's version it was published as; 0 before")

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "changed_at"], name="draft_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=OPEN),
                name="draft_one_open_an_article",
            ),
            models.CheckConstraint(
                condition=~Q(state="SCHEDULED") | Q(publish_at__isnull=False), name="draft_scheduled_with_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="IN_REVIEW") | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="draft_in_review_was_submitted",
            ),
        ]

    def __str__(self) -> str:
        return self.title or UNTITLED

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class OpenPage(NamedTuple):
    """A page of the editor in one window: a key made up when it was opened, and how often it has sent its text."""

    key: str = ""
    turn: int = 0


class _WithDocument(models.Model):
    content = models.JSONField(help_text="ArticleDocument.to_dict; may be unfinished")

    class Meta:
        abstract = True

    @property
    def document(self) -> ArticleDocument:
        return ArticleDocument.from_dict(self.content)


class Revision(_WithDocument):
    """One saved state of a draft. Never changed; what was saved by hand is never removed while its draft is there."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="revisions")
    at = models.DateTimeField(default=timezone.now)
    is_autosave = models.BooleanField(default=False)
    page = models.CharField(max_length=PAGE_KEY, blank=True, db_default="", help_text="Key of the open page it is from")
    turn = models.PositiveIntegerField(default=0, db_default=0, help_text="Of that page: the later text has more")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}.{self.number}"


class NewCode(models.Model):
    """An error code that a draft brings with it: it is in the catalogue only once the draft is published."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="new_codes")
    display = models.CharField(max_length=limits.CODE["code"])
    normal = models.CharField(max_length=limits.CODE["code"])
    meaning = models.CharField(max_length=limits.CODE["meaning"])
    where = models.CharField(max_length=limits.CODE["where"], blank=True)
    acts = models.CharField(max_length=20, choices=Actor, blank=True, help_text="Who acts first")
    others = models.JSONField(default=list, blank=True, help_text="What it means elsewhere: words, where, acts")
    joins = models.JSONField(default=list, blank=True, help_text="Pairs of keys: a code, and the family it is one of")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "normal"], name="new_code_once_a_draft"),
            models.CheckConstraint(condition=~Q(normal=""), name="new_code_has_key"),
            models.CheckConstraint(condition=Q(acts__in=["", *Actor.values]), name="new_code_acts_known"),
        ]

    def __str__(self) -> str:
        return self.display

    @property
    def meanings(self) -> tuple[MeaningEntry, ...]:
        """Each with a key: where there are several, what is left of where it is seen."""
        first = MeaningEntry(self.meaning, self.where, acts=self.acts)
        if not self.others:
            return (first,)
        keyed: dict[str, MeaningEntry] = {}
        for number, one in enumerate([first, *(MeaningEntry(**held) for held in self.others)], 1):
            key = slug_from(one.where, KEY) or f"meaning-{number}"
            key = f"{key}-{number}" if key in keyed else key
            keyed[key] = replace(one, key=key)
        return tuple(keyed.values())

    @property
    def meaning_in_short(self) -> str:
        return in_short(self.meanings)


class UnsavedText(_WithDocument):
    """What somebody typed that could not be saved, since the draft had moved on. Kept until they settle it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="unsaved_texts")
    base_revision = models.PositiveIntegerField(help_text="The number of the revision it was written on")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="unsaved_texts")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = UnsavedTextQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "settled_at"], name="aside_of_a_person")]

    def __str__(self) -> str:
        return f"{self.by_id} beside {self.draft_id}.{self.base_revision}"

    @property
    def when(self) -> str:
        return day_and_clock(self.at)


class Presence(models.Model):
    """Who has a draft open now; forgotten when they have not been seen for a minute."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="presence_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.draft_id}"
