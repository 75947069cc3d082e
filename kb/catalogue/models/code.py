"""Error codes: as displayed, as keyed, and which articles they lead to."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse

from kb.catalogue import codes, limits
from kb.catalogue.choices import Actor, CodeKind, MeaningConfidence
from kb.catalogue.models.shared import live

if TYPE_CHECKING:
    from kb.catalogue.entries import MeaningEntry
    from kb.catalogue.models.article import Article


def in_short(meanings: "Sequence[Meaning | MeaningEntry]") -> str:
    """What a code means in one line; of several meanings where each is seen, since a list cannot know which it is."""
    if len(meanings) > 1:
        return f"{len(meanings)} meanings, by where it is seen: {'; '.join(meaning.where for meaning in meanings)}"
    return meanings[0].words if meanings else ""


class ErrorCodeQuerySet(models.QuerySet["ErrorCode"]):
    def listed(self) -> Self:
        """Codes that a live article answers or mentions, A to Z, figures last."""
        uses = ArticleCode.objects.filter(live(None, "article__"), code=OuterRef("pk"))
        is_figure_first = ExpressionWrapper(Q(normal__lt="A"), models.BooleanField())
        return self.filter(Exists(uses)).order_by(is_figure_first, "normal")

    def most_looked_up(self) -> Self:
        """Of those, as editors put them in the table of codes; one that was made on the spot comes last."""
        is_nowhere = ExpressionWrapper(Q(position=0), models.BooleanField())
        return self.listed().order_by(is_nowhere, "position", "normal")

    def named_only_by(self, article: "Article") -> Self:
        """Codes that no other live article answers or mentions: without this one they stand in no list."""
        others = ArticleCode.objects.filter(live(None, "article__"), code=OuterRef("pk")).exclude(article=article)
        return self.filter(~Exists(others), uses__article=article).order_by("normal")

    def answered_by(self, articles: "Iterable[Article]") -> Self:
        return self.filter(uses__article__in=list(articles), uses__answers=True).distinct()

    def keyed(self, keys: Collection[str]) -> Self:
        """Those that are, or are also spelled as, one of the normal keys."""
        # A sub-select and no join: each side has an index of its own, and no code comes twice.
        return self.filter(pk__in=CodeKey.objects.filter(normal__in=keys).values("code")).with_keys()

    def kin_of(self, code: "ErrorCode") -> Self:
        """Its family, and the codes that are said to be one of it."""
        return self.filter(Q(pk=code.family_id) | Q(family=code))

    def with_keys(self) -> Self:
        return self.prefetch_related("keys")

    def with_meanings(self) -> Self:
        return self.prefetch_related("meanings")

    def whole(self) -> Self:
        """With all that a file says of a code."""
        return self.with_keys().with_meanings().select_related("family")


class ErrorCode(models.Model):
    """A code a screen shows, exact or a family.

    `normal`, defined in `catalogue.codes`, is what makes it this code: all that it is written as stands in its keys.
    """

    display = models.CharField(max_length=limits.CODE["code"])
    kind = models.CharField(max_length=10, choices=CodeKind, default=CodeKind.EXACT)
    normal = models.CharField(max_length=limits.CODE["code"], unique=True)
    # Only where somebody said so: a code that its pattern would hold may be something else.
    family = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    position = models.PositiveIntegerField(default=0)
    imported = models.CharField(max_length=64, blank=True)

    objects = ErrorCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CodeKind.values), name="error_code_kind_known"),
            models.CheckConstraint(condition=~models.Q(normal=""), name="error_code_has_key"),
            models.CheckConstraint(
                condition=models.Q(family=None) | models.Q(kind=CodeKind.EXACT), name="error_code_of_family_is_exact"
            ),
        ]
        indexes = [models.Index(fields=["kind"], name="error_code_by_kind")]

    def __str__(self) -> str:
        return self.display

    def get_absolute_url(self) -> str:
        return reverse("browse:code", args=[f"{self.address_form}/"])

    @property
    def address_form(self) -> str:
        """The code as its own address says it: `Error 1000` is Error-1000."""
        return "-".join(self.display.split())

    @property
    def spellings(self) -> "tuple[CodeKey, ...]":
        """Every other way in which it is written; fetch the code `with_keys()`."""
        return tuple(key for key in self.keys.all() if key.position)

    @property
    def meaning_in_short(self) -> str:
        """Fetch the code `with_meanings()`."""
        return in_short(list(self.meanings.all()))

    def key_of(self, text: str) -> codes.Key:
        """The text as a key of this code; raises ValueError for a family whose pattern is broken."""
        family = codes.Family.parse(text) if self.kind == CodeKind.FAMILY else None
        return codes.Key(owner=self.pk, text=text, family=family)


class Meaning(models.Model):
    """What a code means in one of the places where it is seen. `key` is its name in articles and files."""

    code = models.ForeignKey(ErrorCode, on_delete=models.CASCADE, related_name="meanings")
    # One to five; below nought only while a save changes the order, so that no two are ever in one place.
    position = models.SmallIntegerField()
    key = models.SlugField(max_length=limits.MEANING["key"], db_index=False)
    words = models.CharField(max_length=limits.MEANING["words"])
    where = models.CharField(max_length=limits.MEANING["where"], blank=True)
    acts = models.CharField(max_length=20, choices=Actor, blank=True, help_text="Who acts first")
    source = models.CharField(max_length=limits.MEANING["source"], blank=True, help_text="Kept, not shown")
    confidence = models.CharField(max_length=10, choices=MeaningConfidence, blank=True)
    stops = models.BooleanField(default=False, help_text="Its page begins with “Stop: do not try again”")

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["code", "position"], name="meaning_position_once"),
            models.UniqueConstraint(fields=["code", "key"], name="meaning_key_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="meaning_has_key"),
            models.CheckConstraint(condition=~models.Q(words=""), name="meaning_has_words"),
            models.CheckConstraint(
                condition=models.Q(position__range=(-limits.MEANINGS, limits.MEANINGS)) & ~models.Q(position=0),
                name="meaning_is_one_of_five",
            ),
            models.CheckConstraint(condition=models.Q(acts__in=["", *Actor.values]), name="meaning_acts_known"),
            models.CheckConstraint(
                condition=models.Q(confidence__in=["", *MeaningConfidence.values]), name="meaning_confidence_known"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class CodeKey(models.Model):
    """One way in which a code is written: at position 0 as it is displayed. One not shown only helps to find it.

    `meaning` is the one that the spelling chooses, where a code has several.
    """

    code = models.ForeignKey(ErrorCode, on_delete=models.CASCADE, related_name="keys")
    meaning = models.ForeignKey(Meaning, on_delete=models.SET_NULL, null=True, blank=True, related_name="keys")
    text = models.CharField(max_length=limits.CODE["code"])
    normal = models.CharField(max_length=limits.CODE["code"], unique=True)
    folded = models.CharField(max_length=limits.CODE["code"], db_index=True)
    bare = models.CharField(max_length=limits.CODE["code"], blank=True, db_index=True)
    shown = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.CheckConstraint(condition=~models.Q(normal=""), name="code_key_has_key")]

    def __str__(self) -> str:
        return self.text


class ArticleCode(models.Model):
    """A code in an article. `answers` is false where the code appears but another article is its answer."""

    article = models.ForeignKey("catalogue.Article", on_delete=models.CASCADE, related_name="code_uses")
    code = models.ForeignKey(ErrorCode, on_delete=models.PROTECT, related_name="uses")
    answers = models.BooleanField(default=True)
    # Which meaning it answers, where the code has several and the article says so.
    meaning = models.ForeignKey(Meaning, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    meaning_more = models.TextField(blank=True, help_text="What a newer version said of that")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "code"], name="article_names_code_once"),
            models.CheckConstraint(
                condition=models.Q(meaning=None) | models.Q(answers=True), name="article_answers_the_meaning_it_names"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} in {self.article_id}"
