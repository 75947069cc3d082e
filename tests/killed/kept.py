"""The keeper, as `make run` starts it, of a web server and a worker that may die: python -m tests.killed.kept

What follows goes to gunicorn; with `work` first it is that worker.
"""

import sys

from scripts.keeper import Keeper

WEB_SERVER = [sys.executable, "-m", "gunicorn", "--config", "python:tests.killed.serving", "kb.wsgi"]
WORKER = [sys.executable, "-m", "tests.killed.kept", "work"]


def _work() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from tests.killed.points import arm_mail

    arm_mail()
    call_command(*sys.argv[1:])


def _keep() -> None:
    keeper = Keeper([*WEB_SERVER, *sys.argv[1:]], WORKER)
    keeper.heed_signals()
    sys.exit(keeper.run())


if __name__ == "__main__":
    _work() if sys.argv[1:2] == ["work"] else _keep()
