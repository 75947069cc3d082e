"""What is said beside the boxes of the editor: each note where it belongs, and all of them as a list above the page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from kb.editing.editor.forms import EditorForm


@dataclass(frozen=True)
class BoxNote:
    """Something said beside a box: an error blocks publishing, advice does not, a comment is a reviewer's.

    `label` names the part that it is about, for where it is said apart from that.
    """

    text: str
    kind: Literal["error", "advice", "comment"]
    address: str = ""
    by: str = ""
    label: str = ""

    @property
    def in_full(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


class Notes:
    """Says each note where it belongs; what belongs nowhere is said above the form."""

    def __init__(self, notes: Iterable[tuple[str, BoxNote]]) -> None:
        self.by_path: dict[str, list[BoxNote]] = {}
        for path, note in notes:
            self.by_path.setdefault(path, []).append(note)
        self.boxes: dict[str, str] = {}  # path → id of a box

    def take(self, path: str) -> list[BoxNote]:
        return self.by_path.get(path, [])

    def beside(self, form: EditorForm, *, otherwise: str = "", prefix: str = "") -> None:
        for name in (bound.name for bound in form.visible_fields()):
            path = f"{prefix}.{name}" if prefix else name
            found = [*self.take(path), *(self.take(prefix) if name == otherwise else [])]
            self.boxes[path] = form[name].id_for_label or form[name].auto_id
            if found:
                form.note(name, found)
        if prefix:
            self.boxes[prefix] = self.boxes[f"{prefix}.{otherwise}"]

    def of_list(self, name: str, box: str) -> tuple[BoxNote, ...]:
        """Of the list as a whole, or of one of what was picked."""
        paths = [path for path in self.by_path if path == name or path.removeprefix(f"{name}.").isdecimal()]
        mine = [path for path in paths if path not in self.boxes]
        self.boxes |= dict.fromkeys(mine, box)
        return tuple(note for path in mine for note in self.by_path[path])

    def problems(self) -> tuple[tuple[str, str], ...]:
        found = ((path, note) for path, notes in self.by_path.items() for note in notes)
        return self.with_boxes((path, note) for path, note in found if note.kind == "error")

    def with_boxes(self, said: Iterable[tuple[str, BoxNote]]) -> tuple[tuple[str, str], ...]:
        return tuple((self.boxes.get(path, ""), note.in_full) for path, note in said)

    def has_any_on(self, row: str) -> bool:
        """An error or a comment; advice can wait until somebody opens the row."""
        mine = [found for path, found in self.by_path.items() if path == row or path.startswith(f"{row}.")]
        return any(note.kind != "advice" for found in mine for note in found)

    def errors_in(self, names: Collection[str]) -> int:
        return sum(
            note.kind == "error"
            for path, found in self.by_path.items()
            if path.split(".")[0] in names
            for note in found
        )
