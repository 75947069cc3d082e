"""Which files of kb/ a request walks through, from its address to its answer, in the order in which they are entered.

    .venv/bin/python -m scripts.walks

Makes three real requests, each against the shipped content in a database of its own: a search, a report, an edit. A
file counts as soon as one of its functions runs, whatever it holds: tables and rules as well as views. The library
does not count, nor what runs only because something is imported for the first time.
"""

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KB = f"{ROOT / 'kb'}{os.sep}"
LIBRARY = "lib/"
# As a person fills in the form. Patient care is affected, so nothing is offered before it is stored.
REPORT = {
    "text": "The card is not read.",
    "code": "ERR5022",
    "scale": "SEVERAL",
    "is_urgent": "yes",
    "organisation": "Harbour Hospital",
    "name": "Rosa Field",
    "email": "rosa@example.org",
    "card_type": "PLASTIC",
    "audience": "USER",
}


@dataclass
class Walk:
    """`files` in order, each with the function through which it was entered first.

    `doors` are those of them that stand in other rooms and are entered from the walk's own `room`; what lies behind
    them is the other room's affair.
    """

    room: str
    files: dict[str, str] = field(default_factory=dict)
    doors: set[str] = field(default_factory=set)

    @property
    def own(self) -> list[str]:
        return [name for name in self.files if self._is_own(name)]

    def follow[T](self, request: Callable[[], T]) -> T:
        with self._recorded():
            return request()

    def _is_own(self, name: str) -> bool:
        return name.startswith(f"{self.room}/")

    @contextmanager
    def _recorded(self) -> Iterator[None]:
        before = sys.getprofile()
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(before)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        name = _ours(frame)
        if event != "call" or not name or _is_importing(frame):
            return
        self.files.setdefault(name, frame.f_code.co_qualname.replace(".<locals>", ""))
        caller = _caller(frame, name)
        if not self._is_own(name) and (not caller or self._is_own(caller)):
            self.doors.add(name)


def _ours(frame: FrameType) -> str:
    name = frame.f_code.co_filename.removeprefix(KB)
    return "" if name == frame.f_code.co_filename or name.startswith(LIBRARY) else name


def _callers(frame: FrameType) -> Iterator[FrameType]:
    above = frame.f_back
    while above:
        yield above
        above = above.f_back


def _caller(frame: FrameType, name: str) -> str:
    """The file of ours that led here; none where Django or a template did."""
    return next((other for above in _callers(frame) if (other := _ours(above)) and other != name), "")


def _is_importing(frame: FrameType) -> bool:
    return any(one.f_code.co_name == "<module>" and _ours(one) for one in (frame, *_callers(frame)))


def search() -> Walk:
    """Words typed into the box, and the page of results that it leads to."""
    from django.test import Client

    client, walk = Client(), Walk("browse")
    answer = walk.follow(lambda: client.post("/search/", {"q": "card not read"}))
    walk.follow(lambda: client.get(answer["Location"]))
    return walk


def report() -> Walk:
    """The filled form is sent: what was told is stored, and the mails about it."""
    from django.test import Client
    from django.utils import timezone

    from kb.reports.form.step import FormState

    client, walk = Client(), Walk("reports")
    form: Any = client.get("/report/").context["form"]
    # Nobody fills in a form in no time: such a report would go another way.
    opened = FormState.fresh(timezone.now() - timedelta(minutes=2))
    values = dict.fromkeys(form.fields, "") | REPORT | {"state": opened.signed}
    answer = walk.follow(lambda: client.post("/report/", values))
    assert answer.status_code == 303, answer.content  # noqa: S101, PLR2004 - else it is the walk of an error
    return walk


def edit() -> Walk:
    """A change to an article is saved as a draft."""
    from django.test import Client

    from kb.accounts.actions import add_person
    from kb.accounts.roles import Role
    from kb.editing.drafts import actions as drafting
    from kb.editing.editor.form_data import data_from
    from kb.editing.models import Draft

    client, walk = Client(), Walk("editing")
    walker = add_person(username="walker", name="Rosa Field", role=Role.EDITOR, password=secrets.token_urlsafe())
    client.force_login(walker)
    address = client.post("/edit/articles/KB0001/change/")["Location"]
    revision = drafting.latest(Draft.objects.get())
    boxes = {name: values for name, values in data_from(revision.document).items() if values}
    changed = {"summary": "Said more plainly.", "base_revision": revision.number, "then": "save"}
    answer = walk.follow(lambda: client.post(address, boxes | changed))
    assert answer.status_code == 303, answer.content  # noqa: S101, PLR2004
    return walk


def _told(walk: Walk, title: str) -> str:
    def line(position: int, name: str, entry: str) -> str:
        sign = "*" if walk.room == name.split("/", maxsplit=1)[0] else "+" if name in walk.doors else " "
        return f"{position:4} {sign} {name:34} {entry}"

    files = [line(position, *entered) for position, entered in enumerate(walk.files.items(), 1)]
    counts = f"{len(walk.files)} files: {len(walk.own)} of its room (*), {len(walk.doors)} doors of others (+)"
    return "\n".join([f"{title}, {counts}", *files, ""])


def _in_a_site_of_its_own() -> None:
    import django
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("import_kb", str(ROOT / "fixtures"), verbosity=0)
    for title, walk in {"A search": search, "A report": report, "An edit": edit}.items():
        print(_told(walk(), title))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as var:
        (Path(var) / "static").mkdir()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "kb.settings",
            "DATABASE_URL": "",
            "HASHED_STATIC_FILES": "false",
            "SERVICE_DESK_EMAIL": "desk@example.org",
            "SITE_URL": "http://127.0.0.1:8000",
            "VAR_DIR": var,
            "STATIC_ROOT": f"{var}/static",
        }
        _in_a_site_of_its_own()
