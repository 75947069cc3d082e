"""Which autosaves go: the pure rule, and that the chore obeys it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.editing.drafts import actions as drafting
from kb.editing.drafts.authors import is_author
from kb.editing.drafts.housekeeping import AGE, Save, needless, thin_autosaves
from kb.editing.models import Draft
from kb.editing.review import submitting
from tests.editing.conftest import NOON, last
from tests.make import make_draft

ROBIN, SAM = 1, 2
LATER = NOON + 2 * AGE


def saves(*told: tuple[int, int, str]) -> list[Save]:
    """Who, minutes after noon, and a word: auto, hand or held (an autosave of which something speaks)."""
    return [
        Save(number, by, NOON + timedelta(minutes=minutes), kind != "hand", kind == "held")
        for number, (by, minutes, kind) in enumerate(told, 1)
    ]


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        ([(ROBIN, 0, "auto"), (ROBIN, 3, "auto"), (ROBIN, 9, "auto"), (ROBIN, 10, "auto")], [1, 2]),
        ([(ROBIN, 0, "auto"), (ROBIN, 1, "hand"), (ROBIN, 2, "hand"), (ROBIN, 3, "auto")], [1]),
        ([(ROBIN, 0, "auto"), (SAM, 1, "auto"), (ROBIN, 2, "auto"), (SAM, 3, "hand")], []),
        ([(ROBIN, 0, "held"), (ROBIN, 1, "auto"), (ROBIN, 2, "auto")], [2]),
        ([(ROBIN, 9, "auto"), (ROBIN, 10, "auto"), (ROBIN, 30, "auto")], []),
        ([(ROBIN, 0, "auto")], []),
        ([], []),
    ],
)
def test_what_a_later_save_of_the_same_ten_minutes_says_better_goes(told, gone):
    assert needless(saves(*told), LATER) == gone


def test_it_goes_when_it_is_a_day_old():
    two = saves((ROBIN, 0, "auto"), (ROBIN, 1, "auto"))

    assert needless(two, NOON + AGE - timedelta(seconds=1)) == []
    assert needless(two, NOON + AGE) == [1]


@given(
    st.lists(
        st.tuples(st.sampled_from([ROBIN, SAM]), st.integers(0, 200), st.sampled_from(["auto", "hand", "held"])),
        max_size=30,
    ),
    st.integers(0, 300),
)
def test_whatever_was_saved_its_authors_its_end_and_every_save_by_hand_stay(told, minutes):
    all_of_them = saves(*told)
    now: datetime = NOON + AGE + timedelta(minutes=minutes)
    gone = set(needless(all_of_them, now))
    kept = [save for save in all_of_them if save.number not in gone]

    assert {save.by for save in kept} == {save.by for save in all_of_them}
    assert kept[-1:] == all_of_them[-1:]
    assert all(save.is_autosave and not save.is_held for save in all_of_them if save.number in gone)
    assert needless(kept, now) == []


def test_chore_thins_a_draft_once_and_leaves_what_is_spoken_of(editor, reviewer, django_assert_max_num_queries):
    draft = make_draft(by=editor)
    Draft.objects.update(changed_at=NOON, begun_at=NOON)
    draft.revisions.update(at=NOON)
    for second in range(1, 6):
        document = replace(last(draft).document, title=f"Second {second}")
        at = NOON + timedelta(seconds=second)
        drafting.save(draft=draft, document=document, base_revision=draft.number, by=editor, is_autosave=True, now=at)
        if second == 2:
            submitting.add_comment(draft=draft, revision=last(draft), by=reviewer, text="Good")

    assert thin_autosaves(NOON + AGE - timedelta(minutes=1)) == 0
    assert thin_autosaves(NOON + AGE + timedelta(minutes=1)) == 3

    assert list(draft.revisions.order_by("number").values_list("number", flat=True)) == [1, 3, 6]
    assert is_author(editor, draft)
    with django_assert_max_num_queries(1):
        assert thin_autosaves(NOON + 3 * AGE) == 0
