"""The fingerprint of the running build: it changes with what is shipped, and with nothing else."""

from pathlib import Path

import pytest

from kb.lib.env import build


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "home.html").write_text("<h1>Home</h1>", encoding="utf-8")
    (tmp_path / "kb.css").write_text("h1 {}", encoding="utf-8")
    return tmp_path


def test_same_files_have_the_same_fingerprint_wherever_they_are(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "kb.css").write_text("h1 {}", encoding="utf-8")
    (other / "pages").mkdir()
    (other / "pages" / "home.html").write_text("<h1>Home</h1>", encoding="utf-8")

    assert build([folder]) == build([other])


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "kb.css").write_text("h2 {}", encoding="utf-8"),
        lambda folder: (folder / "kb.css").rename(folder / "other.css"),
        lambda folder: (folder / "pages" / "home.html").unlink(),
        lambda folder: (folder / "start.js").write_text("", encoding="utf-8"),
    ],
    ids=["words", "name", "gone", "new"],
)
def test_any_change_of_what_is_shipped_is_seen(change, folder):
    before = build([folder])

    change(folder)

    assert build([folder]) != before


def test_what_is_not_shipped_makes_no_difference(folder):
    before = build([folder])

    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "models.pyc").write_bytes(b"\x00")

    assert build([folder]) == before
