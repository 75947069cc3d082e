"""Two people change the steps of one draft: step by step, and a person is asked only where both changed the same."""

from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.document import ArticleDocument, StepContent
from kb.editing.compare.diff import compare
from kb.editing.compare.step_forks import woven
from kb.editing.compare.three_way import differences, merged
from kb.editing.drafts import actions as drafting
from kb.editing.editor.form_data import data_from, document_from
from kb.editing.editor.rows import press, tidy
from tests.editing.pages import EXTRA, address, form_of, text_of
from tests.make import make_article, make_document, make_draft

CARD = StepContent("USER", "Take the card out", "Wait for the light to go out, then put the card back in.")
RESTART = StepContent("USER", "Restart the computer", "Save your work first, then restart it from the menu.")
PATH = StepContent("IT", "Change the path", "Run the registry editor and set the value.")
NEW = StepContent("IT", "Ring the supplier", "They know what the light means.", name="bcdfghjk")
NEWER = StepContent("IT", "Look at the log", "It says when the reader was lost.", name="cdfghjkm")
BASE = make_document(steps=(CARD, RESTART, PATH), codes=("ERR5022", "ERR1002"), causes=("Dust.", "Rust."))


def with_steps(*steps: StepContent, **facts) -> ArticleDocument:
    return replace(BASE, steps=steps, **facts)


def edited(place: int, **facts) -> ArticleDocument:
    steps = list(BASE.steps)
    steps[place] = replace(steps[place], **facts)
    return with_steps(*steps)


def chosen(theirs, mine) -> dict[str, str]:
    return {one.name: one.chosen for one in differences(BASE, theirs, mine)}


def both(theirs, mine) -> ArticleDocument:
    choices = chosen(theirs, mine)
    assert all(choices.values()), choices
    return merged(BASE, theirs, mine, choices)


def titles(document) -> list[str]:
    return [step.title for step in document.steps]


def test_who_change_different_steps_need_not_choose():
    whole = both(edited(0, body="Theirs."), edited(2, title="Mine"))

    assert whole == replace(
        BASE, steps=(edited(0, body="Theirs.").steps[0], BASE.steps[1], edited(2, title="Mine").steps[2])
    )


def test_step_like_one_that_was_taken_out_is_another_step():
    mine = with_steps(BASE.steps[0], replace(RESTART, name=NEW.name), BASE.steps[2])
    whole = both(edited(0, body="Theirs."), mine)

    assert [step.name for step in whole.steps] == [BASE.steps[0].name, NEW.name, BASE.steps[2].name]
    assert "" in chosen(edited(1, body="Theirs."), mine).values()


def test_who_change_different_parts_of_one_step_need_not_choose():
    whole = both(edited(0, body="Theirs."), edited(0, title="Mine"))

    assert (whole.steps[0].title, whole.steps[0].body) == ("Mine", "Theirs.")


def test_who_change_the_same_words_must_choose_for_that_step_alone():
    theirs, mine = edited(0, body="Theirs."), replace(edited(0, body="Mine."), title="Another")
    (title, step) = differences(BASE, theirs, mine)

    assert (step.label, step.chosen, step.can_be_both) == ("Step 1, for the user", "", False)
    assert title.chosen == "mine"
    assert merged(BASE, theirs, mine, {step.name: "mine"}).steps[0].body == "Mine."
    assert merged(BASE, theirs, mine, {step.name: "theirs"}).steps[0].body == "Theirs."


def test_what_each_added_stays_where_it_was_put():
    card, restart, path = BASE.steps
    whole = both(with_steps(card, NEW, restart, path), with_steps(card, restart, path, NEWER))

    assert titles(whole) == [card.title, NEW.title, restart.title, path.title, NEWER.title]
    assert {step.name for step in whole.steps} >= {"bcdfghjk", "cdfghjkm"}


def test_step_that_both_added_alike_is_there_once():
    other = replace(NEW, name="dfghjkmn")

    assert titles(both(with_steps(*BASE.steps, NEW), with_steps(*BASE.steps, other)))[3:] == [NEW.title]


def test_what_one_took_out_is_out_and_what_the_other_changed_is_asked():
    card, restart, path = BASE.steps
    assert titles(both(with_steps(card, path), edited(2, title="Mine"))) == [card.title, "Mine"]

    (found,) = differences(BASE, with_steps(card, path), edited(1, body="Mine."))
    assert (found.chosen, found.theirs.became) == ("", ("Taken out",))
    assert titles(merged(BASE, with_steps(card, path), edited(1, body="Mine."), {found.name: "mine"})) == titles(BASE)
    assert restart.title not in titles(
        merged(BASE, with_steps(card, path), edited(1, body="M."), {found.name: "theirs"})
    )


def test_one_moved_and_the_other_edited():
    card, restart, path = BASE.steps
    theirs, mine = edited(0, body="Theirs."), with_steps(restart, card, path)

    assert chosen(theirs, mine)["steps.order"] == "mine"
    assert titles(both(theirs, mine)) == titles(mine)
    assert titles(both(mine, theirs)) == titles(mine)
    assert both(theirs, mine).steps[1].body == "Theirs."


def test_two_orders_are_asked():
    card, restart, path = BASE.steps
    theirs, mine = with_steps(restart, card, path), with_steps(path, card, restart)
    (found,) = differences(BASE, theirs, mine)

    assert (found.label, found.chosen) == ("Order of the steps", "")
    for choice, text in (("theirs", theirs), ("mine", mine)):
        assert merged(BASE, theirs, mine, {found.name: choice}) == text


def test_lists_keep_what_either_added_and_lose_what_either_took_out():
    theirs, mine = replace(BASE, codes=("ERR5022", "ERR1002", "ERR5023")), replace(BASE, codes=("400_645", "ERR5022"))

    assert both(theirs, mine).codes == ("400_645", "ERR5022", "ERR5023")
    assert both(replace(BASE, causes=("Dirt.", "Rust.")), replace(BASE, causes=("Dust.", "Rain."))).causes == (
        "Dirt.",
        "Rain.",
    )


def test_texts_without_names_are_merged_by_their_likeness():
    """Drafts of before there were names: a title that changed gives another derived name."""
    old = BASE.to_dict()
    new = edited(0, title="Take your card out").to_dict()
    for step in (*old["steps"], *new["steps"]):
        del step["name"]
    base, theirs = ArticleDocument.from_dict(old), ArticleDocument.from_dict(new)
    mine = edited(2, title="Mine")
    found = differences(base, theirs, mine)

    assert titles(merged(base, theirs, mine, {one.name: one.chosen for one in found})) == [
        "Take your card out",
        RESTART.title,
        "Mine",
    ]


TITLES = st.sampled_from(["Look", "Ring", "Wait", "Restart"])


def texts_of(base: ArticleDocument, edits: list[tuple[str, int, str]]) -> ArticleDocument:
    steps = list(base.steps)
    for act, place, title in edits:
        at = place % len(steps) if steps else 0
        if act == "insert":
            taken = {step.name for step in steps}
            name = next(f"{a}{'z' * 7}" for a in "bcdfghjkmnpqrstvwx" if f"{a}{'z' * 7}" not in taken)
            steps.insert(at, StepContent("IT", title, f"{title} now.", name=name))
        elif act == "delete" and steps:
            steps.pop(at)
        elif act == "move" and steps:
            steps.insert(0, steps.pop(at))
        elif steps:
            steps[at] = replace(steps[at], title=title)
    return replace(base, steps=tuple(steps))


EDITS = st.lists(
    st.tuples(st.sampled_from(["insert", "delete", "move", "edit"]), st.integers(0, 9), TITLES), max_size=4
)


@given(EDITS, EDITS)
def test_merge_of_any_two_texts_is_sound(one, other):
    theirs, mine = texts_of(BASE, one), texts_of(BASE, other)
    for choice in ("theirs", "mine"):
        choices = {found.name: found.chosen or choice for found in differences(BASE, theirs, mine)}
        whole = merged(BASE, theirs, mine, choices)
        names = [step.name for step in whole.steps]

        assert len(set(names)) == len(names)
        assert {step.title for step in whole.steps} <= {step.title for text in (theirs, mine) for step in text.steps}
    assert merged(BASE, theirs, theirs, {}) == theirs
    assert both(theirs, BASE) == theirs
    assert both(BASE, mine) == mine


@given(*[st.lists(st.integers(0, 6), unique=True, max_size=5)] * 3)
def test_woven_list_holds_each_once(base, theirs, mine):
    found = woven(base, theirs, mine)

    assert len(set(found)) == len(found)
    assert set(found) == (set(theirs) & set(mine)) | ((set(theirs) | set(mine)) - set(base))


# --- In the editor -------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(db, editor):
    return make_draft(by=editor, article=make_article(steps=(CARD, RESTART, PATH)))


def names(document) -> list[str]:
    return [step.name for step in document.steps]


def test_editor_keeps_names_through_its_buttons(draft):
    data = tidy(data_from(text_of(draft)))
    before = names(text_of(draft))
    added, _ = press(data, "add steps IT")
    added["steps.4.title"] = ["Ring"]
    again, _ = press(added, "add steps IT")
    again["steps.5.title"] = ["Ring"]

    assert names(document_from(press(data, "down steps 1")[0])) == [before[1], before[0], before[2]]
    assert names(document_from(press(data, "remove steps 2")[0])) == [before[0], before[2]]
    assert names(document_from(again))[:3] == before
    assert len(set(names(document_from(again)))) == 5
    assert names(document_from(again))[3] == names(document_from(added))[3]


def test_step_that_nobody_wrote_is_no_step_though_it_has_a_name(draft):
    added, _ = press(data_from(text_of(draft)), "add steps IT")

    assert len(document_from(added).steps) == 3


def test_step_that_was_sent_twice_gets_a_name_of_its_own(draft):
    data = data_from(text_of(draft))
    data |= {key.replace("steps.1.", "steps.4."): value for key, value in data.items() if key.startswith("steps.1.")}
    document = document_from(data)

    assert names(document)[:3] == names(text_of(draft))
    assert len(set(names(document))) == 4


def test_saved_form_keeps_names_and_a_new_title_is_the_same_step(draft, client_of_editor):
    before = text_of(draft)
    client_of_editor.post(address(draft), form_of(draft, **EXTRA) | {"steps.2.title": "Start anew, all of it"})
    draft.refresh_from_db()

    assert names(text_of(draft)) == names(before)
    assert [change.field for change in compare(before, text_of(draft))] == ["steps.2.title"]


def test_copy_of_an_article_has_other_steps(draft, editor):
    copied = drafting.copy_of(article=draft.article, by=editor)

    assert not {*names(text_of(copied))} & {*names(text_of(draft))}


def test_conflict_of_two_who_changed_different_steps_is_merged_with_one_press(draft, editor, other_editor, signed_in):
    theirs = replace(
        text_of(draft), steps=(replace(text_of(draft).steps[0], body="Theirs."), *text_of(draft).steps[1:])
    )
    form = form_of(draft, **EXTRA) | {"steps.3.title": "Mine"}
    drafting.save(draft=draft, document=theirs, base_revision=1, by=other_editor)
    client = signed_in(editor)
    conflict = client.post(address(draft), form)["Location"]
    page = client.get(conflict).content.decode()
    names_of = [f"steps.{names(theirs)[0]}", f"steps.{names(theirs)[2]}"]
    answer = client.post(conflict, {"base_revision": 2, names_of[0]: "theirs", names_of[1]: "mine"})
    draft.refresh_from_db()

    assert all(f'name="{name}"' in page for name in names_of)
    assert ">Choose<" not in page
    assert answer["Location"] == reverse("editing:edit", args=[draft.pk])
    assert [(step.title, step.body) for step in text_of(draft).steps] == [
        (CARD.title, "Theirs."),
        (RESTART.title, RESTART.body),
        ("Mine", PATH.body),
    ]
