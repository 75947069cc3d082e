"""The first minutes with the product: it starts, says it is well, stops, and says in a sentence what is missing."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scripts.set_up import REQUIREMENTS
from scripts.trouble import ROOT
from tests.journeys.server import SECONDS_TO_STOP, Server, is_running, wait_until


def _set_up_elsewhere(folder: Path, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Our finder of Python, run in another folder, where there is no environment yet."""
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    return subprocess.run(
        ["/bin/sh", str(folder / "scripts" / "python"), *command],
        env={"HOME": str(folder), **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_served_site_says_it_is_well(live: Server) -> None:
    with urllib.request.urlopen(f"{live.url}/healthz") as answer:
        assert json.load(answer) == {"status": "ok"}


def test_home_page_opens_in_a_browser_and_is_revalidated(
    live: Server, page_at: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = page_at(1280)
    page.goto("/")
    before = len(live.logged())

    page.goto("/")

    assert page.locator("h1").count() == 1
    assert live.statuses("/", since=before) == [304]
    axe(page)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_stopping_the_server_leaves_no_process_behind(own_live: Server, by: signal.Signals) -> None:
    status = own_live.stop(by)

    assert status == 0
    assert not own_live.is_running()
    assert "Traceback" not in own_live.output.read_text()


def test_access_log_says_neither_what_was_searched_for_nor_who_asked(live: Server) -> None:
    urllib.request.urlopen(
        urllib.request.Request(f"{live.url}/healthz?q=anna.example", headers={"User-Agent": "Annas-Browser"})
    ).close()

    assert live.statuses("/healthz")[-1] == 200
    written = live.access_log.read_text()
    assert not [word for word in ("anna", "Annas-Browser", "127.0.0.1") if word in written]


def test_make_run_ends_with_ctrl_c_and_leaves_nothing(tmp_path: Path, free_port: int) -> None:
    output = tmp_path / "output"
    env = {name: os.environ[name] for name in ("PATH", "HOME")} | {
        "VAR_DIR": str(tmp_path / "var"),
        "STATIC_ROOT": str(tmp_path / "static"),
    }
    command = ["make", "run", f"PORT={free_port}"]
    with output.open("w") as written:
        make = subprocess.Popen(command, cwd=ROOT, env=env, stdout=written, stderr=written, start_new_session=True)
    try:
        wait_until(lambda: f"is on http://127.0.0.1:{free_port} " in output.read_text(), output.read_text)
    finally:
        # A terminal sends the signal to everything it started.
        os.killpg(make.pid, signal.SIGINT)
        status = make.wait(SECONDS_TO_STOP)

    assert status == -signal.SIGINT
    assert not is_running(make.pid)
    assert not [word for word in ("Traceback", "***", "Error") if word in output.read_text()]


def test_without_python_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    said = _set_up_elsewhere(tmp_path, "-m", "scripts.run", PATH=str(tmp_path))

    assert said.returncode == 1
    assert said.stderr.splitlines() == [
        "No Python 3.12 or newer was found: install one (https://www.python.org/downloads/), then run this again."
    ]


def test_a_shim_that_answers_nothing_is_passed_over(tmp_path: Path) -> None:
    shim, real = tmp_path / "shims" / "python3.13", tmp_path / "real" / "python3"
    for folder in (shim.parent, real.parent):
        folder.mkdir()
    shim.write_text("#!/bin/sh\necho 'python3.13: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    real.symlink_to(Path(sys.executable).resolve())

    said = _set_up_elsewhere(tmp_path, "-c", "print('found')", PATH=f"{shim.parent}:{real.parent}")

    assert said.stdout == "found\n"


def test_port_in_use_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = subprocess.run(
            [sys.executable, "-m", "scripts.run"],
            cwd=ROOT,
            env=os.environ | {"PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert said.returncode == 1
    assert said.stderr.splitlines() == [
        f"Port {port} is in use: stop the program that uses it, or choose another: make run PORT=8123."
    ]


def test_the_longer_list_of_packages_holds_the_shorter() -> None:
    def pins(name: str) -> set[str]:
        return {line.split(" ")[0] for line in (REQUIREMENTS / name).read_text().splitlines() if "==" in line}

    assert pins("run.txt") <= pins("dev.txt")
