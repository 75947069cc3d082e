"""Past errors and the guard: what may help, and the report itself, whatever fails."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from kb.outbox.models import Delivery, Priority
from kb.reports import filing
from kb.reports.form.step import FormState
from kb.reports.models import Deflection, HeldFile, Report
from kb.reports.suspicion import FLOOD, HIDDEN_BOX, TOO_QUICK
from tests.browse.page import Page
from tests.make import make_article, make_report
from tests.reports.person import FORM, TYPED, Person, fields, only_report

pytestmark = pytest.mark.django_db
NONE_HELPED = "None of these helped, send my report"


@pytest.fixture
def person(client) -> Person:
    person = Person(client)
    person.opens()
    return person


@pytest.mark.parametrize(("who", "is_staff"), [("desk", True), ("editor", True), ("reader", False), ("", False)])
def test_it_is_kept_whether_somebody_who_works_here_sent_it_and_not_who(request, client, signed_in, who, is_staff):
    person = Person(signed_in(request.getfixturevalue(who)) if who else client)
    person.opens()

    person.sends()

    assert only_report().by_staff is is_staff


# --- What may help -------------------------------------------------------------------------------------------------


def test_matching_articles_are_shown_once_with_why_and_the_report_can_always_be_sent(person):
    make_article(title="Card is not read", codes=("ERR5022",))

    person.presses(**(TYPED | {"text": "It says ERR5022."}))
    assert person.is_offered
    assert "Matches code ERR5022" in person.page.main
    assert not Report.objects.exists()
    person.presses("Change my report")
    person.presses(text="It says ERR5022 again.")

    assert person.answer.status_code == 303
    assert only_report().text == "It says ERR5022 again."


def test_without_a_desk_the_offer_does_not_promise_to_send(person, settings):
    settings.SERVICE_DESK_EMAIL = ""
    make_article(title="Card is not read", codes=("ERR5022",))

    person.opens()
    person.presses("Leave report", **(TYPED | {"text": "It says ERR5022."}))

    assert person.page.texts("h1") == ["Before you leave it here: these may fix it now"]
    assert "Your report has not been kept yet." in person.page.main
    assert " sen" not in person.page.main
    person.presses("None of these helped, leave my report")
    assert only_report().text == "It says ERR5022."


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000, "٣", "²", "-1"])
def test_number_that_no_article_can_have_loses_nothing_that_was_typed(person, number):
    person.presses(**(TYPED | {"text": "My own words."}), article=number, read=number, tried=number)

    assert person.answer.status_code in {200, 303}
    assert Report.objects.filter(text="My own words.").exists() or "My own words." in person.page.source


def test_everything_said_is_sent_past_the_suggestions(person):
    article = make_article(title="Card is not read", codes=("ERR5022",), services=("identity-agent",))
    read = make_article(title="Card is not read by some", codes=("ERR5022",))
    make_article(title="Card is not read by others", codes=("ERR5022",))
    came = f"?article={article.number}&code=ERR5022&service=identity-agent&q=light+off&read={read.number}"
    person.opens(came)
    person.presses("Send report", text="", tried=["search", str(article.number)])
    person.presses(**TYPED)
    assert not person.is_offered  # they stood on the form, before anything was typed

    report = only_report()
    assert (report.tried_articles, report.searched) == ([article.number], "light off")
    assert (report.article, report.read_articles) == (article, [read.number])


def test_everything_said_is_sent_past_the_page_of_what_may_help(person):
    make_article(title="Card is not read by others", codes=("ERR5022",), services=("identity-agent",))
    read = make_article(title="Look at it")
    person.opens(f"?service=identity-agent&read={read.number}")

    person.presses(**TYPED, code="ERR5022", tried=str(read.number))
    assert person.is_offered
    person.presses(NONE_HELPED)

    report = only_report()
    for name, value in TYPED.items():
        assert getattr(report, name) == value
    assert (report.code.display, report.service.slug) == ("ERR5022", "identity-agent")
    assert (report.read_articles, report.tried_articles) == ([read.number], [read.number])


def test_code_in_the_text_counts_where_none_was_named(person):
    make_article(codes=("ERR5022",))

    person.sends(text="It says err-5022 today.")

    assert only_report().code.display == "ERR5022"


def test_urgent_report_is_not_held_up_by_suggestions(person):
    make_article(title="Card is not read", codes=("ERR5022",))

    person.presses(**(TYPED | {"text": "ERR5022", "is_urgent": "yes"}))

    assert person.answer.status_code == 303
    assert only_report().is_urgent


def test_opened_suggestion_is_counted_and_read_by_no_get(person, client):
    article = make_article(title="Card is not read", codes=("ERR5022",))
    address = f"/report/suggestion/{article.number}/"

    assert client.get(address).status_code == 405
    answer = client.post(address)

    assert (answer.status_code, answer["Location"]) == (303, article.get_absolute_url())
    assert Deflection.objects.count() == 1
    cookie = client.cookies["visitor"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (12 * 60 * 60, True, "Lax")
    person.sends()
    assert Deflection.objects.get().was_reported


def test_suggestion_that_is_not_there_is_not_found(client):
    assert client.post("/report/suggestion/999/").status_code == 404
    assert "visitor" not in client.cookies


# --- Stored --------------------------------------------------------------------------------------------------------


def test_stored_report_leads_to_its_reference(person, client):
    answer = person.sends()

    report = only_report()
    assert answer["Location"] == f"/report/{report.reference}/{report.secret}/sent/"
    assert report.reference in client.get(answer["Location"]).content.decode()
    assert client.cookies["visitor"]["httponly"]


def test_visitor_cookie_is_secure_on_https(person, client, settings):
    settings.SITE_IS_SECURE = True

    person.sends()

    assert client.cookies["visitor"]["secure"]


def test_second_report_of_a_visitor_has_the_same_visitor(person, client):
    person.sends()
    first = client.cookies["visitor"].value
    person.opens()
    person.sends()

    assert client.cookies["visitor"].value == first


def test_trap_and_haste_mark_a_report_and_never_refuse_it(person):
    person.sends(website="https://spam.example.org/")

    assert set(only_report().suspicions) == {HIDDEN_BOX, TOO_QUICK}


def test_report_that_took_its_time_is_not_suspicious(person, monkeypatch):
    later = timezone.now() + timezone.timedelta(minutes=2)
    monkeypatch.setattr(timezone, "now", lambda: later)

    person.sends()

    assert only_report().suspicions == []


def test_forged_state_begins_anew_and_is_only_marked(client):
    typed = TYPED | {"state": "forged"}

    answer = client.post(FORM, typed)

    assert answer.status_code == 303
    assert only_report().suspicions == [TOO_QUICK]


def test_in_a_flood_a_report_is_stored_for_the_digest_and_nobody_is_turned_away(person, settings):
    settings.REPORT_FLOOD = 1
    settings.SERVICE_DESK_PHONE = "01632 960500"
    make_report()

    answer = person.sends()

    report = Report.objects.get(name="Rosa Field")
    assert answer["Location"] == f"{report.get_absolute_url()}sent/"
    assert FLOOD in report.suspicions
    assert not Delivery.objects.of(room="reports", key=report.reference).exists()
    shown = Page.of(person.client.get(answer["Location"])).main
    assert "It goes to the Harbour desk together with others, within an hour." in shown
    assert "If it cannot wait, phone the Harbour desk: 01632 960500" in shown


def test_in_a_flood_an_urgent_report_is_a_mail_of_its_own_at_once(person, settings):
    settings.REPORT_FLOOD = 1
    make_report()

    person.presses(**TYPED, is_urgent="yes")

    assert person.answer.status_code == 303
    report = Report.objects.get(is_urgent=True)
    (posted,) = Delivery.objects.of(room="reports", key=report.reference)
    assert (posted.purpose, posted.to, posted.priority) == ("desk", "desk@example.org", Priority.URGENT)
    assert posted.content["subject"].startswith("URGENT Report")
    assert FLOOD in posted.content["text"]


def test_database_that_fails_is_told_honestly_and_nothing_typed_is_lost(person, monkeypatch, settings, caplog):
    def fails(**_: object) -> None:
        raise OperationalError("disk full, while storing The card is not read.")

    monkeypatch.setattr(filing, "file_report", fails)
    settings.PORTAL_URL, settings.SERVICE_DESK_PHONE = "https://portal.example.org/", "01632 960500"

    person.sends()

    assert person.answer.status_code == 503
    assert person.page.texts("h1") == ["We could not store your report"]
    assert "was not stored and not sent" in person.page.main
    assert "01632 960500" in person.page.main
    assert "https://portal.example.org/" in person.page.links
    assert person.still_has(TYPED)
    assert "The card is not read" not in caplog.text
    monkeypatch.undo()
    person.presses("Try to send it again")
    assert only_report().text == TYPED["text"]


def test_page_of_a_failing_database_asks_the_database_nothing(person, monkeypatch):
    sent = fields(person.answer) | TYPED

    def fails(*_: object, **__: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", fails)
    answer = person.client.post(FORM, sent)
    monkeypatch.undo()

    assert answer.status_code == 503
    assert TYPED["name"] in answer.content.decode()


def test_token_that_is_too_old_shows_everything_again(person):
    strict = Person(Client(enforce_csrf_checks=True))
    strict.opens()
    sent = TYPED | {"state": fields(strict.answer)["state"], "csrfmiddlewaretoken": "x" * 64}

    strict.answer = strict.client.post(FORM, sent)

    assert strict.answer.status_code == 403
    assert "Nothing was sent" in strict.page.main
    assert strict.still_has(TYPED)
    assert "no-store" in strict.answer["Cache-Control"]
    assert not Report.objects.exists()
    assert not HeldFile.objects.exists()
    strict.presses()
    assert only_report().name == TYPED["name"]


def test_form_without_the_token_is_refused(client):
    assert Client(enforce_csrf_checks=True).post(FORM, TYPED).status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize("text", ["nul \0 here", "line\r\nline", "<b>bold</b>", "😀 𝟘 \u202e right to left"])
def test_any_text_is_stored_as_it_was_typed(person, text):
    person.sends(text=text)

    assert only_report().text == text.replace("\r\n", "\n").replace("\0", " ")


@pytest.mark.either
def test_whole_trust_behind_one_address_is_taken_in_and_posted():
    for number in range(300):
        person = Client(REMOTE_ADDR="192.0.2.1")
        opened = FormState.fresh(timezone.now() - timezone.timedelta(minutes=1))
        sent = TYPED | {"state": opened.signed, "is_urgent": "yes", "name": f"Person {number}"}
        assert person.post(FORM, sent).status_code == 303

    assert Report.objects.filter(suspicions=[]).count() == 300
    assert Delivery.objects.filter(purpose="desk", to="desk@example.org").count() == 300
