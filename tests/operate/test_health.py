"""The health addresses: what they answer when all is well, and which part is named when not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone

from kb.accounts.guards import OPEN_TO_ALL, guard_of
from kb.operate.views import livez, readyz
from kb.outbox.models import Delivery
from tests.make import make_delivery

READY = ["/readyz", "/healthz"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/livez", *READY])
def test_well_site_says_ok_and_is_not_cached(address, client):
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("address", READY)
def test_missing_migration_is_named_as_a_part_only(address, client):
    newest = next(name for room, name in MigrationLoader(connection).graph.leaf_nodes("insight"))
    MigrationRecorder(connection).record_unapplied("insight", newest)

    answer = client.get(address)

    assert answer.status_code == 503
    assert answer.json() == {"status": "unwell", "part": "migrations"}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("address", READY)
def test_database_that_does_not_answer_is_named_without_its_message(address, client, monkeypatch):
    def fail(_: object) -> None:
        raise DatabaseError("password authentication failed for user kb at 10.0.0.7")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)

    answer = client.get(address)

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


def test_process_is_alive_whatever_becomes_of_the_database(client):
    """This test has no database: asked for anything, it would fail."""
    assert client.get("/livez").status_code == 200


@pytest.mark.django_db
def test_what_waits_for_a_person_keeps_nobody_from_reading(client):
    """Else every host of a site would be taken out of service for a mail that nobody took."""
    make_delivery()
    Delivery.objects.update(posted_at=timezone.now() - timedelta(hours=3), number_of_attempts=7)

    assert [client.get(address).status_code for address in ("/readyz", "/status.json")] == [200, 503]


def test_health_is_open_to_all_at_its_addresses():
    assert guard_of(livez) == guard_of(readyz) == OPEN_TO_ALL
    assert [reverse(f"operate:{name}") for name in ("livez", "readyz", "healthz")] == ["/livez", *READY]
