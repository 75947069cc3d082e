"""What changed between two states of an article."""

import time
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.editing.compare.diff import ADDED, CHANGED, MOVED, REMOVED, SAME, compare
from kb.editing.compare.presenters import groups
from kb.editing.compare.three_way import differences, merged
from kb.editing.compare.word_diff import compare_words

CARD = StepContent("USER", title="Take the card out", body="Wait for the light to go out, then put the card back in.")
RESTART = StepContent("USER", title="Restart the computer", body="Save your work first, then restart it from the menu.")
PATH = StepContent("IT", title="Change the path", body="Run the registry editor and set the value to C:\\Agent.")
DOCUMENT = ArticleDocument(
    title="Card not read",
    slug="card-not-read",
    summary="The computer does not read the card.",
    category="signing-in",
    services=("identity-agent",),
    codes=("ERR5022", "400_xxx"),
    symptoms=(SymptomContent("EXACT", "No card found"),),
    steps=(CARD, RESTART, PATH),
    causes=("The reader is not plugged in.",),
)


def shown(change):
    marks = {SAME: "{}", ADDED: "[+{}+]", REMOVED: "[-{}-]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in change.pieces)


def changes(**facts):
    return compare(DOCUMENT, replace(DOCUMENT, **facts))


def lines(found):
    return [(change.field, change.kind, shown(change)) for change in found]


def told(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


# --- Words ---------------------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["card", "reader", "the", ".", ",", " ", "\n", "  ", "ERR5022", "don’t"]), max_size=40)


@given(WORDS.map("".join) | st.text(), WORDS.map("".join) | st.text())
def test_pieces_give_both_texts_back(before, after):
    pieces = compare_words(before, after)

    assert told(pieces, SAME, ADDED) == after
    assert told(pieces, SAME, REMOVED) == before
    assert all(piece.text for piece in pieces)
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


@given(st.text())
def test_equal_texts_hold_nothing_that_changed(text):
    assert {piece.kind for piece in compare_words(text, text)} <= {SAME}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Put the card in.", "Put the card back in.", "Put the card [+back +]in."),
        ("Wait one minute", "Wait two minutes", "Wait [-one minute-][+two minutes+]"),
        ("A card", "A card reader", "A card[+ reader+]"),
        ("It is a card", "Was a badge", "[-It is a card-][+Was a badge+]"),
        ("", "New", "[+New+]"),
        ("Restart the card", "Unplug the reader", "[-Restart the card-][+Unplug the reader+]"),
        ("Restart this card", "Unplug this reader", "[-Restart-][+Unplug+] this [-card-][+reader+]"),
        ("Restart\nthe card", "Unplug\nthe reader", "[-Restart-][+Unplug+]\nthe [-card-][+reader+]"),
        ("The card", "The reader", "The [-card-][+reader+]"),
    ],
)
def test_words_are_compared_as_a_reader_would(before, after, expected):
    assert shown(type("Shown", (), {"pieces": compare_words(before, after)})) == expected


@pytest.mark.wide
@pytest.mark.parametrize("word", ["card ", "card\n", "a b "])
def test_long_texts_take_no_time(word):
    before = word * 20_000
    after = f"x {word * 19_000} y {word * 1_500}"
    begun = time.monotonic()

    pieces = compare_words(before, after)

    assert told(pieces, SAME, ADDED) == after
    assert time.monotonic() - begun < 3


# --- Documents -----------------------------------------------------------------------------------------------------


def test_equal_documents_give_no_change():
    assert compare(DOCUMENT, DOCUMENT) == ()


def test_a_changed_line_is_shown_word_by_word():
    found = changes(title="Card not recognised")

    assert lines(found) == [("title", CHANGED, "Card not [-read-][+recognised+]")]
    assert found[0].label == "Title"


def test_codes_are_added_and_removed_one_by_one():
    found = changes(codes=("400_xxx", "ERR5023"), services=())

    assert lines(found) == [
        ("services.1", REMOVED, "[-identity-agent-]"),
        ("codes.1", REMOVED, "[-ERR5022-]"),
        ("codes.2", ADDED, "[+ERR5023+]"),
    ]


def test_a_new_order_of_codes_is_said_once():
    found = changes(codes=("400_xxx", "ERR5022"))

    assert lines(found) == [("codes", MOVED, "[+400_xxx, +]ERR5022[-, 400_xxx-]")]
    assert found[0].label == "Error code: order"


def test_a_step_that_was_edited_is_shown_as_that_step():
    found = changes(steps=(CARD, replace(RESTART, body=RESTART.body.replace("menu", "Start menu")), PATH))

    assert lines(found) == [("steps.2.body", CHANGED, "Save your work first, then restart it from the [+Start +]menu.")]
    assert (found[0].part_of, found[0].part_kind) == ("Step 2, for the user", CHANGED)


def test_a_step_that_was_moved_is_shown_as_moved_and_no_other_is():
    found = changes(steps=(RESTART, CARD, PATH))

    assert len(found) == 1
    assert (found[0].kind, shown(found[0])) in {(MOVED, "Restart the computer"), (MOVED, "Take the card out")}


def test_a_step_that_was_moved_and_edited_is_both():
    third = StepContent("USER", title="Phone them", body="Say which code you see.")
    before = replace(DOCUMENT, steps=(CARD, RESTART, third))

    found = compare(before, replace(before, steps=(replace(third, title="Phone the desk"), CARD, RESTART)))

    assert lines(found) == [
        ("steps.1", MOVED, "Phone the desk"),
        ("steps.1.title", CHANGED, "Phone [-them-][+the desk+]"),
    ]
    assert found[0].label == "Was step 3, for the user"


def test_how_steps_stand_between_those_for_others_is_said_once():
    found = changes(steps=(PATH, CARD, RESTART))

    assert [(change.field, change.kind) for change in found] == [("steps", MOVED)]


def test_a_step_put_in_between_moves_no_other():
    new = StepContent("USER", title="Look at the light", body="Is it green or dark?")

    found = changes(steps=(CARD, new, RESTART, PATH))

    assert [(change.field, change.kind, change.part_kind) for change in found] == [
        ("steps.2.title", ADDED, ADDED),
        ("steps.2.body", ADDED, ADDED),
    ]


def test_a_step_that_was_taken_out_stands_where_it_stood():
    found = changes(steps=(CARD, replace(PATH, title="Change the file path")), title="New title")

    assert [(change.field, change.kind) for change in found] == [
        ("title", CHANGED),
        ("steps.2.title", REMOVED),
        ("steps.2.body", REMOVED),
        ("steps.2.title", CHANGED),
    ]
    assert [change.part_of for change in found[1:]] == ["Step 2, for the user"] * 2 + ["Step 1, for IT support"]


def test_a_step_that_is_given_to_others_says_whom_it_is_for_now():
    found = changes(steps=(CARD, replace(RESTART, audience="IT"), PATH))

    assert lines(found) == [("steps.2.audience", CHANGED, "[-the user-][+IT support+]")]


def test_a_like_step_for_others_is_not_taken_for_it():
    ours = StepContent(
        "IT", title="Restart the service", body="Save your settings, then restart the service from the console."
    )

    found = changes(steps=(CARD, ours, PATH))

    assert {change.kind for change in found} == {ADDED, REMOVED}


def test_signs_causes_and_sources_are_matched_too():
    found = changes(
        symptoms=(SymptomContent("SIGN", "No card found"),),
        causes=("The reader is not plugged in properly.", "The card is old."),
        sources=(SourceContent("NHS England", title="Help", dated=date(2024, 4, 24)),),
    )

    assert lines(found) == [
        ("symptoms.1", CHANGED, "[-Exact message-][+Sign+]: No card found"),
        ("causes.1", CHANGED, "The reader is not plugged in[+ properly+]."),
        ("causes.2", ADDED, "[+The card is old.+]"),
        ("sources.1", ADDED, "[+NHS England, Help, 24 April 2024+]"),
    ]
    assert [change.label for change in found] == ["What you see", "Cause", "Cause", "Source"]


def test_of_two_like_parts_the_most_alike_is_the_old_one_and_the_other_is_new():
    found = changes(causes=("The reader is old.", "The reader is not plugged in well."))

    assert lines(found) == [
        ("causes.1", ADDED, "[+The reader is old.+]"),
        ("causes.2", CHANGED, "The reader is not plugged in[+ well+]."),
    ]


def test_whom_a_page_is_written_for_is_said_only_where_somebody_said_it():
    assert lines(changes(reader="RA")) == [("reader", ADDED, "[+the Registration Authority+]")]
    assert lines(changes(reader="USER")) == [("reader", ADDED, "[+the user+]")]


def another(value):
    if isinstance(value, bool):
        return not value
    return date(2027, 1, 1) if value is None else "other"


@pytest.mark.parametrize("name", [held.name for held in fields(ArticleDocument) if held.name != "schema"])
def test_no_field_of_a_document_changes_without_a_word(name):
    value = getattr(DOCUMENT, name)
    if isinstance(value, tuple):
        rows = {"steps": (CARD,), "sources": (SourceContent("Else"),), "meanings": (AnsweredMeaning("ERR1", "agent"),)}
        new = {**rows, "symptoms": ()}.get(name, ("other",))
    else:
        new = another(value)

    assert compare(DOCUMENT, replace(DOCUMENT, **{name: new}))
    assert compare(replace(DOCUMENT, **{name: new}), DOCUMENT)


@pytest.mark.parametrize("name", [held.name for held in fields(StepContent) if held.name != "name"])
def test_no_field_of_a_step_changes_without_a_word(name):
    value = {"audience": "IT", "more": '{"minutes":5}'}.get(name, "other")
    assert changes(steps=(replace(CARD, **{name: value}), RESTART, PATH))


def test_a_name_of_a_step_is_no_word():
    assert changes(steps=(replace(CARD, name="bcdfghjk"), RESTART, PATH)) == ()


@pytest.mark.parametrize("name", [held.name for held in fields(SourceContent)])
def test_no_field_of_a_source_changes_without_a_word(name):
    old = replace(DOCUMENT, sources=(SourceContent("NHS England"),))
    new = replace(old.sources[0], **{name: another(getattr(old.sources[0], name))})

    assert compare(old, replace(old, sources=(new,)))


def test_comment_names_a_part_by_its_place_and_what_is_gone_by_its_list_once():
    before = replace(DOCUMENT, causes=("The reader is not plugged in.", "Dust.", "Rain on the roof."))
    after = replace(DOCUMENT, title="New title", causes=("The reader is not plugged in well.",), steps=(CARD, PATH))

    named = [(group.heading, group.tag, group.field) for group in groups(compare(before, after))]

    assert named == [
        ("Title", "Changed", "title"),
        ("Step 2, for the user", "Removed", "steps"),
        ("Cause", "Removed", "causes"),
        ("Cause", "Removed", ""),
        ("Cause", "Changed", "causes.1"),
    ]


def test_meaning_is_said_by_where_it_is_seen_and_by_its_key_where_that_is_not_known():
    first, second = (replace(DOCUMENT, meanings=(AnsweredMeaning("Error 1000", key),)) for key in ("signin", "cards"))
    places = {("ERROR1000", "signin"): "Signing in", ("ERROR1000", "cards"): "Renewing a card"}

    assert lines(compare(DOCUMENT, first, places)) == [("meanings.1", ADDED, "[+Error 1000, seen: Signing in+]")]
    assert lines(compare(DOCUMENT, first)) == [("meanings.1", ADDED, "[+Error 1000, signin+]")]
    (change,) = compare(first, second, places)
    assert told(change.pieces, SAME, REMOVED) == "Error 1000, seen: Signing in"
    assert told(change.pieces, SAME, ADDED) == "Error 1000, seen: Renewing a card"


def test_of_two_texts_what_one_side_alone_changed_is_chosen_and_what_both_did_is_asked():
    theirs = replace(DOCUMENT, title="Theirs", summary="Theirs.", causes=("Theirs.",))
    mine = replace(DOCUMENT, slug="mine", summary="Mine.", causes=("Mine.",))

    chosen = {each.name: each.chosen for each in differences(DOCUMENT, theirs, mine)}

    assert chosen == {"title": "theirs", "slug": "mine", "summary": "", "causes": "both"}


STEPS = st.lists(
    st.builds(
        StepContent,
        audience=st.sampled_from(["USER", "RA", "IT", ""]),
        title=st.sampled_from(["Take the card out", "Restart", "Phone them", ""]),
        body=WORDS.map("".join),
    ),
    max_size=6,
).map(tuple)


@settings(max_examples=150)
@given(STEPS, STEPS)
def test_steps_that_differ_give_changes_that_lead_from_one_to_the_other(before, after):
    found = compare(replace(DOCUMENT, steps=before), replace(DOCUMENT, steps=after))

    assert bool(found) == (before != after)
    for change in found:
        place, *part = change.field.split(".")[1:]
        if change.kind != MOVED and part and part[0] != "audience":
            step = (before if change.part_kind == REMOVED else after)[int(place) - 1]
            kept = (SAME, REMOVED) if change.part_kind == REMOVED else (SAME, ADDED)
            assert told(change.pieces, *kept) == getattr(step, part[0])


@pytest.mark.wide
def test_two_hundred_steps_are_compared_at_once():
    steps = tuple(
        StepContent("USER", title=f"Step {n}", body=" ".join(f"word{(n * k) % 97}" for k in range(80)))
        for n in range(200)
    )
    new = tuple(replace(step, body=f"{step.body} more") for step in reversed(steps))
    begun = time.monotonic()

    found = compare(replace(DOCUMENT, steps=steps), replace(DOCUMENT, steps=new))

    assert found
    assert time.monotonic() - begun < 3


def with_meaning(*keys: str) -> ArticleDocument:
    """Of the two codes of the document, in their order; nothing for one that is answered whatever it means."""
    pairs = zip(("ERR1002", "Error 1000"), keys, strict=True)
    return replace(
        DOCUMENT, codes=("ERR1002", "Error 1000"), meanings=tuple(AnsweredMeaning(*one) for one in pairs if one[1])
    )


@pytest.mark.parametrize(
    ("theirs", "mine", "chosen"),
    [
        (("cards", "windows"), ("signin", "agent"), "both"),
        (("cards", "windows"), ("cards", "agent"), "both"),
        (("", "windows"), ("signin", ""), "both"),
        (("cards", "windows"), ("other", "windows"), ""),
        (("cards", "windows"), ("", "agent"), ""),
    ],
)
def test_whoever_changed_the_meaning_of_the_same_code_otherwise_must_choose(theirs, mine, chosen):
    (found,) = differences(with_meaning("signin", "windows"), with_meaning(*theirs), with_meaning(*mine))

    assert (found.chosen, found.can_be_both) == (chosen, chosen == "both")


def test_meanings_of_both_are_in_the_order_of_the_codes_and_of_no_other_code():
    base, theirs, mine = with_meaning("", ""), with_meaning("", "agent"), with_meaning("cards", "")

    both = merged(base, theirs, mine, {"meanings": "both"})
    assert both.meanings == (AnsweredMeaning("ERR1002", "cards"), AnsweredMeaning("Error 1000", "agent"))

    without = replace(theirs, codes=("ERR1002",), meanings=())
    assert merged(base, without, with_meaning("", "agent"), {"meanings": "mine"}).meanings == ()


def test_two_texts_say_of_a_meaning_where_it_is_seen():
    places = {("ERROR1000", "agent"): "In Identity Agent"}
    (found,) = differences(with_meaning("", ""), with_meaning("", "agent"), with_meaning("", ""), places)

    assert [piece.text for part in found.theirs.parts for piece in part.pieces] == [
        "Error 1000, seen: In Identity Agent"
    ]
