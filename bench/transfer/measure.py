"""One large import by the doors that the page and the worker use, and reports that are filed during it."""

import itertools
import re
import resource
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from django.db import connections, transaction

from bench.search.trouble import tell
from kb.accounts.models import User
from kb.reports.filing import ReportContent, file_report
from kb.transfer import writing
from kb.transfer.actions import bring_in
from kb.transfer.models import Upload
from kb.transfer.uploads import actions
from kb.transfer.uploads.checking import ALL_NEW

PAUSE = 0.5  # seconds between two reports
type Stage = Callable[[], object]


class Held(NamedTuple):
    """Seconds in which a transaction kept others from writing: by the clock, and of a processor's work."""

    clock: float
    work: float


@dataclass
class Figures:
    """Seconds, and what was refused."""

    seconds: dict[str, float] = field(default_factory=dict)
    reports: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    turns: list[Held] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    files_refused: int = 0
    added: Counter[str] = field(default_factory=Counter)
    megabytes: int = 0

    def take(self, outcome: writing.ImportOutcome) -> None:
        self.added.update(outcome.added)
        self.refused.update(_kind(problem.message) for problem in outcome.left_out)
        self.files_refused = len({problem.file for problem in outcome.left_out})

    def rows(self) -> Iterator[tuple[str, str]]:
        yield from ((f"{stage}, seconds", f"{taken:.0f}") for stage, taken in self.seconds.items())
        yield "memory at its most, MB", f"{self.megabytes}"
        yield "added", ", ".join(f"{count:,} {kind}" for kind, count in self.added.items())
        yield "files refused", f"{self.files_refused:,}"
        yield "transactions", f"{len(self.turns):,}"
        for what, seconds in (("by the clock", "clock"), ("of a processor's work", "work")):
            held = sorted(getattr(turn, seconds) for turn in self.turns) or [0.0]
            yield f"write lock held, longest, seconds {what}", f"{held[-1]:.2f}"
            yield f"write lock held, half of them, seconds {what}", f"{statistics.median(held):.2f}"
        yield "reports filed during it", f"{len(self.reports):,}"
        yield "reports that failed", f"{len(self.lost)}"
        if self.reports:
            yield "a report takes, half of them, seconds", f"{statistics.median(self.reports):.2f}"
            yield "a report takes, longest, seconds", f"{max(self.reports):.2f}"


def run(data: bytes, by: User) -> Figures:
    figures = Figures()
    upload = actions.receive(sent=[("corpus.zip", data)], by=by)
    with _timed_turns(figures), _reports(figures):
        _stage(figures, "check", lambda: actions.work_on(upload))
        report = Upload.objects.get(pk=upload.pk).report
        tell(f"  {report['new_count']} new, {report['wrong_files']} files cannot come in")
        actions.choose(upload=upload, take=[ALL_NEW, *_file_keys(report)], remove=[], as_drafts=False, by=by)
        _stage(figures, "bringing in", lambda: actions.work_on(upload))
    outcome = Upload.objects.get(pk=upload.pk).outcome
    figures.added.update(outcome["added"])
    figures.refused.update(_kind(problem[2]) for problem in outcome["left_out"])
    figures.files_refused = outcome["left_out_files"]
    figures.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def run_command(root: Path) -> Figures:
    """The same files by the command on the server, which leaves out what is wrong."""
    figures = Figures()
    with _timed_turns(figures), _reports(figures):
        _stage(figures, "all of it", lambda: figures.take(bring_in(root=root, by=None, leave_out_wrong=True)))
    figures.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def _file_keys(report: dict[str, list[dict[str, str]]]) -> list[str]:
    return [row["key"] for row in report["new"]]


def _kind(message: str) -> str:
    """Without the names in it, so that the same refusals are counted together."""
    return re.sub(r"\S*[\d_]\S*|'[^']*'|“[^”]*”", "…", message)[:90]


def _stage(figures: Figures, name: str, work: Stage) -> None:
    began = time.monotonic()
    work()
    figures.seconds[name] = time.monotonic() - began
    tell(f"  {name}: {figures.seconds[name]:.0f} seconds")


@contextmanager
def _timed_turns(figures: Figures) -> Iterator[None]:
    """Each transaction of the import, from the moment in which it has the lock until it is committed."""
    plain = writing.transaction

    @contextmanager
    def timed() -> Iterator[None]:
        with ExitStack() as stack:
            clock, work = stack.enter_context(_stopwatches(figures))
            stack.enter_context(transaction.atomic())
            clock.append(time.monotonic())
            work.append(time.thread_time())
            yield

    writing.transaction = SimpleNamespace(atomic=timed)
    try:
        yield
    finally:
        writing.transaction = plain


@contextmanager
def _stopwatches(figures: Figures) -> Iterator[tuple[list[float], list[float]]]:
    clock: list[float] = []
    work: list[float] = []
    try:
        yield clock, work
    finally:
        if clock:
            figures.turns.append(Held(time.monotonic() - clock[0], time.thread_time() - work[0]))


@contextmanager
def _reports(figures: Figures) -> Iterator[None]:
    is_over = threading.Event()
    reporter = threading.Thread(target=_report_until, args=(is_over, figures))
    reporter.start()
    try:
        yield
    finally:
        is_over.set()
        reporter.join()


def _report_until(is_over: threading.Event, figures: Figures) -> None:
    for number in itertools.count(1):
        if is_over.wait(PAUSE):
            break
        began = time.monotonic()
        try:
            file_report(told=ReportContent(text=f"Report {number} during an import", scale="JUST_ME"))
        except Exception as error:
            # Whatever it is, a report was lost, and that is what is counted.
            figures.lost.append(type(error).__name__)
            tell(f"  a report failed after {time.monotonic() - began:.2f} seconds: {error!r:.200}")
        else:
            figures.reports.append(time.monotonic() - began)
    connections.close_all()
