"""What an upload would do, as the page keeps and shows it."""

from collections.abc import Iterable, Mapping
from typing import Any

from kb.transfer import folder, kinds, planning
from kb.transfer.differences import differences
from kb.transfer.items import FileProblem
from kb.transfer.planning import Fate, Plan, Planned
from kb.transfer.uploads.unpacking import Unpacked

MOST_SHOWN = 200  # ticks of one kind on a page; of more there is one tick for all
MOST_PROBLEMS = 500
MOST_LETTERS = 4_000  # of the difference of one thing
ALL_NEW, ALL_CHANGED = "all new", "all changed"

type Kept = dict[str, Any]


def analysed(unpacked: Unpacked, tick: folder.TellProgress) -> Plan:
    """Writes nothing. What is wrong is left out, with what leans on it."""
    found = folder.read_contents(unpacked.contents, tick)
    found.left_out += unpacked.problems
    found = planning.without_wrong(found)
    tick("Comparing", 0, 0)
    plan = planning.plan_of(found)
    plan.wrong = sorted({*plan.wrong, *planning.taken_addresses(plan)})
    return plan


def seen_key(planned: Planned) -> str:
    """With what is here now: who ticks it has seen that, and nothing that somebody saves later."""
    seen = planned.held.content.fingerprint[:16] if planned.held else ""
    return f"{planned.key} {seen}".strip()


def _file_key(planned: Planned) -> str:
    return f"new {planned.item.file}"


def chooser(take: Iterable[str]) -> planning.Chooses:
    """What was ticked, as a question to each thing of the plan."""
    ticked = frozenset(take)

    def chooses(one: Planned) -> bool:
        match one.fate:
            case Fate.SAME:
                return True
            case Fate.NEW:
                return ALL_NEW in ticked or _file_key(one) in ticked
            case Fate.CHANGED:
                return ALL_CHANGED in ticked or seen_key(one) in ticked
        return seen_key(one) in ticked

    return chooses


def report_of(plan: Plan) -> Kept:
    new = plan.with_fate(Fate.NEW)
    changed = plan.with_fate(Fate.CHANGED)
    edited = plan.with_fate(Fate.EDITED, Fate.WITHDRAWN)
    by_file: dict[str, list[Planned]] = {}
    for one in new:
        by_file.setdefault(one.item.file, []).append(one)
    return {
        "wrong": _problems(plan.wrong),
        "wrong_files": len({problem.file for problem in plan.wrong}),
        "new": [_file_row(*pair) for pair in by_file.items()] if len(by_file) <= MOST_SHOWN else [],
        "new_count": len(new),
        "new_articles": sum(one.kind is kinds.ARTICLES for one in new),
        "changed": [_row(one) for one in changed] if len(changed) <= MOST_SHOWN else [],
        "changed_count": len(changed),
        "edited": [_row(one) for one in edited[:MOST_SHOWN]],
        "edited_count": len(edited),
        "gone": [{"key": one.key, "words": str(one), "removable": bool(one.kind.remove)} for one in plan.gone],
        "same_count": len(plan.with_fate(Fate.SAME)),
        "images": len(plan.pictures),
        "warnings": _problems(plan.warnings),
    }


def _problems(problems: Iterable[FileProblem]) -> list[list[str]]:
    return [[one.file, f"{one.line}", one.message] for one in list(problems)[:MOST_PROBLEMS]]


def _file_row(file: str, rows: list[Planned]) -> Kept:
    first = rows[0]
    words = f"{first.kind.name} “{first.name}”" if len(rows) == 1 else f"{len(rows)} rows"
    return {"key": _file_key(first), "file": file, "words": words}


def _row(planned: Planned) -> Kept:
    left = MOST_LETTERS
    lines: list[list[Any]] = []
    for changed in differences(planned):
        if left <= 0:
            break
        lines.append([changed.line, [[piece.text[:left], str(piece.kind)] for piece in changed.pieces]])
        left -= sum(len(piece.text) for piece in changed.pieces)
    return {
        "key": seen_key(planned),
        "file": planned.item.file,
        "line": planned.item.line,
        "words": f"{planned.kind.name} “{planned.name}”",
        "is_withdrawn": planned.fate is Fate.WITHDRAWN,
        "lines": lines,
        "is_cut": left <= 0,
    }


def is_anything(report: Mapping[str, Any]) -> bool:
    """Whether there is something to choose."""
    return bool(report["new_count"] or report["changed_count"] or report["edited"] or report["gone"])
