"""A code that is not known yet is made from its boxes, and stands among the codes of the form."""

from dataclasses import dataclass

from kb.accounts.models import User
from kb.catalogue.actions import NotPublishable
from kb.catalogue.entries import MeaningEntry
from kb.editing.drafts import new_codes
from kb.editing.editor.form_data import Data, first
from kb.editing.editor.notes import BoxNote
from kb.editing.editor.rows import tidy
from kb.editing.models import Draft
from kb.lib.portable import Problem

_BOXES = {"words": "meaning", "where": "where", "acts": "acts"}  # by the part of its meaning
_OTHER = "other_"  # before the names of the boxes for what it means elsewhere


@dataclass(frozen=True)
class NotMade(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    notes: tuple[tuple[str, BoxNote], ...]  # by the box that they stand beside


def _note(problem: Problem) -> tuple[str, BoxNote]:
    message = problem.message[:1].lower() + problem.message[1:]
    other = _OTHER if problem.part in _BOXES and problem.index > 1 else ""
    return f"newcode.{other}{_BOXES.get(problem.part, 'code')}", BoxNote(
        f"The code is not made yet: {message}", "error"
    )


def _meaning(data: Data, other: str = "") -> MeaningEntry:
    words, where, acts = (first(data, f"newcode.{other}{box}") for box in _BOXES.values())
    return MeaningEntry(words, where, acts=acts)


def _meanings(data: Data) -> list[MeaningEntry]:
    other = _meaning(data, _OTHER)
    return [_meaning(data), *([other] if f"{other.words}{other.where}".strip() else [])]


def with_new_code(draft: Draft, data: Data, by: User) -> tuple[dict[str, list[str]], str, str]:
    """The form with the code, in which list, and how it is displayed. Raises NotMade, having stored nothing."""
    code = first(data, "newcode.code")
    try:
        made = new_codes.propose(draft=draft, code=code, meanings=_meanings(data), by=by).display
    except NotPublishable as refusal:
        # Beside each box what is wrong first: of an empty one all else follows.
        notes = dict(reversed([_note(problem) for problem in refusal.problems]))
        raise NotMade(tuple(reversed(notes.items()))) from refusal
    name = "mentions" if "newcode.mentioned" in data else "codes"
    kept = {box: values for box, values in tidy(data).items() if not box.startswith("newcode.")}
    return {**kept, name: list(dict.fromkeys([*kept[name], made]))}, name, made
