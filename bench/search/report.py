"""The tables that are printed: Markdown, so that they can be pasted into docs/search.md. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from bench.search.measures import NONE

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
QUALITY = ("success@1", "success@3", "mrr@10", "recall@10", "best@1")


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---", *["---:"] * (len(head) - 1)])
    yield from (_row(row) for row in rows)
    yield ""


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _quality(system: dict[str, Any]) -> Iterator[str]:
    kinds = {kind: found for kind, found in system["quality"].items() if kind != NONE}
    rows = [[kind, found["queries"], *(_share(found[name]) for name in QUALITY)] for kind, found in kinds.items()]
    yield from _table(["kind", "queries", *QUALITY], rows)
    if none := system["quality"].get(NONE):
        said = "does not say" if none["not sure"] is None else f"{none['not sure']:.0%} without a confident answer"
        yield f"Queries that nothing answers: {none['queries']}, {said}."
        yield ""
    if shares := system.get("nothing fits"):
        told = ", ".join(f"{share:.1%} {topic}" for topic, share in shares.items())
        yield f"“We have nothing that fits” is said for: {told}."
        yield ""


def _of_times(times: dict[str, dict[str, float]]) -> list[str]:
    return [" / ".join(f"{times[clock][p]:.1f}" for p in ("p50", "p95", "p99")) for clock in ("cpu", "wall")]


def _speed(run: dict[str, Any]) -> Iterator[str]:
    rows = []
    for system in run["systems"]:
        index = system["index"]
        built = [f"{index['bytes'] / 1_000_000:.1f}", index["seconds"]["cpu"], index["seconds"]["wall"]]
        rows.append([system["name"], index["articles"], *_of_times(system["times"]), *built])
        for part in ("ranking", "suggestions"):
            if system.get(part):
                rows.append([f"- its {part} alone", index["articles"], *_of_times(system[part]), "", "", ""])
    head = ["system", "articles", "CPU ms p50 / p95 / p99", "wall ms p50 / p95 / p99"]
    yield from _table([*head, "index MB", "built, CPU s", "built, wall s"], rows)


def _summary(run: dict[str, Any]) -> Iterator[str]:
    """All systems side by side: the first article right, by kind."""
    kinds = [kind for kind in run["systems"][0]["quality"] if kind not in {NONE, "all"}]
    rows = []
    for system in run["systems"]:
        found = system["quality"]
        whole = " / ".join(_share(found["all"][name]) for name in ("success@1", "mrr@10", "recall@10"))
        rows.append([system["name"], *(_share(found[kind]["success@1"]) for kind in kinds), whole])
    yield from _table(["success@1", *kinds, "all: success@1 / MRR@10 / recall@10"], rows)


def _first(found: dict[str, Any]) -> Iterator[str]:
    rows = [
        [kind, counted["queries"], counted["right"], _share(counted["right"] / counted["queries"])]
        for kind, counted in found["kinds"].items()
    ]
    yield from _table(["kind", "queries", "right first", "share"], rows)
    misses = [[miss["need"], miss["query"], miss["wanted"], miss["seen"] or "nothing"] for miss in found["misses"]]
    missed = [[need, sum(miss[0] == need for miss in misses)] for need in dict.fromkeys(miss[0] for miss in misses)]
    yield from _table(["need", "missed"], missed)
    cells = [[str(cell).replace("|", "\\|") for cell in miss] for miss in misses]
    yield from _table(["need", "query", "wanted", "seen first"], cells)


def lines(what: str, result: dict[str, Any]) -> Iterator[str]:
    machine = result["machine"]
    yield f"{machine['cores']} cores, load {machine['load before']} before and {machine['load after']} after."
    yield ""
    for run in result["runs"]:
        yield f"## {DATABASES[run['database']]}"
        yield ""
        if what == "first":
            yield from _first(run["first"])
            continue
        if what == "quality" and "all" in run["systems"][0]["quality"]:
            yield from _summary(run)
        if what == "quality":
            yield from _quality(run["systems"][0])
        yield from _speed(run)
    if result["same top ten"] is not None:
        yield f"The same ten results in the same order on both databases: {result['same top ten']:.1%} of queries."
