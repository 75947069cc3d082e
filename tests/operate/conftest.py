"""What several tests of a set-up need."""

from pathlib import Path

import pytest

from kb.lib import env

SOUND_SECRET = "kJ2-vQ8rT0xYz5LwMn3bPfGd7sHcA9eUiO1_4R6tVgBqXyZaSdFhJkLpWm"


@pytest.fixture
def production(settings, monkeypatch):
    """A sound site on https."""
    settings.SITE_IS_SECURE, settings.SITE_URL = True, "https://kb.example.nhs.uk"
    settings.ALLOWED_HOSTS = ["kb.example.nhs.uk"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.SECRET_KEY, settings.SECRET_KEY_IS_GENERATED = SOUND_SECRET, False
    settings.PRIVACY_CONTROLLER, settings.PRIVACY_LAWFUL_BASIS = "Example NHS Trust", "Public task"
    settings.PRIVACY_CONTACT = "privacy@example.nhs.uk"
    monkeypatch.setitem(settings.DATABASES, "default", env.database("DATABASE_OF_NOBODY", Path("/srv/kb/kb.sqlite3")))
    settings.VAR_DIR, settings.STATIC_ROOT = Path("/srv/kb"), Path("/srv/kb-static")
    settings.ERASURES_FILE = Path("/srv/backups/erasures.jsonl")
    return settings
