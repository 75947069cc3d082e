"""Data-subject requests, on the page and on the command line."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from kb.accounts import audit
from kb.accounts.models import AuditEntry
from kb.editing.drafts import actions as drafting
from kb.editing.drafts.reading import EMPTY
from kb.editing.models import Comment
from kb.lib.holders import Person
from kb.outbox.models import Delivery
from kb.reports.models import Report
from kb.reports.privacy import actions as data_requests
from kb.reports.privacy import people
from kb.reports.privacy.people import find
from kb.reports.triage import actions as triage
from tests.reports.rows import make_attachment, make_delivery, make_report

PEOPLE = reverse("reports:people")


@pytest.fixture
def clerk(administrator, signed_in):
    return signed_in(administrator)


def told(**whom) -> list[str]:
    return [report.reference for report in find(Person(**whom)).told]


def mentioned(**whom) -> list[str]:
    return [report.reference for report in find(Person(**whom)).mentioned]


def run(*words: str) -> str:
    out = StringIO()
    call_command("report_data", *words, stdout=out)
    return out.getvalue()


def in_audit() -> str:
    return repr(list(AuditEntry.objects.values()))


# --- Finding -------------------------------------------------------------------------------------------------------


def test_person_is_found_by_email_in_any_case_of_letters(db):
    report = make_report(email="Robin.Teal@example.org")
    make_report(email="robin@example.org")

    assert told(email="robin.teal@EXAMPLE.org") == [report.reference]


@pytest.mark.parametrize("name", ["zoë ward", "WARD ZOË", "Zoë"])
def test_person_is_found_by_words_of_the_name_in_any_order(db, name):
    report = make_report(name="Zoë Ward")
    make_report(name="Zoëlle Warden")

    assert told(name=name) == [report.reference]


def test_nobody_is_found_by_nothing(db):
    make_report()

    assert (told(), mentioned()) == ([], [])


def test_reports_of_others_that_name_the_person_are_found_apart(desk):
    in_words = make_report(text="My colleague ROBIN  teal cannot sign in.")
    in_history = make_report()
    triage.add_note(report=in_history, text="Ask robin@example.org.", seen=0, by=desk)
    whom = {"name": "Robin Teal", "email": "robin@example.org"}

    assert told(**whom) == []
    assert set(mentioned(**whom)) == {in_words.reference, in_history.reference}


def test_emptied_report_is_nobodys(db):
    report = make_report(email="robin@example.org", state="CLOSED")
    Report.objects.update(emptied_at=report.closed_at)

    assert told(email="robin@example.org") == []


# --- Elsewhere on the site -----------------------------------------------------------------------------------------


def elsewhere(**whom) -> dict[str, list[str]]:
    return {held.what: held.names for held in people.elsewhere(Person(**whom))}


def test_other_rooms_say_what_they_hold_of_a_person(editor, reviewer):
    draft = drafting.begin(by=editor, document=replace(EMPTY, title="Card", summary="Ask ZOË  Ward."))
    Comment.objects.create(draft=draft, revision=draft.revisions.get(), by=reviewer, field="summary", text="Zoë Ward?")
    delivery = make_delivery(make_report(), to="zoë@example.org")

    found = elsewhere(name="zoë ward", email="ZOË@example.org")

    assert found["A saved state of a draft"] == [f"{draft.pk} Card"]
    assert found["A comment on a draft"] == [f"{draft.pk} Card"]
    assert found["A mail"] == [str(delivery)]
    assert not any(what.startswith("A report") for what in found)


def test_people_with_an_account_are_found_with_what_they_did(administrator):
    with transaction.atomic():
        entry = audit.record(by=administrator, verb="did", subject="a thing", detail={"who": ["Ann O'Nymous"]})

    assert elsewhere(name=administrator.name)["An account"] == [administrator.name]
    assert elsewhere(name="ann o'nymous")["What somebody did"] == [str(entry)]


def test_name_without_english_letters_is_found(editor):
    drafting.begin(by=editor, document=replace(EMPTY, title="Ask Ωή"))

    assert elsewhere(name="ωΉ")["A draft"]


def test_nothing_is_held_elsewhere_of_nobody(editor):
    assert elsewhere() == {}
    assert elsewhere(name="Nobody Atall") == {}


def test_page_and_command_name_what_is_held_elsewhere(clerk, administrator):
    page = clerk.post(PEOPLE, {"name": administrator.name}).content.decode()

    assert "An account (1)" in page
    assert f"An account: {administrator.name}\n" in run("find", "--name", administrator.name)
    assert "Nothing was found in accounts" in clerk.post(PEOPLE, {"name": "Nobody Atall"}).content.decode()


# --- On the page ---------------------------------------------------------------------------------------------------


def test_page_finds_and_records_that_it_was_looked_and_not_for_whom(clerk, administrator):
    report = make_report(email="robin@example.org")

    text = clerk.post(PEOPLE, {"email": "robin@example.org"}).content.decode()

    entry = AuditEntry.objects.newest_first().first()
    assert report.reference in text
    assert (entry.actor, entry.detail) == (administrator, {"told": 1, "mentioned": 0})
    assert "robin@" not in in_audit()


@pytest.mark.parametrize("kept", ["robin@exämple.org", "robin@xn--exmple-cua.org"])
def test_person_with_a_domain_in_other_letters_is_found_however_it_is_kept(clerk, kept):
    told, named = make_report(email=kept), make_report(text="Ask robin@exämple.org.")

    text = clerk.post(PEOPLE, {"email": "robin@exämple.org"}).content.decode()

    assert told.reference in text
    assert named.reference in text


def test_page_asks_for_an_email_or_a_name(clerk):
    response = clerk.post(PEOPLE, {})

    assert response.status_code == 422
    assert "Enter an email address, a name, or both." in response.content.decode()


def test_export_is_a_file_with_all_that_is_held(clerk):
    report = make_report(email="robin@example.org", name="Robin Teal", text="My own words.", computer="WARD-7")
    make_report(email="other@example.org")

    response = clerk.post(reverse("reports:people-export"), {"email": "robin@example.org"})

    (held,) = json.loads(response.content)
    assert (held["reference"], held["name"], held["what_happened"], held["computer"]) == (
        report.reference,
        "Robin Teal",
        "My own words.",
        "WARD-7",
    )
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    assert AuditEntry.objects.newest_first().first().detail == {"reports": [report.reference]}


def test_delete_empties_what_was_chosen_and_drops_mail_that_waits(clerk):
    chosen, left = make_report(email="robin@example.org"), make_report(email="robin@example.org")
    shown, delivery = make_attachment(chosen), make_delivery(chosen)

    clerk.post(reverse("reports:people-delete"), {"email": "robin@example.org", "reference": [chosen.reference]})

    chosen.refresh_from_db()
    left.refresh_from_db()
    delivery.refresh_from_db()
    assert (chosen.text, chosen.email, left.email) == ("", "", "robin@example.org")
    assert delivery.state == Delivery.State.DROPPED
    assert not default_storage.exists(shown.stored)
    assert "robin@" not in in_audit()


def test_report_of_somebody_else_cannot_be_deleted_by_its_reference(clerk):
    make_report(email="robin@example.org")
    other = make_report(email="other@example.org")

    clerk.post(reverse("reports:people-delete"), {"email": "robin@example.org", "reference": [other.reference]})

    other.refresh_from_db()
    assert other.emptied_at is None


def test_if_it_cannot_be_recorded_nothing_is_deleted(administrator, monkeypatch):
    report = make_report(email="robin@example.org")
    shown = make_attachment(report)

    def fail(**facts):
        raise IntegrityError

    monkeypatch.setattr("kb.accounts.audit.record", fail)
    with pytest.raises(IntegrityError):
        data_requests.delete(person=Person(email="robin@example.org"), by=administrator)

    report.refresh_from_db()
    assert report.email == "robin@example.org"
    assert default_storage.exists(shown.stored)


def test_nothing_chosen_is_said(clerk):
    make_report(email="robin@example.org")

    response = clerk.post(reverse("reports:people-delete"), {"email": "robin@example.org"})

    assert response.status_code == 422
    assert "Choose at least one report to delete." in response.content.decode()


# --- On the command line -------------------------------------------------------------------------------------------


def test_command_finds(db):
    report = make_report(email="robin@example.org")

    assert run("find", "--email", "ROBIN@example.org").startswith(report.reference)
    assert run("find", "--name", "Nobody Atall") == "Nothing is held about this person.\n"


def test_command_exports(db):
    report = make_report(name="Robin Teal")

    assert json.loads(run("export", "--name", "robin teal"))[0]["reference"] == report.reference


def test_command_deletes_only_when_told_to(db):
    report = make_report(name="Robin Teal")

    with pytest.raises(CommandError, match="1 reports would be emptied"):
        run("delete", "--name", "robin teal")
    report.refresh_from_db()
    assert report.emptied_at is None

    assert run("delete", "--name", "robin teal", "--yes") == f"Emptied: {report.reference}.\n"
    report.refresh_from_db()
    assert report.name == ""
    assert "Robin" not in in_audit()


def test_command_asks_for_whom(db):
    with pytest.raises(CommandError, match="give --email, --name or both"):
        run("find")
