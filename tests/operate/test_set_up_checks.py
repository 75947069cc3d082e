"""Set-ups that do not start with https: one test for each id, with what must go on starting."""

import os
import runpy
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import ERROR, WARNING, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from kb.lib import env
from kb.operate import set_up_checks
from tests.make import make_service, make_vendor

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


def found():
    return {message.id: message for message in set_up_checks.check_set_up(None)}


def refused(production, variable, code):
    """Whether it is, as an error with its id, which names the variable and says what to do."""
    message = found().get(code)
    assert not message or (message.level == ERROR and variable in message.msg and message.hint)
    return bool(message)


def test_sound_site_starts(production):
    assert found() == {}


def test_nothing_is_asked_of_a_site_on_this_machine_only(production):
    production.SITE_IS_SECURE = False
    production.ALLOWED_HOSTS, production.SECRET_KEY, production.MAIL_MOST_BYTES = ["*"], "secret", 0

    assert found() == {}


@pytest.mark.django_db  # other checks, run by the way, ask the database what it can do
def test_checks_are_registered(production):
    production.ALLOWED_HOSTS = ["*"]
    production.REPORT_ROUTES = {"nothing": "desk@example.org"}
    make_service("spine")

    told = {message.id for message in run_checks(include_deployment_checks=True)}

    assert {"kb.ops.E010", "kb.ops.E018"} <= told


@pytest.mark.parametrize(
    ("hosts", "is_refused"),
    [
        (["*"], True),
        (["kb.example.nhs.uk", "*"], True),
        (["*.example.nhs.uk", "kb.example.nhs.uk"], True),
        ([".uk"], True),
        ([".nhs.uk"], True),
        (["www.example.nhs.uk"], True),
        (["https://kb.example.nhs.uk"], True),
        (["kb.example.nhs.uk:443"], True),
        ([".example.nhs.uk"], False),
        (["10.0.0.5", "KB.example.nhs.uk", "[::1]", "localhost", "kb"], False),
    ],
)
def test_e010_hosts_are_named_and_hold_that_of_the_site(production, hosts, is_refused):
    production.ALLOWED_HOSTS = hosts

    assert refused(production, "ALLOWED_HOSTS", "kb.ops.E010") is is_refused


def test_e010_site_at_an_address_of_ipv6_is_right(production):
    production.SITE_URL, production.ALLOWED_HOSTS = "https://[2001:db8::7]:8443", ["[2001:db8::7]"]

    assert found() == {}


@pytest.mark.parametrize(("proxies", "is_refused"), [(0, False), (1, False), (9, False), (10, True), (10**9, True)])
def test_e011_no_request_passes_so_many_proxies(production, proxies, is_refused):
    production.NUMBER_OF_PROXIES = proxies

    assert refused(production, "NUMBER_OF_PROXIES", "kb.ops.E011") is is_refused


def test_e012_quick_password_hashes_are_for_tests(production, monkeypatch):
    monkeypatch.setenv("FAST_PASSWORD_HASHER", "true")
    production.PASSWORD_HASHERS = runpy.run_path(str(production.BASE_DIR / "kb" / "settings.py"))["PASSWORD_HASHERS"]

    assert refused(production, "FAST_PASSWORD_HASHER", "kb.ops.E012")


def test_e013_static_files_are_hashed(production, monkeypatch):
    monkeypatch.setenv("HASHED_STATIC_FILES", "false")
    production.STORAGES = runpy.run_path(str(production.BASE_DIR / "kb" / "settings.py"))["STORAGES"]

    assert refused(production, "HASHED_STATIC_FILES", "kb.ops.E013")


@pytest.mark.parametrize(
    ("address", "is_refused"),
    [
        ("postgres://kb:secret@db.example.nhs.uk/kb", True),
        ("postgres://kb:secret@db.example.nhs.uk/kb?sslmode=disable", True),
        ("postgres://kb:secret@10.0.0.9:5433/kb?sslmode=allow", True),
        ("postgres://kb:secret@db/kb?sslmode=prefer", True),
        ("postgres://kb@/kb?host=db.example.nhs.uk", True),
        ("postgres://kb@127.0.0.1/kb?hostaddr=10.0.0.9", True),
        ("postgres://kb@/kb?host=/var/run/postgresql,db.example.nhs.uk", True),
        ("postgres://kb:secret@db.example.nhs.uk/kb?sslmode=require", False),
        ("postgres://kb:secret@db.example.nhs.uk/kb?sslmode=verify-full&sslrootcert=/srv/ca.pem", False),
        ("postgres://kb:secret@127.0.0.1/kb?sslmode=disable", False),
        ("postgres://kb:secret@localhost/kb", False),
        ("postgres://kb:secret@[::1]/kb", False),
        ("postgres://kb@/kb", False),
        ("postgres://kb@/kb?host=/var/run/postgresql", False),
        ("sqlite:///srv/kb/kb.sqlite3", False),
    ],
)
def test_e014_way_to_a_database_elsewhere_is_encrypted(production, monkeypatch, address, is_refused):
    for variable in ("PGHOST", "PGSSLMODE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setitem(production.DATABASES, "default", env.database("DATABASE_URL", Path("/srv/kb/kb.sqlite3")))

    assert refused(production, "DATABASE_URL", "kb.ops.E014") is is_refused

    production.DATABASE_WITHOUT_TLS = True

    assert not refused(production, "DATABASE_URL", "kb.ops.E014")


def test_e014_what_postgresql_reads_from_the_environment_counts(production, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://kb@/kb")
    monkeypatch.setitem(production.DATABASES, "default", env.database("DATABASE_URL", Path("/srv/kb/kb.sqlite3")))
    monkeypatch.setenv("PGHOST", "db.example.nhs.uk")
    assert refused(production, "DATABASE_URL", "kb.ops.E014")

    monkeypatch.setenv("PGSSLMODE", "require")

    assert not refused(production, "DATABASE_URL", "kb.ops.E014")


@pytest.mark.parametrize(
    ("folder", "is_refused"),
    [
        ("/srv/kb-static", True),
        ("/srv/kb-static/var", True),
        ("/srv/other/../kb-static/var", True),
        ("{base}/static", True),
        ("{base}/static/var", True),
        ("/var/www/html", True),
        ("/var/www/html/kb/var", True),
        ("/usr/share/nginx/html/kb", True),
        ("/home/kb/public_html/var", True),
        ("{base}/var", False),
        ("/srv/kb-static-not", False),
        ("/srv/kb", False),
    ],
)
def test_e015_nothing_private_lies_where_files_are_served(production, folder, is_refused):
    folder = Path(folder.format(base=production.BASE_DIR))
    production.VAR_DIR = folder
    assert refused(production, "VAR_DIR", "kb.ops.E015") is is_refused

    production.VAR_DIR = Path("/srv/kb")
    production.DATABASES["default"]["NAME"] = str(folder / "kb.sqlite3")

    assert refused(production, "DATABASE_URL", "kb.ops.E015") is is_refused


def test_e015_the_file_of_erasures_lies_where_nothing_is_served(production):
    production.ERASURES_FILE = Path("/var/www/html/backups/erasures.jsonl")

    assert refused(production, "ERASURES_FILE", "kb.ops.E015")


def test_e015_a_link_to_a_served_folder_is_seen(production, tmp_path):
    production.STATIC_ROOT = tmp_path / "served"
    (tmp_path / "served").mkdir()
    (tmp_path / "var").symlink_to(tmp_path / "served")
    production.VAR_DIR = tmp_path / "var"

    assert refused(production, "VAR_DIR", "kb.ops.E015")


@pytest.mark.parametrize(
    "secret",
    [
        "a" * 64,
        "changeme" * 8,
        "ChangeMe-" * 8,
        "0123456789" * 6,
        "secret key for the knowledge base " * 2 + "secret key",
        "correct horse battery staple " * 3,
    ],
)
def test_e016_a_secret_that_repeats_itself_is_refused(production, secret):
    production.SECRET_KEY = secret

    assert refused(production, "SECRET_KEY", "kb.ops.E016")
    assert secret not in str(found()["kb.ops.E016"])


def test_e016_secrets_as_they_are_made_are_right(production):
    figures = (str(secrets.randbelow(10**60) + 10**60), str(secrets.randbelow(10**3000) + 10**3000))
    for secret in (secrets.token_urlsafe(64), secrets.token_hex(32), secrets.token_hex(4096), *figures):
        production.SECRET_KEY = secret

        assert found() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("variable", ["REPORT_ROUTES", "REPORT_ROUTES_OUTSIDE"])
def test_e018_a_route_leads_from_something_that_is_there(production, variable):
    make_service("spine")
    make_vendor("isosec")
    slug = "spine" if variable == "REPORT_ROUTES" else "isosec"
    setattr(production, variable, {slug: "desk@example.org"})
    assert set_up_checks.check_routes(None) == []

    setattr(production, variable, {slug: "desk@example.org", "nothing": "desk@example.org"})
    (message,) = set_up_checks.check_routes(None)

    assert (message.id, message.level) == ("kb.ops.E018", ERROR)
    assert message.msg.startswith(f"{variable} has a route for 'nothing'")
    assert slug in message.hint


@pytest.mark.django_db
def test_e018_before_content_is_there_nothing_is_known_of_it(production):
    production.REPORT_ROUTES = {"spine": "desk@example.org"}

    assert set_up_checks.check_routes(None) == []


@pytest.mark.parametrize(("most", "is_refused"), [(0, True), (99_999, True), (100_000, False)])
def test_e019_a_mail_can_hold_a_screenshot(production, most, is_refused):
    production.MAIL_MOST_BYTES = most

    assert refused(production, "MAIL_MOST_BYTES", "kb.ops.E019") is is_refused


@pytest.mark.parametrize("variable", ["PRIVACY_CONTROLLER", "PRIVACY_CONTACT", "PRIVACY_LAWFUL_BASIS"])
def test_e020_the_privacy_notice_is_in_words(production, variable):
    for nothing in ("-", "…", "n/a", "TODO", "tbc.", "xxxxx", "0", "??? tbd", "none", "Lorem ipsum", "00000 000000"):
        setattr(production, variable, nothing)
        assert refused(production, variable, "kb.ops.E020"), nothing

    for words in (
        "NHS",
        "Write to privacy@example.nhs.uk",
        "The DPO",
        "Article 6(1)(e)",
        "Ymddiriedolaeth GIG",
        "01632 960001",
        "+44 (0)1632 960001",
    ):
        setattr(production, variable, words)
        assert found() == {}, words


@pytest.mark.parametrize("variable", ["REPORT_KEEP_DAYS", "REPORT_KEEP_SCREENSHOT_DAYS", "REPORT_KEEP_UNCLOSED_DAYS"])
def test_w001_more_than_ten_years_are_warned_of(production, variable):
    setattr(production, variable, 3_653)
    assert found() == {}

    setattr(production, variable, 3_654)

    message = found()["kb.ops.W001"]
    assert message.level == WARNING
    assert variable in message.msg


@pytest.mark.parametrize(
    ("variable", "value", "shown"),
    [
        ("REPORT_FLOOD", 10**9, "REPORT_FLOOD is 1000000000"),
        ("SIGN_IN_FAILED_BY_ADDRESS", 10**7, "SIGN_IN_FAILED_BY_ADDRESS"),
        ("KEPT_PAGES_BYTES", 9_000_000_000, "KEPT_PAGES_MEGABYTES is 9000"),
    ],
)
def test_w002_a_limit_that_limits_nothing_is_warned_of(production, variable, value, shown):
    setattr(production, variable, value)

    message = found()["kb.ops.W002"]

    assert message.level == WARNING
    assert message.msg.startswith(shown)


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "is_on"), [("", True), ("false", False)])
def test_preload_of_hsts_can_be_switched_off_and_the_site_starts(monkeypatch, settings, given, is_on):
    monkeypatch.setenv("SITE_URL", "https://kb.example.nhs.uk")
    monkeypatch.setenv("HSTS_PRELOAD", given)
    read = runpy.run_path(str(settings.BASE_DIR / "kb" / "settings.py"))
    for name in ("SECURE_HSTS_SECONDS", "SECURE_HSTS_PRELOAD", "SECURE_HSTS_INCLUDE_SUBDOMAINS"):
        setattr(settings, name, read[name])
    settings.SILENCED_SYSTEM_CHECKS = read["SILENCED_SYSTEM_CHECKS"]

    messages = [one for one in run_checks(include_deployment_checks=True) if "HSTS" in one.msg]

    assert settings.SECURE_HSTS_PRELOAD is is_on
    assert [one for one in messages if not one.is_silenced()] == []


def test_unsound_site_does_not_start_and_says_all_that_is_wrong(tmp_path, settings):
    """As gunicorn loads it."""
    unsound = {
        "SITE_URL": "https://kb.example.nhs.uk",
        "ALLOWED_HOSTS": "*",
        "NUMBER_OF_PROXIES": "400",
        "SECRET_KEY": "changeme" * 8,
        "MAIL_MOST_BYTES": "0",
        "LOGO": "../../etc/passwd",
        "REPORT_ROUTES": "spine=spine@example.org",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite://{tmp_path}/kb.sqlite3",
    }
    done = subprocess.run(
        [sys.executable, "-c", "import kb.wsgi"],
        cwd=settings.BASE_DIR,
        env=os.environ | unsound,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    told = done.stderr.partition("The site does not start:")[2]
    numbers = ("02", "04", "05", "10", "11", "12", "13", "16", "19")
    assert [number for number in numbers if f"kb.ops.E0{number}" not in told] == []


@pytest.mark.django_db
def test_e018_stops_the_site_and_no_migration(production):
    """A new service may be brought in after it."""
    make_service("spine")
    production.REPORT_ROUTES = {"new-service": "desk@example.org"}
    production.MAILERS = {"default": {"OPTIONS": {"host": "127.0.0.1"}}}
    production.MAIL_FROM = "cards@example.org"

    call_command("check", databases=["default"])

    with pytest.raises(SystemCheckError, match=r"kb\.ops\.E018"):
        call_command("check", deploy=True)
