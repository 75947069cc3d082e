"""Brings the checkout to where a command can run; does nothing when it is there already.

A stamp beside each thing that was made holds the hash of what it was made from.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from scripts import assets, stylesheets
from scripts.trouble import ROOT, Trouble, quietly, tell, until_stopped

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
# The longer list holds all of the shorter one, so that having the longer is enough for either.
LISTS = ("run", "dev")
LEAST_NODE = (20, 9)


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(ROOT).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def is_stamped(stamp: Path, *accepted: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") in accepted


def environment(wanted: str) -> None:
    """The virtual environment with the locked packages: 'run' to serve, 'dev' with the test tools as well."""
    if not _runs(PYTHON):
        _make_environment()
    stamp = VENV / "packages.stamp"
    enough = [digest([REQUIREMENTS / f"{name}.txt"]) for name in LISTS[LISTS.index(wanted) :]]
    if not is_stamped(stamp, *enough):
        tell("Installing the Python packages.")
        stamp.unlink(missing_ok=True)
        _install(f"{wanted}.txt", trouble="The Python packages could not be installed")
        stamp.write_text(enough[0], encoding="utf-8")


def _runs(python: Path) -> bool:
    check = "import sys; sys.exit(sys.version_info < (3, 12))"
    return python.exists() and not subprocess.run([python, "-c", check], check=False).returncode  # noqa: S603


def _make_environment() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    tell(f"Making the environment in .venv with Python {version}.")
    uv = shutil.which("uv")
    if uv:
        command = [uv, "venv", "--clear", "--no-project", "--python", sys.executable, str(VENV)]
        quietly(command, trouble="uv could not make the environment in .venv.")
        return
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out
        import venv  # noqa: F401
    except ImportError:
        raise Trouble(
            f"Python {version} ({sys.executable}) is here without its venv module: install it "
            f"(on Debian and Ubuntu: apt install python3-venv), then run this again."
        ) from None
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    quietly(command, trouble="The environment in .venv could not be made: is the disk full or the folder read-only?")


def _install(file: str, *, trouble: str) -> None:
    uv = shutil.which("uv")
    if uv:
        tool = [uv, "pip", "install", "--python", str(PYTHON)]
    else:
        _have_pip()
        tool = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    quietly(
        [*tool, "--require-hashes", "--no-deps", "--requirement", str(REQUIREMENTS / file)],
        trouble=f"{trouble}: check that this machine reaches the package registry (PyPI), then run this again.",
    )


def _have_pip() -> None:
    """An environment that uv made holds no pip."""
    has_pip = not subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode  # noqa: S603
    if not has_pip:
        command = [str(PYTHON), "-m", "ensurepip"]
        quietly(command, trouble="The environment in .venv has no pip: delete the folder .venv, then run this again.")


def design_system() -> None:
    """The NHS.UK design system, and the library that the editor pastes with, fetched with npm."""
    stamp = assets.TARGET / ".stamp"
    now = digest([ROOT / "package-lock.json", Path(assets.__file__)])
    if is_stamped(stamp, now) and stylesheets.DESIGN_SYSTEM.is_file() and assets.TURNDOWN.is_file():
        return
    tell("Fetching the NHS.UK design system.")
    npm, path = _npm()
    quietly(
        [npm, "ci", "--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"],
        trouble="The NHS.UK design system could not be fetched: check that this machine reaches the npm registry, "
        "then run this again.",
        env={**os.environ, "PATH": path},
    )
    assets.copy(ROOT / "node_modules")
    stamp.write_text(now, encoding="utf-8")


def style_sheets() -> None:
    """Made again when a component's file changed, or the classes that our pages use."""
    stamp = stylesheets.BUILT / ".stamp"
    named = hashlib.sha256("\n".join(sorted(stylesheets.named_classes())).encode()).hexdigest()
    now = named + digest([*stylesheets.sources(), Path(stylesheets.__file__)])
    if is_stamped(stamp, now):
        return
    quietly([PYTHON, "-m", "scripts.stylesheets"], trouble="The style sheets could not be made.")
    stamp.write_text(now, encoding="utf-8")


def _npm() -> tuple[str, str]:
    """npm and the PATH it needs: the machine's own when Node is new enough, else one inside the environment."""
    path = os.environ.get("PATH", os.defpath)
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and _version(node) >= LEAST_NODE and _version(npm):
        return npm, path
    own = VENV / "bin" / "npm"
    stamp = VENV / "node.stamp"
    now = digest([REQUIREMENTS / "node.txt"])
    if not (own.exists() and is_stamped(stamp, now)):
        tell("No npm with Node 20.9 or newer was found: bringing Node into the environment.")
        _install("node.txt", trouble="npm (with Node 20.9 or newer) is not here, and it could not be brought in")
        stamp.write_text(now, encoding="utf-8")
    return str(own), f"{own.parent}{os.pathsep}{path}"


def _version(program: str) -> tuple[int, ...]:
    try:
        said = subprocess.run([program, "--version"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603
        return tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return ()


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "run"
    environment(wanted)
    design_system()
    style_sheets()


if __name__ == "__main__":
    until_stopped(main)
