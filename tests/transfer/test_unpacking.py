"""A zip of a stranger: whatever it holds, only plain files of known names come out, and each other is named."""

import stat
import zipfile

import pytest

from kb.transfer.items import FileProblem
from kb.transfer.uploads import unpacking
from kb.transfer.uploads.unpacking import FilesRefused, packed, unpacked
from tests.transfer.conftest import ARTICLE, CONTENT, NOTICE, SNIPPET
from tests.transfer.zips import zip_of


def problems_of(data):
    return {problem.file: problem.message for problem in unpacked("x.zip", data).problems}


def test_zip_of_content_is_its_files():
    found = unpacked("x.zip", zip_of(CONTENT))

    assert found.problems == []
    assert {name: read().decode() for name, read in found.contents.items()} == CONTENT


def test_folder_that_was_packed_as_a_whole_is_looked_into():
    found = unpacked("x.zip", zip_of({f"my content/{name}": text for name, text in CONTENT.items()}))

    assert set(found.contents) == set(CONTENT)


def test_what_other_machines_leave_in_a_zip_is_passed_over():
    extra = {"__MACOSX/articles/._x.md": "x", ".DS_Store": "x", "articles/.DS_Store": "x", "Thumbs.db": "x"}
    found = unpacked("x.zip", zip_of(CONTENT | extra))

    assert found.problems == []
    assert set(found.contents) == set(CONTENT)


@pytest.mark.parametrize(
    "name",
    ["../services.csv", "/services.csv", "articles/../../x.md", "C:/x.md", "articles\\..\\x.md", "./x.md", "a\x07.md"],
)
def test_name_that_leads_out_is_refused_by_name(name):
    found = unpacked("x.zip", zip_of({name: "x", "services.csv": CONTENT["services.csv"]}))

    assert set(found.contents) == {"services.csv"}
    assert [one.message for one in found.problems if "leads out of the folder" in one.message]


def test_link_is_no_file():
    link = zipfile.ZipInfo("articles/passwd.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert "no file" in problems_of(zip_of({}, (link, "/etc/passwd")))["articles/passwd.md"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("articles/more/x.md", "folders within a folder"),
        ("notes.txt", "No import reads this file"),
        ("other.csv", "No import reads this file"),
        ("articles/x.txt", "No import reads this file"),
        ("inner.zip", "No import reads this file"),
    ],
)
def test_file_that_no_import_reads_is_named(name, words):
    assert words in problems_of(zip_of({name: "x", "services.csv": "x"}))[name]


def test_same_name_twice_is_named():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zip_of({"services.csv": "a"}, ("services.csv", "b"))

    assert "twice" in problems_of(data)["services.csv"]


def test_what_is_no_zip_is_refused():
    with pytest.raises(FilesRefused, match=r"^x\.zip is no zip file"):
        unpacked("x.zip", b"PK\x03\x04 not really")


def test_zip_that_says_it_is_huge_is_refused_before_anything_is_unpacked():
    zeros = b"0" * 30_000_000
    data = zip_of({f"images/{n}.png": zeros for n in range(5)})
    assert len(data) < 1_000_000

    with pytest.raises(FilesRefused, match="would unpack to more than 120 MB"):
        unpacked("bomb.zip", data)


def test_zip_that_lies_about_its_sizes_is_counted_while_it_is_unpacked():
    data = zip_of({"articles/x.md": b"0" * 5_000_000})
    real = (5_000_000).to_bytes(4, "little")
    found = unpacked("x.zip", data.replace(real, (10).to_bytes(4, "little")))

    said = found.contents["articles/x.md"]()

    assert isinstance(said, FileProblem)


def test_file_over_its_limit_is_named():
    found = unpacked("x.zip", zip_of({"articles/x.md": b"0" * 1_000_001}))

    assert str(found.contents["articles/x.md"]()) == "articles/x.md, line 1: This is larger than 1 MB."


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 2)

    with pytest.raises(FilesRefused, match="more than 2 files"):
        unpacked("x.zip", zip_of(CONTENT))


def test_damaged_file_is_named_and_the_others_are_read():
    held = zip_of({"services.csv": "slug,name,summary,on_home\n" * 50, "vendors.csv": "x" * 100})
    at = held.index(b"services.csv") + 14
    found = unpacked("x.zip", held[:at] + bytes(20) + held[at + 20 :])

    assert isinstance(found.contents["services.csv"](), FileProblem)
    assert found.contents["vendors.csv"]() == b"x" * 100


def test_single_files_stand_where_an_import_looks_for_them():
    sent = [(name.rpartition("/")[2], text.encode()) for name, text in CONTENT.items()]

    assert set(unpacked("files", packed(sent)).contents) == set(CONTENT)
    assert {ARTICLE, NOTICE, SNIPPET, "start/where-did-it-stop.md"} <= set(CONTENT)


def test_zip_beside_other_files_is_refused():
    with pytest.raises(FilesRefused, match=r"a\.zip: send a zip by itself"):
        packed([("a.zip", b"x"), ("services.csv", b"x")])


def test_zip_of_very_many_entries_is_refused_before_they_are_listed(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 2)
    data = zip_of({f"__MACOSX/{number}": "" for number in range(7)})
    monkeypatch.setattr(unpacking.zipfile, "ZipFile", None)

    with pytest.raises(FilesRefused, match="more than 2 files"):
        unpacking.unpacked("many.zip", data)
