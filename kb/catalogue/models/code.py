"""Error codes: as displayed, as keyed, and which articles they lead to."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Prefetch, Q
from django.urls import reverse

from kb.catalogue import codes, limits
from kb.catalogue.choices import CodeKind
from kb.catalogue.models.shared import live

if TYPE_CHECKING:
    from kb.catalogue.models.article import Article


class ErrorCodeQuerySet(models.QuerySet["ErrorCode"]):
    def listed(self) -> Self:
        """Codes that a live article answers or mentions, A to Z, figures last."""
        uses = ArticleCode.objects.filter(live(None, "article__"), code=OuterRef("pk"))
        is_figure_first = ExpressionWrapper(Q(normal__lt="A"), models.BooleanField())
        return self.filter(Exists(uses)).order_by(is_figure_first, "normal")

    def answered_by(self, articles: "Iterable[Article]") -> Self:
        return self.filter(uses__article__in=list(articles), uses__answers=True).distinct()

    def keyed(self, keys: Collection[str]) -> Self:
        """Those that are, or are also spelled as, one of the normal keys."""
        # A sub-select and no join: each side has an index of its own, and no code comes twice.
        spelled = Spelling.objects.filter(normal__in=keys).values("code")
        return self.filter(Q(normal__in=keys) | Q(pk__in=spelled)).with_spellings()

    def with_spellings(self) -> Self:
        return self.prefetch_related(Prefetch("spellings", Spelling.objects.order_by("position", "pk")))


class ErrorCode(models.Model):
    """A code a screen shows, exact or a family. `normal` and `folded` are defined in `catalogue.codes`."""

    display = models.CharField(max_length=limits.CODE["code"])
    kind = models.CharField(max_length=10, choices=CodeKind, default=CodeKind.EXACT)
    normal = models.CharField(max_length=limits.CODE["code"], unique=True)
    folded = models.CharField(max_length=limits.CODE["code"], db_index=True)
    bare = models.CharField(max_length=limits.CODE["code"], blank=True, db_index=True)
    meaning = models.CharField(max_length=limits.CODE["meaning"])
    where = models.CharField(max_length=limits.CODE["where"], blank=True, help_text="Where it appears")
    position = models.PositiveIntegerField(default=0)
    imported = models.CharField(max_length=64, blank=True)

    objects = ErrorCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CodeKind.values), name="error_code_kind_known"),
            models.CheckConstraint(condition=~models.Q(normal=""), name="error_code_has_key"),
        ]

    def __str__(self) -> str:
        return self.display

    def get_absolute_url(self) -> str:
        return reverse("browse:code", args=[f"{self.address_form}/"])

    @property
    def address_form(self) -> str:
        """The code as its own address says it: `Error 1000` is Error-1000."""
        return "-".join(self.display.split())

    def key_of(self, text: str) -> codes.Key:
        """The text as a key of this code; raises ValueError for a family whose pattern is broken."""
        family = codes.Family.parse(text) if self.kind == CodeKind.FAMILY else None
        return codes.Key(owner=self.pk, text=text, family=family)


class Spelling(models.Model):
    """Another way a code is written. One that is not shown only helps to find it."""

    code = models.ForeignKey(ErrorCode, on_delete=models.CASCADE, related_name="spellings")
    text = models.CharField(max_length=limits.CODE["code"])
    normal = models.CharField(max_length=limits.CODE["code"], unique=True)
    folded = models.CharField(max_length=limits.CODE["code"], db_index=True)
    bare = models.CharField(max_length=limits.CODE["code"], blank=True, db_index=True)
    shown = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(normal=""), name="spelling_has_key")]

    def __str__(self) -> str:
        return self.text


class ArticleCode(models.Model):
    """A code in an article. `answers` is false where the code appears but another article is its answer."""

    article = models.ForeignKey("catalogue.Article", on_delete=models.CASCADE, related_name="code_uses")
    code = models.ForeignKey(ErrorCode, on_delete=models.PROTECT, related_name="uses")
    answers = models.BooleanField(default=True)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "code"], name="article_names_code_once")]

    def __str__(self) -> str:
        return f"{self.code_id} in {self.article_id}"
