"""Two texts beside each other: steps and lines found by what they are, and the words that each changed."""

from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given

from kb.catalogue.document import SourceContent, StepContent
from kb.catalogue.step_names import unnamed
from kb.editing.compare.side_by_side import Side
from kb.editing.compare.three_way import differences, merged
from kb.editing.drafts import actions as drafting
from kb.editing.models import Revision, UnsavedText
from tests.editing.pages import EXTRA, address, form_of, text_of, words
from tests.editing.test_step_merge import BASE, EDITS, edited, texts_of, with_steps
from tests.make import make_article, make_draft

CARD, RESTART, PATH = BASE.steps
NEW = StepContent("IT", "Ring the supplier", "They know what the light means.", name="bcdfghjk")


def sides(theirs, mine, base=BASE) -> dict[str, tuple[Side, Side]]:
    return {one.label: (one.theirs, one.mine) for one in differences(base, theirs, mine)}


def marked(side: Side) -> list[str]:
    """Each part with what went in minus signs, and what came in plus signs."""
    marks = {"SAME": "{}", "ADDED": "+{}+", "REMOVED": "-{}-"}
    told = (("".join(marks[piece.kind].format(piece.text) for piece in part.pieces), part) for part in side.parts)
    return [f"{part.label}: {text}" if part.label else text for text, part in told]


def test_renamed_step_is_the_same_step_with_its_words_marked():
    theirs = edited(0, title="Take the card right out")
    (mine, other) = sides(theirs, edited(0, body="Put it back."))["Step 1, for the user"]

    assert mine.became == ("Renamed",)
    assert marked(mine) == [
        "Take the card +right +out",
        "What to do: Wait for the light to go out, then put the card back in.",
    ]
    assert other.became == ("Changed",)
    assert marked(other)[0] == "Take the card out"


def test_step_that_was_moved_and_changed_says_both():
    theirs = with_steps(replace(RESTART, body="Save first."), CARD, PATH)
    (one, other) = sides(theirs, BASE)["Step 1, for the user"]

    assert one.became == ("Changed", "Moved: was step 2, for the user")
    assert other.became == ("Not changed",)


def test_added_and_taken_out_steps_are_whole():
    found = sides(with_steps(CARD, RESTART, PATH, NEW), with_steps(CARD, PATH))

    (added, lacking) = found["Step 2, for IT support"]
    assert (added.became, marked(added)[0]) == (("Added",), "Ring the supplier")
    assert (lacking.became, lacking.parts) == (("Not in this text",), ())
    (kept, taken) = found["Step 2, for the user"]
    assert (kept.became, taken.became) == (("Not changed",), ("Taken out",))
    assert marked(taken)[0] == "-Restart the computer-"


def test_order_says_where_each_step_stood():
    (one, other) = sides(with_steps(RESTART, CARD, PATH), edited(2, title="Mine"))["Order of the steps"]

    assert [part.tag for part in one.parts].count("") == 2
    assert [part.tag for part in one.parts if part.tag] == ["Moved: was step 2, for the user"]
    assert other.became == ("Not changed",)


def test_lines_of_a_list_are_found_by_their_words():
    base = replace(BASE, causes=("The reader is full of dust.", "The driver is old.", "The cable is loose."))
    theirs = replace(base, causes=("The driver is very old.", "The reader is full of dust.", "Somebody sat on it."))
    (one, other) = sides(theirs, base, base)["Causes"]

    assert marked(one) == [
        "The driver is +very +old.",
        "The reader is full of dust.",
        "+Somebody sat on it.+",
        "-The cable is loose.-",
    ] or marked(one)[:3] == ["The driver is +very +old.", "The reader is full of dust.", "-The cable is loose.-"]
    assert [part.tag for part in one.parts].count("Taken out") == 1
    assert any(part.tag.startswith("Moved: was") for part in one.parts)
    assert other.became == ("Not changed",)


def test_kind_of_a_sign_and_where_a_source_was_read_are_said():
    base = replace(BASE, sources=(SourceContent("Guide", "How", "https://example.org/"),))
    theirs = replace(base, symptoms=(replace(base.symptoms[0], kind="EXACT"),))

    assert "".join(marked(sides(theirs, base, base)["What you see"][0])).count("+") == 2


@given(EDITS, EDITS)
def test_all_of_one_text_is_that_text(one, other):
    theirs, mine = texts_of(BASE, one), texts_of(BASE, other)
    names = [found.name for found in differences(BASE, theirs, mine)]

    assert merged(BASE, theirs, mine, dict.fromkeys(names, "theirs")) == theirs
    # A step that both added alike has the name of one of them.
    all_mine = merged(BASE, theirs, mine, dict.fromkeys(names, "mine"))
    assert unnamed(all_mine.steps) == unnamed(mine.steps)
    assert replace(all_mine, steps=()) == replace(mine, steps=())


# --- The page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(db, editor):
    return make_draft(by=editor, article=make_article(steps=(CARD, RESTART, PATH)), title="Began")


@pytest.fixture
def conflict(draft, other_editor, client_of_editor):
    """Both changed the title and the same step; its address."""
    form = form_of(draft, title="Mine", **EXTRA) | {"steps.1.body": "My own words.", "steps.3.title": "My path"}
    steps = (replace(text_of(draft).steps[0], body="Their own words."), *text_of(draft).steps[1:])
    theirs = replace(text_of(draft), title="Theirs", steps=steps)
    drafting.save(draft=draft, document=theirs, base_revision=draft.number, by=other_editor)
    return client_of_editor.post(address(draft), form)["Location"]


def test_page_says_how_much_is_to_be_chosen_and_leads_there(client_of_editor, conflict):
    page = client_of_editor.get(conflict)

    assert "3 parts differ. 1 is chosen already." in words(page)
    for link in ("#title-theirs", "#steps."):
        assert f'href="{link}' in page.content.decode()
    assert page.context["rows"][1]["difference"].mine.became == ("Changed",)


def test_all_of_one_is_chosen_with_one_press_and_saved_with_another(client_of_editor, conflict, draft):
    chosen = client_of_editor.post(conflict, {"base_revision": 3, "all": "mine"})

    assert (chosen.status_code, draft.revisions.count()) == (200, 3)
    assert "Chosen for every part: Yours." in words(chosen)
    assert ">Choose<" not in chosen.content.decode()
    sent = {row["difference"].name: row["chosen"] for row in chosen.context["rows"]}
    assert set(sent.values()) == {"mine"}
    client_of_editor.post(conflict, {"base_revision": 3, **sent})
    assert (text_of(draft).title, text_of(draft).steps[0].body) == ("Mine", "My own words.")


def test_what_was_not_chosen_is_a_revision_of_the_draft(client_of_editor, conflict, draft, editor):
    rows = client_of_editor.get(conflict).context["rows"]
    client_of_editor.post(conflict, {"base_revision": 3, **{row["difference"].name: "theirs" for row in rows}})

    revisions = Revision.objects.filter(draft=draft).order_by("number")
    assert [row.document.title for row in revisions][1:] == ["Began", "Theirs", "Mine", "Theirs"]
    assert [row.document.steps[0].body for row in revisions][2:] == [
        "Their own words.",
        "My own words.",
        "Their own words.",
    ]
    assert revisions[3].by == editor
    assert not UnsavedText.objects.waiting().exists()


def test_choice_that_is_missing_is_named_and_the_others_stay(client_of_editor, conflict, draft):
    answer = client_of_editor.post(conflict, {"base_revision": 3, "title": "mine"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Choose for “Step 1, for the user”" in words(answer)
    assert 'id="title-mine" name="title" type="radio" value="mine" aria-describedby="title-mine-became" checked' in page
    assert text_of(draft).title == "Theirs"


def test_text_that_was_saved_again_meanwhile_keeps_the_choices(client_of_editor, conflict, draft, other_editor):
    rows = client_of_editor.get(conflict).context["rows"]
    sent = {row["difference"].name: "mine" for row in rows}
    draft.refresh_from_db()
    again = replace(text_of(draft), summary="Said again.")
    drafting.save(draft=draft, document=again, base_revision=3, by=other_editor)

    answer = client_of_editor.post(conflict, {"base_revision": 3, **sent})

    assert answer.status_code == 422
    assert {row["chosen"] for row in answer.context["rows"] if row["difference"].name in sent} == {"mine"}
    assert UnsavedText.objects.waiting().count() == 1
    assert reverse("editing:edit", args=[draft.pk]) in answer.content.decode()
