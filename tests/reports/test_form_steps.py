"""The steps of sending, each of which keeps everything: errors, the guard, what may help, and the report itself."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from kb.reports import suspicion
from kb.reports.actions import filing
from kb.reports.models import Deflection, HeldFile, Report
from tests.make import make_article, make_report
from tests.reports.person import FORM, TYPED, Person, buttons, fields

pytestmark = pytest.mark.django_db
NHS_NUMBER = "943 476 5919"
ABOUT_A_PATIENT = f"The record of NHS number {NHS_NUMBER} does not open."
REMOVE, EDIT, OVERRULE = "Remove it for me", "Change it myself", "It is not about a patient, send"
NONE_HELPED = "None of these helped, send my report"


@pytest.fixture
def person(client) -> Person:
    person = Person(client)
    person.opens()
    return person


def only() -> Report:
    return Report.objects.get()


def is_kept(person: Person, typed: dict[str, str]) -> bool:
    shown = fields(person.answer)
    return {name: shown[name] for name in typed} == typed


# --- Errors --------------------------------------------------------------------------------------------------------


def test_empty_form_says_what_is_asked_and_stores_nothing(person):
    person.presses()

    assert person.page.title.startswith("Error: Report an issue")
    for said in (
        "Enter what went wrong: paste the message or describe it.",
        "Select who is affected.",
        "Enter your name.",
        "Enter an email address or a phone number, so that the desk can answer you.",
    ):
        assert person.page.main.count(said) == 2  # in the summary, and beside the box
    assert not Report.objects.exists()


def test_links_of_the_error_summary_lead_to_boxes_that_are_there(person):
    person.presses()

    targets = [link[1:] for link in person.page.links if link.startswith("#id_")]
    assert len(targets) == 4
    assert set(targets) <= set(person.page.ids)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "not an address"}, "Enter an email address in the correct format"),
        ({"phone": "ring me"}, "Enter a phone number, like 01632 960 001"),
        ({"text": "x" * 10_001}, "must be 10000 characters or fewer. You have used 10001."),
        ({"name": ""}, "Enter your name."),
        ({"scale": ""}, "Select who is affected."),
        ({"began": "x" * 201}, "You have used 201."),
    ],
)
def test_error_keeps_everything_that_was_typed(person, wrong, said):
    typed = TYPED | wrong

    person.presses(**typed)

    assert said in person.page.main
    assert is_kept(person, {name: value for name, value in typed.items() if value})
    assert not Report.objects.exists()


def test_error_in_the_folded_part_opens_it(person):
    person.presses(**(TYPED | {"began": "x" * 201}))

    (folded,) = [e for e in person.page.all("details") if "Add more detail" in e.text]
    assert "open" in folded.attributes


@pytest.mark.parametrize("way", [{"email": ""}, {"phone": ""}])
def test_one_way_to_reply_is_enough(person, way):
    assert person.sends(**way).status_code == 303


def test_what_came_along_survives_an_error_and_what_was_unticked_does_not(person):
    tried, read = make_article(title="Tried"), make_article(title="Read")
    person.opens(f"?article={tried.number}&read={read.number}&q=no+light")

    person.presses(article=[], text="x")

    assert "article" not in fields(person.answer)
    assert fields(person.answer)["read"] == str(read.number)
    assert fields(person.answer)["searched"] == "no light"


def test_codes_found_in_the_text_stand_below_it(person):
    make_article(codes=("ERR5022",))

    person.presses(text="It says err 5022 and ERR9999.")

    assert "We found in your text:" in person.page.main
    assert "/codes/ERR5022/" in person.page.links
    assert "ERR9999" in person.page.texts("span")


# --- The guard -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("box", ["text", "organisation", "name", "began", "software", "computer"])
def test_guard_stops_at_every_box_of_free_text_and_stores_nothing(person, box):
    person.presses(**(TYPED | {box: ABOUT_A_PATIENT}))

    assert "your words have not been stored" in person.page.main
    assert [" ".join(mark.split()) for mark in person.page.texts("mark")] == [f"[marked: {NHS_NUMBER}, end of mark]"]
    assert set(buttons(person.answer)) >= {REMOVE, EDIT, OVERRULE}
    assert not Report.objects.exists()


def test_guard_reads_the_search_that_travels(person):
    person.opens(f"?q={NHS_NUMBER.replace(' ', '')}")

    person.presses(**TYPED)

    assert "What you searched for" in person.page.main


def test_guard_leaves_phone_and_code_alone(person):
    person.sends(phone=NHS_NUMBER, code="9434765919")

    assert only().phone == NHS_NUMBER


@pytest.mark.parametrize("text", ["My passcode is 123456", "PIN: 4321"])
def test_guard_stops_a_passcode(person, text):
    person.presses(**(TYPED | {"text": text}))

    assert person.page.texts("mark")


def test_edit_brings_everything_back(person):
    typed = TYPED | {"text": ABOUT_A_PATIENT}
    person.presses(**typed)

    person.presses(EDIT)

    assert is_kept(person, typed)
    assert "There is a problem" not in person.page.main


def test_remove_it_for_me_shows_the_text_before_it_is_sent(person):
    person.presses(**(TYPED | {"text": ABOUT_A_PATIENT}))

    person.presses(REMOVE)

    assert fields(person.answer)["text"] == "The record of NHS number [removed] does not open."
    assert "We put [removed]" in person.page.main
    assert not Report.objects.exists()
    person.presses()
    if person.is_offered:
        person.presses(NONE_HELPED)
    assert NHS_NUMBER not in only().text
    assert not only().guard_overruled


def test_not_about_a_patient_sends_and_is_kept_as_a_flag(person):
    person.presses(**(TYPED | {"text": ABOUT_A_PATIENT}))

    person.presses(OVERRULE)

    assert NHS_NUMBER in only().text
    assert only().guard_overruled


def test_guard_stops_once_for_the_same_words_and_again_for_others(person):
    make_article(title="Card is not read")
    person.presses(**(TYPED | {"text": f"Card is not read {NHS_NUMBER}"}))
    person.presses(OVERRULE)
    assert person.is_offered
    person.presses("Change my report")

    person.presses(text=f"Card is not read {NHS_NUMBER}, 401 023 2137")

    assert len(person.page.texts("mark")) == 1
    assert "401 023 2137" in person.page.texts("mark")[0]


def test_nothing_of_the_text_is_in_the_database_before_a_choice(person):
    person.presses(**(TYPED | {"text": f"{ABOUT_A_PATIENT} unmistakable"}))

    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "unmistakable" not in str(cursor.fetchall())


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
    assert only().text == "It says ERR5022 again."


def test_everything_said_is_sent_past_the_suggestions(person):
    article = make_article(title="Card is not read", codes=("ERR5022",), services=("identity-agent",))
    read = make_article(title="Card is not read by some", codes=("ERR5022",))
    make_article(title="Card is not read by others", codes=("ERR5022",))
    person.opens(f"?article={article.number}&code=ERR5022&service=identity-agent&q=light+off&read={read.number}")

    person.presses(**TYPED)
    assert person.is_offered
    person.presses(NONE_HELPED)

    report = only()
    for name, value in TYPED.items():
        assert getattr(report, name) == value
    assert (report.article, report.code.display, report.service.slug) == (article, "ERR5022", "identity-agent")
    assert (report.searched, report.read_articles) == ("light off", [read.number])


def test_code_in_the_text_counts_where_none_was_named(person):
    make_article(codes=("ERR5022",))

    person.sends(text="It says err-5022 today.")

    assert only().code.display == "ERR5022"


def test_urgent_report_is_not_held_up_by_suggestions(person):
    make_article(title="Card is not read", codes=("ERR5022",))

    person.presses(**(TYPED | {"text": "ERR5022", "is_urgent": "yes"}))

    assert person.answer.status_code == 303
    assert only().is_urgent


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

    report = only()
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

    assert set(only().suspicions) == {suspicion.HIDDEN_BOX, suspicion.TOO_QUICK}


def test_report_that_took_its_time_is_not_suspicious(person, monkeypatch):
    later = timezone.now() + timezone.timedelta(minutes=2)
    monkeypatch.setattr(timezone, "now", lambda: later)

    person.sends()

    assert only().suspicions == []


def test_forged_state_begins_anew_and_is_only_marked(client):
    typed = TYPED | {"state": "forged"}

    answer = client.post(FORM, typed)

    assert answer.status_code == 303
    assert only().suspicions == [suspicion.TOO_QUICK]


def test_flood_is_turned_away_with_the_phone_and_the_text_kept(person, settings):
    settings.REPORT_FLOOD = 1
    settings.SERVICE_DESK_PHONE = "01632 960500"
    make_report()

    person.presses(**TYPED)

    assert person.answer.status_code == 429
    assert "01632 960500" in person.page.main
    assert is_kept(person, TYPED)
    assert Report.objects.count() == 1


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
    assert is_kept(person, TYPED)
    assert "The card is not read" not in caplog.text
    monkeypatch.undo()
    person.presses("Try to send it again")
    assert only().text == TYPED["text"]


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
    assert is_kept(strict, TYPED)
    assert "no-store" in strict.answer["Cache-Control"]
    assert not Report.objects.exists()
    assert not HeldFile.objects.exists()
    strict.presses()
    assert only().name == TYPED["name"]


def test_form_without_the_token_is_refused(client):
    assert Client(enforce_csrf_checks=True).post(FORM, TYPED).status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize("text", ["nul \0 here", "line\r\nline", "<b>bold</b>", "😀 𝟘 \u202e right to left"])
def test_any_text_is_stored_as_it_was_typed(person, text):
    person.sends(text=text)

    assert only().text == text.replace("\r\n", "\n").replace("\0", " ")
