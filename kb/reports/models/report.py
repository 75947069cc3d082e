"""What was told, its screenshots, and what was done about it."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce, Upper
from django.urls import reverse
from django.utils import timezone

from kb.accounts.models import User
from kb.catalogue import codes
from kb.catalogue.choices import Audience
from kb.catalogue.models import Article, ErrorCode, Service
from kb.outbox.models import Delivery
from kb.reports.delivery_keys import AFFECT_NO_REPORT, ROOM

LENGTH_OF_REFERENCE = 8
WARNED_BEFORE = timedelta(days=30)


def _ended_before(moment: datetime, prefix: str = "") -> Q:
    """With triage off nothing is ever closed here: then the day of sending counts."""
    closed = Q(**{f"{prefix}closed_at__lte": moment})
    if settings.REPORT_TRIAGE:
        return closed
    return closed | Q(**{f"{prefix}closed_at__isnull": True, f"{prefix}filed_at__lte": moment})


WHO_REPORTS = [(one.value, one.words.as_reporter) for one in Audience]


class ReportQuerySet(models.QuerySet["Report"]):
    def newest_first(self) -> Self:
        return self.order_by("-filed_at", "-pk")

    def filed_since(self, moment: datetime) -> Self:
        return self.filter(filed_at__gt=moment)

    def suspicious_and_waiting(self) -> Self:
        """With a desk to send them to, and in no digest yet."""
        return self.told().filter(digested_at__isnull=True).exclude(suspicions=[]).exclude(sent_to="")

    def awaiting_digest(self) -> Self:
        """An urgent one is a mail of its own, whatever is thought of it."""
        return self.suspicious_and_waiting().filter(is_urgent=False)

    def in_digest_order(self) -> Self:
        """By desk."""
        return self.order_by("sent_to", "pk")

    def referred_to_as(self, reference: str) -> Self:
        """By the reference, as it stands or as somebody typed it."""
        return self.filter(reference=reference.strip().upper())

    def told(self) -> Self:
        """Those that still hold what the person told."""
        return self.filter(emptied_at__isnull=True)

    def listed(self) -> Self:
        """With what a line of the list names, and of its table."""
        return self.select_related("service", "code", "article", "assigned_to", "duplicate_of")

    def whole(self) -> Self:
        """With everything that the report's own page shows, in a fixed number of queries."""
        return self.select_related("service", "code", "article", "assigned_to", "duplicate_of").prefetch_related(
            Prefetch("attachments", Attachment.objects.order_by("position")),
            Prefetch("events", Event.objects.select_related("by").order_by("at", "pk")),
            Prefetch("duplicates", Report.objects.order_by("pk")),
        )

    def to_be_checked(self) -> Self:
        return self.exclude(suspicions=[])

    def needing_attention(self, now: datetime) -> Self:
        """Those of which a message to the desk, or an answer, does not get through."""
        stuck = Delivery.objects.needing_attention(now).exclude(purpose__in=AFFECT_NO_REPORT)
        return self.filter(Exists(stuck.filter(room=ROOM, key=OuterRef("reference"))))

    def on_code(self, text: str) -> Self:
        """A code of ours by its key, or a code that we do not know as it was typed."""
        return self.filter(Q(code__normal=codes.normal(text)) | Q(typed_code__iexact=text.strip()))

    def on_each_code(self, *, since: datetime, least: int) -> models.QuerySet[Any, Any]:
        """How many came on each code, and when the first of them did."""
        shown = Coalesce("code__display", Upper("typed_code"))
        counted = self.filter(filed_at__gte=since).annotate(shown=shown).exclude(shown="").values("shown")
        counts = counted.annotate(number=Count("pk"), first=Min("filed_at"))
        return counts.filter(number__gte=least).order_by("-number", "shown")

    def asking_for_article(self) -> Self:
        """What the desk wants an article on, the first asked for first."""
        return self.told().filter(article_asked_at__isnull=False).order_by("article_asked_at", "pk")

    def unclosed(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def soon_over(self, now: datetime) -> Self:
        """Nobody has closed them, and what they hold goes within thirty days."""
        if not settings.REPORT_TRIAGE:
            return self.none()
        filed_before = now - timedelta(days=settings.REPORT_KEEP_UNCLOSED_DAYS) + WARNED_BEFORE
        return self.told().unclosed().filter(filed_at__lte=filed_before)

    def over(self, now: datetime) -> Self:
        """What they hold is to be erased: some time after closing, or at last when nobody closes them."""
        return self.told().filter(
            _ended_before(now - timedelta(days=settings.REPORT_KEEP_DAYS))
            | Q(closed_at__isnull=True, filed_at__lte=now - timedelta(days=settings.REPORT_KEEP_UNCLOSED_DAYS))
        )


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def there(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def over(self, now: datetime) -> Self:
        """Screenshots go sooner than the words they came with, and never later."""
        days = min(settings.REPORT_KEEP_SCREENSHOT_DAYS, settings.REPORT_KEEP_DAYS)
        return self.there().filter(_ended_before(now - timedelta(days=days), "report__"))


class Report(models.Model):
    """What a person told the service desk. Emptied, never removed, when its time is over, so that counts survive."""

    class State(models.TextChoices):
        NEW = "NEW", "New"
        IN_PROGRESS = "IN_PROGRESS", "In progress"
        WAITING = "WAITING", "Waiting for the reporter"
        ANSWERED = "ANSWERED", "Answered"
        CLOSED = "CLOSED", "Closed"

    class Scale(models.TextChoices):
        JUST_ME = "JUST_ME", "Just me"
        SEVERAL = "SEVERAL", "Several people"
        EVERYONE = "EVERYONE", "Everyone here"

    class CardType(models.TextChoices):
        PLASTIC = "PLASTIC", "A plastic smartcard"
        VIRTUAL = "VIRTUAL", "A virtual smartcard (Isosec or Imprivata)"
        OTHER = "OTHER", "Another way to sign in, such as a phone or an iPad"
        UNKNOWN = "UNKNOWN", "I do not know"

    reference = models.CharField(max_length=LENGTH_OF_REFERENCE, unique=True)
    secret = models.CharField(max_length=64, help_text="The unguessable part of the reporter's link")
    sending = models.CharField(
        max_length=64, unique=True, null=True, blank=True, help_text="A digest of the form and all that stood in it"
    )
    filed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    # What went wrong, in the person's words
    text = models.TextField(blank=True)
    scale = models.CharField(max_length=10, choices=Scale.choices)
    audience = models.CharField(max_length=5, choices=WHO_REPORTS, default=Audience.USER)
    is_urgent = models.BooleanField(default=False, help_text="Patient care was affected when it was sent")
    organisation = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=320, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    began = models.CharField(max_length=200, blank=True)
    card_type = models.CharField(max_length=10, choices=CardType.choices, default=CardType.UNKNOWN)
    software = models.CharField(max_length=300, blank=True)
    computer = models.CharField(max_length=100, blank=True)
    # Where the person came from
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    code = models.ForeignKey(ErrorCode, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    typed_code = models.CharField(max_length=100, blank=True, help_text="A code that we do not know, as typed")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    searched = models.CharField(max_length=600, blank=True)
    read_articles = models.JSONField(default=list, help_text="Numbers of the articles the person had opened")
    tried_articles = models.JSONField(default=list, help_text="Numbers of those whose steps they say they tried")
    # How it is to be treated
    suspicions = models.JSONField(
        default=list, help_text="Why it is to be checked; it is delivered in a digest, unless it is urgent"
    )
    digested_at = models.DateTimeField(null=True, blank=True, help_text="When it was put into a digest")
    by_staff = models.BooleanField(
        default=False, db_default=False, help_text="Whoever sent it was signed in, with a role beyond reading"
    )
    guard_overruled = models.BooleanField(default=False, help_text="The person said: it is not about a patient")
    # At the desk
    sent_to = models.CharField(max_length=320, blank=True, help_text="The desk's address when it was filed")
    ticket_number = models.CharField(max_length=100, blank=True)
    assigned_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned_reports"
    )
    article_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the desk asks the editors for an article"
    )
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    closed_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True, help_text="When what the person told was erased")

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-filed_at", "-id"], name="report_newest_first"),
            models.Index(fields=["code", "filed_at"], name="report_by_code"),
            models.Index(fields=["filed_at"], condition=Q(is_urgent=True), name="report_urgent"),
            models.Index(
                fields=["article_asked_at"], condition=Q(article_asked_at__isnull=False), name="report_article_asked"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="CLOSED", closed_at__isnull=False) | ~Q(state="CLOSED") & Q(closed_at__isnull=True),
                name="report_closed_with_time",
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=models.F("id")), name="report_no_duplicate_of_itself"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The reporter's own page. Whoever has the address may read it: it goes to nobody else."""
        return reverse("reports:status", args=[self.reference, self.secret])

    @property
    def is_suspicious(self) -> bool:
        return bool(self.suspicions)

    @property
    def is_for_digest(self) -> bool:
        """It goes to the desk with others, once an hour at most."""
        return self.is_suspicious and not self.is_urgent

    @property
    def is_deliverable(self) -> bool:
        """Whether there was a desk's address to send it to when it was filed."""
        return bool(self.sent_to)

    @property
    def digest_key(self) -> str:
        """Under which key the outbox has the digest that it went in; empty before."""
        return f"digest {self.digested_at:%Y-%m-%dT%H:%M:%S.%f}" if self.digested_at else ""

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class Attachment(models.Model):
    """A screenshot, repainted; its bytes are in Django's default storage. Blanked: the row stays, the file is gone."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    stored = models.CharField(max_length=255, help_text="Its name in the storage; empty once it is gone")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=50)
    size = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="attachment_once_a_place"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False, stored="") | Q(removed_at__isnull=True) & ~Q(stored=""),
                name="attachment_there_or_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """What happened to a report, and who did it. `by` is nobody for the reporter and for the site itself."""

    class Kind(models.TextChoices):
        FILED = "FILED", "Sent"
        STATE = "STATE", "State changed"
        ASSIGNED = "ASSIGNED", "Assigned"
        TICKET = "TICKET", "Ticket number"
        NOTE = "NOTE", "Note"
        ANSWER = "ANSWER", "Answer to the reporter"
        ADDED = "ADDED", "The reporter added"
        LINKED = "LINKED", "Linked to an article"
        ASKED = "ASKED", "Article asked for"
        MERGED = "MERGED", "Merged"
        REMOVED = "REMOVED", "Removed for privacy"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="report_events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["report", "at", "id"], name="report_event_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id}"
