"""The health address: what it answers when all is well, and which part it names when not."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from kb.accounts.guards import OPEN_TO_ALL, guard_of
from kb.operate.views import healthz


@pytest.mark.django_db
def test_well_site_says_ok_and_is_not_cached(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_missing_migration_is_named_as_a_part_only(client):
    MigrationRecorder(connection).record_unapplied("insight", "0001_initial")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "unwell", "part": "migrations"}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_database_that_does_not_answer_is_named_without_its_message(client, monkeypatch):
    def fail(_: object) -> None:
        raise DatabaseError("password authentication failed for user kb at 10.0.0.7")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "unwell", "part": "database"}


@pytest.mark.django_db
def test_migration_of_a_newer_release_is_no_harm(client):
    MigrationRecorder(connection).record_applied("insight", "9999_of_the_future")

    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_health_is_only_read(client, method):
    assert getattr(client, method)("/healthz").status_code == 405


@pytest.mark.django_db
def test_health_is_not_told_to_another_host(client):
    assert client.get("/healthz", headers={"host": "elsewhere.example.org"}).status_code == 400


@pytest.mark.django_db
def test_health_sets_no_cookie(client):
    assert not client.get("/healthz").cookies


def test_health_is_open_to_all_at_its_address():
    assert guard_of(healthz) == OPEN_TO_ALL
    assert reverse("operate:healthz") == "/healthz"
