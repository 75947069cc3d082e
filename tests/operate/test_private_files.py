"""What we keep on a machine, as real processes make it: for one account, whatever the shell they start from says."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import ERROR, WARNING

from kb.operate import checks, private_files, set_up_checks

# Everybody may read what a process makes, unless it says otherwise.
OPEN_UMASK = 0o000
HOLDS_THE_DATABASE_OPEN = """
import sys, kb.wsgi
from django.db import connection
connection.cursor().execute("CREATE TABLE kept (words text)")
print("open", flush=True)
sys.stdin.read()
"""


def environment(folder, **more):
    database = f"sqlite://{folder}/var/kb.sqlite3"
    return os.environ | {"VAR_DIR": f"{folder}/var", "DATABASE_URL": database, "STATIC_ROOT": f"{folder}/static"} | more


def run(folder, *command, **more):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=Path(__file__).parent.parent.parent,
        env=environment(folder, **more),
        umask=OPEN_UMASK,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def modes(folder):
    """Of all that is there, as `ls -l` says it."""
    found = (folder / "var", *(folder / "var").rglob("*"))
    return {path.relative_to(folder).as_posix(): stat.filemode(path.stat().st_mode) for path in found}


def are_private(found):
    return set(found.values()) <= {"drwx------", "-rw-------"}


def test_command_and_server_make_private_files(tmp_path):
    run(tmp_path, "manage.py", "send_test_mail", "somebody@example.org")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_DATABASE_OPEN],
        cwd=Path(__file__).parent.parent.parent,
        env=environment(tmp_path),
        umask=OPEN_UMASK,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout.readline() == "open\n"
        found = modes(tmp_path)

    assert {"var", "var/secret_key", "var/kb.sqlite3", "var/kb.sqlite3-wal", "var/kb.sqlite3-shm", "var/mail"} <= set(
        found
    )
    assert [name for name in found if name.endswith(".eml")]
    assert are_private(found), found


def test_what_was_open_is_closed_when_a_command_starts(tmp_path):
    (tmp_path / "var" / "mail").mkdir(parents=True)
    for name in ("secret_key", "kb.sqlite3", "kb.sqlite3-wal", "erasures.jsonl", "mail/one.eml", "static.stamp"):
        (tmp_path / "var" / name).touch()
    for path in (tmp_path / "var", *(tmp_path / "var").rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    outside = tmp_path / "elsewhere.sqlite3"
    outside.touch(mode=0o644)
    outside.chmod(0o644)

    run(tmp_path, "manage.py", "check", DATABASE_URL=f"sqlite://{outside}")

    assert are_private(modes(tmp_path)), modes(tmp_path)
    assert stat.filemode(outside.stat().st_mode) == "-rw-------"


@pytest.mark.wide  # a whole database is made
def test_worker_makes_private_files(tmp_path):
    run(tmp_path, "manage.py", "migrate", "--verbosity", "0")
    run(tmp_path, "manage.py", "work", "--once")

    assert are_private(modes(tmp_path)), modes(tmp_path)


@pytest.fixture
def kept(settings, monkeypatch, tmp_path):
    """A site with all its files, closed."""
    var = tmp_path / "var"
    (var / "mail").mkdir(parents=True)
    settings.SITE_IS_SECURE = True
    settings.VAR_DIR, settings.ERASURES_FILE = var, tmp_path / "erasures.jsonl"
    settings.STATIC_ROOT = var / "static"
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "kb.sqlite3")}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    for path in (var / "secret_key", var / "mail" / "a.eml", tmp_path / "kb.sqlite3-wal", settings.ERASURES_FILE):
        path.touch()
    (var / "static").mkdir()
    private_files.close_to_others()
    (var / "static").chmod(0o755)
    return tmp_path


def told():
    return [message for message in set_up_checks.check_set_up(None) if message.id == "kb.ops.E021"]


def test_what_is_closed_starts_and_static_files_stay_open(kept):
    private_files.close_to_others()

    assert told() == []
    assert stat.S_IMODE((kept / "var" / "static").stat().st_mode) == 0o755


@pytest.mark.parametrize("mode", [0o040, 0o004, 0o020, 0o002, 0o010])
@pytest.mark.parametrize(
    "name", ["var", "var/mail", "var/secret_key", "var/mail/a.eml", "kb.sqlite3-wal", "erasures.jsonl"]
)
def test_e021_what_stays_open_stops_a_site_with_https(kept, name, mode):
    path = kept / name
    path.chmod(stat.S_IMODE(path.stat().st_mode) | mode)

    (message,) = told()

    assert message.level == ERROR
    assert str(path) in message.msg
    private_files.close_to_others()
    assert told() == []


def test_what_is_closed_can_still_be_run_and_used_by_its_owner(kept):
    program = kept / "var" / "check-disk"
    program.touch()
    program.chmod(0o555)

    private_files.close_to_others()

    assert stat.S_IMODE(program.stat().st_mode) == 0o500


def test_a_folder_that_is_a_link_is_closed_too(kept, settings):
    (kept / "link").symlink_to(kept / "var")
    settings.VAR_DIR = kept / "link"
    (kept / "var").chmod(0o755)
    assert len(told()) == 1

    private_files.close_to_others()

    assert told() == []


@pytest.mark.parametrize("is_https", [True, False])
@pytest.mark.parametrize("above", [0, 1, 2])
def test_e022_the_folder_of_the_site_itself_is_refused_and_left_alone(kept, settings, above, is_https):
    settings.SITE_IS_SECURE = is_https
    settings.BASE_DIR = kept / "opt" / "knowledge-base"
    program = settings.BASE_DIR / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.touch()
    program.chmod(0o755)
    settings.VAR_DIR = settings.BASE_DIR / "var"
    assert "kb.ops.E022" not in [message.id for message in checks.check_settings(None)]

    settings.VAR_DIR = (settings.BASE_DIR / "var").parents[above]
    private_files.close_to_others()

    assert stat.S_IMODE(program.stat().st_mode) == 0o755
    (message,) = [message for message in checks.check_settings(None) if message.id == "kb.ops.E022"]
    assert message.level == ERROR
    assert f"VAR_DIR is {settings.VAR_DIR}," in message.msg
    assert str(settings.BASE_DIR / "var") in message.hint


def test_w003_static_files_where_no_proxy_can_enter_are_warned_of(kept, settings):
    def warned():
        return [message for message in set_up_checks.check_set_up(None) if message.id == "kb.ops.W003"]

    assert [message.level for message in warned()] == [WARNING]

    settings.STATIC_ROOT = kept / "static"
    assert warned() == []


def test_what_belongs_to_another_account_is_told_and_stops_no_process(kept, monkeypatch):
    (kept / "var" / "secret_key").chmod(0o644)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    private_files.close_to_others()

    assert len(told()) == 1
