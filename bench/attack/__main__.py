"""`python -m bench.attack sign-in`: see bench/attack/README.md."""

import argparse
import asyncio
import os
import secrets
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType

from bench.attack import database as database_away
from bench.attack import report_flood, sign_in, slow
from bench.attack.target import Bounds, NotOurs, Target
from bench.search.trouble import tell
from scripts import database
from tests.database_proxy import DatabaseProxy, MovedFile, database_of
from tests.journeys.server import Server

ATTACKS = {"sign-in": sign_in, "slow": slow, "database": database_away, "reports": report_flood}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.attack", description="Attack a site on this machine.")
    parser.add_argument(
        "attack", choices=ATTACKS, help="; ".join(f"{name}: {one.WORDS}" for name, one in ATTACKS.items())
    )
    parser.add_argument("--clients", type=int, nargs="+", help="how many at once, one run after another")
    parser.add_argument("--seconds", type=float, default=20, help="how long each run takes")
    parser.add_argument("--url", help="a site that is running here; else one is started for the run and thrown away")
    parser.add_argument("--account", metavar="NAME:PASSWORD", help="with --url: who signs in meanwhile")
    return parser.parse_args()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def site_and_database(
    attack: ModuleType | None = None,
) -> Iterator[tuple[str, sign_in.Account, DatabaseProxy | MovedFile]]:
    """As `make run` serves it, with its own database (DATABASE_URL says of which kind), an account, and what the attack
    needs beside it.
    """
    account = sign_in.Account("person.here", secrets.token_hex(12))
    with tempfile.TemporaryDirectory(prefix="kb-attack-") as folder, ExitStack() as beside:
        server = Server(Path(folder), _free_port())
        if hasattr(attack, "beside"):
            beside.enter_context(attack.beside(server))
        if "DATABASE_URL" in server.env:
            database.create(server.env["DATABASE_URL"])
        try:
            server.manage("collectstatic", "--no-input", "--verbosity", "0")
            server.manage("migrate", "--verbosity", "0")
            server.manage("import_kb", "fixtures", "--verbosity", "0")
            add = ("add_person", "A person", "--role", "editor", "--username", account.username, "--password-stdin")
            server.manage(*add, said=f"{account.password}\n")
            with database_of(server) as away:
                server.start()
                yield server.url, account, away
        finally:
            server.clear_away()


@contextmanager
def site() -> Iterator[tuple[str, sign_in.Account]]:
    with site_and_database() as (url, account, _):
        yield url, account


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _run(chosen: argparse.Namespace, url: str, whom: sign_in.Account | DatabaseProxy | MovedFile | None) -> None:
    target, attack = Target.of(url), ATTACKS[chosen.attack]
    rows: list[list[str]] = []
    for clients in chosen.clients or attack.CLIENTS:
        outcome = asyncio.run(attack.attack(target, Bounds(clients, chosen.seconds), whom))
        tell(f"{clients} clients were answered {dict(sorted(outcome.answers.items()))}")
        rows += outcome.rows()
    print(_table(attack.HEAD, rows))


def main() -> None:
    chosen = _arguments()
    if chosen.url and chosen.attack == "database":
        raise SystemExit("The database that is taken away must be of a site of its own: leave --url out.")
    os.environ.pop("VAR_DIR", None)
    try:
        for clients in chosen.clients or ():
            Bounds(clients, chosen.seconds)
        if chosen.url:
            Target.of(chosen.url)
            name, colon, password = (chosen.account or "").partition(":")
            _run(chosen, chosen.url, sign_in.Account(name, password) if colon else None)
        else:
            with site_and_database(ATTACKS[chosen.attack]) as (url, account, away):
                _run(chosen, url, away if chosen.attack == "database" else account)
    except NotOurs as refused:
        raise SystemExit(str(refused)) from None


if __name__ == "__main__":
    main()
