"""Faults put into the rules on purpose, one at a time: does a test see each?

`python -m bench.mutants --seed 10 --count 120` changes one operator, constant, call or answer at a time in what Python
reads of a module; no file is touched. The tests that know the module best run first, then those of the rooms that use
it. docs/mutants.md says which ones nobody sees, and why.
"""

import argparse
import ast
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A mutant that never ends is one that somebody sees.
LONGEST_RUN = 900

# Modules, and the tests that run one group after another: those that know them best, those that know them too, all
# rooms that use them.
AREAS: tuple[tuple[str, ...], ...] = (
    (
        "kb/catalogue/codes/*.py kb/catalogue/codes/spoken/*.py",
        "tests/catalogue/test_code*.py tests/catalogue/test_spoken.py tests/catalogue/test_said.py",
        "tests/catalogue/test_shipped_codes.py tests/search/test_code*.py",
        "tests/catalogue tests/search tests/checks tests/browse",
    ),
    (
        # All of the guard: every module of the room but patterns.py, which is the next line's.
        "kb/privacy/pat[!t]*.py kb/privacy/pas*.py kb/privacy/p[!a]*.py kb/privacy/[!p_]*.py",
        "tests/privacy",
        "tests/checks",
        "tests/reports",
    ),
    ("kb/privacy/patterns.py kb/search/reduce.py", "tests/search/test_reduce.py", "tests/browse/test_search*.py"),
    ("kb/search/query/scoring.py", "tests/search/test_scoring.py", "tests/search/test_f*.py", "tests/search"),
    (
        "kb/outbox/*.py",
        "tests/outbox/test_a[!t]*.py tests/outbox/test_[!akw]*.py",
        "tests/outbox/test_worker.py tests/outbox/test_[ak]*.py",
        "tests/operate tests/reports",
    ),
    ("kb/accounts/throttle.py", "tests/accounts/test_throttle.py", "tests/accounts/test_sign*.py", "tests/accounts"),
    (
        "kb/catalogue/actions/publishing.py",
        "tests/catalogue/test_articles*.py tests/catalogue/test_withdraw.py",
        "tests/catalogue/test_[!c]*.py",
        "tests/transfer tests/media tests/editing",
    ),
    (
        "kb/editing/review/publishing.py",
        "tests/editing/test_publishing.py",
        "tests/editing/test_reviewing.py tests/editing/test_o*.py",
        "tests/editing",
    ),
    ("kb/editing/rights.py", "tests/editing/test_rights.py", "tests/editing"),
    (
        "kb/editing/compare/*.py",
        "tests/editing/test_diff.py tests/editing/test_small.py",
        "tests/editing/test_history.py tests/editing/test_drafting.py tests/editing/test_review*.py",
        "tests/editing",
    ),
)

_SWAPPED: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


@dataclass(frozen=True)
class Mutant:
    """One change: the node at `place` in the order of `ast.walk`, and which of its changes."""

    path: str
    place: int
    change: int
    line: int
    told: str


# --- What can be changed -------------------------------------------------------------------------------------------


def _changes(node: ast.AST) -> list[ast.AST]:
    """What may stand in place of the node."""
    found: list[ast.AST] = []
    match node:
        case ast.Constant(value=bool() as value):
            found = [ast.Constant(not value)]
        case ast.Constant(value=int() | float() as value):
            found = [ast.Constant(value + 1), ast.Constant(value - 1)]
        case ast.Constant(value=str() as value) if value:
            found = [ast.Constant("")]
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp():
            found = [_with(node, op=other()) for other in _SWAPPED.get(type(node.op), ())]
        case ast.Compare(ops=[first, *rest]):
            found = [_with(node, ops=[other(), *rest]) for other in _SWAPPED[type(first)]]
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            found = [operand]
        case ast.Expr(value=ast.Call(func=called)) if "log" not in ast.unparse(called):
            found = [ast.Pass()]
        case ast.Return(value=ast.AST() as value) if not isinstance(value, ast.Constant):
            found = [ast.Return(ast.Constant(None))]
    return found


def _with(node: ast.AST, **changed: object) -> ast.AST:
    other = deepcopy(node)
    for name, value in changed.items():
        setattr(other, name, value)
    return other


def _left_alone(tree: ast.AST) -> set[int]:
    """The ids of nodes that say nothing when the program runs: docstrings, types, `__all__`, words of the log."""
    apart: list[ast.AST | None] = []
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()) | ast.TypeAlias() | ast.Import() | ast.ImportFrom():
                apart.append(node)
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                apart.append(node)
            case ast.Call(func=called) if ast.unparse(called).startswith(("log.", "logger.")):
                apart.append(node)
            case ast.FunctionDef():
                apart.append(node.returns)
            case ast.arg() | ast.AnnAssign():
                apart.append(node.annotation)
    return {id(inner) for node in apart if node for inner in ast.walk(node)}


def mutants(path: str, source: str) -> Iterator[Mutant]:
    tree = ast.parse(source)
    alone = _left_alone(tree)
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in alone:
            continue
        for change, other in enumerate(_changes(node)):
            told = f"`{_short(node)}` → `{_short(other)}`"
            yield Mutant(path, place, change, getattr(node, "lineno", 0), told)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:87]}…"  # noqa: PLR2004


def mutated(source: str, mutant: Mutant) -> str:
    tree = ast.parse(source)
    node = list(ast.walk(tree))[mutant.place]
    other = _changes(node)[mutant.change]
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, other)
            elif isinstance(value, list):
                setattr(parent, name, [other if each is node else each for each in value])
    return ast.unparse(ast.fix_missing_locations(tree))


# --- Which are tried -----------------------------------------------------------------------------------------------


def _files(patterns: str) -> list[str]:
    return [str(path.relative_to(ROOT)) for pattern in patterns.split() for path in sorted(ROOT.glob(pattern))]


def chosen(seed: int, count: int) -> list[Mutant]:
    """By lot, each line with a share of its own: a module has as many as its lines are of all lines."""
    lots = random.Random(seed)  # noqa: S311 - the same ones each time are what is wanted
    by_line: dict[tuple[str, int], list[Mutant]] = {}
    for patterns, *_ in AREAS:
        for path in _files(patterns):
            for mutant in mutants(path, (ROOT / path).read_text(encoding="utf-8")):
                by_line.setdefault((path, mutant.line), []).append(mutant)
    lines = sorted(lots.sample(sorted(by_line), min(count, len(by_line))))
    return [lots.choice(by_line[line]) for line in lines]


# --- Trying one ----------------------------------------------------------------------------------------------------

# Python reads this first, in the tests and in every process that they start.
_STARTED_WITH = """
import importlib.machinery as machinery
_as_it_is = machinery.SourceFileLoader.get_code
def _get_code(self, name):
    if self.path == {path!r}:
        return compile({source!r}, self.path, "exec", dont_inherit=True)
    return _as_it_is(self, name)
machinery.SourceFileLoader.get_code = _get_code
"""


def who_sees(mutant: Mutant, *, rounds: int) -> str:
    """The first test that fails; empty where none does."""
    path = ROOT / mutant.path
    source = mutated(path.read_text(encoding="utf-8"), mutant)
    tests = next(tests for patterns, *tests in AREAS if mutant.path in _files(patterns))
    with tempfile.TemporaryDirectory(prefix="kb-mutant-") as folder:
        Path(folder, "sitecustomize.py").write_text(
            _STARTED_WITH.format(path=str(path), source=source), encoding="utf-8"
        )
        if "models" in mutant.path and _has_no_migration(folder):
            return "`make check`, which misses a migration"
        for patterns in tests[:rounds]:
            if seen := _first_failure(_files(patterns), folder):
                return seen
    return ""


def _has_no_migration(first_read: str) -> bool:
    """The tests work on what the migrations made, so a changed constraint is seen by this alone."""
    command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    environment = {**os.environ, "PYTHONPATH": first_read}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode != 0  # noqa: S603 - ours


def _first_failure(tests: Sequence[str], first_read: str) -> str:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "--tb=no",
        "--no-header",
    ]
    marks = ["-m", "not wide and not browser"]
    try:
        done = subprocess.run(  # noqa: S603 - ours
            [*command, *marks, *tests],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": first_read, "HYPOTHESIS_STORAGE_DIRECTORY": first_read},
            capture_output=True,
            text=True,
            timeout=LONGEST_RUN,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "it never ends"
    if not done.returncode:
        return ""
    said = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return said[0].split(" ", 1)[1].split(" - ")[0] if said else "it does not start"


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--only", type=_numbers, help="these numbers of the list")
    parser.add_argument("--rounds", type=int, default=3, help="0 lists; 1 asks the nearest tests")
    parser.add_argument("--at-once", type=int, default=2)
    asked = parser.parse_args()
    picked = list(enumerate(chosen(asked.seed, asked.count), 1))
    if asked.only:
        picked = [(number, mutant) for number, mutant in picked if number in asked.only]
    with ThreadPoolExecutor(asked.at_once) as pool:
        seen = pool.map(lambda one: who_sees(one[1], rounds=asked.rounds) if asked.rounds else "", picked)
        for (number, mutant), test in zip(picked, seen, strict=True):
            told = "" if not asked.rounds else f"seen by {test}" if test else "NOBODY SEES IT"
            print(f"{number:4} {mutant.path}:{mutant.line} {mutant.told} {told}", flush=True)


if __name__ == "__main__":
    main()
