"""A reminder before something ends: the day in three boxes, a file for the calendar, nothing kept."""

import re
from datetime import date

import pytest
from django.utils import timezone

from kb.browse.reminder import reminders, typed_day
from kb.contacts.document import ContactKind
from kb.lib import dates
from tests.make import make_article, make_snippet

pytestmark = [pytest.mark.either, pytest.mark.django_db]

TODAY = date(2026, 11, 29)
PAGE = "/articles/certificates/reminder/"
FILE = "/articles/certificates/reminder.ics"


@pytest.fixture(autouse=True)
def article(settings):
    settings.SITE_URL = "https://kb.example.nhs.uk"
    return make_article(slug="certificates", title="Certificates expire; soon", reminder="Renew your smartcard")


def query(last: date) -> dict[str, str]:
    return {"day": str(last.day), "month": str(last.month), "year": str(last.year)}


def in_days(number: int) -> date:
    today = dates.in_london(timezone.now()).date()
    return date.fromordinal(today.toordinal() + number)


def read_back(content: bytes) -> list[dict[str, str]]:
    """The events of the file, by the rules of RFC 5545: lines unfolded, marks taken out."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    events: list[dict[str, str]] = []
    inside: list[str] = []
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert inside.pop() == value
        elif inside[-1] == "VEVENT":
            plain = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)
            events[-1][name.partition(";")[0]] = plain
        elif inside[-1] == "VALARM":
            events[-1][f"ALARM-{name}"] = value
    assert inside == []
    return events


def test_page_names_those_who_renew_and_nobody_else(client, settings):
    settings.RA_DESK = {"phone": "01632 960446"}
    settings.IT_DESK = {"phone": "01632 960445"}

    said = client.get(PAGE).content.decode()

    assert "01632 960446" in said
    assert "01632 960445" not in said


def test_page_says_in_the_words_of_the_site_whom_to_ask_where_nobody_is_known(client):
    make_snippet("unknown-contact", title="The number is not here?", kind="NOTE", body="Ask HR.", site_advice=True)

    assert "Ask HR." in client.get(PAGE).content.decode()


class TestTypedDay:
    @pytest.mark.parametrize(
        ("typed", "problem", "wrong"),
        [
            (("", "", ""), "Enter the last day", ("day", "month", "year")),
            (("", "3", "2027"), "The last day must include a day", ("day",)),
            (("27", "", ""), "The last day must include a month and a year", ("month", "year")),
            (("27", "March", "2027"), "The last day must be in numbers, such as 27 3 2027", ("month",)),
            (("²", "3", "2027"), "The last day must be in numbers, such as 27 3 2027", ("day",)),
            (("27", "3", "27"), "The year must have 4 figures, such as 2027", ("year",)),
            (("31", "2", "2027"), "The last day must be a real day, such as 27 3 2027", ("day", "month", "year")),
            (("0", "0", "0000"), "The last day must be a real day, such as 27 3 2027", ("day", "month", "year")),
            (
                ("9999999999", "3", "2027"),
                "The last day must be a real day, such as 27 3 2027",
                ("day", "month", "year"),
            ),
            (("27", "3", "2207"), "The year must be 2046 or before", ("year",)),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self, typed, problem, wrong):
        found = typed_day(dict(zip(("day", "month", "year"), typed, strict=True)), TODAY)

        assert (found.found, found.problem, found.wrong) == (None, problem, wrong)
        assert tuple(box.typed for box in found.boxes) == typed

    @pytest.mark.parametrize("typed", [("27", "3", "2027"), ("27", "03", "2027"), (" 27 ", "3", "2027 ")])
    def test_day_is_understood(self, typed):
        assert typed_day(dict(zip(("day", "month", "year"), typed, strict=True)), TODAY).found == date(2027, 3, 27)

    def test_nothing_is_wrong_before_anything_was_sent(self):
        assert typed_day({}, TODAY).problem == ""


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (date(2027, 2, 28), [(90, date(2026, 11, 30)), (30, date(2027, 1, 29))]),
        (date(2027, 2, 27), [(90, date(2026, 11, 29)), (30, date(2027, 1, 28))]),
        (date(2027, 2, 26), [(30, date(2027, 1, 27))]),
        (date(2026, 12, 29), [(30, date(2026, 11, 29))]),
        (date(2026, 12, 28), []),
        (date(2024, 1, 1), []),
        (date(1, 1, 1), []),
    ],
)
def test_reminders_are_those_that_still_lie_ahead(last, days):
    assert reminders(last, TODAY) == days


class TestPage:
    def test_asks_for_the_day_and_keeps_nothing(self, client):
        response = client.get(PAGE)

        page = response.content.decode()
        assert "Get a reminder: Renew your smartcard" in page
        assert 'method="get"' in page
        assert response["Cache-Control"] == "no-cache"
        assert not response.cookies

    def test_wrong_day_is_said_and_stays_in_the_boxes(self, client):
        page = client.get(PAGE, {"day": "31", "month": "2", "year": "2027"}).content.decode()

        assert "<title>Error: " in page
        assert page.count("The last day must be a real day") == 2
        assert 'href="#day"' in page
        assert all(f'value="{typed}"' in page for typed in ("31", "2", "2027"))

    def test_what_was_typed_is_shown_as_text(self, client):
        page = client.get(PAGE, {"day": '"><b>', "month": "2", "year": "2027"}).content.decode()

        assert '"><b>' not in page

    def test_day_far_enough_says_when_and_leads_to_the_file(self, client):
        last = in_days(120)

        page = client.get(PAGE, query(last)).content.decode()

        assert f"on {dates.day(in_days(30))}, 90 days before" in page
        assert f"on {dates.day(in_days(90))}, 30 days before" in page
        assert f"{FILE}?day={last.day}&amp;month={last.month}&amp;year={last.year}" in page

    def test_day_within_90_days_says_that_the_first_has_passed(self, client):
        page = client.get(PAGE, query(in_days(50))).content.decode()

        assert "90 days before has passed already" in page
        assert "30 days before" in page

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (-3, " has passed."),
            (0, " is today."),
            (1, " is tomorrow."),
            (12, " is in 12 days."),
            (29, "is in 29 days."),
        ],
    )
    def test_day_that_is_too_near_or_past_leads_to_what_to_do_now(self, client, days, words):
        page = client.get(PAGE, query(in_days(days))).content.decode()

        assert f"{dates.day(in_days(days))}{words if words.startswith(' ') else f' {words}'}" in page
        assert "See what to do now" in page
        assert FILE not in page

    @pytest.mark.parametrize("slug", ["plain", "nowhere"])
    def test_article_without_a_reminder_has_no_such_page(self, client, slug):
        make_article(slug="plain", title="Plain")

        assert client.get(f"/articles/{slug}/reminder/").status_code == 404
        assert client.get(f"/articles/{slug}/reminder.ics").status_code == 404

    def test_article_leads_to_it(self, client):
        assert f'href="{PAGE}"' in client.get("/articles/certificates/").content.decode()


class TestFile:
    def test_holds_a_day_90_and_a_day_30_days_before_with_an_alarm(self, client, settings):
        settings.RA_DESK = settings.RA_DESK | {"phone": "01632 960002"}
        last = in_days(120)

        response = client.get(FILE, query(last))

        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        first, second = read_back(response.content)
        assert first["SUMMARY"] == "Renew your smartcard: 90 days left"
        assert second["SUMMARY"] == "Renew your smartcard: 30 days left"
        assert (first["DTSTART"], first["DTEND"]) == (f"{in_days(30):%Y%m%d}", f"{in_days(31):%Y%m%d}")
        assert second["DTSTART"] == f"{in_days(90):%Y%m%d}"
        assert first["DESCRIPTION"].split("\n") == [
            f"The last day is {dates.day(last)}.",
            "What to do: Certificates expire; soon",
            "https://kb.example.nhs.uk/articles/certificates/",
            f"{ContactKind.RA.label}: phone 01632 960002",
        ]
        assert first["URL"] == "https://kb.example.nhs.uk/articles/certificates/"
        assert (first["ALARM-ACTION"], first["ALARM-TRIGGER"]) == ("DISPLAY", "PT9H")
        assert first["UID"] != second["UID"]

    def test_says_where_to_look_for_a_team_that_is_not_known(self, client):
        (first, _) = read_back(client.get(FILE, query(in_days(120))).content)

        assert first["DESCRIPTION"].endswith("see https://kb.example.nhs.uk/who-can-help/")

    def test_same_day_again_is_the_same_events(self, client):
        files = [read_back(client.get(FILE, query(in_days(120))).content) for _ in range(2)]

        assert files[0] == files[1]

    @pytest.mark.parametrize(
        "asked", [{}, {"day": "31", "month": "2", "year": "2027"}, {"day": "1", "month": "1", "year": "2020"}]
    )
    def test_where_there_is_nothing_to_remind_of_the_page_says_why(self, client, asked):
        response = client.get(FILE, asked)

        assert response.status_code == 302
        assert response["Location"].startswith(f"{PAGE}?day={asked.get('day', '')}&")
