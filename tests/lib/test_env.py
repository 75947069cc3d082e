"""Reading the environment: a value that cannot be used stops the start and names its variable."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kb.lib import env

NAME = "KB_TEST_VALUE"
LEVELS = ("INFO", "DEBUG")


@pytest.fixture
def given(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    monkeypatch.delenv(f"{NAME}_FILE", raising=False)

    def give(value: str, *, name: str = NAME) -> None:
        monkeypatch.setenv(name, value)

    return give


READERS = {
    "boolean": lambda: env.boolean(NAME, True),
    "integer": lambda: env.integer(NAME, 3),
    "email": lambda: env.email(NAME),
    "routes": lambda: env.routes(NAME),
    "address": lambda: env.address(NAME, "https://example.org/"),
    "site_url": lambda: env.site_url(NAME, "http://127.0.0.1:8000"),
    "choice": lambda: env.choice(NAME, "INFO", LEVELS),
    "database": lambda: env.database(NAME, Path("/var/kb.sqlite3")),
    "seconds": lambda: env.integer(NAME, 20, least=1, most=60),
    "mail_server": lambda: env.mail_server(NAME),
}


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        *[("boolean", value) for value in ("maybe", "2", "truefalse")],
        *[("email", value) for value in ("desk", "desk@", "Desk <desk>", "a@example.org, b@example.org")],
        *[("email", value) for value in ("desk@example.org\nBcc: all@example.org", "désk@example.org")],
        *[
            ("routes", value)
            for value in ("desk@example.org", "spine=", "=desk@example.org", "spine=desk", "spine=\u200b")
        ],
        *[("routes", value) for value in ("A spine=desk@example.org", "spine=a@example.org,spine=b@example.org")],
        *[("integer", value) for value in ("three", "1.5", "-1", "1e3", "9" * 5000)],
        *[
            ("address", value)
            for value in ("example.org", "ftp://example.org/", "https://", "//example.org", "http://[x")
        ],
        *[("address", value) for value in ("https://example.org:port/", "https://exa mple.org", "javascript:alert(1)")],
        *[
            ("site_url", value)
            for value in ("example.org", "https://", "https://example.org/kb", "https://[x", "ftp://a")
        ],
        *[("site_url", value) for value in ("https://example.org?", "https://example.org#", "https://example.org?a=b")],
        *[("site_url", value) for value in ("https://me@example.org", "https://@example.org", "https://example.org:0")],
        *[
            ("site_url", value)
            for value in ("https://example.org:", "https://example.org:x", "https://example.org:99999")
        ],
        *[
            ("site_url", value)
            for value in ("http://example.org", "http://0.0.0.0:8000", "http://127.0.0.1.example.org")
        ],
        # To such a host no request is answered, whatever is allowed.
        *[("site_url", value) for value in ("https://.", "https://kb..nhs.uk", "https://kb_x.nhs.uk", "https://a.uk.")],
        *[("choice", value) for value in ("LOUD", "INFO,DEBUG")],
        *[("database", value) for value in ("sqlite:///:memory:", "sqlite:///file::memory:?cache=shared")],
        *[("database", value) for value in ("sqlite:///srv/kb.sqlite3?mode=ro", "sqlite:///srv/kb.sqlite3#x")],
        *[("database", value) for value in ("mysql://host/name", "postgres://host", "postgres://host/", "kb.sqlite3")],
        *[
            ("database", value)
            for value in ("sqlite://", "sqlite:///", "sqlite://folder/file", "postgres://h:port/name")
        ],
        *[("seconds", value) for value in ("0", "61")],
        *[("mail_server", value) for value in ("smtp.example.org", "http://smtp.example.org", "smtp://", "smtp:host")],
        *[("mail_server", value) for value in ("smtp://host:port", "smtp://host:0", "smtp://[x", "smtp://ho\tst")],
        *[("mail_server", value) for value in ("smtps://host/inbox", "smtps://host?tls=no", "smtps://kb:pa#ss@host")],
        *[("mail_server", value) for value in ("smtps://kb@host", "smtps://kb:@host", "smtps://:secret@host")],
        *[("database", value) for value in ("postgres://[x/name", "postgres://me:pa#ss@host/name", "/tmp/kb.sqlite3")],
    ],
)
def test_wrong_value_is_refused_by_the_name_of_its_variable(reader, value, given):
    given(value)

    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME}: "):
        READERS[reader]()


@pytest.mark.parametrize(
    ("reader", "default"),
    [
        ("boolean", True),
        ("integer", 3),
        ("site_url", "http://127.0.0.1:8000"),
        ("choice", "INFO"),
    ],
)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_variable_that_is_not_set_or_blank_means_the_default(reader, default, value, given):
    if value is not None:
        given(value)

    assert READERS[reader]() == default


@pytest.mark.parametrize(
    ("reader", "value", "read"),
    [
        ("boolean", "Yes", True),
        ("boolean", "off", False),
        ("integer", " 12 ", 12),
        ("integer", "0", 0),
        ("address", "https://help.example.nhs.uk/desk?a=b#c", "https://help.example.nhs.uk/desk?a=b#c"),
        ("address", "", ""),
        ("site_url", "https://kb.example.nhs.uk", "https://kb.example.nhs.uk"),
        ("site_url", "https://kb.example.nhs.uk:8443/", "https://kb.example.nhs.uk:8443"),
        ("site_url", "HTTPS://KB.example.nhs.uk/", "https://kb.example.nhs.uk"),
        ("site_url", "http://localhost:8123", "http://localhost:8123"),
        ("site_url", "http://[::1]:8123", "http://[::1]:8123"),
        ("choice", "debug", "DEBUG"),
        ("email", "desk@example.org", "desk@example.org"),
        ("email", "", ""),
        ("email", "Desk <desk@exam\u200bple.org>", "desk@example.org"),
        ("email", "desk@exämple.org", "desk@xn--exmple-cua.org"),
        ("routes", "spine=Spine <spine@example.org>", {"spine": "spine@example.org"}),
        ("routes", "", {}),
        (
            "routes",
            "identity-agent = cards@example.org ,spine=spine@example.org,",
            {"identity-agent": "cards@example.org", "spine": "spine@example.org"},
        ),
    ],
)
def test_good_value_is_read_in_its_plainest_form(reader, value, read, given):
    given(value)

    assert READERS[reader]() == read


def test_text_may_be_blank_on_purpose(given):
    assert env.text(NAME, "default") == "default"

    given("  ")
    assert env.text(NAME, "default") == ""


def test_words_are_parted_by_commas(given):
    assert env.words(NAME, ["a"]) == ["a"]

    given(" one, two,,three ")
    assert env.words(NAME, ["a"]) == ["one", "two", "three"]


def test_value_may_stand_in_a_file(given, tmp_path):
    held = tmp_path / "held"
    held.write_text(" 12\n", encoding="utf-8")
    given(str(held), name=f"{NAME}_FILE")

    assert env.integer(NAME, 3) == 12


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "No such file"), (b"", "is empty"), (b" \n", "is empty"), (b"\xff\xfe", "no text in UTF-8")],
)
def test_file_that_holds_no_value_is_refused_by_the_name_of_its_variable(content, problem, given, tmp_path):
    held = tmp_path / "held"
    if content is not None:
        held.write_bytes(content)
    given(str(held), name=f"{NAME}_FILE")

    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME}_FILE: .*{problem}"):
        env.text(NAME)


def test_folder_in_place_of_a_file_is_refused_by_the_name_of_its_variable(given, tmp_path):
    given(str(tmp_path), name=f"{NAME}_FILE")

    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME}_FILE: cannot read"):
        env.text(NAME)


def test_database_is_a_file_unless_told_otherwise(given):
    read = READERS["database"]()

    assert (read["ENGINE"], read["NAME"]) == ("kb.lib.database.sqlite3", "/var/kb.sqlite3")

    given("sqlite:///srv/my%20kb.sqlite3")
    assert READERS["database"]()["NAME"] == "/srv/my kb.sqlite3"


def test_database_address_is_taken_to_pieces(given):
    given("postgres://kb:p%40ss%2F@db.example.org:5433/kb%20live?sslmode=require")

    read = READERS["database"]()

    assert {name: read[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "kb.lib.database.postgresql",
        "NAME": "kb live",
        "USER": "kb",
        "PASSWORD": "p@ss/",
        "HOST": "db.example.org",
        "PORT": "5433",
    }
    assert read["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "value", ["postgres://me:hunter2@host", "mysql://me:hunter2@host/name", "postgres://me:hunter2@[x"]
)
def test_password_is_not_repeated_when_a_database_address_is_refused(value, given):
    given(value)

    with pytest.raises(ImproperlyConfigured) as refused:
        READERS["database"]()
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("", None),
        ("smtp://localhost", {"host": "localhost", "port": 25}),
        ("smtp://[::1]:1025/", {"host": "::1", "port": 1025}),
        ("smtp+starttls://smtp.example.org", {"host": "smtp.example.org", "port": 587, "use_tls": True}),
        ("smtps://smtp.example.org", {"host": "smtp.example.org", "port": 465, "use_ssl": True}),
        (
            "smtp+starttls://kb%40example.org:p%40ss%2F%3A@smtp.example.org:2525",
            {
                "host": "smtp.example.org",
                "port": 2525,
                "use_tls": True,
                "username": "kb@example.org",
                "password": "p@ss/:",
            },
        ),
    ],
)
def test_mail_server_address_is_taken_to_pieces(value, read, given):
    given(value)

    assert READERS["mail_server"]() == read


@pytest.mark.parametrize(
    "value", ["smtp://:hunter2@host", "smtps://kb:hunter2@host:port", "smtp://kb:hunter2#@host", "kb:hunter2@host"]
)
def test_password_is_not_repeated_when_the_address_of_a_mail_server_is_refused(value, given):
    given(value)

    with pytest.raises(ImproperlyConfigured) as refused:
        READERS["mail_server"]()
    assert "hunter2" not in str(refused.value)


def test_secret_that_is_given_is_used_and_nothing_is_kept(given, tmp_path):
    given("a long random text")

    assert env.secret(NAME, tmp_path / "secret") == ("a long random text", False)
    assert not (tmp_path / "secret").exists()


def test_secret_is_made_once_and_readable_by_its_owner_only(given, tmp_path):
    kept_in = tmp_path / "deep" / "secret"
    mask = os.umask(0)
    try:
        made, is_generated = env.secret(NAME, kept_in)
    finally:
        os.umask(mask)

    assert is_generated
    assert len(made) > 50
    assert stat.S_IMODE(kept_in.stat().st_mode) == 0o600
    assert env.secret(NAME, kept_in) == (made, True)


def test_empty_secret_file_is_filled_and_closed_to_others(given, tmp_path):
    """So it stands after a machine stopped between making the file and writing it."""
    kept_in = tmp_path / "secret"
    kept_in.touch(mode=0o644)

    made, _ = env.secret(NAME, kept_in)

    assert kept_in.read_text(encoding="utf-8") == made
    assert stat.S_IMODE(kept_in.stat().st_mode) == 0o600


@pytest.mark.parametrize("kind", ["folder", "binary", "file as folder"])
def test_secret_that_cannot_be_kept_is_refused_by_the_name_of_its_variable(kind, given, tmp_path):
    kept_in = tmp_path / "secret"
    if kind == "folder":
        kept_in.mkdir()
    elif kind == "binary":
        kept_in.write_bytes(b"\xff\xfe")
    else:
        kept_in.touch()
        kept_in = kept_in / "secret"

    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME}: is not set, and .* cannot be used"):
        env.secret(NAME, kept_in)


def test_threads_that_start_together_get_one_secret(given, tmp_path):
    for attempt in range(20):
        together = Barrier(8)

        def start(_: int, together=together, kept_in=tmp_path / f"secret-{attempt}") -> tuple[str, bool]:
            together.wait(timeout=10)
            return env.secret(NAME, kept_in)

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(start, range(8)))) == 1


def test_processes_that_start_together_get_one_secret(given, tmp_path):
    script = f"from pathlib import Path; from kb.lib import env; print(env.secret({NAME!r}, Path('secret'))[0])"
    command = [sys.executable, "-c", script]
    environment = os.environ | {"PYTHONPATH": str(settings.BASE_DIR)}
    started = [
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    secrets = {process.communicate(timeout=60)[0].strip() for process in started}

    assert secrets == {(tmp_path / "secret").read_text(encoding="utf-8")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "http://kb.example.nhs.uk"),
        ("DATABASE_URL", "mysql://host/name"),
        ("NUMBER_OF_PROXIES", "two"),
        ("PORTAL_URL", "portal"),
        ("SETUP_CHECKER_URL", "http://checker.example.nhs.uk/"),
        ("UNLOCK_URL", "unlock"),
        ("MAIL_URL", "smtp.example.org"),
        ("MAIL_TIMEOUT", "600"),
        ("HASHED_STATIC_FILES", "perhaps"),
        ("SITE_NAME_FILE", "/nowhere/name"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_site_does_not_start_with_a_wrong_value_and_says_which(name, value):
    done = subprocess.run(
        [sys.executable, "-c", "import kb.settings"],
        cwd=settings.BASE_DIR,
        env=os.environ | {name: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert f"\nkb.lib.env.Wrong: {name}: " in done.stderr


def test_fingerprint_is_of_what_was_read_by_its_name_and_not_of_what_is_private(given):
    given("one")
    env.text(NAME)
    first = env.fingerprint()
    given("a secret")
    env.text(NAME, private=True)
    with_secret = env.fingerprint()
    env.text(NAME)

    assert with_secret == first
    assert env.fingerprint() != first
