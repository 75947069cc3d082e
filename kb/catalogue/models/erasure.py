"""What was erased for good: where it stood and how to know it again, never what it said."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kb.catalogue.models.version import Version
from kb.lib.redaction import Passage, Recogniser, digest_of

LONGEST_REASON = 300


def erasure_key() -> bytes:
    """Not in the database: with it, words that are short could be guessed from their prints."""
    return salted_hmac("kb.catalogue.erasure", "words", algorithm="sha256").digest()


def print_of(passage: Passage) -> tuple[str, int]:
    """By which the words are known again, and how many letters and figures they have."""
    return digest_of(passage.letters, erasure_key()), len(passage.letters)


def print_of_image(sha256: str) -> str:
    return digest_of(sha256, erasure_key())


def key_print() -> str:
    """Which key it is, without saying it."""
    return digest_of("which key", erasure_key())[:16]


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def with_this_key(self) -> Self:
        """Those that can be known again: SECRET_KEY is what it was."""
        return self.filter(key=key_print())

    def recogniser(self) -> Recogniser:
        """Of all erased words; in one query."""
        rows = self.with_this_key().filter(kind="PASSAGE").values_list("length", "digest", "further")
        return recogniser_of(one for length, digest, further in rows for one in ((length, digest), *further))

    def in_order(self) -> Self:
        return self.order_by("at", "pk")

    def of_image(self, *, name: str, sha256: str = "") -> Self:
        is_same = Q(key=key_print(), digest=print_of_image(sha256)) if sha256 else Q(pk__in=[])
        return self.filter(Q(image=name) | is_same, kind="IMAGE")


def recogniser_of(prints: Iterable[tuple[int, str]]) -> Recogniser:
    digests: dict[int, set[str]] = defaultdict(set)
    for length, digest in prints:
        digests[length].add(digest)
    return Recogniser(erasure_key(), digests)


def _none() -> Value:
    return Value([], models.JSONField())


class Erasure(models.Model):
    """One act: passages or an image that went out of everything that is kept. Written by `actions.erasing` alone."""

    class Kind(models.TextChoices):
        PASSAGE = "PASSAGE", "Words"
        IMAGE = "IMAGE", "An image"

    token = models.CharField(max_length=32, unique=True, help_text="Random; the same in the file beside the backups")
    kind = models.CharField(max_length=10, choices=Kind)
    digest = models.CharField(max_length=64, help_text="Keyed hash of the letters and figures, or of the image")
    length = models.PositiveIntegerField(default=0, help_text="Of the words, in letters and figures")
    further = models.JSONField(
        default=list, db_default=_none(), help_text="Length and digest of each passage beside the first"
    )
    key = models.CharField(max_length=16, help_text="Which key the hash was made with")
    image = models.CharField(max_length=100, blank=True, db_index=True, help_text="Its name, made up by us")
    # Each with table, row and path, and in words without those that went.
    places = models.JSONField(default=list)
    # What the last look of this act still found: what is always left, with the reason, and what was saved meanwhile.
    left = models.JSONField(default=list, db_default=_none())
    versions = models.ManyToManyField(Version, related_name="erasures", help_text="Those in which it stood")
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    is_compact = models.BooleanField(default=False, help_text="The database's files hold nothing of it any more")

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["PASSAGE", "IMAGE"]), name="erasure_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="PASSAGE", length__gt=0, image="") | Q(kind="IMAGE", length=0) & ~Q(image=""),
                name="erasure_of_words_or_image",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"
