"""`python -m bench.search quality|first|speed`: see bench/search/README.md."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.search import measures, report, scratch
from bench.search.trouble import tell
from bench.search.worker import Plan

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description="Measure the search.")
    parser.add_argument("what", choices=["quality", "first", "speed"])
    parser.add_argument("--corpus", type=Path, help="articles as .jsonl or .jsonl.gz; without it, our own articles")
    parser.add_argument("--queries", type=Path, required=True, help="queries as .jsonl, .jsonl.gz or .csv")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="sqlite")
    parser.add_argument("--postgres", metavar="URL", default=_server(), help="a database whose owner may make others")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True, help="measure others beside it")
    parser.add_argument(
        "--answers", action=argparse.BooleanOptionalAction, default=True, help="with the answers that editors chose"
    )
    parser.add_argument("--limit", type=int, help="only so many articles and queries, for trying out")
    parser.add_argument("--copies", type=int, default=1, help="load the articles so many times, for growth")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep the SQLite database here and use it again")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured")
    chosen = parser.parse_args(given)
    for file in (chosen.corpus, chosen.queries):
        if file and not file.is_file():
            parser.error(f"There is no file {file}.")
    if chosen.what == "first" and chosen.corpus:
        parser.error("What is seen first is asked of our own articles: leave --corpus out.")
    if chosen.copies < 1 or (chosen.limit is not None and chosen.limit < 1):
        parser.error("--copies and --limit begin at 1.")
    return chosen


def _server() -> str:
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else SERVER


def _run(plan: Plan, database_url: str) -> dict[str, Any]:
    """In a process whose only database is the scratch one, and whose settings are nobody's own."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-var-") as var:
        result = Path(var) / "result.json"
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "kb.settings",
            "DATABASE_URL": database_url,
            "SITE_URL": "http://127.0.0.1:8000",
            "VAR_DIR": var,
            "HASHED_STATIC_FILES": "false",
            "STATIC_ROOT": var,
        }
        command = [sys.executable, "-m", "bench.search.worker", replace(plan, result=str(result)).to_json()]
        if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:  # noqa: S603 - our own module, no shell
            raise SystemExit("The run failed; what went wrong stands above.")
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found


def _runs(chosen: argparse.Namespace) -> list[dict[str, Any]]:
    plan = Plan(
        what=chosen.what,
        queries=str(chosen.queries.resolve()),
        corpus=str(chosen.corpus.resolve()) if chosen.corpus else "",
        limit=chosen.limit,
        copies=chosen.copies,
        peers=chosen.peers,
        answers=chosen.answers,
    )
    runs = []
    if chosen.database in {"sqlite", "both"}:
        tell("--- SQLite")
        with scratch.sqlite(chosen.keep, changes=chosen.copies > 1) as url:
            runs.append(_run(replace(plan, keeps=chosen.keep is not None), url))
    if chosen.database in {"postgres", "both"}:
        tell("--- PostgreSQL")
        with scratch.postgres(chosen.postgres) as url:
            runs.append(_run(plan, url))
    return runs


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def main(given: list[str]) -> None:
    chosen = _arguments(given)
    machine = {"cores": os.cpu_count(), "load before": _load()}
    with contextlib.suppress(KeyboardInterrupt):
        runs = _runs(chosen)
        tops = [run["tops"] for run in runs if "tops" in run]
        result = {
            "runs": runs,
            "same top ten": measures.agreement(*tops) if len(tops) > 1 else None,
            "machine": machine | {"load after": _load()},
        }
        if chosen.json:
            chosen.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        sys.stdout.write("\n".join(report.lines(chosen.what, result)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
