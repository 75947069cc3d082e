"""Start: what a person without a code is asked, and where each answer leads."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.constants import LOOKUP_SEP
from django.urls import reverse
from django.utils.http import urlencode

from kb.catalogue import limits
from kb.catalogue.choices import Actor, StartPage
from kb.catalogue.models.article import MOST_REPLACEMENTS, Article
from kb.catalogue.models.taxonomy import Shortcut, Vendor
from kb.lib.portable import by_letters

BEFORE = "after"  # what the address of a question says of the question before it, where several ways lead to it


class StartQuestionQuerySet(models.QuerySet[Any]):
    def whole(self) -> Self:
        """The first before the others, each with its answers and what they lead to; in two queries, and one for each
        step from articles that were replaced to what has replaced them."""
        replaced = LOOKUP_SEP.join(["article", *["replacement"] * MOST_REPLACEMENTS])
        answers = StartAnswer.objects.select_related("leads_to", "article", "vendor").prefetch_related(replaced)
        answers = answers.with_ways().order_by("position")
        return self.prefetch_related(Prefetch("answers", answers)).order_by("-is_first", by_letters("slug"))

    def first_asked(self) -> "StartQuestion | None":
        return self.filter(is_first=True).first()

    def any_asked(self) -> bool:
        """Whether there is a page to lead to."""
        return self.filter(is_first=True).exists()


class StartQuestion(models.Model):
    slug = models.SlugField(max_length=limits.SLUG, unique=True)
    title = models.CharField(max_length=limits.START_QUESTION["title"])
    hint = models.TextField(blank=True)
    is_first = models.BooleanField(default=False)
    vague_words = models.JSONField(default=list, help_text="A search of nothing but these is led to this question")
    imported = models.CharField(max_length=64, blank=True)

    objects = StartQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_first"], condition=Q(is_first=True), name="start_has_one_first_question"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("browse:start") if self.is_first else reverse("browse:start-question", args=[self.slug])


class StartAnswerQuerySet(models.QuerySet[Any]):
    def with_ways(self) -> Self:
        """Each knows whether the question that it leads to is asked on other ways too, in the same statement."""
        others = StartAnswer.objects.filter(leads_to=OuterRef("leads_to")).exclude(pk=OuterRef("pk"))
        shortcuts = Shortcut.objects.filter(question=OuterRef("leads_to"))
        return self.annotate(is_one_way_of_several=Exists(others) | Exists(shortcuts))

    def ways_to_people(self, articles: Collection[int]) -> Mapping[int, int]:
        """How many answers lead to each of the articles, but for what IT alone can end."""
        led_to = self.filter(article__in=articles).exclude(article__acts=Actor.IT)
        return Counter(led_to.values_list("article", flat=True))


class StartAnswer(models.Model):
    is_one_way_of_several = False  # `with_ways()` reads it

    question = models.ForeignKey(StartQuestion, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=limits.START_ANSWER["text"])
    hint = models.CharField(max_length=limits.START_ANSWER["hint"], blank=True)
    leads_to = models.ForeignKey(
        StartQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="led_to_by"
    )
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    page = models.CharField(max_length=20, choices=StartPage, blank=True)

    objects = StartAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="start_answer_position_once"),
            models.CheckConstraint(condition=Q(page__in=["", *StartPage.values]), name="start_answer_page_known"),
            models.CheckConstraint(
                condition=Q(leads_to__isnull=False, article__isnull=True, vendor__isnull=True, page="")
                | Q(leads_to__isnull=True, article__isnull=False, vendor__isnull=True, page="")
                | Q(leads_to__isnull=True, article__isnull=True, vendor__isnull=False, page="")
                | (Q(leads_to__isnull=True, article__isnull=True, vendor__isnull=True) & ~Q(page="")),
                name="start_answer_leads_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def live_article(self, at: datetime) -> Article | None:
        """The article that it leads to, or what has replaced that since; none where all of them are gone."""
        return self.article.live_heir(at) if self.article else None

    def page_at(self, at: datetime) -> str:
        """An article that is gone leaves nobody without a way on."""
        is_gone = self.article_id is not None and self.live_article(at) is None
        return StartPage.WHO_CAN_HELP.value if is_gone else self.page

    def address_at(self, at: datetime) -> str:
        """Of a question that is reached on several ways, with the one that was taken. Fetch the answer `whole()`."""
        if page := self.page_at(at):
            return reverse(f"browse:{page}")
        if self.leads_to and self.is_one_way_of_several:
            return f"{self.leads_to.get_absolute_url()}?{urlencode({BEFORE: self.question.slug})}"
        ways: Iterable[StartQuestion | Article | Vendor | None] = (self.leads_to, self.live_article(at), self.vendor)
        return next(row.get_absolute_url() for row in ways if row)
