"""The codes of a step in the editor: boxes for the article's own codes, kept, compared and merged."""

from dataclasses import replace

import pytest

from kb.catalogue.document import StepContent
from kb.editing.compare.diff import compare
from kb.editing.compare.small_change import is_small
from kb.editing.compare.three_way import differences, merged
from kb.editing.drafts import actions as drafting
from kb.editing.editor.form_data import data_from, document_from
from kb.editing.editor.rows import press, tidy
from kb.editing.upkeep import actions as upkeep
from tests.browse.page import Page
from tests.editing.pages import EXTRA, address, form_of, text_of, words
from tests.make import make_article, make_draft

STEPS = (
    StepContent("USER", "Take the card out", "Put it back in.", codes=("400_645", "ERR5022")),
    StepContent("IT", "Restart the agent", "Restart it.", general=True),
    StepContent("IT", "Ring the supplier", "They know."),
)


@pytest.fixture
def draft(db, editor):
    article = make_article(codes=("400_645", "400_xxx"), mentions=("ERR5022",), steps=STEPS)
    return make_draft(by=editor, article=article)


def boxes(page, name: str) -> dict[str, bool]:
    """Value of each box → whether it is ticked."""
    found = [e.attributes for e in Page.of(page).all("input") if e.attributes.get("name") == name]
    return {one.get("value", "on"): "checked" in one for one in found}


def with_codes(text, *codes: str, general: bool = False):
    return replace(text, steps=(replace(text.steps[0], codes=codes, general=general), *text.steps[1:]))


def test_editor_offers_the_codes_of_the_article_for_each_step(draft, client_of_editor):
    page = client_of_editor.get(address(draft))

    assert boxes(page, "steps.1.codes") == {"400_645": True, "400_xxx": False, "ERR5022": True}
    assert boxes(page, "steps.2.codes") == {"400_645": False, "400_xxx": False, "ERR5022": False}
    assert (boxes(page, "steps.1.general"), boxes(page, "steps.2.general")) == ({"on": False}, {"on": True})


def test_article_without_codes_has_no_such_boxes(client_of_editor, editor):
    page = client_of_editor.get(address(make_draft(by=editor)))

    assert (boxes(page, "steps.1.codes"), boxes(page, "steps.1.general")) == ({}, {})


def test_form_that_is_sent_unchanged_changes_nothing_and_one_that_is_changed_is_kept(draft, client_of_editor):
    before = text_of(draft)
    client_of_editor.post(address(draft), form_of(draft, **EXTRA))
    draft.refresh_from_db()
    assert text_of(draft) == before

    client_of_editor.post(
        address(draft), form_of(draft, **EXTRA) | {"steps.1.codes": ["400_xxx"], "steps.2.general": []}
    )
    draft.refresh_from_db()
    assert [(step.codes, step.general) for step in text_of(draft).steps] == [
        (("400_xxx",), False),
        ((), False),
        ((), False),
    ]


def test_code_that_the_article_lost_is_said_beside_the_box(draft, client_of_editor):
    data = form_of(draft, **EXTRA) | {"mentions": []}
    client_of_editor.post(address(draft), data)
    page = client_of_editor.get(address(draft))

    assert boxes(page, "steps.1.codes") == {"400_645": True, "400_xxx": False, "ERR5022": True}
    assert "ERR5022 (not known here)" in words(page)
    assert "ERR5022 is none of the codes that this article answers or mentions." in words(page)
    assert 'id="id_steps.1.codes-notes"' in page.content.decode()


def test_buttons_keep_them(draft):
    data = tidy(data_from(text_of(draft)))
    moved, _ = press(data, "down steps 2")

    assert [(step.codes, step.general) for step in document_from(moved).steps] == [
        (("400_645", "ERR5022"), False),
        ((), False),
        ((), True),
    ]


def test_ticks_alone_make_no_step(draft):
    data, _ = press(data_from(text_of(draft)), "add steps IT")

    assert len(document_from(data | {"steps.4.codes": ["400_645"], "steps.4.general": ["on"]}).steps) == 3


def test_comparison_says_what_changed(draft):
    before = text_of(draft)
    found = compare(before, with_codes(before, general=True))

    assert [(change.field, change.label, change.part_of) for change in found] == [
        ("steps.1.codes", "For codes", "Step 1, for the user"),
        ("steps.1.general", "For every code", "Step 1, for the user"),
    ]
    assert not is_small(before, with_codes(before, "400_645"))


def test_merge_of_two_who_changed_the_codes_of_one_step_and_those_of_the_article(draft):
    base = text_of(draft)
    theirs = replace(with_codes(base, "400_645", "ERR5022", "400_xxx"), codes=("400_645", "400_xxx", "ERR1002"))
    mine = replace(with_codes(base, "400_645"), codes=("400_xxx", "400_645"))
    found = differences(base, theirs, mine)
    whole = merged(base, theirs, mine, {one.name: one.chosen for one in found})

    assert {one.name: one.chosen for one in found} == {"codes": "both", f"steps.{base.steps[0].name}": "both"}
    theirs_says = {part.label: "".join(piece.text for piece in part.pieces) for part in found[1].theirs.parts}
    assert theirs_says["For codes"] == "400_645, ERR5022, 400_xxx"
    assert whole.steps[0].codes == ("400_645", "400_xxx")
    assert whole.codes == ("400_xxx", "ERR1002", "400_645")


def test_restored_version_has_them(draft, editor, reviewer):
    text = text_of(draft)
    drafting.discard(draft=draft, by=editor)
    restored = upkeep.restore(article=draft.article, version=1, by=reviewer)

    assert text_of(restored) == text
