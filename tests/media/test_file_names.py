"""The name of an upload is fit to be stored, shown and sent."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.media.images import LONGEST_NAME, cleaned

CASES = {
    "screen.png": "screen.png",
    "Screenshot 2026-11-22 at 10.42.05.png": "Screenshot 2026-11-22 at 10.42.05.png",
    "C:\\Users\\somebody\\Desktop\\error.png": "error.png",
    "/etc/passwd": "passwd.png",
    "../../../error.png": "error.png",
    "..\\..\\error.png": "error.png",
    "folder/": "folder.png",
    "": "screenshot.png",
    ".": "screenshot.png",
    "..": "screenshot.png",
    "...png": "png.png",
    ".htaccess": "htaccess.png",
    ".png": "png.png",
    "photo.jpeg": "photo.png",
    "no ending": "no ending.png",
    "a.html.png": "a.html.png",
    "a\0b\r\nc\x1b.png": "ab c.png",
    "a\u202egnp.exe": "agnp.png",
    "zero\u200bwidth\ufeff.png": "zerowidth.png",
    "  much    room  .png": "much room.png",
    'a"b<c>:d|e?f*g%2e.png': "a-b-c--d-e-f-g-2e.png",
    "café.png": "café.png",
    "cafe\u0301.png": "café.png",
    "写真.png": "写真.png",
    "lone \ud800 surrogate.png": "lone surrogate.png",
    "a" * 300 + ".png": "a" * 76 + ".png",
}


@pytest.mark.parametrize("name", CASES, ids=ascii)
def test_name_is_cleaned(name):
    assert cleaned(name, ending=".png") == CASES[name]


@pytest.mark.parametrize(("name", "kept"), [("a/report.pdf", "report.pdf"), ("page.HTML", "page.HTML"), ("x", "x")])
def test_name_keeps_its_ending_where_none_is_given(name, kept):
    assert cleaned(name) == kept


@given(st.text(max_size=120), st.sampled_from([None, ".png"]))
def test_name_of_any_kind_becomes_one_without_folders_or_unseen_signs(name, ending):
    clean = cleaned(name, ending=ending)

    assert 0 < len(clean) <= LONGEST_NAME
    assert not set(clean) & set("/\\\0\r\n\t:")
    assert not clean.startswith((".", " "))
    assert clean.endswith(ending or "")
    assert not any(unicodedata.category(sign).startswith("C") for sign in clean)
    assert cleaned(clean, ending=ending) == clean
