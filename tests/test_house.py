"""Rules of the house, as tests: sizes, names, guards, addresses, settings, floors and templates."""

import ast
import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from kb.accounts.guards import guard_of
from kb.accounts.roles import WITHOUT_A_PAGE, May
from kb.lib import env

ROOT = Path(settings.BASE_DIR)
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 150
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
SHARED_FOLDERS = {"layouts", "components"}

PYTHON = sorted(path for folder in ("kb", "scripts") for path in (ROOT / folder).rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- Sizes and names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path in PYTHON if "migrations" not in path.parts], ids=name)
def test_file_and_its_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in functions
        if node.end_lineno and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }

    assert len(text.splitlines()) <= LONGEST_FILE
    assert long == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_TEMPLATE


def test_no_module_has_a_name_that_says_nothing():
    tests = (ROOT / "tests").rglob("*.py")
    names = {name(path) for path in (*PYTHON, *tests) for part in (path.stem, path.parent.name) if part in NO_NAMES}

    assert names == set()


# --- Addresses and guards ------------------------------------------------------------------------------------------


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        else:
            yield path, entry


ROUTES = list(routes(get_resolver()))


def test_there_are_routes_to_walk():
    assert len(ROUTES) > 10


@pytest.mark.parametrize(("path", "route"), ROUTES, ids=[path or "home" for path, _ in ROUTES])
def test_every_route_has_a_guard(path, route):
    assert guard_of(route.callback)


def test_abilities_that_people_are_told_of_are_those_that_some_page_asks_for():
    asked = {ability for ability in May for _, route in ROUTES if f"needs {ability}" in guard_of(route.callback)}

    assert set(May) - asked == WITHOUT_A_PAGE


@pytest.mark.parametrize("path", [path for path, _ in ROUTES])
def test_every_address_is_kebab_case(path):
    plain = re.sub(r"<[a-z]+:[a-z_]+>", "x", path)

    word = "[a-z0-9]+(?:-[a-z0-9]+)*"
    assert re.fullmatch(rf"(?:{word}/)*(?:{word}(?:\.(?:xml|txt|ico|json))?)?", plain)


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
    for path in PYTHON:
        imports = [
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if "kb.settings" in _imported(node)
        ]

        assert imports == [], name(path)


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


@pytest.mark.parametrize("room", ROOMS)
def test_foreign_keys_go_downstairs_only(room):
    upstairs = [
        str(field)
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
        if not leads_downstairs(room, field.related_model._meta.app_label)
    ]

    assert upstairs == []


@pytest.mark.parametrize("room", ROOMS)
def test_code_names_templates_of_its_own_room_only(room):
    strings = [
        (name(path), node.value)
        for path in (ROOT / "kb" / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]

    named = [(file, text) for file, text in strings if re.fullmatch(r"[\w/-]+\.(?:html|txt|xml)", text)]
    foreign = [(file, text) for file, text in named if text.split("/")[0] in set(ROOMS) - {room}]
    assert foreign == []


def folder_of(path: str) -> str:
    """The first part: a room, `layouts` or `components`; empty for the pages of the site itself (404.html)."""
    return path.rpartition("/")[0].split("/")[0]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_uses_its_own_room_and_what_is_shared(path):
    own = folder_of(path.relative_to(ROOT / "templates").as_posix())
    text = path.read_text(encoding="utf-8")

    used = re.findall(r"{%\s*(?:include|extends)\s+([^\s%]+)", text)

    assert all(re.fullmatch(r"(['\"])[^'\"]+\1", target) for target in used), "name the template in quotes"
    assert {folder_of(target.strip("'\"")) for target in used} <= SHARED_FOLDERS | {own}


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


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_holds_nothing_that_the_content_security_policy_forbids(path):
    text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("path", [path for path in PYTHON if "lib" not in path.parts], ids=name)
def test_only_the_library_makes_html_safe(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}

    assert "mark_safe" not in names
