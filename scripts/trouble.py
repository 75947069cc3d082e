"""Running other programs, and saying in one sentence what a person must mend when one of them fails."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "set-up.log"


class Trouble(SystemExit):
    """A person must mend something first. The message says what, and how; it is all that is shown."""


def quietly(command: Sequence[str | Path], *, trouble: str, env: Mapping[str, str] | None = None) -> None:
    """Run it without a word; if it fails, keep what it wrote in a file and raise the sentence."""
    try:
        done = subprocess.run(  # noqa: S603 - our own commands, no shell
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise Trouble(f"{trouble} ({error})") from error
    if done.returncode:
        raise Trouble(f"{trouble} {kept(done.stdout + done.stderr)}")


def kept(said: str) -> str:
    """Puts all that a program said into a file, and names the file."""
    LOG.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    LOG.write_text(said, encoding="utf-8")
    return f"All that was said is in {LOG.relative_to(ROOT)}."


def tell(sentence: str) -> None:
    print(sentence, flush=True)


def until_stopped(work: Callable[[], None]) -> None:
    """The frame of a script: Ctrl-C is an end like any other, without a traceback."""
    try:
        work()
    except KeyboardInterrupt:
        # make, which the terminal stopped as well, would report any other status as an error.
        tell("\nStopped.")
