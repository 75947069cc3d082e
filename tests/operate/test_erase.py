"""Erasing by command, and what is left of it in the database's own files."""

import io
import sqlite3
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from kb.catalogue.actions import Publication, put_live
from kb.catalogue.models import Article, Erasure, Version
from kb.catalogue.reading import document_of
from kb.lib import places
from tests.make import make_article, make_document, make_draft

SECRET = "Zebrafish Quartz"
WHY = "A patient was named"


@pytest.fixture(autouse=True)
def erasures(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.ERASURES_FILE


@pytest.fixture
def erase(monkeypatch):
    def run(words: str, *options: str) -> str:
        out = io.StringIO()
        monkeypatch.setattr("sys.stdin", io.StringIO(words))
        call_command("erase", *options, stdout=out)
        return out.getvalue()

    return run


def test_without_yes_it_says_where_the_words_stand_and_changes_nothing(db, erase, capsys):
    make_article(title=f"{SECRET} card")

    with pytest.raises(CommandError, match="Nothing was erased"):
        erase(SECRET)

    assert Article.objects.get().title == f"{SECRET} card"


def test_where_the_words_stand_is_said_without_them(db, monkeypatch):
    make_article(title=f"{SECRET} card")
    monkeypatch.setattr("sys.stdin", io.StringIO(SECRET))
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("erase", stdout=out)

    assert "A published version of an article: version 1 of KB0001 [removed] card; Title." in out.getvalue()
    assert "Zebrafish" not in out.getvalue()


def test_with_yes_and_a_reason_they_go(db, erase):
    make_article(title=f"{SECRET} card")

    said = erase(f"{SECRET}\n", "--yes", "--reason", WHY)

    assert said.startswith("Erased, in ")
    assert "Zebrafish" not in said
    assert Article.objects.get().title == "[removed] card"


def test_several_are_read_from_lines_and_go_in_one_act(db, erase):
    make_article(title="Zebrafish card", background="Quartz")

    erase("Zebrafish\nQuartz\n", "--several", "--yes", "--reason", WHY)

    article = Article.objects.get()
    assert (article.title, article.background) == ("[removed] card", "[removed]")
    assert Erasure.objects.count() == 1


def test_common_words_need_one_more_word_on_the_command_line(db, erase):
    for number in range(6):
        make_article(slug=f"card-{number}", title=f"{SECRET} {number}")

    with pytest.raises(CommandError, match="say that you mean all of them"):
        erase(SECRET, "--yes", "--reason", WHY)

    assert erase(SECRET, "--yes", "--many", "--reason", WHY).startswith("Erased, in ")


def test_command_says_what_was_saved_again(db, erase, editor, monkeypatch):
    make_article(title=SECRET)
    find = places.find

    def and_save(needle):
        found = find(needle)
        make_draft(by=editor, title=f"{SECRET} again")
        return found

    monkeypatch.setattr(places, "find", and_save)

    with pytest.raises(CommandError, match="Somebody saved them again"):
        erase(SECRET, "--yes", "--reason", WHY)


def test_command_after_a_restore_says_what_was_saved_again(db, erase, editor, monkeypatch):
    make_article(title=SECRET)
    erase(SECRET, "--yes", "--reason", WHY)
    find = places.find

    def and_save(needle):
        found = find(needle)
        make_draft(by=editor, title=f"{SECRET} again")
        return found

    monkeypatch.setattr(places, "find", and_save)

    with pytest.raises(CommandError, match="run this once more"):
        call_command("apply_erasures", stdout=io.StringIO())


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        ("", (), "Enter at least 4"),
        (SECRET, ("--yes", "--reason", WHY), "stand nowhere"),
        ("", ("--image", "/images/x.png"), "There is no such image"),
    ],
)
def test_what_cannot_be_erased_says_why(db, erase, words, options, said):
    with pytest.raises(CommandError, match=said):
        erase(words, *options)


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, "cannot be read"), ("{}\n", "Line 1 of"), ("\nno json\n", "Line 2 of"), ("[1]\n", "Line 1 of")],
)
def test_file_that_is_none_says_what_is_wrong(db, erasures, text, said):
    if text is not None:
        erasures.write_text(text)

    with pytest.raises(CommandError, match=said):
        call_command("apply_erasures")


def test_words_of_another_key_are_said_to_be_out_of_reach(db, erase, erasures, settings):
    make_article(title=SECRET)
    erase(SECRET, "--yes", "--reason", WHY)
    settings.SECRET_KEY = "another key, as after a loss of its file"

    with pytest.raises(CommandError, match="under another SECRET_KEY"):
        call_command("apply_erasures")


# --- The database's own files --------------------------------------------------------------------------------------


def in_the_files() -> list[str]:
    """Those with the words in any byte of them."""
    word = b"Zebrafish"
    if connection.vendor == "sqlite":
        path = str(connection.settings_dict["NAME"])
        files = (Path(path), Path(f"{path}-wal"))
        return [file.name for file in files if file.exists() and word.lower() in file.read_bytes().lower()]
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 't', 'i') ORDER BY relname"
        )
        files = [(name, path) for name, path in cursor.fetchall() if path]
        assert len(files) > 100
        return [name for name, path in files if _file_holds(cursor, path, word)]


def _file_holds(cursor, path: str, word: bytes) -> bool:
    cursor.execute("SELECT pg_read_binary_file(%s, 0, 200000000, true)", [path])
    (data,) = cursor.fetchone()
    return data is not None and word.lower() in bytes(data).lower()


def test_words_stand_in_no_byte_of_the_databases_files(transactional_db, erase):
    article = make_article(title=SECRET, background=f"{SECRET} {'and a long text ' * 200}{SECRET}")
    for number in range(5):
        document = document_of(Article.objects.with_parts().get(pk=article.pk))
        put_live(make_document(slug=document.slug, title=f"{SECRET} {number}"), Publication(by=None, article=article))
    assert in_the_files()

    erase(SECRET, "--yes", "--reason", WHY)
    if connection.vendor == "postgresql":
        # Whoever works elsewhere on the server at this moment may still look at old rows.
        call_command("erase", "--compact", stdout=io.StringIO())
    else:
        assert Erasure.objects.get().is_compact

    assert in_the_files() == []


def test_what_could_not_be_done_at_once_is_done_by_command_and_said_no_more(transactional_db, erase, monkeypatch):
    make_article(title=SECRET)
    monkeypatch.setattr("kb.lib.compaction.MOST_BYTES", 0)

    said = erase(SECRET, "--yes", "--reason", WHY)

    assert "erase --compact" in said
    assert not Erasure.objects.get().is_compact
    call_command("erase", "--compact", stdout=io.StringIO())
    assert Erasure.objects.get().is_compact


def test_restored_copy_of_the_database_loses_them_too(transactional_db, erase, erasures, tmp_path):
    if connection.vendor == "sqlite":
        make_article(title=SECRET)
        copy = tmp_path / "copy.sqlite3"
        with sqlite3.connect(connection.settings_dict["NAME"]) as plain:
            plain.execute("VACUUM INTO ?", [str(copy)])
        plain.close()
        erase(SECRET, "--yes", "--reason", WHY)
        _put_back(copy)
    else:
        make_article(title=SECRET)
        with transaction.atomic():
            erase(SECRET, "--yes", "--reason", WHY)
            transaction.set_rollback(True)
    assert Article.objects.get().title == SECRET
    assert not Erasure.objects.exists()

    call_command("apply_erasures", stdout=io.StringIO())

    assert Article.objects.get().title == "[removed]"
    assert Version.objects.get().document["title"] == "[removed]"
    assert Erasure.objects.count() == 1
    assert in_the_files() == []


def _put_back(copy: Path) -> None:
    """As docs/operators.md says it."""
    connection.close()
    path = Path(connection.settings_dict["NAME"])
    for old in (f"{path}-wal", f"{path}-shm"):
        Path(old).unlink(missing_ok=True)
    path.write_bytes(copy.read_bytes())
