"""The two style sheets: what is left out of the design system, and that nothing is missed."""

import re
from pathlib import Path

import pytest

from scripts.stylesheets import BUILT, DESIGN_SYSTEM, SHEETS, STYLES, only_used
from scripts.trouble import ROOT

TEMPLATES = ROOT / "templates"
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_URL = re.compile(r"url\([^)]*\)")
STAFF_ONLY = (
    "editing/",
    "reports/desk_",
    "insight/",
    "accounts/people/",
    "accounts/audit.html",
    "accounts/signed_out.html",
    "operate/erase",
    "transfer/",
    "contacts/",
    "notices/",
    "helpdesk/",
)
# What a script of ours, or of the design system, may add to a page stands in these as well.
SCRIPTS = [*(ROOT / "static").glob("*.js"), *(ROOT / "static" / "vendor").rglob("*.js")]


def _classes_in(style: str) -> set[str]:
    """Of every selector, not of a value such as 0.5em or a file's name."""
    return set(_CLASS.findall(_URL.sub("", style)))


def _text_of(*files: Path) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.fixture(scope="module")
def ours() -> str:
    """All that may name a class."""
    return _text_of(*TEMPLATES.rglob("*.html"), *(ROOT / "kb").rglob("*.py"), *SCRIPTS)


def test_every_class_that_the_design_system_knows_and_we_use_is_in_the_public_sheet(ours: str):
    known = {name for name in _classes_in(_text_of(DESIGN_SYSTEM)) if name.startswith("nhsuk-")}
    words = set(re.findall(r"[\w-]+", ours))
    # `nhsuk-tag--{{ page.tag }}` may become any of its kind.
    open_ended = tuple(word for word in words if word.startswith("nhsuk-") and word.endswith("-") and word != "nhsuk-")
    used = {name for name in known if name in words or name.startswith(open_ended)}

    assert {"nhsuk-tag--green", "nhsuk-file-upload__drop-zone", "nhsuk-input--width-10"} <= used
    assert used - _classes_in(_text_of(BUILT / "public.css")) == set()


@pytest.mark.parametrize(
    "name",
    [
        "nhsuk-file-upload__drop-button--dragging",
        "nhsuk-file-upload__drop-button--empty",
        "nhsuk-radios__conditional--hidden",
        "nhsuk-radios__hint",
        "nhsuk-scroll--scrollable-right",
    ],
)
def test_class_that_is_put_together_on_the_page_is_in_the_public_sheet(name: str):
    assert name in _classes_in(_text_of(BUILT / "public.css"))


def test_components_for_other_sites_are_not_in_the_public_sheet():
    style = _text_of(BUILT / "public.css")

    assert "nhsuk-task-list" not in style
    assert "nhsuk-hero" not in _classes_in(style)


def test_every_class_of_ours_that_has_a_rule_is_used(ours: str):
    words = set(re.findall(r"[\w-]+", ours))
    open_ended = tuple(word for word in words if word.startswith("kb-") and word.endswith("-"))
    styled = {
        name for name in _classes_in(_text_of(BUILT / "public.css", BUILT / "staff.css")) if name.startswith("kb-")
    }

    assert {name for name in styled if name not in words and not name.startswith(open_ended)} == set()


def test_only_the_frame_of_all_pages_and_that_of_staff_name_a_style_sheet():
    naming = {
        file.relative_to(TEMPLATES).as_posix(): re.findall(r"""rel="stylesheet" href="([^"]*)""", text)
        for file in sorted(TEMPLATES.rglob("*.html"))
        if 'rel="stylesheet"' in (text := file.read_text(encoding="utf-8"))
    }

    assert naming == {
        "layouts/base.html": ["{% static 'built/public.css' %}"],
        "layouts/staff.html": ["{% static 'built/staff.css' %}"],
    }


def test_no_public_page_stands_in_the_frame_of_staff():
    extends = {
        file.relative_to(TEMPLATES).as_posix(): match[1]
        for file in TEMPLATES.rglob("*.html")
        if (match := re.search(r'{% extends "([^"]+)"', file.read_text(encoding="utf-8")))
    }

    def frames(name: str) -> list[str]:
        return [name, *frames(extends[name])] if name in extends else [name]

    staff = [name for name in extends if "layouts/staff.html" in frames(name) and not name.startswith("layouts/")]
    assert len(staff) > 15
    assert [name for name in staff if not name.startswith(STAFF_ONLY)] == []


def test_every_component_is_in_a_sheet():
    listed = [STYLES / f"{name}.css" for names in SHEETS.values() for name in names]

    assert sorted(STYLES.rglob("*.css")) == sorted(listed)


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("a.nhsuk-used b{color:red}", "a.nhsuk-used b{color:red}"),
        ("a.nhsuk-unused b{color:red}", ""),
        (".nhsuk-used,.nhsuk-unused>p{color:red}", ".nhsuk-used{color:red}"),
        (".nhsuk-used:not(.nhsuk-unused){color:red}", ".nhsuk-used:not(.nhsuk-unused){color:red}"),
        (".nhsuk-tag--blue{color:blue}", ".nhsuk-tag--blue{color:blue}"),
        (".kb-any{color:red}", ".kb-any{color:red}"),
        ("/* why */ p{/* why */color:red}", "p{color:red}"),
        ("@media print{.nhsuk-unused{color:red}}", ""),
        ("@media print{.nhsuk-used{color:red}.nhsuk-unused{color:red}}", "@media print{.nhsuk-used{color:red}}"),
        (
            "@supports (a:b){@media print{.nhsuk-used{color:red}}}",
            "@supports (a:b){@media print{.nhsuk-used{color:red}}}",
        ),
        ("@keyframes turn{from{top:0}to{top:1px}}", "@keyframes turn{from{top:0}to{top:1px}}"),
    ],
)
def test_rule_is_kept_if_all_its_classes_are_named(style: str, kept: str):
    assert only_used(style, {"nhsuk-used", "nhsuk-tag--"}) == f'@charset "UTF-8";\n{kept}\n'


@pytest.mark.parametrize("style", ["p{color:red}} a{color:red}", "p{color:red} a"], ids=["brace too many", "no rule"])
def test_sheet_that_cannot_be_read_is_refused(style: str):
    with pytest.raises(SystemExit, match="cannot be read"):
        only_used(style, set())
