"""The mail itself: text with links, one screen, the same for everybody."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator

from kb.catalogue.models import Article, ErrorCode
from kb.insight.figures.reading import VersionFixes
from kb.insight.monday.reading import MondayNews
from kb.insight.monday.rules import Risen
from kb.insight.searches.reading import SearchCount
from kb.lib.dates import day
from kb.outbox.message import Mail, one_line, plain_text

ROOM, MONDAY = "insight", "monday"
LONGEST_TITLE = 60


def _at(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _name(article: Article) -> str:
    return f"{article.label} {Truncator(article.title).chars(LONGEST_TITLE)}"


def _rose(row: Risen, code: ErrorCode | None) -> str:
    usual = f"usually {round(row.usual)}" if row.usual >= 1 else "usually none or few"
    said = f"{code or row.code}: {row.number} visits, {usual}"
    return f"{said}\n  {_at(code.get_absolute_url())}" if code else said


def _not_fixed(one: VersionFixes) -> str:
    return (
        f"{_name(one.article)}: {one.not_fixed} of {one.fixed + one.not_fixed}\n"
        f"  {_at(reverse('editing:article', args=[one.article.label]))}"
    )


def _unknown(code: str, number: int) -> str:
    begin = f"{reverse('editing:new')}?{urlencode({'code': code})}"
    return f"{code}: {number} visit{'' if number == 1 else 's'}: {_at(begin)}"


def _vain(found: SearchCount, words: str) -> str:
    visits = f"{found.visits} visit{'' if found.visits == 1 else 's'}"
    return f"“{Truncator(words).chars(LONGEST_TITLE)}”: {visits}"


def _overdue(article: Article) -> str:
    due = day(article.review_due_on) if article.review_due_on else ""
    return f"{_name(article)}, since {due}"


def monday(to: str, news: MondayNews) -> Mail:
    values = {
        "rose": [_rose(row, code) for row, code in news.rose],
        "not_fixed": [_not_fixed(one) for one in news.not_fixed],
        "unknown": [_unknown(code, number) for code, number in news.unknown],
        "vain": [_vain(found, words) for found, words in news.vain],
        "searches": _at(reverse("insight:searches")),
        "overdue": [_overdue(article) for article in news.overdue],
        "number_overdue": news.number_overdue,
        "due": _at(f"{reverse('editing:articles')}?which=due"),
        "health": _at(reverse("editing:health")),
        "account": _at(reverse("accounts:account")),
        "site": settings.SITE_NAME,
    }
    return Mail(
        to=to,
        subject=one_line("insight/mail/monday.subject.txt", values),
        text=plain_text("insight/mail/monday.txt", values),
    )
