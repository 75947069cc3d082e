"""Screenshots on the form: held before anything else, shown, removed, sent, and seen by nobody else."""

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kb.reports import visit
from kb.reports.form.step import FormState
from kb.reports.models import Attachment, HeldFile, Report
from tests.reports.person import TYPED, Person, buttons, only_report, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client) -> Person:
    person = Person(client)
    person.opens()
    return person


def pictures_of(person: Person) -> list[str]:
    return [e.attributes["src"] for e in person.page.all("img") if e.attributes["src"].startswith("/report/")]


def test_screenshots_survive_an_error_and_are_shown(person, client):
    person.presses(screenshots=[picture("one.png"), picture("two.png")])

    assert "There is a problem" in person.page.main
    first, second = pictures_of(person)
    answer = client.get(first)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(second).status_code == 200


def test_screenshots_survive_the_guard_and_the_suggestions_and_are_sent(person):
    person.presses(**(TYPED | {"text": "PIN 1234"}), screenshots=[picture("one.png")])
    person.presses("Remove it for me")
    assert len(pictures_of(person)) == 1
    person.presses(screenshots=[picture("two.png")])
    if person.is_offered:
        person.presses("None of these helped, send my report")

    assert [shot.name for shot in Attachment.objects.order_by("position")] == ["one.png", "two.png"]
    assert not HeldFile.objects.exists()


def test_refused_file_is_named_with_the_reason_and_the_others_are_kept(person):
    wrong = SimpleUploadedFile("note.png", b"<html>no picture", content_type="image/png")

    person.presses(**TYPED, screenshots=[picture("good.png"), wrong])

    assert "note.png: " in person.page.main
    assert len(pictures_of(person)) == 1
    assert not Report.objects.exists()


def test_remove_takes_one_away_and_keeps_what_was_typed(person, client):
    person.presses(text="Half a sentence", screenshots=[picture("one.png"), picture("two.png")])
    gone, stays = pictures_of(person)

    person.presses("Remove one.png")

    assert pictures_of(person) == [stays]
    assert client.get(gone).status_code == 404
    assert "Half a sentence" in person.page.texts("textarea")[0]
    assert "There is a problem" not in person.page.main


def test_more_than_five_are_refused_by_name(person):
    person.presses(**TYPED, screenshots=[picture(f"{number}.png") for number in range(6)])

    assert "5.png: " in person.page.main
    assert len(pictures_of(person)) == 5


def test_screenshot_of_another_form_is_neither_shown_nor_removed_nor_sent(person):
    person.presses(screenshots=[picture("mine.png")])
    mine = HeldFile.objects.get()
    stranger = Person(Client())
    stranger.opens()
    stranger.presses()

    stranger.client.post("/report/", {"state": stranger.carried.signed, "let-go": mine.key})
    assert stranger.client.get(f"/report/screenshot/{stranger.carried.form}/{mine.key}/").status_code == 404
    stranger.sends()

    assert HeldFile.objects.filter(pk=mine.pk).exists()
    assert not Attachment.objects.exists()


def test_screenshot_is_gone_after_its_hour(person, client, monkeypatch):
    person.presses(screenshots=[picture()])
    (address,) = pictures_of(person)
    later = timezone.now() + timezone.timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert client.get(address).status_code == 404


def test_enter_key_sends_and_removes_nothing(person):
    person.presses(screenshots=[picture()])

    (first, *_) = [e.attributes for e in person.page.all("button") if "form" in e.inside and "main" in e.inside]
    assert "name" not in first
    assert "Remove screen.png" in buttons(person.answer)


def test_file_refused_while_another_is_removed_is_told_too(person):
    person.presses(screenshots=[picture("one.png")])

    person.presses("Remove one.png", screenshots=[SimpleUploadedFile("empty.png", b"")])

    assert "empty.png: " in person.page.main


# --- That one is not held any more ----------------------------------------------------------------------------------


def take_away(name: str) -> None:
    """As when others send very many, or after an hour."""
    HeldFile.objects.filter(name=name).delete()


@pytest.mark.parametrize("is_urgent", ["yes", "no"])
def test_screenshot_that_is_gone_is_said_so_once_before_the_report_goes_without_it(person, is_urgent):
    person.opens()
    person.presses(screenshots=[picture("one.png"), picture("two.png")])
    take_away("one.png")

    person.presses(**TYPED, is_urgent=is_urgent)
    assert Report.objects.count() == 0
    assert "“one.png” is not held any more, and would not be sent" in person.page.main
    assert "“two.png” is not held any more" not in person.page.main
    assert person.still_has({"text": TYPED["text"]})

    person.sends(is_urgent=is_urgent)
    assert [file.name for file in only_report().attachments.all()] == ["two.png"]


def test_so_is_one_that_was_pushed_out_by_others(person, monkeypatch):
    monkeypatch.setattr(visit, "MOST_OF_SENDER", 2)
    person.opens()
    person.presses(screenshots=[picture("one.png"), picture("two.png")])
    visit.hold(form="another form of the ward", upload=picture("x.png"), now=timezone.now(), address="127.0.0.1")

    person.presses(**TYPED)

    assert "“one.png” is not held any more" in person.page.main


def test_what_the_person_removed_is_not_missed(person):
    person.opens()
    person.presses(screenshots=[picture("one.png"), picture("two.png")])
    person.presses("Remove one.png")
    person.presses(text="Half a sentence")

    assert "not held any more" not in person.page.main
    assert [name for _, name in person.carried.shown] == ["two.png"]


def test_page_from_before_this_was_known_is_taken(person):
    """An upgrade strikes while forms are open."""
    older = {"form": "x" * 43, "began": timezone.now().timestamp(), "overruled": [], "was_offered": False}

    read = FormState.read(signing.dumps(older, salt="kb.reports.form"), timezone.now())

    assert (read.form, read.shown) == ("x" * 43, ())
