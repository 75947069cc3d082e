"""Internal notes: written by the desk, read by the desk, and by nobody else anywhere."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

from kb.accounts.actions import add_person
from kb.accounts.guards import guard_of
from kb.accounts.models import AuditEntry
from kb.accounts.roles import May, Role, abilities_of
from kb.catalogue.actions import Publication, put_live, withdraw
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.helpdesk.models import Note
from kb.helpdesk.notes.actions import NoteChangedMeanwhile, add_note, change_note, remove_note
from tests.make import make_article
from tests.test_house import routes

pytestmark = pytest.mark.either

SECRET = "zebrafish"


@pytest.fixture
def article(db) -> Article:
    return make_article(title="Card is not read", slug="card-not-read", codes=("ERR5022",))


def step_of(article: Article) -> str:
    return article.steps.get().name


def test_a_note_stands_with_its_answer_marked_in_words(signed_in, desk, article):
    add_note(article=article, step="", text="Queue **SMART**.", by=desk)
    add_note(article=article, step=step_of(article), text="Not on build 24H2.", by=desk)

    text = signed_in(desk).get("/desk/?q=ERR5022").content.decode()

    assert text.count('internal__heading">Internal: do not read out or send<') == 2
    assert "Queue <strong>SMART</strong>." in text
    assert text.index("Not on build 24H2.") < text.index('name="done"')
    assert "24H2" not in re.search(r"<textarea.*?</textarea>", text, re.DOTALL)[0]


def test_notes_are_written_changed_and_removed_on_pages(signed_in, desk, article):
    browser = signed_in(desk)

    assert "Write the note." in browser.post("/desk/notes/KB0001/", {"text": ""}).content.decode()
    assert browser.post("/desk/notes/KB0001/", {"text": "Queue SMART."})["Location"] == "/desk/?q=KB0001"
    note = Note.objects.get()
    browser.post(f"/desk/note/{note.pk}/", {"text": "Queue CARD.", "seen": "1"})
    assert Note.objects.get().text == "Queue CARD."
    assert browser.post(f"/desk/note/{note.pk}/", {"text": "Lost?", "seen": "1"}).status_code == 409
    browser.post(f"/desk/note/{note.pk}/remove/", {"seen": "2"})

    assert not Note.objects.exists()
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk") if "note" in entry.verb] == [
        "added an internal note",
        "changed an internal note",
        "removed an internal note",
    ]
    assert not AuditEntry.objects.filter(detail__icontains="queue").exists()


def test_patient_details_are_refused_once(signed_in, desk, article):
    browser, text = signed_in(desk), "Seen with NHS number 943 476 5919"

    first = browser.post("/desk/notes/KB0001/", {"text": text})
    assert first.status_code == 422
    assert "tick the box below" in first.content.decode()
    assert browser.post("/desk/notes/KB0001/", {"text": text, "sure": "on"}).status_code == 303


def test_a_note_on_what_was_changed_meanwhile_is_refused(desk, article):
    note = add_note(article=article, step="", text="One.", by=desk)
    change_note(note=note, step="", text="Two.", seen=1, by=desk)

    with pytest.raises(NoteChangedMeanwhile):
        change_note(note=note, step="", text="Three.", seen=1, by=desk)
    with pytest.raises(NoteChangedMeanwhile):
        remove_note(note=note, seen=1, by=desk)


def test_a_note_goes_along_with_a_merge_and_outlives_its_step(signed_in, desk, article):
    other = make_article(title="The other")
    add_note(article=other, step=step_of(other), text="Kept note.", by=desk)
    withdraw(article=other, by=None, why="Merged.", replacement=article)

    assert "Kept note." in signed_in(desk).get("/desk/?q=KB0001").content.decode()


# --- Leaks ------------------------------------------------------------------------------------------------------------

FILLED = {"int": "1", "slug": "card-not-read", "str": "KB0001", "path": "ERR5022/"}
ADDRESSES = sorted(
    {"/" + re.sub(r"<(?:(\w+):)?\w+>", lambda gap: FILLED[gap[1] or "str"], path) for path, _ in routes(get_resolver())}
)
ASKED = (
    f"/search/?q={SECRET}",
    f"/search/?q={SECRET}&all=1",
    f"/search/suggest/?q={SECRET}",
    "/articles/card-not-read/?for=it",
    "/articles/card-not-read/versions/1/",
    f"/edit/articles/?q={SECRET}",
    "/codes/ERR5022/?for=ra",
)


def noted(desk) -> None:
    article = make_article(title="Card is not read", slug="card-not-read", codes=("ERR5022",))
    add_note(article=article, step="", text=f"Whole {SECRET}.", by=desk)
    add_note(article=article, step=step_of(article), text=f"Step {SECRET}.", by=desk)
    article = Article.objects.with_parts().get(pk=article.pk)
    put_live(document_of(article), Publication(by=None, article=article))


def bodies(browser: Client) -> dict[str, str]:
    answers = {address: browser.get(address) for address in (*ADDRESSES, *ASKED)}
    return {
        address: b"".join(answer.streaming_content).decode(errors="replace")
        if answer.streaming
        else answer.content.decode(errors="replace")
        for address, answer in answers.items()
    }


@pytest.mark.parametrize("role", [None, Role.READER, Role.EDITOR, Role.REVIEWER])
def test_notes_are_in_no_response_to_anybody_else(signed_in, desk, role):
    noted(desk)
    browser = Client()
    if role:
        person = add_person(username="one", name="One", role=role, password="violet ferry 27 anchors")
        assert May.USE_DESK not in abilities_of(person)
        browser = signed_in(person)

    shown = bodies(browser)
    said = {address for address, body in shown.items() if f"Whole {SECRET}" in body or f"Step {SECRET}" in body}

    assert len(shown) > 100
    assert said == set()
    # What nobody asked for is not echoed either.
    assert {address for address, body in shown.items() if SECRET in body and SECRET not in address} == set()


def test_notes_are_shown_to_the_desk_on_its_own_pages_only(signed_in, desk):
    noted(desk)
    shown = bodies(signed_in(desk))

    with_notes = {address for address, body in shown.items() if f"Whole {SECRET}" in body}
    assert with_notes == {"/desk/note/1/", "/desk/notes/KB0001/"}
    assert all(
        guard_of(entry.callback) == f"needs {May.USE_DESK}"
        for path, entry in routes(get_resolver())
        if path.startswith("desk/note")
    )


def test_notes_are_in_no_export(desk, tmp_path):
    noted(desk)

    call_command("export_kb", str(tmp_path))

    files = [path for path in Path(tmp_path).rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if SECRET in path.read_text(errors="replace")] == []
