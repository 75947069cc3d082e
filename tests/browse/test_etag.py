"""The tag of a page changes with everything the page shows, and with nothing else."""

import runpy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings

from kb.browse import validity
from kb.catalogue.actions import Publication, put_live, withdraw
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.contacts.actions import remove_contact
from kb.contacts.models import LocalContact
from kb.notices.actions import add_update, end_notice
from kb.notices.models import Notice
from tests.browse.stock import KEPT_PAGES
from tests.make import (
    make_article,
    make_category,
    make_code,
    make_contact,
    make_notice,
    make_question,
    make_service,
    make_shortcut,
    make_snippet,
    make_vendor,
    make_word,
)

pytestmark = [pytest.mark.usefixtures("furnished"), pytest.mark.either]
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ARTICLE = "/articles/card-not-read/"
SOME_PAGES = ("/", "/codes/ERR5022/", "/services/identity-agent/", "/about/", "/sitemap.xml")


def tag(address: str = "/", role: str = "") -> str:
    client = Client()
    if role:
        client.cookies["role"] = role
    return client.get(address)["ETag"]


def _next_version() -> None:
    article = Article.objects.with_parts().get(slug="card-not-read")
    put_live(replace(document_of(article), title="Card still not read"), Publication(by=None, article=article))


CHANGES = {
    "new article": make_article,
    "next version": _next_version,
    "withdrawal": lambda: withdraw(article=Article.objects.get(slug="seven-1"), by=None, why="Wrong."),
    "snippet": lambda: make_snippet("general-checks", body="Look again."),
    "service": lambda: make_service("identity-agent", name="The agent"),
    "category": lambda: make_category("signing-in", name="Sign-in"),
    "vendor": lambda: make_vendor("isosec", phone="01632 960111"),
    "code": lambda: make_code("ERR5022", meaning="Something else."),
    "common problem": lambda: make_shortcut("No light", article=Article.objects.get(slug="card-not-read")),
    "question": lambda: make_question("near-the-clock", {"page": "notices"}),
    "word": lambda: make_word("RA", meaning="Another."),
    "new notice": lambda: make_notice("news"),
    "changed notice": lambda: make_notice("sign-in-slow", summary="It takes an hour."),
    "update of a notice": lambda: add_update(notice=Notice.objects.get(slug="sign-in-slow"), text="Fixed?", by=None),
    "end of a notice": lambda: end_notice(notice=Notice.objects.get(slug="sign-in-slow"), by=None),
}
OF_ORGANISATIONS = {
    "new contact": lambda: make_contact("Hill Hospital"),
    "changed contact": lambda: make_contact("Harbour Hospital", phone="01632 960999"),
    "contact taken away": lambda: remove_contact(contact=LocalContact.objects.get(), by=None),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_tag_changes_with_the_content(change):
    before = {address: tag(address) for address in SOME_PAGES}

    change()

    assert [address for address, old in before.items() if tag(address) == old] == []


@pytest.mark.parametrize("change", OF_ORGANISATIONS.values(), ids=OF_ORGANISATIONS)
def test_contact_of_an_organisation_changes_the_tag_of_the_page_that_lists_them_alone(change):
    listing = "/who-can-help/?organisation=harbour"
    before = {address: tag(address) for address in (*SOME_PAGES, listing)}

    change()

    assert [address for address, old in before.items() if tag(address) != old] == [listing]


SHOWN_SETTINGS = {
    "SITE_NAME": "Another name",
    "SITE_ORGANISATION": "Harbour Hospital",
    "FOOTER_STATEMENT": "Something else",
    "LOGO": "logo.svg",
    "SITE_URL": "http://localhost:8000",
    "SERVICE_DESK_NAME": "Another desk",
    "SERVICE_DESK_EMAIL": "desk@example.org",
    "SERVICE_DESK_HOURS": "24 hours",
    "SERVICE_DESK_REPLY_TIME": "within 2 working days",
    "SERVICE_DESK_PHONE": "01632 960010",
    "SERVICE_DESK_OUT_OF_HOURS_PHONE": "01632 960011",
    "PORTAL_NAME": "Another portal",
    "PORTAL_URL": "https://portal.example.org/",
    "HELP_PAGE_URL": "https://help.example.org/",
    "SETUP_CHECKER_URL": "https://checker.example.org/",
    "UNLOCK_URL": "https://unlock.example.org/",
    "PRIVACY_CONTACT": "The data protection officer",
    "PRIVACY_CONTROLLER": "Harbour Hospital",
    "PRIVACY_LAWFUL_BASIS": "Public task",
    "IT_DESK_PHONE": "01632 960555",
    "RA_DESK_EMAIL": "ra@example.org",
    "REPORT_TRIAGE": "true",
    "REPORT_KEEP_DAYS": "40",
    "SEARCH_KEEP_DAYS": "40",
    "REPORT_ROUTES": "identity-agent=cards@example.org",
    "HASHED_STATIC_FILES": "true",
}


def _configuration() -> str:
    """Of a process that starts now."""
    read: str = runpy.run_path(str(Path(settings.BASE_DIR) / "kb" / "settings.py"))["CONFIGURATION"]
    return read


@pytest.fixture(scope="module")
def tags_as_started(_furnished_once) -> dict[str, str]:
    """Of a process that was started as the tests are."""
    with override_settings(CONFIGURATION=_configuration()):
        return {address: tag(address) for address in SOME_PAGES}


def test_process_that_was_started_alike_gives_the_same_tags(tags_as_started, settings):
    settings.CONFIGURATION = _configuration()

    assert {address: tag(address) for address in SOME_PAGES} == tags_as_started


@pytest.mark.parametrize(("name", "value"), SHOWN_SETTINGS.items(), ids=SHOWN_SETTINGS)
def test_process_that_was_started_with_another_setting_gives_other_tags(
    tags_as_started, settings, monkeypatch, name, value
):
    monkeypatch.setenv(name, value)
    settings.CONFIGURATION = _configuration()

    assert [address for address, old in tags_as_started.items() if tag(address) == old] == []


def test_process_that_was_started_from_other_files_gives_other_tags(settings):
    before = {address: tag(address) for address in SOME_PAGES}

    settings.BUILD = "another"

    assert [address for address, old in before.items() if tag(address) == old] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "another"),
        ("DATABASE_URL", "postgres://kb@elsewhere/kb"),
        ("MAIL_URL", "smtp://elsewhere"),
        ("VAR_DIR", "/tmp/elsewhere"),
    ],
)
def test_machines_give_the_same_tags_whatever_they_call_their_own(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv("SECRET_KEY", "one")
    before = _configuration()

    monkeypatch.setenv(name, value)

    assert _configuration() == before


def test_tag_is_that_of_the_role_that_was_kept():
    kept = [tag(ARTICLE), tag(ARTICLE, role="ra"), tag(ARTICLE, role="it")]

    assert len(set(kept)) == 3
    assert tag(ARTICLE, role="administrator") == tag(ARTICLE, role='"><script>') == tag(ARTICLE)


def test_tag_is_that_of_the_address_and_its_query():
    tags = [tag(ARTICLE), tag(f"{ARTICLE}?for=ra"), tag(f"{ARTICLE}?for=it"), tag(f"{ARTICLE}?"), tag("/about/")]

    assert len(set(tags)) == 4  # a bare question mark asks nothing
    assert tag("/search/?q=card") != tag("/search/?q=light")


def test_tag_changes_with_the_day_in_the_uk(clock):
    clock(datetime(2026, 6, 1, 22, 59, tzinfo=UTC))  # a minute to midnight in summer time
    monday = tag()
    clock(datetime(2026, 6, 1, 23, 0, tzinfo=UTC))

    assert tag() != monday


def test_tag_changes_with_the_minute_only_where_many_contacts_are_shown(clock):
    clock(MONDAY_NOON)
    before = {address: tag(address) for address in KEPT_PAGES.values()}
    clock(MONDAY_NOON + timedelta(minutes=1))

    changed = [address for address, old in before.items() if tag(address) != old]

    assert changed == ["/who-can-help/", "/who-can-help/?organisation=harbour"]


def test_minute_is_not_taken_for_that_of_another_hour_of_a_day_of_25_hours(clock):
    clock(datetime(2026, 10, 24, 23, 30, tzinfo=UTC))  # 25 October has begun in the UK
    first = tag("/who-can-help/")
    clock(datetime(2026, 10, 25, 23, 30, tzinfo=UTC))  # and has half an hour left

    assert tag("/who-can-help/") != first


def test_contact_of_an_organisation_is_closed_from_the_minute_it_closes(client, clock):
    clock(datetime(2026, 11, 23, 17, 59, 30, tzinfo=UTC))
    first = client.get(KEPT_PAGES["who can help in an organisation"])
    clock(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))

    second = client.get(KEPT_PAGES["who can help in an organisation"], headers={"If-None-Match": first["ETag"]})

    assert "Open now, until 6pm" in first.content.decode()
    assert "Closed now: opens 8am tomorrow" in second.content.decode()


def test_desk_of_the_settings_is_closed_from_the_minute_it_closes(client, clock, settings):
    settings.IT_DESK = {"phone": "01632 960555", "hours": "Mon-Fri 08:00-18:00"}
    clock(datetime(2026, 11, 23, 17, 59, 30, tzinfo=UTC))
    first = client.get(ARTICLE)
    clock(datetime(2026, 11, 23, 17, 59, 59, tzinfo=UTC))
    still_open = client.get(ARTICLE, headers={"If-None-Match": first["ETag"]})
    clock(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))

    second = client.get(ARTICLE, headers={"If-None-Match": first["ETag"]})

    assert still_open.status_code == 304
    assert "Open now, until 6pm" in first.content.decode()
    assert "Closed now" in second.content.decode()


def test_live_issue_shows_from_the_moment_it_starts_and_goes_with_its_end(client, clock):
    make_notice("outage", title="Nobody can sign in", starts_at="2026-11-23T12:00Z", ends_at="2026-11-23T13:00Z")
    seen = []

    for minutes in (-1, 0, 59, 60):
        clock(MONDAY_NOON + timedelta(minutes=minutes))
        answer = client.get("/", headers={"If-None-Match": seen[-1]["ETag"]} if seen else {})
        seen.append(answer)

    assert [answer.status_code for answer in seen] == [200, 200, 304, 200]
    assert ["Nobody can sign in" in answer.content.decode() for answer in seen] == [False, True, False, False]


def test_planned_change_is_a_banner_from_the_hour_on_that_is_fourteen_days_before(client, clock):
    make_notice("blocked", kind="PLANNED", title="Old cards blocked", starts_at="2026-12-07T12:00Z")
    clock(MONDAY_NOON - timedelta(minutes=1))
    before = client.get("/")
    clock(MONDAY_NOON)

    after = client.get("/", headers={"If-None-Match": before["ETag"]})

    assert "Old cards blocked" not in before.content.decode()
    assert "Old cards blocked" in after.content.decode()


def test_ended_notice_leaves_the_list_by_time_alone(client, clock):
    make_notice("outage", title="Nobody could sign in", ends_at="2026-11-16T12:00Z")
    clock(MONDAY_NOON - timedelta(minutes=1))
    before = client.get("/notices/")
    clock(MONDAY_NOON)

    after = client.get("/notices/", headers={"If-None-Match": before["ETag"]})

    assert "Nobody could sign in" in before.content.decode()
    assert "Nobody could sign in" not in after.content.decode()


def test_clock_that_is_set_back_shows_what_held_then(client, clock):
    make_notice("outage", title="Nobody can sign in", starts_at="2026-11-23T12:00Z")
    clock(MONDAY_NOON - timedelta(minutes=1))
    before = client.get("/")
    clock(MONDAY_NOON)
    client.get("/")
    clock(MONDAY_NOON - timedelta(minutes=1))

    assert client.get("/", headers={"If-None-Match": before["ETag"]}).status_code == 304


@pytest.mark.databases
def test_what_is_kept_in_memory_is_what_would_be_found_anew_at_every_turn(clock, settings):
    """Around each moment of two months at which a notice, an opening hour or an article may turn."""
    settings.IT_DESK = {"phone": "01632 960555", "hours": "Mon-Fri 08:00-12:00,13:00-18:00; Sat 22:00-06:00"}
    settings.RA_DESK = {"phone": "01632 960556", "hours": "Sun 23:30-00:30"}
    make_notice("outage", starts_at="2026-10-24T23:30Z", ends_at="2026-10-25T23:30Z")
    make_notice("blocked", kind="PLANNED", starts_at="2026-11-05T09:15Z", ends_at="2026-11-26T12:45Z")
    make_notice("open-end", kind="PLANNED", starts_at="2026-10-30T00:00Z")
    Article.objects.filter(slug="seven-1").update(expires_at=datetime(2026, 11, 2, 3, 4, tzinfo=UTC))
    begin = datetime(2026, 10, 16, tzinfo=UTC)
    days = [begin + timedelta(days=number, hours=hour) for number in range(54) for hour in (0, 9.25, 12.75, 23.5)]
    half_hours = [datetime(2026, 10, 24, 12, tzinfo=UTC) + timedelta(minutes=30 * number) for number in range(72)]
    moments = [*days, *half_hours, datetime(2026, 11, 2, 3, 4, tzinfo=UTC)]
    around = sorted(moment + timedelta(microseconds=step) for moment in moments for step in (-1, 0))

    home = RequestFactory().get("/")

    def seen(*, anew: bool) -> list[str]:
        tags = []
        for moment in around:
            clock(moment)
            if anew:
                validity.forget()
            tags.append(validity.Moment.of(home).etag(home, by_the_minute=False))
        return tags

    assert seen(anew=False) == seen(anew=True)


@pytest.mark.databases
def test_article_that_runs_out_is_gone_from_that_minute_on(client, clock, furnished):
    Article.objects.filter(pk=furnished.pk).update(expires_at=MONDAY_NOON)
    clock(MONDAY_NOON - timedelta(minutes=1))
    article, home, topic = (client.get(address) for address in (ARTICLE, "/", "/topics/signing-in/"))
    clock(MONDAY_NOON)

    assert client.get(ARTICLE, headers={"If-None-Match": article["ETag"]}).status_code == 410
    for address, before in (("/", home), ("/topics/signing-in/", topic)):
        after = client.get(address, headers={"If-None-Match": before["ETag"]})
        assert ARTICLE in before.content.decode()
        assert ARTICLE not in after.content.decode()
