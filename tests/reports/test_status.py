"""The reporter's own page: what became of a report, for whoever has its address and for nobody else."""

import pytest
from django.test import Client
from django.utils import timezone

from kb.outbox.models import Delivery
from kb.reports.models import Event, Report
from kb.reports.status import actions as adding
from tests.browse.page import Page
from tests.make import make_report, make_vendor
from tests.reports.person import Person

pytestmark = pytest.mark.django_db
NOT_YET = "We have stored your report but have not been able to send it to the desk yet. If it cannot wait,"
PRIVATE = {
    "text": "The card is not read.",
    "name": "Rosa Field",
    "email": "rosa@example.org",
    "phone": "01632 960111",
    "organisation": "Harbour Hospital",
}


@pytest.fixture(autouse=True)
def _desk(settings) -> None:
    settings.SERVICE_DESK_EMAIL, settings.SERVICE_DESK_NAME = "desk@example.org", "Regional desk"
    settings.REPORT_TRIAGE = False


@pytest.fixture
def report() -> Report:
    return make_report(**PRIVATE)


def page(client: Client, report: Report, end: str = "") -> Page:
    return Page.of(client.get(f"{report.get_absolute_url()}{end}"))


def test_it_is_kept_by_nobody_listed_nowhere_and_tells_no_other_site(client, report):
    answer = client.get(report.get_absolute_url())

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "noindex" in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("end", ["", "sent/", "add/"])
def test_it_never_shows_what_was_told(client, report, end):
    said = client.get(f"{report.get_absolute_url()}{end}").content.decode()

    assert report.reference in said
    assert [value for value in PRIVATE.values() if value in said] == []


@pytest.mark.parametrize("end", ["", "sent/", "add/"])
@pytest.mark.parametrize(
    "how", ["another's secret", "no secret of ours", "wrong reference", "odd letters", "odd reference"]
)
def test_without_its_secret_there_is_nothing(client, report, end, how):
    other = make_report()
    reference, secret = {
        "another's secret": (report.reference, other.secret),
        "no secret of ours": (report.reference, "x"),
        "wrong reference": ("22222222", report.secret),
        "odd letters": (report.reference, "é%00%F0%9F%98%80"),
        "odd reference": (f"{report.reference}%00", report.secret),
    }[how]

    answer = client.get(f"/report/{reference}/{secret}/{end}")

    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]
    assert "Rosa Field" not in answer.content.decode()


def test_reader_with_an_account_needs_the_secret_too(signed_in, reader, report):
    assert signed_in(reader).get(f"/report/{report.reference}/guessed/").status_code == 404


def test_wrong_secret_cannot_add(client, report):
    assert client.post(f"/report/{report.reference}/wrong/add/", {"text": "Mine"}).status_code == 404
    assert not Event.objects.filter(kind=Event.Kind.ADDED).exists()


def test_after_sending_it_gives_the_reference_what_happens_next_and_the_urgent_line(client, report):
    shown = page(client, report, "sent/")

    assert shown.texts("h1") == ["We have your report"]
    for said in (
        report.reference,
        "What happens next",
        "Patient care affected now?",
        "on its way to the Regional desk",
    ):
        assert said in shown.main


def test_a_new_report_is_on_its_way(client, report):
    assert "It is on its way to the Regional desk." in page(client, report).main
    assert NOT_YET not in page(client, report).main


def test_a_report_that_could_not_be_sent_says_so_with_the_phone(client, report, settings):
    settings.SERVICE_DESK_PHONE = "01632 960500"
    Delivery.objects.filter(purpose="desk").update(number_of_attempts=1)

    assert f"{NOT_YET} phone the Regional desk: 01632 960500" in page(client, report).main


def test_without_the_desks_phone_the_it_desk_is_named(client, report, settings):
    settings.IT_DESK = {"phone": "01632 960555"}
    Delivery.objects.filter(purpose="desk").update(number_of_attempts=1)

    assert f"{NOT_YET} phone your IT service desk: 01632 960555" in page(client, report).main


def test_a_report_that_waits_for_long_says_so(client):
    report = make_report(now=timezone.now() - timezone.timedelta(minutes=10))

    assert NOT_YET in page(client, report).main


URGENT_NOT_YET = NOT_YET.removesuffix("If it cannot wait,") + "Do not wait for an answer:"


def test_urgent_report_that_is_new_goes_before_all_others_and_says_when_to_look_again(client):
    shown = page(client, make_report(is_urgent=True, suspicions=["Too quick."]), "sent/")

    assert "It is on its way to the Regional desk, before all others. Look here again in five minutes." in shown.main


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"SERVICE_DESK_PHONE": "01632 960500"}, "phone the Regional desk: 01632 960500"),
        ({"IT_DESK": {"phone": "01632 960555"}}, "phone your IT service desk: 01632 960555"),
        ({}, "phone your IT service desk. This site was not told its number: see who can help where you work."),
    ],
)
def test_urgent_report_that_has_not_gone_in_five_minutes_says_to_phone_now(client, settings, known, said):
    for name, value in known.items():
        setattr(settings, name, value)
    report = make_report(is_urgent=True, now=timezone.now() - timezone.timedelta(minutes=5))

    assert f"{URGENT_NOT_YET} {said}" in page(client, report).main


def test_urgent_report_of_a_service_with_a_supplier_says_whose_phone_it_is(client, settings):
    settings.REPORT_ROUTES_OUTSIDE = {"isosec": "support@example.org"}
    make_vendor("isosec", name="Isosec", phone="01632 960600")
    report = make_report(is_urgent=True, outside="isosec", now=timezone.now() - timezone.timedelta(minutes=5))

    assert f"{URGENT_NOT_YET} phone Isosec: 01632 960600" in page(client, report).main


def test_report_for_the_digest_says_that_it_goes_with_others(client):
    report = make_report(suspicions=["Too quick."])
    said = "It goes to the Regional desk together with others, within an hour. If it cannot wait,"
    assert said in page(client, report).main

    Report.objects.update(filed_at=timezone.now() - timezone.timedelta(minutes=66))

    assert NOT_YET in page(client, report).main


def test_page_looks_by_itself_until_the_report_was_sent(client, report):
    assert "data-on-its-way" in client.get(report.get_absolute_url()).text

    Delivery.objects.filter(purpose="desk").update(state="SENT", settled_at=timezone.now())

    assert "on-its-way" not in client.get(report.get_absolute_url()).text


def test_a_sent_report_says_when(client, report):
    now = timezone.now()
    Delivery.objects.filter(purpose="desk").update(state="SENT", settled_at=now)

    assert "We sent your report to the Regional desk on" in page(client, report).main


def test_confirmation_that_fails_says_nothing_of_the_report(client, report):
    Delivery.objects.filter(purpose="confirmation").update(state="FAILED", settled_at=timezone.now())

    assert "It is on its way to the Regional desk." in page(client, report).main


def test_without_an_address_of_the_desk_the_truth_is_told(client, settings):
    settings.SERVICE_DESK_EMAIL = ""
    report = make_report()

    assert "Your report is kept here, sent to nobody." in page(client, report).main


def test_panel_of_what_was_sent_to_nobody_says_so_and_whom_to_phone(client, settings):
    settings.SERVICE_DESK_EMAIL = ""
    settings.IT_DESK = {"phone": "01632 960555"}

    shown = page(client, make_report(), "sent/")

    assert shown.texts("h1") == ["Kept on this site"]
    assert "It has been sent to nobody. Phone your IT service desk: 01632 960555" in shown.main
    assert "get a reply" not in shown.main
    (panel,) = [e for e in shown.all("div") if "nhsuk-panel" in e.attributes.get("class", "").split()]
    assert "kb-report__panel--kept" in panel.attributes["class"]


def test_answers_are_shown_and_notes_are_not(client, report):
    Event.objects.create(report=report, kind=Event.Kind.ANSWER, text="Restart <it>.\n\nThen sign in.")
    Event.objects.create(report=report, kind=Event.Kind.NOTE, text="Calls often.")

    shown = page(client, report)

    assert "Restart <it>." in shown.main
    assert "Calls often." not in shown.main


@pytest.mark.parametrize(("state", "said"), [("NEW", "has not begun"), ("IN_PROGRESS", "is working on it")])
def test_state_is_told_only_where_the_desk_works_here(client, report, settings, state, said):
    Report.objects.update(state=state)
    assert said not in page(client, report).main

    settings.REPORT_TRIAGE = True

    assert said in page(client, report).main


# --- Adding --------------------------------------------------------------------------------------------------------


@pytest.fixture
def adds(client, report) -> Person:
    person = Person(client)
    person.address = f"{report.get_absolute_url()}add/"
    person.answer = client.get(person.address)
    return person


def test_page_with_a_form_lets_the_browser_say_where_it_came_from(adds):
    assert adds.answer["Referrer-Policy"] == "strict-origin"


def test_what_is_added_is_kept_and_mailed_to_the_desk(adds, report):
    answer = adds.presses("Send to the desk", to=adds.address, text="It says ERR5022 now.")

    assert (answer.status_code, answer["Location"]) == (303, report.get_absolute_url())
    assert Event.objects.get(kind=Event.Kind.ADDED).text == "It says ERR5022 now."
    (mail,) = Delivery.objects.filter(purpose="addition")
    assert mail.to == "desk@example.org"
    assert "> It says ERR5022 now." in mail.content["text"]
    assert "It says ERR5022 now." not in adds.client.get(report.get_absolute_url()).content.decode()


def test_nothing_added_is_an_error(adds):
    adds.presses("Send to the desk", to=adds.address)

    assert "Enter what you want to add." in adds.page.main
    assert adds.page.title.startswith("Error: ")


@pytest.mark.parametrize(
    ("button", "text"), [("Change it myself", "His PIN 1234"), ("Remove it for me", "His PIN [removed]")]
)
def test_guard_stops_what_is_added_and_brings_it_back(adds, button, text):
    adds.presses("Send to the desk", to=adds.address, text="His PIN 1234")
    assert "your words have not been stored" in adds.page.main

    adds.presses(button, to=adds.address)

    assert text in adds.page.texts("textarea")[0]
    assert not Event.objects.filter(kind=Event.Kind.ADDED).exists()


def test_guard_overruled_is_kept_as_a_flag(adds, report):
    adds.presses("Send to the desk", to=adds.address, text="PIN 1234")

    adds.presses("It is not about a patient, send", to=adds.address)

    report.refresh_from_db()
    assert report.guard_overruled
    assert Event.objects.get(kind=Event.Kind.ADDED).text == "PIN 1234"


def test_suspicious_report_mails_nothing_that_is_added(client):
    report = make_report(suspicions=["Too quick."])

    adding.add_to_report(report=report, text="More", guard_overruled=False, now=timezone.now())

    assert not Delivery.objects.exists()
    assert Event.objects.filter(kind=Event.Kind.ADDED).count() == 1


def test_far_too_many_additions_are_refused_and_the_text_is_kept(adds, report, monkeypatch):
    monkeypatch.setattr(adding, "ADDITIONS_A_DAY", 1)
    adding.add_to_report(report=report, text="Once", guard_overruled=False, now=timezone.now())

    adds.presses("Send to the desk", to=adds.address, text="Twice")

    assert adds.answer.status_code == 429
    assert "Twice" in adds.page.texts("textarea")[0]


def test_emptied_report_takes_nothing_more(client, report):
    Report.objects.update(emptied_at=timezone.now())

    assert client.get(f"{report.get_absolute_url()}add/").status_code == 404
    assert "was erased when its time was over" in page(client, report).main
