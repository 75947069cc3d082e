"""What production demands of the settings, one test for each id."""

from types import SimpleNamespace

import pytest
from django.core.checks import ERROR, INFO, Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from kb.operate import checks

UNSET = dict.fromkeys(("name", "phone", "email", "place", "hours", "out_of_hours_phone"), "")


@pytest.fixture
def production(settings, monkeypatch):
    """A site on https of which nothing else was said, on PostgreSQL."""
    settings.SITE_IS_SECURE = True
    settings.SECRET_KEY_IS_GENERATED = True
    settings.SERVICE_DESK_EMAIL = settings.PORTAL_URL = ""
    settings.IT_DESK = settings.RA_DESK = UNSET
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor="postgresql"))
    return settings


def found():
    return [(message.id, message.level) for message in checks.check_settings(None)]


def test_e001_a_secret_made_here_is_refused_with_postgresql(production):
    assert ("kb.ops.E001", ERROR) in found()

    production.SECRET_KEY_IS_GENERATED = False

    assert "kb.ops.E001" not in dict(found())


def test_e001_a_secret_made_here_is_right_with_sqlite(production, monkeypatch):
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor="sqlite"))

    assert "kb.ops.E001" not in dict(found())


PRIVACY = ("PRIVACY_CONTROLLER", "PRIVACY_CONTACT", "PRIVACY_LAWFUL_BASIS")


@pytest.mark.parametrize("missing", PRIVACY)
def test_e005_each_part_of_the_privacy_notice_is_demanded(production, missing):
    for setting in PRIVACY:
        setattr(production, setting, "As we say.")
    assert "kb.ops.E005" not in dict(found())

    setattr(production, missing, "")

    assert ("kb.ops.E005", ERROR) in found()


@pytest.mark.parametrize("setting", ["SERVICE_DESK_EMAIL", "PORTAL_URL"])
def test_i001_tells_when_there_is_no_way_to_report(production, setting):
    assert ("kb.ops.I001", INFO) in found()

    setattr(production, setting, "https://portal.example.org/")

    assert "kb.ops.I001" not in dict(found())


@pytest.mark.parametrize("desk", ["IT_DESK", "RA_DESK"])
def test_i002_tells_when_no_local_desk_is_known(production, desk):
    setattr(production, desk, UNSET | {"name": "Harbour desk"})
    assert ("kb.ops.I002", INFO) in found()

    setattr(production, desk, UNSET | {"phone": "01632 960445"})

    assert "kb.ops.I002" not in dict(found())


def test_nothing_is_asked_of_a_site_on_this_machine_only(production):
    production.SITE_IS_SECURE = False

    assert found() == []


@pytest.mark.django_db  # other checks, run by the way, ask the database what it can do
def test_checks_are_registered(settings):
    settings.SITE_IS_SECURE = True
    settings.SERVICE_DESK_EMAIL = settings.PORTAL_URL = ""

    assert "kb.ops.I001" in [message.id for message in run_checks()]


def test_e002_a_logo_that_is_not_there_is_refused_wherever_the_site_is(settings):
    settings.LOGO = "no-such-logo.svg"

    assert ("kb.ops.E002", ERROR) in found()

    settings.LOGO = "favicon.svg"

    assert "kb.ops.E002" not in dict(found())


@pytest.mark.parametrize(
    "logo",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "../favicon.svg",
        "../kb/settings.py",
        "front.js",
        "vendor",
        "vendor.svg/",
        ".",
    ],
)
def test_e002_a_logo_that_is_no_picture_of_ours_is_refused_in_one_sentence(settings, logo):
    settings.LOGO = logo

    (message,) = [message for message in checks.check_settings(None) if message.id == "kb.ops.E002"]

    assert message.msg == f"LOGO is '{logo}', and there is no such picture among the static files."


def mail_by(**options):
    return {"default": {"BACKEND": "kb.outbox.backends.Smtp", "OPTIONS": {"port": 25, **options}}}


FILES = {"default": {"BACKEND": "kb.outbox.backends.Files", "OPTIONS": {"file_path": "/srv/kb/mail"}}}


@pytest.mark.parametrize("host", ["smtp.example.org", "10.0.0.5", "127.0.0.1.example.org"])
def test_e003_mail_over_the_network_without_encryption_is_refused(production, host):
    production.MAILERS = mail_by(host=host)
    assert ("kb.ops.E003", ERROR) in found()

    production.MAIL_WITHOUT_TLS = True

    assert "kb.ops.E003" not in dict(found())


@pytest.mark.parametrize(
    "mailers",
    [
        mail_by(host="smtp.example.org", use_tls=True),
        mail_by(host="smtp.example.org", use_ssl=True),
        mail_by(host="127.0.0.1"),
        mail_by(host="localhost"),
        mail_by(host="::1"),
        FILES,
    ],
)
def test_e003_mail_that_is_encrypted_or_stays_here_is_right(production, mailers):
    production.MAILERS = mailers

    assert "kb.ops.E003" not in dict(found())


ROUTE = {"spine": "spine@example.org"}
SAFE = mail_by(host="smtp.example.org", use_tls=True)


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"MAILERS": FILES}, ["MAIL_URL"]),
        ({"MAIL_FROM": ""}, ["MAIL_FROM"]),
        ({"MAIL_FROM": "the card team"}, ["MAIL_FROM"]),
        ({"SERVICE_DESK_EMAIL": "the desk"}, ["SERVICE_DESK_EMAIL"]),
        ({"MAILERS": FILES, "MAIL_FROM": ""}, ["MAIL_URL", "MAIL_FROM"]),
        ({"MAILERS": FILES, "MAIL_FROM": "", "SERVICE_DESK_EMAIL": ""}, []),
        ({"MAILERS": FILES, "SERVICE_DESK_EMAIL": "", "REPORT_ROUTES": ROUTE}, ["MAIL_URL"]),
        ({"MAIL_FROM": "", "SERVICE_DESK_EMAIL": "", "REPORT_ROUTES": ROUTE}, ["MAIL_FROM"]),
        ({"MAILERS": FILES, "SERVICE_DESK_EMAIL": "", "REPORT_ROUTES_OUTSIDE": ROUTE}, ["MAIL_URL"]),
        ({"SERVICE_DESK_EMAIL": "", "REPORT_ROUTES": ROUTE}, []),
        ({"MAIL_FROM": "Smartcard help <cards@example.org>"}, []),
        ({"MAIL_FROM": "Smartcard help <cards@localhost>"}, ["MAIL_FROM"]),
        ({"SERVICE_DESK_EMAIL": "desk@localhost.localdomain"}, ["SERVICE_DESK_EMAIL"]),
        ({"REPORT_ROUTES": {"spine": "spine@LOCALHOST"}}, ["REPORT_ROUTES"]),
        ({"MAILERS": mail_by(host="127.0.0.1"), "MAIL_FROM": "cards@localhost"}, []),
        ({}, []),
    ],
)
def test_e004_service_desk_that_no_mail_could_reach_is_refused(production, facts, named):
    sound = {"MAILERS": SAFE, "MAIL_FROM": "cards@example.org", "SERVICE_DESK_EMAIL": "desk@example.org"}
    for setting, value in (sound | facts).items():
        setattr(production, setting, value)

    messages = [message for message in checks.check_settings(None) if message.id == "kb.ops.E004"]

    assert [message.msg.split()[0] for message in messages] == named
    assert {message.level for message in messages} <= {ERROR}


def of_the_database():
    return run_checks(tags=[Tags.database], databases=["default"])


@pytest.mark.django_db
def test_e006_database_that_lacks_a_part_of_a_gathered_migration_is_not_migrated():
    assert of_the_database() == []

    MigrationRecorder(connection).record_unapplied("catalogue", "0004_questions")

    assert [message.id for message in of_the_database()] == ["kb.ops.E006"]
    with pytest.raises(SystemCheckError, match="catalogue lacks 0004_questions"):
        call_command("migrate", verbosity=0, skip_checks=False)


@pytest.mark.django_db
def test_e006_database_of_nothing_at_all_is_as_right_as_one_that_has_all():
    recorder = MigrationRecorder(connection)
    for room, name in recorder.applied_migrations():
        recorder.record_unapplied(room, name)

    assert of_the_database() == []
