"""What is small enough for one click."""

from dataclasses import replace
from datetime import date

import pytest

from kb.catalogue.document import SourceContent, StepContent, SymptomContent
from kb.editing.compare.small_change import is_small
from tests.make import make_document

STEPS = (
    StepContent("USER", title="Take the card out", body="Take it out. Wipe the chip. Put it back in."),
    StepContent("IT", title="Restart the agent", body="See [the guide](/articles/guide/). ERR5022 goes away."),
)
BEFORE = make_document(
    title="Card not read",
    summary="The reader stays dark.",
    symptoms=(SymptomContent("EXACT", "Card not recognised"), SymptomContent("SIGN", "The reader is dark.")),
    steps=STEPS,
    causes=("Dust on the chip.",),
    questions=("Which card do you have?",),
    codes=("ERR5022",),
)


def first_step(**facts):
    return {"steps": (replace(STEPS[0], **facts), STEPS[1])}


def second_step(**facts):
    return {"steps": (STEPS[0], replace(STEPS[1], **facts))}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"title": "Smartcard not read"},
        {"summary": "The reader stays dark or blinks."},
        {"causes": ("Dirt on the chip.",)},
        {"questions": ("Which card is it?",)},
        {"symptoms": (BEFORE.symptoms[0], SymptomContent("SIGN", "The reader blinks."))},
        first_step(body="Take it out. Wipe the chip gently. Put it back in."),
        first_step(body="Take it out. Put it back in."),
        first_step(body="Take it out. Wipe the chip. Put it back in. Wait a minute."),
        second_step(body="See [our guide](/articles/guide/). ERR5022 goes away."),
    ],
)
def test_words_of_one_sentence_are_small(change):
    assert is_small(BEFORE, replace(BEFORE, **change)) == bool(change)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Smartcard not read", "summary": "The reader is off."},
        {"codes": ("ERR5022", "ERR5023")},
        {"codes": ()},
        {"mentions": ("ERR5023",)},
        {"slug": "another"},
        {"services": ("identity-agent",)},
        {"confidence": "VERIFIED"},
        {"review_due": date(2027, 1, 1)},
        {"sources": (SourceContent("NHS England"),)},
        {"steps": STEPS[:1]},
        {"steps": STEPS[::-1]},
        {"steps": (*STEPS, StepContent("USER", title="Ring", body="Ring the desk."))},
        {"steps": (replace(STEPS[0], audience="IT"), STEPS[1])},
        {"symptoms": (SymptomContent("EXACT", "Card not recognized"), BEFORE.symptoms[1])},
        {"causes": ("Dust on the chip.", "Rust.")},
        {"questions": ()},
        first_step(body="Take it out now. Wipe the chip. Put it back in at once."),
        first_step(body="Take it out. Wipe the chip. Wait. Put it back in. Ring us."),
        first_step(body="Take it out. Wipe the chip with ERR9999. Put it back in."),
        second_step(body="See [the guide](https://elsewhere.example/). ERR5022 goes away."),
        second_step(body="See [the guide](/articles/guide/). ERR5023 goes away."),
        first_step(body="Take it out. " + "word " * 41 + ". Put it back in."),
    ],
)
def test_all_else_is_not(change):
    assert not is_small(BEFORE, replace(BEFORE, **change))
