"""Rules of the house, as tests: sizes, names, guards, addresses, settings, floors and templates."""

import ast
import pkgutil
import re
import runpy
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from kb.accounts.guards import SIGNED_IN, guard_of
from kb.accounts.roles import ABILITIES, WITHOUT_A_PAGE, May, Role
from kb.lib import env

ROOT = Path(settings.BASE_DIR)
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 150
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
SHARED_FOLDERS = {"layouts", "components"}

PYTHON = {path: ast.parse(path.read_text()) for folder in ("kb", "scripts") for path in (ROOT / folder).rglob("*.py")}
TEMPLATES = {path: path.read_text() for path in (ROOT / "templates").rglob("*") if path.is_file()}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- Sizes and names -----------------------------------------------------------------------------------------------


OURS = {path: tree for path, tree in PYTHON.items() if "migrations" not in path.parts}


def length(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_files_are_short():
    assert {name(path) for path in OURS if length(path) > LONGEST_FILE} == set()


def test_functions_are_short():
    functions = [
        (name(path), node)
        for path, tree in OURS.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert [(path, one.name) for path, one in functions if (one.end_lineno or 0) - one.lineno >= LONGEST_FUNCTION] == []


def test_templates_are_short():
    assert {name(path) for path in TEMPLATES if length(path) > LONGEST_TEMPLATE} == set()


def test_no_module_has_a_name_that_says_nothing():
    tests = (ROOT / "tests").rglob("*.py")
    names = {name(path) for path in (*PYTHON, *tests) for part in (path.stem, path.parent.name) if part in NO_NAMES}

    assert names == set()


# --- One name, one idea; the noun chooses the folder, the kind of work chooses the file -------------------------------

LAYERS = {"views", "presenters", "actions", "forms", "readers", "services", "managers"}
# The catalogue is one business with many actions.
LAYERS_WITH_A_REASON = {"kb/catalogue/actions", "kb/lib/forms"}
WRITES = {"save", "create", "bulk_create", "delete", "get_or_create", "update_or_create", "bulk_update"}


def is_kind(path: Path, kind: str) -> bool:
    """`views.py`, `list_views.py`, and all of a folder `views`."""
    return path.stem == kind or path.stem.endswith(f"_{kind}") or kind in path.relative_to(ROOT).parts[:-1]


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module and every name of a module that is imported, late imports too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def modules_of(tree: ast.Module) -> set[str]:
    """What is called in small letters and imported from a room is a module, or a function."""
    return {
        one.asname or one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kb.")
        for one in node.names
        if one.name.islower()
    }


def test_a_class_name_stands_once():
    """Choices inside a table are named with it; Django gives commands their name, and the classes of databases."""
    names = Counter(node.name for tree in OURS.values() for node in tree.body if isinstance(node, ast.ClassDef))

    assert {one for one, times in names.items() if times > 1} == {"Command", "DatabaseWrapper"}


def test_no_folder_is_named_for_a_layer():
    folders = {name(path.parent) for path in OURS if path.is_relative_to(ROOT / "kb")}

    assert {one for one in folders if one.rpartition("/")[2] in LAYERS} - LAYERS_WITH_A_REASON == set()


def test_views_write_through_actions():
    """A function of a module of ours, such as `drafting.save`, is an action; what a row or a queryset does is none."""
    calls = [
        f"{name(path)}:{node.lineno} .{node.func.attr}()"
        for path, tree in OURS.items()
        if is_kind(path, "views")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id in modules_of(tree))
    ]

    assert calls == []


def test_actions_and_tables_know_no_requests():
    """But for signing in and out: a session belongs to a request."""
    kinds = ("actions", "models", "rules")

    assert [
        name(path)
        for path, tree in OURS.items()
        if any(is_kind(path, kind) for kind in kinds) and any(one.startswith("django.http") for one in imported(tree))
    ] == ["kb/accounts/actions.py"]


def test_presenters_only_present():
    assert [
        f"{name(path)}: {one}"
        for path, tree in OURS.items()
        if is_kind(path, "presenters")
        for one in imported(tree)
        if one.startswith("kb.") and "actions" in one.split(".")
    ] == []


# --- Addresses and guards ------------------------------------------------------------------------------------------


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        else:
            yield path, entry


NO_DUTY = {"edit/markdown"}  # what a box for text asks

ROUTES = list(routes(get_resolver()))


def test_there_are_routes_to_walk():
    assert len(ROUTES) > 10


def test_every_route_has_a_guard():
    assert [path for path, route in ROUTES if not guard_of(route.callback)] == []


def test_abilities_that_people_are_told_of_are_those_that_some_page_asks_for():
    asked = {ability for ability in May for _, route in ROUTES if f"needs {ability}" in guard_of(route.callback)}

    assert set(May) - asked == WITHOUT_A_PAGE


DUTIES = re.findall(r"^\| ([^|]+) \| `([^`]+)` \|(.+)\|$", (ROOT / "docs" / "duties.md").read_text(), re.MULTILINE)


def said_of_duty(address: str) -> str:
    return guard_of(resolve(address).func)


def test_duties_of_each_role_are_what_the_guards_of_their_pages_say():
    """docs/duties.md: a new page for staff needs a row there."""
    roles = list(Role)
    wrong = []
    for duty, address, ticks in DUTIES:
        told = [role for role, tick in zip(roles, ticks.split("|"), strict=True) if tick.strip() == "yes"]
        guard = said_of_duty(address)
        true = [role for role in roles if guard == SIGNED_IN or {f"needs {one}" for one in ABILITIES[role]} & {guard}]
        wrong += [(duty, address, guard)] if told != true else []

    assert wrong == []


def test_every_ability_and_every_part_of_the_staff_pages_has_a_row_in_duties():
    """docs/duties.md. A part is what the first two words of an address say: edit/codes, desk/reports."""
    rows = {(said_of_duty(address), "/".join(address.split("/")[1:3]).rstrip("/")) for _, address, _ in DUTIES}
    parts = {part for _, part in rows}
    needed = {
        (guard, "/".join(word for word in path.split("/")[:2] if word and not word.startswith("<")))
        for path, route in ROUTES
        if (guard := guard_of(route.callback)).startswith("needs ")
    }

    assert {guard for guard, _ in needed} - {guard for guard, _ in rows} == set()
    # What stands below a page of the same name is part of that duty.
    assert {part for _, part in needed if part not in parts and part.split("/")[0] not in parts} - NO_DUTY == set()


def test_every_address_is_kebab_case():
    word = "[a-z0-9]+(?:-[a-z0-9]+)*"
    kebab = rf"(?:{word}/)*(?:{word}(?:\.(?:xml|txt|ico|ics|json))?)?"
    plain = {path: re.sub(r"<[a-z]+:[a-z_]+>", "x", path) for path, _ in ROUTES}

    assert [path for path, words in plain.items() if not re.fullmatch(kebab, words)] == []


# --- Settings ------------------------------------------------------------------------------------------------------


def test_every_variable_that_settings_read_is_described_for_operators(monkeypatch):
    read = []
    text = env.text

    def noted(variable: str, default: str = "", **rest: bool) -> str:
        read.append(variable)
        return text(variable, default, **rest)

    monkeypatch.setattr(env, "text", noted)
    runpy.run_path(str(ROOT / "kb" / "settings.py"))
    described = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")

    assert {"SITE_URL", "IT_DESK_PHONE", "RA_DESK_HOURS"} <= set(read)
    assert [variable for variable in read if not re.search(rf"\b{variable}\b", described)] == []


def test_settings_are_read_from_django_conf_only():
    assert [name(path) for path, tree in PYTHON.items() if "kb.settings" in imported_by(tree)] == []


def test_migrations_import_nothing_of_ours():
    """They must still run when it is gone; and the databases of the tests are made anew when a migration changes."""
    migrations = [path for path in PYTHON if "migrations" in path.parts]

    assert migrations
    assert [name(path) for path in migrations if any(one.startswith("kb.") for one in imported_by(PYTHON[path]))] == []


def imported_by(tree: ast.AST) -> set[str]:
    return {imported for node in ast.walk(tree) for imported in _imported(node)}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


# --- Floors, where import-linter cannot see ------------------------------------------------------------------------


def floors() -> dict[str, int]:
    """Room → floor, counted from the ground, as pyproject.toml draws the house."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return {room: floor for floor, layer in enumerate(reversed(layers)) for room in re.findall(r"[a-z]+", layer)}


FLOORS = floors()
ROOMS = [app.label for app in apps.get_app_configs() if app.name.startswith("kb.")]


def test_every_room_has_a_floor():
    assert set(ROOMS) <= set(FLOORS)


def leads_downstairs(room: str, other: str) -> bool:
    return other == room or other not in FLOORS or FLOORS[other] < FLOORS[room]


def test_foreign_keys_go_downstairs_only():
    upstairs = [
        str(field)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
        if not leads_downstairs(room, field.related_model._meta.app_label)
    ]

    assert upstairs == []


def room_of(path: Path) -> str:
    folder, first, *_ = path.relative_to(ROOT).parts
    return first if folder == "kb" else ""


def test_code_names_templates_of_its_own_room_only():
    named = [
        (path, node.value)
        for path, tree in PYTHON.items()
        if room_of(path) in ROOMS
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"[\w/-]+\.(?:html|txt|xml)", node.value)
    ]

    assert named
    assert [(name(path), text) for path, text in named if text.split("/")[0] in set(ROOMS) - {room_of(path)}] == []


def folder_of(path: str) -> str:
    """The first part: a room, `layouts` or `components`; empty for the pages of the site itself (404.html)."""
    return path.rpartition("/")[0].split("/")[0]


def test_templates_use_their_own_room_and_what_is_shared():
    used = [
        (path, target)
        for path, text in TEMPLATES.items()
        for target in re.findall(r"{%\s*(?:include|extends)\s+([^\s%]+)", text)
    ]

    assert used
    for path, target in used:
        own = folder_of(path.relative_to(ROOT / "templates").as_posix())
        assert re.fullmatch(r"(['\"])[^'\"]+\1", target), f"{name(path)}: name the template in quotes"
        assert folder_of(target.strip("'\"")) in SHARED_FOLDERS | {own}, name(path)


# --- What a template may hold --------------------------------------------------------------------------------------

FORBIDDEN = {
    "|safe": r"\|\s*safe(?:seq)?\b",
    "autoescape off": r"{%\s*autoescape\s+off",
    "inline style": r"\bstyle\s*=|<style\b",
    "inline script": r"<script(?![^>]*\bsrc\s*=)",
    "inline handler": r"\son[a-z]+\s*=",
    "javascript address": r"javascript:",
    "another site": r"\b(?:src|action)\s*=\s*[\"']?(?:https?:)?//",
}


def test_templates_hold_nothing_that_the_content_security_policy_forbids():
    bare = {
        path: re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", text, flags=re.DOTALL)
        for path, text in TEMPLATES.items()
    }

    assert [
        (name(path), what)
        for path, text in bare.items()
        for what, pattern in FORBIDDEN.items()
        if re.search(pattern, text, re.IGNORECASE)
    ] == []


def names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_only_the_library_makes_html_safe():
    safe = [path for path, tree in PYTHON.items() if "mark_safe" in names_in(tree)]

    assert safe
    assert [name(path) for path in safe if "lib" not in path.parts] == []


# --- Names in the docs ----------------------------------------------------------------------------------------------

DOCS = [ROOT / "README.md", *(path for folder in ("bench", "docs", "tests") for path in (ROOT / folder).rglob("*.md"))]
FOLDERS = {"bench", "docs", "fixtures", "kb", "requirements", "scripts", "styles", "templates", "tests"}
IN_KB = {path.stem for path in (ROOT / "kb").iterdir()}
# Ids that operators know are kept, whatever the room is called by now.
CHECK_ID = r"kb\.ops\.[EIW]\d{3}"


PYTHON_NAMES = {"manage.py"} | {path.name for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")}


def is_there(path: str) -> bool:
    return any((ROOT / folder / path).exists() for folder in ("", "kb", "templates"))


def is_named(dotted: str) -> bool:
    try:
        pkgutil.resolve_name(f"kb.{dotted.removeprefix('kb.')}")
    except (AttributeError, ImportError):
        return any(dotted.startswith(f"{model._meta.label}") for model in apps.get_models())
    return True


def untrue(quoted: str) -> bool:
    """A path of the tree, or a dotted name of `kb`, that leads nowhere."""
    first = re.split(r"[./]", quoted.removeprefix("kb."))[0]
    if re.fullmatch(r"[\w-]+/[\w./-]*", quoted):
        # Content files are named too, as examples.
        is_ours = first in FOLDERS or (first in IN_KB and quoted.endswith((".py", "/")))
        return is_ours and not is_there(quoted)
    if re.fullmatch(r"\w+\.py", quoted):
        return quoted not in PYTHON_NAMES
    is_name = re.fullmatch(r"\w+(?:\.\w+)+", quoted) and not re.search(r"\.(?:csv|md|py|sqlite3)$", quoted)
    is_ours = quoted.startswith("kb.") or first in IN_KB
    return bool(is_name) and is_ours and not re.fullmatch(CHECK_ID, quoted) and not is_named(quoted)


def test_docs_name_only_what_is_there():
    texts = {path: re.sub(r"^```.*?^```", "", path.read_text(), flags=re.DOTALL | re.MULTILINE) for path in DOCS}
    quoted = [(name(path), one) for path, text in texts.items() for one in re.findall(r"`([^`\n]+)`", text)]

    assert len(quoted) > 100
    assert [(path, one) for path, one in quoted if untrue(one)] == []


def test_docs_link_only_to_files_that_are_there():
    links = [(path, link) for path in DOCS for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())]

    assert links
    assert [(name(path), link) for path, link in links if not (path.parent / link).exists()] == []


# --- What is run on one database -----------------------------------------------------------------------------------

CAN_DIFFER = (
    r"shared_database|transactional_db|transaction=True|on_own_connections|IntegrityError|\.cursor\(|connection\.vendor"
)


def test_what_can_differ_between_databases_is_run_on_both():
    one = {path: path.read_text() for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)}
    one = {path: text for path, text in one.items() if "pytest.mark.either" in text}

    assert one
    assert [name(path) for path, text in one.items() if re.search(CAN_DIFFER, text)] == []
