"""Django's storage, kept in the database."""

import hashlib
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.db.migrations.writer import MigrationWriter
from django.utils import timezone

from kb.media import storage as media_storage
from kb.media.models import Blob
from kb.media.storage import DatabaseStorage

pytestmark = pytest.mark.django_db
ANY_BYTES = bytes(range(256)) * 300


@pytest.fixture
def storage():
    return DatabaseStorage()


def test_database_is_the_default_storage():
    assert default_storage.deconstruct()[0] == "kb.media.storage.DatabaseStorage"


def test_saved_file_comes_back_whole(storage):
    name = storage.save("images/card.png", ContentFile(ANY_BYTES))

    assert name == "images/card.png"
    with storage.open(name) as stored:
        assert stored.read() == ANY_BYTES
        assert stored.name == name
        assert stored.size == len(ANY_BYTES)


def test_blob_says_what_it_holds(storage):
    began = timezone.now()

    storage.save("card.png", ContentFile(ANY_BYTES))

    blob = Blob.objects.get()
    assert blob.size == len(ANY_BYTES)
    assert blob.sha256 == hashlib.sha256(ANY_BYTES).hexdigest()
    assert blob.content_type == "image/png"
    assert began <= blob.created_at <= began + timedelta(minutes=1)


@pytest.mark.parametrize(("name", "kind"), [("a.webp", "image/webp"), ("a.tar.gz", None), ("a", None), ("a.zzz", None)])
def test_type_is_read_from_the_name_not_from_the_browser(storage, name, kind):
    storage.save(name, SimpleUploadedFile(name, b"x", content_type="text/html"))

    assert Blob.objects.get().content_type == (kind or "application/octet-stream")


def test_text_is_kept_as_utf_8(storage):
    storage.save("note.txt", ContentFile("£5"))

    assert storage.open("note.txt").read() == "£5".encode()


def test_empty_file_is_kept(storage):
    storage.save("empty.txt", ContentFile(b""))

    assert storage.open("empty.txt").read() == b""
    assert storage.size("empty.txt") == 0


def test_taken_name_gives_another_name_and_keeps_the_first_file(storage):
    first = storage.save("card.png", ContentFile(b"first"))
    second = storage.save("card.png", ContentFile(b"second"))

    assert first != second
    assert second.endswith(".png")
    assert storage.open(first).read() == b"first"
    assert storage.open(second).read() == b"second"


def test_name_taken_by_another_process_in_between_gives_another_name(storage):
    storage.save("card.png", ContentFile(b"first"))

    name = storage._save("card.png", ContentFile(b"second"))

    assert name != "card.png"
    assert storage.open(name).read() == b"second"


def test_any_other_refusal_of_the_database_is_passed_on(storage):
    with patch.object(Blob.objects, "create", side_effect=IntegrityError), pytest.raises(IntegrityError):
        storage.save("card.png", ContentFile(b"x"))


def test_long_name_is_cut_to_what_the_table_holds(storage):
    name = storage.save("a" * 300 + ".png", ContentFile(b"x"))

    assert len(name) <= 255
    assert name.endswith(".png")
    assert storage.exists(name)


@pytest.mark.parametrize("name", ["../escape.png", "/absolute.png", "a/../../b.png", "nul\0.png", "", "."])
def test_name_that_is_no_name_is_refused(storage, name):
    with pytest.raises(SuspiciousFileOperation):
        storage.save(name, ContentFile(b"x"))

    assert not Blob.objects.exists()


def test_file_larger_than_the_limit_is_refused(storage, monkeypatch):
    monkeypatch.setattr(media_storage, "MOST_BYTES", 10)

    storage.save("fits.bin", ContentFile(b"x" * 10))
    with pytest.raises(SuspiciousFileOperation, match="larger than 10 bytes"):
        storage.save("large.bin", ContentFile(b"x" * 11))

    assert not storage.exists("large.bin")


def test_deleted_file_is_gone_and_deleting_again_is_no_error(storage):
    name = storage.save("card.png", ContentFile(b"x"))

    storage.delete(name)
    storage.delete(name)

    assert not storage.exists(name)
    with pytest.raises(ValueError, match="which file"):
        storage.delete("")


@pytest.mark.parametrize("question", ["open", "size", "get_created_time", "get_modified_time"])
def test_missing_file_is_named(storage, question):
    with pytest.raises(FileNotFoundError, match=r"missing\.png"):
        getattr(storage, question)("missing.png")


def test_times_are_those_of_the_upload(storage):
    name = storage.save("card.png", ContentFile(b"x"))

    assert storage.get_created_time(name) == Blob.objects.get().created_at
    assert storage.get_modified_time(name) == storage.get_created_time(name)


@pytest.mark.parametrize("mode", ["wb", "r+b", "a", "r"])
def test_stored_file_is_only_read(storage, mode):
    name = storage.save("card.png", ContentFile(b"x"))

    with pytest.raises(ValueError, match="save a new one"):
        storage.open(name, mode)


def test_stored_file_has_no_public_address(storage):
    with pytest.raises(NotImplementedError, match="no public address"):
        storage.url("card.png")


def test_looking_at_a_file_does_not_fetch_its_content(storage, django_assert_num_queries):
    name = storage.save("card.png", ContentFile(ANY_BYTES))

    with django_assert_num_queries(2) as queries:
        storage.exists(name)
        storage.size(name)

    assert not any('"content"' in query["sql"] for query in queries)


def test_storage_can_be_named_in_a_migration(storage):
    assert MigrationWriter.serialize(storage)[0] == "kb.media.storage.DatabaseStorage()"
