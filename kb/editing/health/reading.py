"""Everything that is wrong with the content, in a number of queries that does not grow with it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.http import urlencode

from kb.accounts.roles import May
from kb.catalogue import codes
from kb.catalogue.models import Article, ArticleCode, ErrorCode, Step, StoppedStep, Vendor
from kb.catalogue.models.shared import live
from kb.contacts.document import ContactKind
from kb.contacts.models import DefaultContact, LocalContact, NumberDoubt
from kb.contacts.rules import is_unsure
from kb.editing.health.rules import (
    LEAST_SEARCHES,
    NOBODY,
    ArticleHealth,
    Concern,
    HealthKind,
    LooksAfter,
    Readers,
    is_reached,
    wrong_with,
)
from kb.editing.models import Ownership, Review
from kb.editing.ownership.rules import owner_line
from kb.insight.calls.reading import outcomes_by_article
from kb.insight.searches.reading import without_an_answer
from kb.insight.seen.reading import all_views, unknown_codes
from kb.insight.seen.rules import ARTICLE, of_code
from kb.insight.votes.reading import Votes, votes_by_article
from kb.lib.dates import in_london
from kb.reports.models import Report

LOOKS_BACK = timedelta(weeks=4)
MOST_UNKNOWN, MOST_SEARCHES = 100, 50

type EveryKeeper = Mapping[int, LooksAfter]  # by the key of the article


class _Measures:
    """What every kind asks: who came to what, and who looks after it. Six queries."""

    def __init__(self, now: datetime) -> None:
        self.now, self.since = now, now - LOOKS_BACK
        self.views = all_views(self.since)
        self.keepers = _keepers(now)
        self.codes: dict[int, list[str]] = defaultdict(list)
        answers = ArticleCode.objects.filter(live(now, "article__"), answers=True)
        for article, code in answers.values_list("article", "code__normal"):
            self.codes[article].append(code)
        self._votes = votes_by_article(self.since)
        self._calls = outcomes_by_article(self.since)
        reports = Report.objects.filed_since(self.since).filter(article__isnull=False, suspicions=[]).order_by()
        self._reports = Counter(
            dict(reports.values("article").annotate(number=Count("pk")).values_list("article", "number"))
        )

    def readers(self, pk: int, number: int) -> Readers:
        """Of an article: who looked at its page, or at that of a code it answers."""
        votes, calls = self._votes.get(pk, Votes(0, 0)), self._calls.get(pk)
        looked = self.views[f"{ARTICLE}:{number}"] + sum(self.views[of_code(code)] for code in self.codes[pk])
        people = looked + self._reports[pk] + (calls.number if calls else 0)
        fixed, not_fixed = (calls.fixed, calls.not_fixed + calls.escalated) if calls else (0, 0)
        return Readers(people, votes.yes + fixed, votes.no + not_fixed)

    def of(self, kind: HealthKind, article: Article, **facts: object) -> Concern:
        given = {"address": _page(article), "readers": self.readers(article.pk, article.number), **facts}
        return Concern(kind, str(article), keeper=self.keepers.get(article.pk, NOBODY), **given)  # type: ignore[arg-type]  # facts of a Concern


def _page(article: Article) -> str:
    return reverse("editing:article", args=[article.label])


def _keepers(now: datetime) -> EveryKeeper:
    today = in_london(now).date()
    rows = Ownership.objects.select_related("owner", "deputy")
    return {
        row.article_id: LooksAfter(
            people=tuple(pk for pk in (row.owner_id, row.deputy_id) if pk),
            owner=row.owner_id,
            name=row.owner.name if row.owner else "",
            team=row.team,
            words=owner_line(row, today),
        )
        for row in rows
    }


def _articles(at: _Measures) -> Iterator[Concern]:
    audiences: dict[int, set[str]] = defaultdict(set)
    for pk, audience in Step.objects.order_by().values_list("article", "audience").distinct():
        audiences[pk].add(audience)
    today = in_london(at.now).date()
    for article in Article.objects.live(at.now).by_number().defer("background", "summary", "more"):
        readers = at.readers(article.pk, article.number)
        facts = ArticleHealth(
            confidence=article.confidence,
            acts=article.acts,
            reader=article.reader,
            has_vendor=article.vendor_id is not None,
            audiences=frozenset(audiences[article.pk]),
            review_due_on=article.review_due_on,
            people=readers.people,
        )
        for kind in wrong_with(facts, today):
            since = article.review_due_on if kind == HealthKind.OVERDUE else article.updated_at
            yield at.of(kind, article, since=since, readers=readers)


def _stopped(at: _Measures) -> Iterator[Concern]:
    for stop in StoppedStep.objects.waiting(at.now):
        yield at.of(HealthKind.STOPPED, stop.article, since=stop.at, detail=stop.reason)


def _urgent(at: _Measures) -> Iterator[Concern]:
    for review in Review.objects.unsettled().filter(draft__article__isnull=False).select_related("draft__article"):
        page = reverse("editing:review", args=[review.draft_id])
        if article := review.draft.article:
            yield at.of(
                HealthKind.URGENT,
                article,
                since=review.at,
                detail=review.reason,
                address=page,
                asks=May.REVIEW_ARTICLES,
            )


def _codes(at: _Measures) -> Iterator[Concern]:
    """Codes that nobody wrote down, and those that have a meaning and no article; with none for their family either."""

    def begin(code: str) -> str:
        return f"{reverse('editing:new')}?{urlencode({'code': code})}"

    for code, number in unknown_codes(at.since, MOST_UNKNOWN):
        yield Concern(HealthKind.CODE, code, begin(code), Readers(number), detail="unknown")
    answered = ArticleCode.objects.filter(live(at.now, "article__"), answers=True)
    own, family = answered.filter(code=OuterRef("pk")), answered.filter(code=OuterRef("family"))
    alone = ErrorCode.objects.filter(~Exists(own), ~Exists(family)).order_by("normal")
    for normal, display in alone.values_list("normal", "display"):
        if number := at.views[of_code(normal)]:
            yield Concern(HealthKind.CODE, display, begin(display), Readers(number))


def _searches(at: _Measures) -> Iterator[Concern]:
    """Words of ours that found nothing, or of whose results nobody opened one; an unknown code is said as a code."""
    unknown = {code for code, _ in unknown_codes(at.since, MOST_UNKNOWN)}
    for found in without_an_answer(at.since, MOST_SEARCHES):
        if found.visits >= LEAST_SEARCHES and codes.normal(found.words) not in unknown:
            page = f"{reverse('editing:answers')}?{urlencode({'text': found.words})}"
            nothing = "nothing" if found.nothing == found.visits else ""
            yield Concern(HealthKind.SEARCH, f"“{found.words}”", page, Readers(found.visits), detail=nothing)


def _vendors(at: _Measures) -> Iterator[Concern]:
    """Companies to which an article sends people, as many as look at these articles."""
    sent: Counter[int] = Counter()
    for vendor, pk, number in (
        Article.objects.live(at.now).filter(vendor__isnull=False).values_list("vendor", "pk", "number")
    ):
        sent[vendor] += at.readers(pk, number).people
    for row in Vendor.objects.order_by("name"):
        if row.pk in sent and not is_reached(website=row.website, phone=row.phone, email=row.email):
            page = reverse("editing:companies-one", kwargs={"word": row.pk})
            yield Concern(
                HealthKind.VENDOR,
                row.name,
                page,
                Readers(sent[row.pk]),
                detail=row.website,
                asks=May.KEEP_VOCABULARY,
            )


def _contacts(at: _Measures) -> Iterator[Concern]:
    """Each desk of this site, which everybody is shown; those of organisations together, since there may be thousands.

    Of an organisation nobody counts who looks at its desks, so whoever called a number wrong stands for them.
    """
    everybody = sum(number for subject, number in at.views.items() if subject.startswith(f"{ARTICLE}:"))
    confirmed = dict(DefaultContact.objects.values_list("kind", "confirmed_at"))
    for kind in ContactKind:
        if is_unsure(since := confirmed.get(kind.value), at.now):
            yield Concern(
                HealthKind.CONTACT,
                f"{kind.label} of this site",
                reverse("contacts:default", args=[kind.value.lower()]),
                Readers(everybody),
                since=since,
                asks=May.MANAGE_CONTACTS,
            )
    if number := LocalContact.objects.unsure(at.now).count():
        wrong = NumberDoubt.objects.open().filter(contact__isnull=False).count()
        name = f"{number} contact{'' if number == 1 else 's'} of organisations"
        page = f"{reverse('contacts:list')}?unsure=on"
        readers = Readers(number + wrong, not_fixed=wrong)
        yield Concern(HealthKind.CONTACT, name, page, readers, asks=May.MANAGE_CONTACTS)


def concerns(now: datetime) -> list[Concern]:
    at = _Measures(now)
    kinds = (_stopped, _urgent, _codes, _searches, _vendors, _contacts, _articles)
    return [concern for kind in kinds for concern in kind(at)]
