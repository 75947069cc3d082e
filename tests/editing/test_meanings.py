"""The editor asks which meaning of a code an article answers, where the code has several."""

import re

import pytest

from kb.catalogue.contents import AnsweredMeaning
from tests.editing.pages import address, form_of, text_of, words
from tests.make import make_code, make_draft, make_meaning

CODE = "0x80100006"


@pytest.fixture
def draft(editor):
    make_code(CODE, meanings=(make_meaning("windows", "In Windows"), make_meaning("agent", "In Identity Agent")))
    make_code("ERR5022")
    return make_draft(by=editor, codes=("ERR5022", CODE))


def selects(page) -> dict[str, str]:
    """What each box of a meaning is set to, by its name."""
    found = re.findall(r'<select[^>]*name="(meanings[^"]+)"[^>]*>(.*?)</select>', page.content.decode(), re.DOTALL)
    return {name: next(iter(re.findall(r'value="([^"]*)"[^>]*selected', options)), "") for name, options in found}


def test_code_with_several_meanings_has_a_box_for_them_and_no_other_has(client_of_editor, draft):
    page = client_of_editor.get(address(draft))

    assert selects(page) == {"meanings.1.key": ""}
    for said in (f"Which meaning of {CODE} this article answers", "Any of them", "In Windows", "In Identity Agent"):
        assert said in words(page)


def test_chosen_meaning_is_kept_and_one_that_is_not_chosen_is_none(client_of_editor, draft):
    chosen = {"meanings.1.code": CODE, "meanings.1.key": "agent"}
    client_of_editor.post(address(draft), form_of(draft, **chosen))

    assert text_of(draft).meanings == (AnsweredMeaning(CODE, "agent"),)
    assert selects(client_of_editor.get(address(draft))) == {"meanings.1.key": "agent"}

    draft.refresh_from_db()
    client_of_editor.post(address(draft), form_of(draft, **{**chosen, "meanings.1.key": ""}))
    assert text_of(draft).meanings == ()


def test_code_that_is_taken_out_takes_its_meaning_along(client_of_editor, draft):
    sent = {"codes": ["ERR5022"], "meanings.1.code": CODE, "meanings.1.key": "agent"}
    client_of_editor.post(address(draft), form_of(draft, **sent))

    assert text_of(draft).meanings == ()
