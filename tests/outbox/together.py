"""Workers that begin at the same moment, one for each port it is given: python -m tests.outbox.together 2525 2526

Each is `manage.py work --once` in a process of its own, with a mail server of its own. Django is loaded once for all
of them: only then do they part. It says their numbers, in one line of JSON; at a line of input they begin, and at
their end it says how each ended, below zero where a signal ended it.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from io import StringIO

import django


def _work(port: int) -> None:
    from django.conf import settings
    from django.core.management import call_command

    settings.MAILERS["default"]["OPTIONS"]["port"] = port
    call_command("work", "--once", stdout=StringIO())


def _in_own_process(work: Callable[[], None], *, wait: int, go: int) -> int:
    """Its number. It begins when nobody is left who could write to the pipe."""
    process = os.fork()
    if process:
        return process
    os.close(go)
    os.read(wait, 1)
    status = 1
    try:
        work()
        status = 0
    except Exception:
        traceback.print_exc()
    os._exit(status)


def _say(numbers: list[int]) -> None:
    sys.stdout.write(json.dumps(numbers) + "\n")
    sys.stdout.flush()


def main() -> None:
    django.setup()
    from kb.operate.management.commands import work  # noqa: F401 - loaded here, it need not be loaded by each

    wait, go = os.pipe()
    workers = [_in_own_process(lambda port=port: _work(int(port)), wait=wait, go=go) for port in sys.argv[1:]]
    _say(workers)
    sys.stdin.readline()
    os.close(go)
    _say([os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) for worker in workers])


if __name__ == "__main__":
    main()
