"""Keeps a worker (`manage.py work`) going beside the web server: python -m scripts.beside PID-of-the-web-server

A worker that ends is started again. When the web server is gone, however it went, so is the worker.
"""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from scripts.trouble import ROOT, tell

WORK = [sys.executable, "manage.py", "work"]
LOOK_EVERY = 0.3  # seconds
REST_BEFORE_NEXT = 2.0
TIME_TO_FINISH = 8.0  # for the message in hand; one that is cut off is tried again later


class WorkerBeside:
    def __init__(self, web_server: int, command: list[str]) -> None:
        self.web_server = web_server
        self.command = command
        self.is_told_to_stop = False

    def note(self, number: int, frame: FrameType | None) -> None:
        self.is_told_to_stop = True

    def goes_on(self) -> bool:
        return not self.is_told_to_stop and os.getppid() == self.web_server

    def run(self) -> None:
        while self.goes_on():
            worker = subprocess.Popen([*self.command, "--parent", str(os.getpid())], cwd=ROOT)  # noqa: S603 - our own
            while self.goes_on() and worker.poll() is None:
                time.sleep(LOOK_EVERY)
            if self.goes_on():
                tell(f"The worker has ended ({worker.returncode}) and is started again.")
                time.sleep(REST_BEFORE_NEXT)
            else:
                end(worker)


def end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(TIME_TO_FINISH)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def main() -> None:
    beside = WorkerBeside(int(sys.argv[1]), sys.argv[2:] or WORK)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, beside.note)
    beside.run()


if __name__ == "__main__":
    main()
