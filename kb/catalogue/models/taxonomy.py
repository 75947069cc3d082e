"""Where articles stand: services, categories, vendors, and the short lists of common problems and of words."""

from typing import Any, Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from kb.catalogue import limits
from kb.catalogue.models.shared import live
from kb.lib.portable import by_letters


class ShelfQuerySet(models.QuerySet[Any]):
    """Services, categories and vendors."""

    def at(self, *addresses: str) -> Self:
        """Whose page stands, or ever stood, at one of these last parts of an address."""
        given = Q(slug__in=addresses)
        for address in addresses:
            given |= Q(addresses__contains=f" {address} ")
        return self.filter(given)

    def in_order(self) -> Self:
        return self.order_by("position", by_letters("slug"))

    def counted(self) -> list[tuple[Any, int]]:
        """Each, in order, with the number of live articles that stand there; those without any are left out."""
        count = Count("articles", filter=live(None, "articles__"), distinct=True)
        rows = self.annotate(number_of_articles=count).filter(number_of_articles__gt=0).in_order()
        return [(row, row.number_of_articles) for row in rows]


class ShortcutQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        leads = Q(live(None, "article__"), article__isnull=False) | Q(question__isnull=False)
        return self.filter(leads).select_related("article", "question").order_by("position", "pk")


class _Shelf(models.Model):
    slug = models.SlugField(max_length=limits.SLUG, unique=True)
    name = models.CharField(max_length=limits.SHELF["name"])
    summary = models.CharField(max_length=limits.SHELF["summary"])
    position = models.PositiveIntegerField(default=0)
    imported = models.CharField(max_length=64, blank=True, help_text="Fingerprint of the file it last came from")
    # Files, drafts, versions and settings know it by its slug, which therefore stays whatever its page is called.
    addresses = models.TextField(
        blank=True, default="", db_default="", help_text="That it was given since, a space on each side, the last holds"
    )

    objects = ShelfQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The last part of the address of its page."""
        return [self.slug, *self.addresses.split()][-1]


class Service(_Shelf):
    """An application or component a person has trouble with."""

    on_home = models.BooleanField(default=False)

    def get_absolute_url(self) -> str:
        return reverse("browse:service", args=[self.address])


class Category(_Shelf):
    """The shelf an article stands on."""

    def get_absolute_url(self) -> str:
        return reverse("browse:category", args=[self.address])


class Vendor(_Shelf):
    """A company we hand over to."""

    product = models.CharField(max_length=limits.VENDOR["product"])
    website = models.URLField(max_length=limits.VENDOR["website"], blank=True)
    phone = models.CharField(max_length=limits.VENDOR["phone"], blank=True)
    email = models.EmailField(max_length=limits.VENDOR["email"], blank=True)
    tell = models.JSONField(default=list, help_text="What to tell them, one line each")

    def get_absolute_url(self) -> str:
        return reverse("browse:vendor", args=[self.address])


class Shortcut(models.Model):
    """A common problem in the words of the person who has it, and the article or question of Start that answers it."""

    label = models.CharField(max_length=limits.SHORTCUT["label"], unique=True)
    article = models.ForeignKey(
        "catalogue.Article", on_delete=models.CASCADE, null=True, blank=True, related_name="shortcuts"
    )
    question = models.ForeignKey(
        "catalogue.StartQuestion", on_delete=models.PROTECT, null=True, blank=True, related_name="shortcuts"
    )
    position = models.PositiveIntegerField(default=0)
    imported = models.CharField(max_length=64, blank=True)

    objects = ShortcutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, question__isnull=True)
                | Q(article__isnull=True, question__isnull=False),
                name="shortcut_leads_to_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        row = self.question or self.article
        return row.get_absolute_url() if row else ""


class GlossaryQuerySet(models.QuerySet["GlossaryEntry"]):
    def in_order(self) -> Self:
        return self.order_by("position", by_letters("slug"))


class GlossaryEntry(models.Model):
    """A word or some letters that people meet, and what they mean."""

    slug = models.SlugField(max_length=limits.SLUG, unique=True)
    word = models.CharField(max_length=limits.WORD["word"])
    stands_for = models.CharField(max_length=limits.WORD["stands_for"], blank=True)
    meaning = models.CharField(max_length=limits.WORD["meaning"])
    spellings = models.JSONField(default=list)
    in_steps = models.BooleanField(default=False, help_text="Where steps use it first, they lead to it")
    more = models.CharField(max_length=limits.WORD["more"], blank=True, help_text="A path of this site")
    source = models.CharField(max_length=limits.WORD["source"], blank=True, help_text="Kept and not shown")
    position = models.PositiveIntegerField(default=0)
    imported = models.CharField(max_length=64, blank=True)

    objects = GlossaryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.word
