"""An article in rows: what it says, its parts in order, and the addresses that it had."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from kb.catalogue import limits
from kb.catalogue.choices import Actor, Audience, Confidence, Place
from kb.catalogue.models.code import ArticleCode, ErrorCode
from kb.catalogue.models.guidance import guidance
from kb.catalogue.models.parts import Cause, Source, Symptom
from kb.catalogue.models.shared import live
from kb.catalogue.models.taxonomy import Category, Service, Vendor
from kb.catalogue.numbers import label_of, number_in
from kb.lib.portable import by_letters

# Tables of an article's parts that hold words, and how an article leads to them.
PARTS = {
    "catalogue.Source": "sources",
    "catalogue.Symptom": "symptoms",
    "catalogue.Cause": "causes",
    "catalogue.Step": "steps",
}
MOST_REPLACEMENTS = 10


def _replacing(name: str) -> Case:
    return Case(When(live(None, "replacement__"), replacement__isnull=False, then=F(f"replacement__{name}")))


class ArticleQuerySet(models.QuerySet["Article"]):
    def live(self, at: datetime | None = None) -> Self:
        """What the public may read: neither withdrawn nor expired."""
        return self.filter(live(at))

    def by_number(self) -> Self:
        return self.order_by("number")

    def of_rows(self, rows: Iterable[tuple[str, int]]) -> Self:
        """Whose own these rows are, or those of their parts: each a table and a key."""
        keys = defaultdict(list)
        for table, row in rows:
            keys[table].append(row)
        own = Q(pk__in=keys["catalogue.Article"])
        for table, related in PARTS.items():
            own |= Q(pk__in=self.model.objects.filter(**{f"{related}__in": keys[table]}).values("pk"))
        return self.filter(own)

    def called(self, text: str) -> "Article | None":
        """With its parts, by its number as people say it: KB0018, or the bare number."""
        number = number_in(text)
        return None if number is None else self.with_parts().filter(number=number).first()

    def in_order(self) -> Self:
        """As a list for readers has them: what editors put first, the rest by title, what has no fix last."""
        is_stub = ExpressionWrapper(Q(confidence=Confidence.STUB), BooleanField())
        has_no_place = ExpressionWrapper(Q(place=""), BooleanField())
        return self.order_by(is_stub, has_no_place, "place", by_letters("title"), "number")

    def with_parts(self) -> Self:
        """Everything a document needs, in a fixed number of queries."""
        return self.with_guidance().prefetch_related(
            Prefetch("symptoms", Symptom.objects.order_by("position")),
            Prefetch("causes", Cause.objects.order_by("position")),
            Prefetch("sources", Source.objects.order_by("position")),
        )

    def with_guidance(self) -> Self:
        """What to do, for whom and for which codes; not what is seen and why."""
        return self.select_related("category", "vendor", "replacement").prefetch_related(*guidance())

    def with_codes(self) -> Self:
        """For lists: the codes each article answers."""
        uses = ArticleCode.objects.filter(answers=True).select_related("code").order_by("position")
        return self.prefetch_related(Prefetch("code_uses", uses))

    def about(self, code: ErrorCode) -> Self:
        """Articles in which the code appears: those that answer it first."""
        return self.filter(code_uses__code=code).order_by("-code_uses__answers", "number")

    def at_slug(self, slug: str) -> Self:
        """The article of this address, now or in the past; the one that has it now comes first.

        A withdrawn one comes last: an article that was merged keeps its address, which leads to the other.
        """
        return (
            self.filter(Q(slug=slug) | Q(old_slugs__slug=slug))
            .annotate(is_renamed=~Q(slug=slug), is_gone=Q(withdrawn_at__isnull=False))
            .order_by("is_gone", "is_renamed", "pk")
            .distinct()
        )

    def by_address(self, slugs: Collection[str]) -> "dict[str, Article]":
        """By each address that they have or had; in two queries."""
        either = Q(slug__in=slugs) | Q(old_slugs__slug__in=slugs)
        found: Iterable[Article] = self.filter(either).prefetch_related("old_slugs").distinct()
        return {
            slug: article
            for article in found
            for slug in (article.slug, *(old.slug for old in article.old_slugs.all()))
        }

    def leading_at(self, slugs: Collection[str]) -> "dict[str, Article]":
        """By each address the live article that is read there: what has it, had it, or replaces what did."""
        found = self.live().by_address(slugs)
        if missing := set(slugs) - found.keys():
            now = timezone.now()
            gone = self.model.objects.filter(slug__in=missing, replacement__isnull=False)
            found |= {one.slug: heir for one in gone if (heir := one.live_heir(now))}
        return found

    def merged_into(self, article: "Article") -> Self:
        """Those that were merged into it, also by way of a third: their addresses lead to it."""
        addresses = OldSlug.objects.filter(article=article).values("slug")
        return self.filter(slug__in=addresses).exclude(pk=article.pk).by_number()

    def with_heirs(self) -> Self:
        """`heir_slug` and `heir_title` of the live article that each was merged into, also by way of a third; else of
        the live one that replaces it."""
        heirs = OldSlug.objects.filter(live(None, "article__"), slug=OuterRef("slug")).exclude(article=OuterRef("pk"))
        return self.annotate(
            heir_slug=Coalesce(Subquery(heirs.values("article__slug")[:1]), _replacing("slug")),
            heir_title=Coalesce(Subquery(heirs.values("article__title")[:1]), _replacing("title")),
        )

    def related_to(self, article: "Article") -> list["Article"]:
        """Hand-picked first, in their order; then those that share a code with it."""
        live = self.live().exclude(pk=article.pk)
        wanted: list[str] = article.related
        picked = self.leading_at(wanted)
        codes = [use.code_id for use in article.code_uses.all()]
        shared = live.filter(code_uses__code__in=codes).distinct().by_number()
        named = (picked[slug] for slug in wanted if slug in picked and picked[slug] != article)
        return list(dict.fromkeys([*named, *shared]))


class Article(models.Model):
    """One known issue: what you see, its codes, the services affected, why, and how to fix it."""

    number = models.PositiveIntegerField(unique=True, help_text="Shown as KB0018; assigned once, never reused")
    reference = models.CharField(
        max_length=limits.ARTICLE["reference"], unique=True, null=True, blank=True, help_text="The file's id: C18"
    )
    slug = models.SlugField(max_length=limits.SLUG, unique=True)
    title = models.CharField(max_length=limits.ARTICLE["title"])
    summary = models.CharField(max_length=limits.ARTICLE["summary"])
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="articles")
    services = models.ManyToManyField(Service, through="ArticleService", related_name="articles")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    acts = models.CharField(max_length=12, choices=Actor, blank=True, help_text="Who can end this; empty: derived")
    place = models.CharField(max_length=1, choices=Place, blank=True, help_text="In lists; empty: after the others")
    reader = models.CharField(max_length=10, choices=Audience, blank=True, help_text="Written for; empty: the user")
    call_first = models.BooleanField(default=False, help_text="The first step for users is a phone call")
    have_ready = models.CharField(
        max_length=limits.ARTICLE["have_ready"], blank=True, help_text="At the work computer, where alone it is done"
    )
    virtual_cards = models.BooleanField(default=False, help_text="Also seen by people with a virtual smartcard")
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.UNVERIFIED)
    background = models.TextField(blank=True)
    related = models.JSONField(default=list, help_text="Slugs of related articles, best first")
    questions = models.JSONField(default=list, help_text="To ask the person first, in their order")
    reminder = models.CharField(
        max_length=limits.ARTICLE["reminder"], blank=True, help_text="What to do before a day that the person knows"
    )
    more = models.TextField(blank=True, help_text="What a newer version said and this one does not know, as JSON")
    version = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_with = models.CharField(
        max_length=limits.VERIFIED_WITH, blank=True, help_text="Software and version it was verified on"
    )
    review_due_on = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    replacement = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    imported = models.CharField(max_length=64, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__in=["STUB", "UNVERIFIED", "VERIFIED"]), name="article_confidence_known"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_on__isnull=False, reviewed_by__isnull=False),
                name="article_reviewed_by_and_on_together",
            ),
            models.CheckConstraint(
                condition=~Q(confidence="VERIFIED") | Q(reviewed_on__isnull=False), name="article_verified_was_reviewed"
            ),
            models.CheckConstraint(
                condition=Q(replacement__isnull=True) | Q(withdrawn_at__isnull=False),
                name="article_replaced_is_withdrawn",
            ),
            models.CheckConstraint(condition=Q(reader__in=["", *Audience.values]), name="article_reader_known"),
            models.CheckConstraint(condition=Q(acts__in=["", *Actor.values]), name="article_acts_known"),
            models.CheckConstraint(condition=Q(place__in=["", *Place.values]), name="article_place_known"),
            models.CheckConstraint(condition=Q(version__gte=1, number__gte=1), name="article_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("browse:article", args=[self.slug])

    @property
    def label(self) -> str:
        """The number as people say it: KB0018."""
        return label_of(self.number)

    def answers(self, code: ErrorCode) -> bool:
        """Fetch the article `with_parts()` or `with_codes()` first."""
        return any(use.answers and use.code_id == code.pk for use in self.code_uses.all())

    def is_live(self, at: datetime) -> bool:
        return self.withdrawn_at is None and (self.expires_at is None or self.expires_at > at)

    def live_heir(self, at: datetime) -> "Article | None":
        """Itself, or what has replaced it since; none where all of them are gone."""
        article: Article | None = self
        for _ in range(MOST_REPLACEMENTS):
            if article is None or article.is_live(at):
                return article
            article = article.replacement
        return None


class OldSlug(models.Model):
    """An address an article once had; it leads to the article for ever."""

    slug = models.SlugField(max_length=limits.SLUG, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug
