"""Keeps the web server and the worker going: python -m scripts.keeper [ARGUMENTS OF GUNICORN]

Whichever of the two ends is started again, with a line that says so, and so is a worker that stands still. If this
process is killed, or the terminal in which it runs is closed, both end, with a line as well: a site whose mails wait
for ever must not look well. See docs/decisions/0028.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from scripts.trouble import ROOT

WEB_SERVER = [sys.executable, "-m", "gunicorn", "--config", "python:scripts.serving"]
WORKER = [sys.executable, "manage.py", "work"]
KEEPER = "KEPT_BY"  # the variable that tells a web server whose child it is, if it is kept
LOOK_EVERY = 0.2  # seconds
LONGEST_REST = 5.0  # so that, with the time it takes to start, it is there again within ten
A_WHILE = 60.0
TOO_OFTEN = 6  # within a while
TIME_TO_START = 10.0
REFUSED = 4  # the status of a web server that was told a set-up that is not sound; trying again would not help
# A worker shows at each step that it goes on. The longest is a mail to a server that hangs: four minutes.
STANDS_STILL_AFTER = 600.0
TIME_TO_FINISH = 15.0  # more than a web server gives to requests, and enough for most mails; then it is killed
# A shell, since it must not be found by the name of the keeper; it hears of the keeper's end by the pipe that closes.
# It says so last, when nobody may read it any more, and also where the web server just rested.
TETHER = """read -r _; kill -TERM "$1" 2>/dev/null; echo "$2" >&2"""
KEEPER_IS_GONE = "The keeper of web server and worker was killed: both end with it. Start the site again."


TERMINAL_IS_CLOSED = "The terminal was closed in which the site ran: web server and worker end with it."
ENDED_BY_HANGUP = 128 + signal.SIGHUP


def say(sentence: str) -> None:
    try:
        os.write(sys.stderr.fileno(), f"{sentence}\n".encode())
    except OSError:
        # Nobody reads it any more. What is started from here on must not fail for that.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.dup2(nowhere, sys.stderr.fileno())


def has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


def how_it_ended(status: int) -> str:
    return f"was killed ({signal.Signals(-status).name})" if status < 0 else f"has ended by itself (status {status})"


class Kept:
    """One process, as often as it takes."""

    def __init__(
        self, name: str, command: Sequence[str], *, has_own_group: bool = False, given: Sequence[int] = ()
    ) -> None:
        """`given`: files that it inherits, by number."""
        self.name = name
        self.command = command
        self.has_own_group = has_own_group
        self.given = given
        self.process: subprocess.Popen[bytes] | None = None
        self.number_of_starts = 0
        self.started_at = self.start_at = 0.0
        self.ends: list[float] = []

    def start(self) -> None:
        group = 0 if self.has_own_group else None
        env = os.environ | {KEEPER: str(os.getpid())}
        self.process = subprocess.Popen(  # noqa: S603 - our own
            self.command, cwd=ROOT, env=env, process_group=group, pass_fds=self.given
        )
        self.started_at = time.monotonic()
        self.number_of_starts += 1

    def end_of_it(self) -> int | None:
        """Its exit status, once, when it has ended; from then on it rests."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        self.process = None
        now = time.monotonic()
        self.ends = [*(at for at in self.ends if at > now - A_WHILE), now]
        self.start_at = now + min(float(len(self.ends)), LONGEST_REST)
        return status

    @property
    def could_not_start(self) -> bool:
        """Not even once: what it said is for whoever has just started the site, and trying again would bury it."""
        return self.number_of_starts == 1 and self.ends[0] - self.started_at < TIME_TO_START

    def start_if_rested(self) -> None:
        if self.process is None and time.monotonic() >= self.start_at:
            self.start()

    def tell_to_end(self) -> None:
        if self.process:
            self.process.terminate()

    def kill(self) -> None:
        if self.process:
            self.process.kill()

    def wait(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(TIME_TO_FINISH)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


class Pulse:
    """A pipe into which a worker writes at each of its steps."""

    def __init__(self) -> None:
        self._ours, self.theirs = os.pipe()
        os.set_blocking(self._ours, False)
        os.set_blocking(self.theirs, False)
        self.felt_at = time.monotonic()

    def silent_for(self, since: float) -> float:
        """Seconds, of a process that was started then."""
        with suppress(BlockingIOError):
            while os.read(self._ours, 65_536):
                self.felt_at = time.monotonic()
        return time.monotonic() - max(self.felt_at, since)


class Tether:
    """Ends the web server when this process is gone, however it went."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.holds = 0

    def hold(self, pid: int) -> None:
        if self.process and self.process.poll() is None and self.holds == pid:
            return
        self.let_go()
        command = ["/bin/sh", "-c", TETHER, "tether", str(pid), KEEPER_IS_GONE]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, process_group=0)  # noqa: S603 - our own
        self.holds = pid

    def let_go(self) -> None:
        """Before the pipe closes: a number may be given to another process."""
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None


class Keeper:
    def __init__(self, web_server: Sequence[str], worker: Sequence[str] | None) -> None:
        # Ctrl-C reaches the web server too, which takes it well. It would strike the worker in the middle of its start.
        self.web_server = Kept("web server", web_server)
        self.pulse = Pulse()
        told = ["--parent", str(os.getpid()), "--pulse", str(self.pulse.theirs)]
        self.worker = worker and Kept("worker", [*worker, *told], has_own_group=True, given=[self.pulse.theirs])
        self.tether = Tether()
        self.ends_with_terminal = False
        self.is_told_to_stop = self.is_told_to_reload = False
        self.status = 0

    def heed_signals(self) -> None:
        # `nohup` has it ignored: then it is to go on when the terminal is closed.
        self.ends_with_terminal = signal.getsignal(signal.SIGHUP) != signal.SIG_IGN and has_terminal()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self.is_told_to_reload = True
        else:
            self.is_told_to_stop = True

    def run(self) -> int:
        """Until it is told to stop, or the web server cannot be kept going; answers the exit status."""
        while not self.is_told_to_stop:
            self._look_after_web_server()
            self._look_after_worker()
            if self.is_told_to_reload:
                self._heed_hangup()
            time.sleep(LOOK_EVERY)
        self._end()
        return self.status

    def _look_after_web_server(self) -> None:
        kept = self.web_server
        status = kept.end_of_it()
        if status is not None and not self.is_told_to_stop:
            if status == REFUSED or (status > 0 and kept.could_not_start):
                self.status, self.is_told_to_stop = status, True
                return
            if len(kept.ends) >= TOO_OFTEN:
                say(
                    f"The web server {how_it_ended(status)}, {len(kept.ends)} times within a minute: "
                    "the site ends. What it said stands above."
                )
                self.status, self.is_told_to_stop = 1, True
                return
            say(f"The web server {how_it_ended(status)} and is started again.")
        kept.start_if_rested()
        if kept.process:
            self.tether.hold(kept.process.pid)

    def _look_after_worker(self) -> None:
        if not (kept := self.worker):
            return
        status = kept.end_of_it()
        if status is not None and not self.is_told_to_stop:
            again_and_again = (
                f", {len(kept.ends)} times within a minute: mails wait until that is mended. It"
                if len(kept.ends) >= TOO_OFTEN
                else " and"
            )
            say(f"The worker {how_it_ended(status)}{again_and_again} is started again.")
        kept.start_if_rested()
        if kept.process and (silence := self.pulse.silent_for(kept.started_at)) > STANDS_STILL_AFTER:
            say(f"The worker has stood still for {silence:.0f} seconds and is killed.")
            kept.kill()

    def _heed_hangup(self) -> None:
        """What was asked for, or what the system sends to all that run in a terminal when that is closed."""
        self.is_told_to_reload = False
        if self.ends_with_terminal and not has_terminal():
            say(TERMINAL_IS_CLOSED)
            self.status, self.is_told_to_stop = ENDED_BY_HANGUP, True
        else:
            self._reload()

    def _reload(self) -> None:
        """What gunicorn does at SIGHUP; the worker begins anew."""
        if self.web_server.process:
            self.web_server.process.send_signal(signal.SIGHUP)
        if self.worker:
            self.worker.tell_to_end()

    def _end(self) -> None:
        kept = [self.web_server, self.worker] if self.worker else [self.web_server]
        for each in kept:
            each.tell_to_end()
        for each in kept:
            each.wait()
        self.tether.let_go()


def main() -> None:
    is_alone = (os.environ.get("WORKER_BESIDE") or "true").lower() in {"0", "false", "no", "off"}
    keeper = Keeper([*WEB_SERVER, *sys.argv[1:]], None if is_alone else WORKER)
    keeper.heed_signals()
    sys.exit(keeper.run())


if __name__ == "__main__":
    main()
