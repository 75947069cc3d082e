"""A synonym in its portable form: what a file or a form says, before it is a row. Pure Python."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from kb.catalogue import limits
from kb.catalogue.document import Problem, line_problems, unseen_problems
from kb.search.index import analysis

LONGEST = {"group": 100, "phrase": 100}
LONGEST_FOLDED = 100  # some single letters fold into several
MOST_WORDS = 4  # longer runs of a query are not looked up


@dataclass(frozen=True)
class SynonymEntry:
    """A phrase of a group whose phrases mean the same. One way: it leads to the others, they do not lead to it."""

    group: str
    phrase: str
    one_way: bool = False
    position: int = 0

    @property
    def folded(self) -> str:
        """The words that are compared: of two phrases with the same words a group keeps one."""
        return " ".join(analysis.words(self.phrase))

    @property
    def fingerprint(self) -> str:
        """Equal for two that say the same."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def problems(self) -> Iterator[Problem]:
        """Everything that keeps it from being saved."""
        if not self.group.strip():
            yield Problem("group", "Enter the group.")
        words = analysis.words(self.phrase)
        if not words:
            yield Problem("phrase", "Enter a phrase with a letter or a figure in it.")
        elif len(words) > MOST_WORDS:
            yield Problem("phrase", f"Shorten the phrase to {MOST_WORDS} words; longer ones are not found.")
        elif len(self.folded) > LONGEST_FOLDED:
            yield Problem("phrase", "Write this phrase in plain letters.")
        if not 0 <= self.position <= limits.LARGEST_POSITION:
            yield Problem("position", "Enter a position of 0 or more.")
        yield from line_problems(self, LONGEST)
        yield from unseen_problems(self)
