"""Set-ups that do not start with https: one test for each id, with what must go on starting."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import ERROR, WARNING, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from kb.lib import env
from kb.operate import set_up_checks
from tests.make import make_service, make_vendor
from tests.operate.set_ups import found, refused

KEPT_FOR_DAYS = ["REPORT_KEEP_DAYS", "REPORT_KEEP_SCREENSHOT_DAYS", "REPORT_KEEP_UNCLOSED_DAYS", "SEARCH_KEEP_DAYS"]


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


@pytest.mark.parametrize(("address", "variable"), [("postgres://kb@/kb?service=far", ""), ("postgres://kb@/kb", "far")])
def test_e014_what_a_service_is_may_be_any_host(production, monkeypatch, address, variable):
    for name in ("PGHOST", "PGSSLMODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PGSERVICE", variable)
    for more, is_refused in (("", True), ("?sslmode=require", False), ("?host=/var/run/postgresql", False)):
        written = address + (more.replace("?", "&") if "?" in address else more)
        monkeypatch.setenv("DATABASE_URL", written)
        monkeypatch.setitem(production.DATABASES, "default", env.database("DATABASE_URL", Path("/srv/kb/kb.sqlite3")))

        assert refused(production, "DATABASE_URL", "kb.ops.E014") is is_refused, written


def test_e014_what_postgresql_reads_from_the_environment_counts(production, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://kb@/kb")
    monkeypatch.setitem(production.DATABASES, "default", env.database("DATABASE_URL", Path("/srv/kb/kb.sqlite3")))
    monkeypatch.setenv("PGHOST", "db.example.nhs.uk")
    assert refused(production, "DATABASE_URL", "kb.ops.E014")

    monkeypatch.setenv("PGSSLMODE", "require")

    assert not refused(production, "DATABASE_URL", "kb.ops.E014")


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


LEFT_AS_IT_WAS = (
    *("to be confirmed", "[your organisation]", "<name>", "Please fill in", "insert text here", "To be decided."),
    *("{{ organisation }}", "Organisation name", "PRIVACY_CONTROLLER", "Ask somebody", "not known", "asdf", "true"),
)


@pytest.mark.parametrize("variable", ["PRIVACY_CONTROLLER", "PRIVACY_CONTACT", "PRIVACY_LAWFUL_BASIS"])
def test_e020_the_privacy_notice_is_in_words(production, variable):
    for nothing in (
        "-",
        "…",
        "n/a",
        "TODO",
        "tbc.",
        "xxxxx",
        "0",
        "??? tbd",
        "none",
        "Lorem ipsum",
        "00000 000000",
        *LEFT_AS_IT_WAS,
    ):
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
        "Our information governance team",
        "The privacy officer <dpo@harbour.example.org>",
        "Legal obligation [Article 6(1)(c)]",
        "Consent",
    ):
        setattr(production, variable, words)
        assert found() == {}, words


@pytest.mark.parametrize("variable", KEPT_FOR_DAYS)
def test_w001_more_than_ten_years_are_warned_of(production, variable):
    setattr(production, variable, 3_653)
    assert found() == {}

    setattr(production, variable, 3_654)

    message = found()["kb.ops.W001"]
    assert message.level == WARNING
    assert variable in message.msg


@pytest.mark.parametrize("variable", KEPT_FOR_DAYS)
def test_days_that_no_calendar_holds_are_refused_anywhere(settings, monkeypatch, variable):
    """The day from which reports are removed could not be reckoned, and none would ever be."""
    monkeypatch.setenv(variable, "800000")

    with pytest.raises(ImproperlyConfigured, match=f"^{variable}: 800000 is too large"):
        runpy.run_path(str(settings.BASE_DIR / "kb" / "settings.py"))


@pytest.mark.parametrize(
    ("variable", "value", "shown"),
    [
        ("REPORT_FLOOD", 10**9, "REPORT_FLOOD is 1000000000"),
        ("SIGN_IN_FAILED_BY_ADDRESS", 10**7, "SIGN_IN_FAILED_BY_ADDRESS"),
        ("KEPT_PAGES_BYTES", 9_000_000_000, "KEPT_PAGES_MEGABYTES is 9000"),
        ("MAIL_MOST_BYTES", 10**12, "MAIL_MOST_BYTES is 1000000000000"),
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
