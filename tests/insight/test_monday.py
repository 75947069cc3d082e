"""The mail of Monday: to whom, when, once, and what it says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.accounts.actions import set_monday_mail
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.catalogue.actions import withdraw
from kb.insight.models import HourCount, MondayMail, SearchEntry, Vote
from kb.insight.monday.actions import forget_monday_mails, send_monday_mails
from kb.insight.monday.mails import monday
from kb.insight.monday.reading import news
from kb.insight.monday.rules import LEAST_VISITS, MOST, begins, risen
from kb.lib.dates import week_of
from kb.outbox.models import Delivery
from tests.make import make_article, make_code

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 29, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)  # 7am in London: winter
WEEK = timedelta(weeks=1)
COUNTS = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.integers(0, 500))


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://kb.example.nhs.uk"


@pytest.fixture
def asked(editor):
    User.objects.filter(pk=editor.pk).update(email="team@example.nhs.uk")
    return set_monday_mail(by=editor, wanted=True, now=SUNDAY)


def posted():
    return list(Delivery.objects.filter(room="insight", purpose="monday").order_by("pk"))


# --- Rules ---------------------------------------------------------------------------------------------------------


@pytest.mark.either
@given(now=COUNTS, before=COUNTS)
def test_what_rose_is_seldom_chance_and_at_most_five(now, before):
    rose = risen(now, before)

    assert len(rose) <= MOST
    for row in rose:
        assert row.number == now[row.code] >= LEAST_VISITS
        assert row.number > row.usual == before.get(row.code, 0) / 4


@pytest.mark.either
def test_what_is_least_likely_comes_first_and_what_is_as_usual_not_at_all():
    now = {"OFTEN": 40, "SELDOM": 8, "NEW": 30, "USUAL": 100, "FEW": 4}

    rose = risen(now, {"OFTEN": 80, "SELDOM": 16, "USUAL": 400})

    assert [row.code for row in rose] == ["NEW", "OFTEN", "SELDOM"]


@pytest.mark.either
@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2026, 11, 30, 6, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 30, 7, 0, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 7, 6, 5, 59, tzinfo=UTC), date(2026, 6, 29)),
        (datetime(2026, 7, 6, 6, 0, tzinfo=UTC), date(2026, 7, 6)),  # 7am in summer
        (datetime(2026, 7, 12, 23, 0, tzinfo=UTC), date(2026, 7, 6)),
    ],
)
def test_week_begins_on_monday_at_seven_in_london(moment, week):
    assert week_of(moment, from_hour=7) == week
    assert begins(week) <= moment


# --- To whom and when ----------------------------------------------------------------------------------------------


def test_mail_goes_once_a_week_from_monday_at_seven(asked):
    assert send_monday_mails(MONDAY - timedelta(minutes=1)) == 0
    assert send_monday_mails(MONDAY) == 1
    assert send_monday_mails(MONDAY) == send_monday_mails(MONDAY + timedelta(days=6, hours=23)) == 0
    assert [mail.to for mail in posted()] == ["team@example.nhs.uk"]

    assert send_monday_mails(MONDAY + WEEK) == 1


def test_a_worker_that_was_away_sends_it_later(asked):
    assert send_monday_mails(MONDAY + timedelta(days=2)) == 1


def test_who_asks_in_the_middle_of_a_week_waits_for_monday(editor):
    User.objects.update(email="team@example.nhs.uk")
    set_monday_mail(by=editor, wanted=True, now=MONDAY + timedelta(hours=1))

    assert send_monday_mails(MONDAY + timedelta(hours=2)) == 0
    assert send_monday_mails(MONDAY + WEEK) == 1


def test_nobody_gets_it_who_did_not_ask(editor, reviewer):
    User.objects.update(email="team@example.nhs.uk")

    assert send_monday_mails(MONDAY) == 0


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"email": ""}, {"role": Role.READER}, {"role": Role.HELP_DESK}, {"monday_mail_since": None}],
)
def test_nobody_gets_it_who_may_not_write_or_cannot_be_reached(asked, change):
    User.objects.filter(pk=asked.pk).update(**change)

    assert send_monday_mails(MONDAY) == 0
    assert not MondayMail.objects.exists()


@pytest.mark.either
def test_while_all_are_told_the_chore_costs_one_query(asked, django_assert_num_queries):
    send_monday_mails(MONDAY)
    with django_assert_num_queries(1):
        send_monday_mails(MONDAY)


def test_rows_of_old_weeks_go(asked):
    send_monday_mails(MONDAY)
    forget_monday_mails(MONDAY + 8 * WEEK)
    assert MondayMail.objects.count() == 1
    forget_monday_mails(MONDAY + 9 * WEEK)
    assert not MondayMail.objects.exists()


def searched(words: str, visits: int, **told: object) -> None:
    for number in range(visits):
        facts = {"number": 0, "day": SUNDAY.date(), "at": SUNDAY, "visit": f"v{number}", **told}
        SearchEntry.objects.create(words=words, **facts)


def test_it_says_what_nobody_found(asked):
    make_code("ERR5022")
    searched("printer … offline", 6)
    searched("ERR5022 card", 5, number=4)
    searched("card light", 9, number=3, opened="article:1")
    searched("ABC123", 7)
    HourCount.objects.create(subject="unknown:ABC123", hour=SUNDAY, number=7)
    searched("last week", 8, at=SUNDAY - WEEK, day=(SUNDAY - WEEK).date())

    text = monday("team@example.nhs.uk", news(MONDAY)).text

    vain = text.partition("Searched for, and nobody found it: https://kb.example.nhs.uk/edit/insight/searches/\n")[2]
    assert vain.splitlines()[:3] == ["“printer … offline”: 6 visits", "“ERR5022 card”: 5 visits", ""]
    assert "ABC123: 7 visits" in text
    assert "card light" not in text
    assert "last week" not in text


# --- What it says --------------------------------------------------------------------------------------------------


def looked(subject, number, *, ago):
    HourCount.objects.create(subject=subject, hour=MONDAY - ago, number=number)


def test_mail_says_what_happened_with_links_and_without_words_of_people():
    make_code("ERR5022")
    bad = make_article(title="Does not fix", review_due=date(2026, 9, 1))
    gone = make_article(title="Gone by now")
    looked("code:ERR5022", 30, ago=timedelta(days=2))
    looked("code:ERR5022", 40, ago=timedelta(days=20))
    looked("unknown:ABC123", 7, ago=timedelta(days=2))
    for article in (bad, gone):
        page = f"article:{article.pk}:1"
        Vote.objects.create(
            page=page, article=article, version=1, fixed=False, comment="Zebrafish", at=MONDAY - timedelta(days=1)
        )
    withdraw(article=gone, replacement=None, why="Wrong", by=None)

    mail = monday("team@example.nhs.uk", news(MONDAY))

    assert mail.subject == "Last week: 1 code rose, 1 review overdue"
    assert "ERR5022: 30 visits, usually 10\n  https://kb.example.nhs.uk/codes/ERR5022/" in mail.text
    assert f"{bad.label} Does not fix: 1 of 1\n  https://kb.example.nhs.uk/edit/articles/{bad.label}/" in mail.text
    assert "ABC123: 7 visits: https://kb.example.nhs.uk/edit/new/?code=ABC123" in mail.text
    assert f"{bad.label} Does not fix, since 1 September 2026" in mail.text
    assert "Gone by now" not in mail.text
    assert "Zebrafish" not in mail.text


@pytest.mark.either
def test_mail_is_one_screen_however_much_there_is(django_assert_num_queries):
    for number in range(9):
        article = make_article(title="Long " * 30, review_due=date(2026, 1, 1))
        make_code(f"ERR{6000 + number}")
        looked(f"code:ERR{6000 + number}", 30, ago=timedelta(days=2))
        looked(f"unknown:ABC{100 + number}", 7, ago=timedelta(days=2))
        Vote.objects.create(
            page=f"article:{article.pk}:1", article=article, version=1, fixed=False, at=MONDAY - timedelta(days=1)
        )
        searched(f"ERR{6000 + number} {'printer ' * 15}", 3)
    with django_assert_num_queries(12):
        found = news(MONDAY)

    lines = monday("team@example.nhs.uk", found).text.splitlines()

    assert len(lines) <= 48
    assert max(map(len, lines)) <= 100


@pytest.mark.either
def test_a_week_in_which_nothing_happened_says_so():
    text = monday("team@example.nhs.uk", news(MONDAY)).text

    for words in (
        "No code rose.",
        "No review is overdue.",
        "No code was looked for in vain.",
        "Nothing was searched for in vain.",
    ):
        assert words in text


# --- Asking for it -------------------------------------------------------------------------------------------------


@pytest.mark.either
def test_whoever_writes_asks_for_it_on_their_account_and_stops_it_there(signed_in, editor):
    client = signed_in(editor)
    assert "Send me the email on Mondays" in client.get("/account/").content.decode()

    page = client.post("/account/monday-mail/", {"wanted": "on"}, follow=True).content.decode()
    assert "You get the email on Mondays from now on." in page
    assert "Your account has no email address" in page
    editor.refresh_from_db()
    assert editor.monday_mail_since

    client.post("/account/monday-mail/", {"wanted": ""})
    editor.refresh_from_db()
    assert editor.monday_mail_since is None
    verbs = list(editor.audit_entries.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["asked for the email on Mondays", "stopped the email on Mondays"]


@pytest.mark.either
def test_asked_for_twice_is_asked_for_once(editor):
    set_monday_mail(by=editor, wanted=True, now=SUNDAY)
    set_monday_mail(by=editor, wanted=True, now=MONDAY)

    editor.refresh_from_db()
    assert editor.monday_mail_since == SUNDAY
    assert editor.audit_entries.filter(verb="asked for the email on Mondays").count() == 1


@pytest.mark.either
def test_it_is_not_offered_to_who_cannot_open_its_links(signed_in, desk):
    client = signed_in(desk)

    assert "Mondays" not in client.get("/account/").content.decode()
    assert client.post("/account/monday-mail/", {"wanted": "on"}).status_code == 404
