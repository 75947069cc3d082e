"""Who can see what of reports: every kind of visitor at every door of the desk, cell by cell."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from kb.accounts.actions import add_person
from kb.accounts.roles import Role
from kb.reports.models import Event, Report
from kb.reports.urls import urlpatterns
from tests.reports.rows import make_attachment, make_delivery, make_report

pytestmark = pytest.mark.either

PASSWORD = "a long pass phrase for tests"
TOLD = "Words that only the desk may read"
NAME = "Robin Teal"

ALLOWED, SIGN_IN, NOT_THERE = "allowed", "asked to sign in", "not there"
# A reporter is nobody here: the secret of a report opens that report's own page and nothing else.
NOBODY = dict.fromkeys(["anonymous", "reporter"], SIGN_IN)
STRANGERS = NOBODY | dict.fromkeys(["reader", "editor", "reviewer"], NOT_THERE)
DESK = STRANGERS | dict.fromkeys(["help desk", "administrator"], ALLOWED)
CLERK = STRANGERS | {"help desk": NOT_THERE, "administrator": ALLOWED}

# Door → how it is knocked at, and who may come in.
DOORS = {
    "list": ("GET", DESK),
    "detail": ("GET", DESK),
    "screenshot": ("GET", DESK),
    "remove": ("GET", DESK),
    "answer": ("GET", DESK),
    "export": ("POST", DESK),
    "change-state": ("POST", DESK),
    "assign": ("POST", DESK),
    "set-ticket": ("POST", DESK),
    "add-note": ("POST", DESK),
    "link-article": ("POST", DESK),
    "ask-for-article": ("POST", DESK),
    "merge": ("POST", DESK),
    "try-again": ("POST", DESK),
    "remove-passage": ("POST", DESK),
    "remove-screenshot": ("POST", DESK),
    "people": ("POST", CLERK),
    "people-export": ("POST", CLERK),
    "people-delete": ("POST", CLERK),
}
TYPED = {
    "state": "CLOSED",
    "to": "ME",
    "number": "INC1",
    "text": "A note",
    "words": TOLD,
    "name": NAME,
    "article": "",
    "into": "KEPT2345",
}
CELLS = [(door, visitor) for door, (_, visitors) in DOORS.items() for visitor in visitors]


@pytest.fixture
def report(triage, db) -> Report:
    report = make_report(reference="ABCD2345", text=TOLD, name=NAME)
    make_report(reference="KEPT2345")
    make_attachment(report, data=TOLD.encode())
    return report


def knock(client: Client, door: str, report: Report):
    more = {"screenshot": [1], "remove-screenshot": [1], "try-again": [make_delivery(report, state="FAILED").pk]}
    is_of_one = door not in {"list", "export", "people", "people-export", "people-delete"}
    address = reverse(f"reports:{door}", args=[report.reference, *more.get(door, [])] if is_of_one else [])
    typed = TYPED | {"seen": report.events.latest("pk").pk, "reference": report.reference}
    return client.get(address) if DOORS[door][0] == "GET" else client.post(address, typed)


def visitor_client(visitor: str) -> Client:
    client = Client()
    if visitor == "reporter":
        own = make_report(reference="XWNS2345")
        assert client.get(own.get_absolute_url()).status_code == 200
    elif visitor != "anonymous":
        role = Role(visitor.upper().replace(" ", "_"))
        client.force_login(add_person(username="visitor", name="A visitor", role=role, password=PASSWORD))
    return client


@pytest.mark.parametrize(("door", "visitor"), CELLS, ids=[f"{door}, {visitor}" for door, visitor in CELLS])
def test_door_opens_to_whom_it_should_and_to_nobody_else(report, door, visitor):
    client = visitor_client(visitor)
    happened = Event.objects.count()
    response = knock(client, door, report)

    expected = DOORS[door][1][visitor]
    told = response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    if expected == ALLOWED:
        assert response.status_code in {200, 302}
        return
    # What a form sent stays in the page of whoever is signed out; everything else leads to sign-in.
    is_form = response.wsgi_request.method == "POST"
    assert response.status_code == {SIGN_IN: 403 if is_form else 302, NOT_THERE: 404}[expected]
    assert expected != SIGN_IN or is_form or response.headers["Location"].startswith("/sign-in/")
    # Nothing was told but what they sent themselves, and nothing was done.
    if expected == SIGN_IN and is_form:
        told = re.sub(r"<textarea.*?</textarea>", "", told, flags=re.DOTALL)
    report.refresh_from_db()
    assert TOLD not in told
    assert NAME not in told
    assert (report.text, report.state, Event.objects.count()) == (TOLD, "NEW", happened)


@pytest.mark.parametrize("visitor", DESK)
@pytest.mark.parametrize("end", ["", "sent/", "add/"])
def test_page_of_the_reporter_opens_with_its_own_secret_only(report, visitor, end):
    client, other = visitor_client(visitor), make_report(reference="THER2345")
    with_other_secret = reverse("reports:status", args=[report.reference, other.secret])

    opened, refused = (client.get(f"{address}{end}") for address in (report.get_absolute_url(), with_other_secret))

    assert (opened.status_code, refused.status_code) == (200, 404)
    for told in (opened.content.decode(), refused.content.decode()):
        assert TOLD not in told
        assert NAME not in told


def test_every_door_of_the_desk_is_in_the_table():
    doors = {route.name for route in urlpatterns if str(route.pattern).startswith("desk/")}

    assert doors == set(DOORS)


def test_pages_of_the_desk_are_not_for_search_engines(report, analyst):
    for door in ("list", "detail", "remove", "answer"):
        assert 'content="noindex, nofollow"' in knock(analyst, door, report).content.decode()


def test_link_to_reports_is_shown_to_those_who_may(report):
    def shows(visitor: str) -> bool:
        return reverse("reports:list") in visitor_client(visitor).get(reverse("accounts:account")).content.decode()

    assert shows("help desk")


@pytest.mark.parametrize("visitor", ["reader", "editor", "reviewer"])
def test_link_to_reports_is_not_shown_to_others(db, visitor):
    client = visitor_client(visitor)

    assert reverse("reports:list") not in client.get(reverse("accounts:account")).content.decode()
