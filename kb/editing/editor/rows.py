"""What the buttons of the editor do to its form: add a row, remove it, move it up or down. Pure, but for the
name that a new step is given by lot.
"""

from kb.catalogue import fields
from kb.catalogue.fields import PartKind
from kb.catalogue.step_names import fresh
from kb.editing.editor.form_data import LISTED, LISTS, PICKS, ROWS, Data, first, listed, rows_of

# What a new row has chosen already: the first choice of its list is what the button says.
_CHOICES = {
    name: {one.name: one.otherwise for one in part.parts if one.kind is PartKind.CHOICE}
    for name, part in fields.ROWS.items()
}
LONGEST_PLACE = 4


def _boxes(name: str, part: str, text: str) -> list[str]:
    """What a form sends for it: of a list, one value for each that is chosen, and none where nothing is."""
    return list(filter(None, text.split("\n"))) if (name, part) in LISTED else [text]


def _written(name: str, rows: list[dict[str, str]]) -> dict[str, list[str]]:
    return {
        f"{name}.{number}.{part}": _boxes(name, part, row.get(part, ""))
        for number, row in enumerate(rows, 1)
        for part in ROWS[name]
    }


def _with_rows(data: Data, name: str, rows: list[dict[str, str]]) -> dict[str, list[str]]:
    rest = {key: list(values) for key, values in data.items() if not key.startswith(f"{name}.")}
    return {**rest, **_written(name, rows)}


def tidy(data: Data) -> dict[str, list[str]]:
    """Rows counted from 1, and what was typed into a box for one more among the others.

    A row in which nothing stands stays where it is: it may be the next one that somebody writes in.
    """
    found = {key: list(values) for key, values in data.items()}
    for name in ROWS:
        found = _with_rows(found, name, rows_of(found, name))
    for name in LISTS:
        found[name] = list(listed(found, name))
        found.pop(f"{name}.new", None)
    return found


def new_row(name: str, said: str) -> dict[str, str]:
    """What has been chosen already in a row that a button adds; it may say the first of them."""
    chosen = _CHOICES[name]
    return {**chosen, **{part: said for part in list(chosen)[:1] if said}}


def _neighbour(name: str, rows: list[dict[str, str]], at: int, by: int) -> int:
    """The row to change places with: of steps, the next one for the same people."""
    other = at + by
    while name == "steps" and 0 <= other < len(rows) and rows[other].get("audience") != rows[at].get("audience"):
        other += by
    return other


def _moved(name: str, rows: list[dict[str, str]], at: int, by: int) -> int:
    if not 0 <= at < len(rows):
        return -1
    other = _neighbour(name, rows, at, by)
    if not 0 <= other < len(rows):
        return at
    rows[at], rows[other] = rows[other], rows[at]
    return other


def _moved_to(rows: list[dict[str, str]], at: int, place: str) -> int:
    """To a place among those for the same people, counted from 1."""
    if not 0 <= at < len(rows) or not (place.isdecimal() and len(place) <= LONGEST_PLACE):
        return at if 0 <= at < len(rows) else -1
    same = [other for other, row in enumerate(rows) if row.get("audience") == rows[at].get("audience")]
    to = same[min(max(int(place), 1), len(same)) - 1]
    rows.insert(to, rows.pop(at))
    return to


def _in_rows(
    data: dict[str, list[str]], verb: str, name: str, rest: str, place: str
) -> tuple[dict[str, list[str]], str]:
    rows = rows_of(data, name)
    at = int(rest) - 1 if rest.isdecimal() else -1
    if verb == "add":
        own = {"name": fresh({row.get("name", "") for row in rows})} if name == "steps" else {}
        rows.append({**new_row(name, rest), **own})
        at = len(rows) - 1
    elif verb == "remove" and 0 <= at < len(rows):
        rows.pop(at)
        at = min(at, len(rows) - 1)
    elif verb in {"up", "down"}:
        at = _moved(name, rows, at, -1 if verb == "up" else 1)
    elif verb == "move":
        at = _moved_to(rows, at, place)
    return _with_rows(data, name, rows), f"{name}.{at + 1}" if at >= 0 else name


def without_typed(data: Data, button: str) -> Data:
    """Who picks one of those offered, or makes a new one, has said what the text in the box was for."""
    verb, name, *_ = [*button.split(" "), ""]
    return {key: values for key, values in data.items() if verb not in {"pick", "make"} or key != f"{name}.new"}


def _picked(found: dict[str, list[str]], verb: str, name: str, rest: str) -> str:
    """Changes the form, and says where to go on."""
    if verb == "swap":
        place, _, rest = rest.partition(" ")
        at = int(place) - 1 if place.isdecimal() and len(place) <= LONGEST_PLACE else -1
        found[name] = [rest if number == at else value for number, value in enumerate(found[name])]
    elif verb == "pick":
        found[name].append(rest)
    elif verb == "remove":
        found[name] = [value for value in found[name] if value != rest]
    elif verb == "make" and name != "related":
        found[name] = [value for value in found[name] if value != rest]
        found["newcode.code"] = [rest]
        found["newcode.mentioned"] = ["on"] if name == "mentions" else []
        return "newcode"
    found[name] = list(dict.fromkeys(filter(None, found[name])))
    return name


def press(data: Data, button: str) -> tuple[dict[str, list[str]], str]:
    """The form after a button such as `add steps USER`, `down steps 2`, `remove codes ERR5022`, and where to go on.

    `move steps 2` takes it to the place that its list `steps.2.to` names.

    Of what is offered for a box: `pick codes ERR5022` takes it, `swap codes 2 ERR5022` puts it in the place of the
    second, `make codes ERR5023` begins a new code.
    """
    verb, _, what = button.partition(" ")
    name, _, rest = what.partition(" ")
    found = tidy(data)
    if name in ROWS and verb in {"add", "remove", "up", "down", "move"}:
        return _in_rows(found, verb, name, rest, first(data, f"{name}.{rest}.to"))
    if name in PICKS:
        return found, _picked(found, verb, name, rest)
    return found, name if name in LISTS else ""
