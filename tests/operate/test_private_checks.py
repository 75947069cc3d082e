"""What must stay the site's own: a test for each id of `operate/private_checks.py`, and what must go on starting."""

import secrets
from pathlib import Path

import pytest
from django.core.checks import INFO

from kb.operate.private_checks import SECRETS
from tests.operate.set_ups import found, refused


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
        ("/var/www/vhosts/example.org/httpdocs/kb", True),
        ("/home/kb/Public_HTML", True),
        ("/usr/share/caddy/kb", True),
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
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "zyxwvutsrqponmlkjihgfedcba-9876543210-ZYXWVUTSRQPONMLKJIHGFEDCBA",
        "qwertyuiopasdfghjklzxcvbnm1234567890QWERTYUIOPASDFGHJKLZXCVBNM",
        "please-change-me: this is what signs sessions of our knowledge base",
        "your-secret-key-goes-here-and-has-64-signs-at-least-or-so-they-say",
        "P@ssword of the trust, PASSWORD of the hospital, 1948 and all that",
    ],
)
def test_e016_a_secret_that_repeats_itself_is_refused(production, secret):
    production.SECRET_KEY = secret

    assert refused(production, "SECRET_KEY", "kb.ops.E016")
    assert secret not in str(found()["kb.ops.E016"])


def test_e016_secrets_as_they_are_made_are_right(production):
    for _ in range(200):
        production.SECRET_KEY = secrets.choice((secrets.token_urlsafe, secrets.token_hex))(32 + secrets.randbelow(64))
        assert found() == {}, production.SECRET_KEY
    figures = (str(secrets.randbelow(10**60) + 10**60), str(secrets.randbelow(10**3000) + 10**3000))
    for secret in (secrets.token_urlsafe(64), secrets.token_hex(32), secrets.token_hex(4096), *figures):
        production.SECRET_KEY = secret

        assert found() == {}


@pytest.mark.parametrize("variable", [f"{name}_FILE" for name in SECRETS])
def test_e024_no_other_account_reads_the_file_of_a_secret(production, monkeypatch, tmp_path, variable):
    file = tmp_path / "secret"
    file.write_text("said to nobody")
    monkeypatch.setenv(variable, str(file))
    for mode, is_refused in ((0o600, False), (0o640, False), (0o644, True), (0o604, True)):
        file.chmod(mode)
        assert refused(production, variable, "kb.ops.E024") is is_refused, oct(mode)


def test_e024_what_a_container_is_handed_is_its_own(production, monkeypatch, tmp_path):
    (tmp_path / "..2026_11_30").mkdir()
    (tmp_path / "..2026_11_30" / "key").write_text("said to nobody")
    (tmp_path / "key").symlink_to(tmp_path / "..2026_11_30" / "key")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))

    assert found() == {}


def test_e015_the_file_of_a_secret_lies_where_nothing_is_served(production, monkeypatch, tmp_path):
    (tmp_path / "htdocs").mkdir()
    monkeypatch.setenv("MAIL_URL_FILE", str(tmp_path / "htdocs" / "mail"))

    assert refused(production, "MAIL_URL_FILE", "kb.ops.E015")


@pytest.mark.parametrize(
    ("folder", "is_refused"),
    [
        ("{base}", True),
        ("{base}/..", True),
        ("/", True),
        ("/etc", True),
        ("/srv", True),
        ("{base}/kb", True),
        ("{base}/templates/x", True),
        ("{base}/staticfiles", False),
        ("/srv/kb-static", False),
        ("/staticfiles", False),
    ],
)
def test_e025_static_files_lie_alone(production, folder, is_refused):
    production.STATIC_ROOT = Path(folder.format(base=production.BASE_DIR))
    production.VAR_DIR = Path("/data/kb")

    assert refused(production, "STATIC_ROOT", "kb.ops.E025") is is_refused


@pytest.mark.parametrize("name", ["/dev/null", "{folder}"])
def test_e023_what_is_no_file_keeps_no_report(production, tmp_path, name):
    production.DATABASES["default"]["NAME"] = name.format(folder=tmp_path)

    assert refused(production, "DATABASE_URL", "kb.ops.E023")


@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm/kb", "/run/kb"])
def test_i003_a_folder_that_is_emptied_is_told_of(production, folder):
    production.VAR_DIR = Path(folder)
    message = found()["kb.ops.I003"]
    assert (message.level, message.msg.split()[0]) == (INFO, "VAR_DIR")

    production.VAR_DIR = Path("/srv/kb")
    production.DATABASES["default"]["NAME"] = f"{folder}/kb.sqlite3"
    assert found()["kb.ops.I003"].msg.startswith("DATABASE_URL")
