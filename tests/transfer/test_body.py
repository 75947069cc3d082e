"""The body of an article file: its sections, and what is wrong with them."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.catalogue.document import StepContent, SymptomContent
from kb.transfer import body, marks
from tests.make import make_document
from tests.transfer.documents import LINES, documents

STEP = "## What to do: user\n\n### Look\n\n"


def broken(text):
    with pytest.raises(marks.BodyBroken) as error:
        body.parse(text)
    return error.value.line, str(error.value)


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(documents(confidence=st.just("UNVERIFIED")))
def test_what_was_written_is_read_back_as_it_was(document):
    read = body.parse(body.write(document))

    assert tuple(read.symptoms) == document.symptoms
    assert tuple(read.steps) == document.steps
    assert tuple(read.causes) == document.causes
    assert read.background == document.background


@given(st.lists(LINES | st.sampled_from([f"## {name}" for name in body.SECTIONS]), max_size=15).map("\n".join))
def test_any_text_is_read_or_refused_with_a_line_of_it(text):
    line = 1
    try:
        body.parse(text)
    except marks.BodyBroken as error:
        line = error.line

    assert 1 <= line <= text.count("\n") + 1


def test_signs_and_exact_messages_keep_their_order_and_lines():
    read = body.parse("## What you see\n\n> One:\n>\n>  two\n\n> Three\n- a sign\n  of two lines\n\n  and more\n- b\n")

    assert read.symptoms == [
        SymptomContent("EXACT", "One:\n\n two"),
        SymptomContent("EXACT", "Three"),
        SymptomContent("SIGN", "a sign\nof two lines\n\nand more"),
        SymptomContent("SIGN", "b"),
    ]
    assert {name: read.lines[name] for name in ("symptoms.1", "symptoms.2", "symptoms.3", "symptoms.4")} == {
        "symptoms.1": 3,
        "symptoms.2": 7,
        "symptoms.3": 8,
        "symptoms.4": 12,
    }


def test_step_has_a_title_a_body_and_two_last_lines():
    read = body.parse(f"{STEP}One.\n\nTwo.\n\nApplies to: Windows\nResult: It opens.\n   \n\n### Next\n\nThree.")

    assert read.steps == [
        StepContent("USER", title="Look", body="One.\n\nTwo.", applies_to="Windows", expected="It opens."),
        StepContent("USER", title="Next", body="Three."),
    ]


def test_snippet_is_a_step_of_its_own_for_its_audience():
    read = body.parse("## What to do: IT support\n\n{{ snippet domains }}\n\n### Look\n\nHere.\n{{snippet  more}}\n")

    assert read.steps == [
        StepContent("IT", snippet="domains"),
        StepContent("IT", title="Look", body="Here."),
        StepContent("IT", snippet="more"),
    ]
    assert [read.lines[f"steps.{number}"] for number in (1, 2, 3)] == [3, 5, 8]


def test_code_block_may_hold_what_would_be_a_mark_elsewhere():
    code = "```\n## Good to know\n### Step\n{{ snippet one }}\nResult: x\n```"

    read = body.parse(f"{STEP}{code}\n\nResult: It opens.\n\n## Good to know\n\n{code}")

    assert read.steps == [StepContent("USER", title="Look", body=code, expected="It opens.")]
    assert read.background == code


def test_backslash_makes_a_line_text():
    read = body.parse(f"{STEP}Type this:\n\\{{{{ snippet one }}}}\n\n\\Result: x")

    assert read.steps == [StepContent("USER", title="Look", body="Type this:\n{{ snippet one }}\n\nResult: x")]


@pytest.mark.parametrize(
    "text",
    [
        "Result: x",
        "Look.\n\nApplies to: y\nResult: x",
        "a\n{{ snippet one }}\nb",
        "a\n{{ SNIPPET }}",
        "```\nno end",
        "Hard break  \nnext  ",
        "    code",
        "\\Result: x",
        "```\n## in\n```\n\nout",
    ],
)
def test_odd_text_of_a_step_is_written_so_that_it_is_read_back(text):
    document = make_document(
        steps=(StepContent("USER", title="Look", body=text, expected="ok"), StepContent("IT", snippet="one"))
    )

    assert tuple(body.parse(body.write(document)).steps) == document.steps


def test_odd_text_of_the_background_is_written_so_that_it_is_read_back():
    document = make_document(background="{{ snippet one }}\n\n```\n{{ snippet one }}\n```\n\nResult: x\n\n~~~\n## x")

    assert body.parse(body.write(document)).background == document.background


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Words.", 1, "Text stands before the first section: use ## and one of What you see; Ask the person first;"),
        ("\n## What you saw\n", 2, "'What you saw' is no section"),
        ("## Good to know\n\na\n\n## What you see\n", 5, "'What you see' is there twice or out of order"),
        ("## Why it happens\n## Why it happens\n", 2, "'Why it happens' is there twice or out of order"),
        ("## Why it happens\n##Good to know\n", 2, "Put a space after ##."),
        ("## What you see\n\n> a\nb\n", 4, "Begin an exact message with '> ' and a sign with '- '."),
        ("## What you see\n\n* a\n", 3, "Begin an exact message with '> ' and a sign with '- '."),
        ("## What you see\n\n  a\n", 3, "Begin an exact message with '> ' and a sign with '- '."),
        ("## Why it happens\n\n- a\nb\n", 4, "Begin each of these with '- '."),
        ("## What to do: user\n\nLook.\n", 3, "Begin each step with a heading '### What to do', or name a snippet."),
        ("## What to do: user\n\n{{ snippet a }}\nLook.\n", 4, "Begin each step with a heading"),
        (f"{STEP}Look.\n\n#### More\n", 7, "Begin a step with '### ' and its title"),
        (f"{STEP}Look.\n\n###More\n", 7, "Begin a step with '### ' and its title"),
        (f"{STEP}Look.\n{{{{ snippet No }}}}\n", 6, "Write a snippet as {{ snippet its-name }}"),
        (f"{STEP}Look.\n{{{{ image one }}}}\n", 6, "Write a snippet as {{ snippet its-name }}"),
        (f"{STEP}Look.\nResult: It opens.\n", 6, "Leave an empty line above this"),
        (f"{STEP}Result: It opens.\n\nLook.\n", 5, "'Result:' is one line at the end of a step"),
        (f"{STEP}Look.\n\nResult: It opens\nby itself.\n", 7, "'Result:' is one line at the end of a step"),
        (f"{STEP}Look.\n\nResult: It opens.\nApplies to: all\n", 8, "Write 'Applies to:' first, then 'Result:'"),
        (f"{STEP}Look.\n\nResult: It opens.\nResult: all\n", 8, "each once"),
        (f"{STEP}Look.\n\nResult:\n", 7, "Write something after 'Result:', or take the line out."),
        *(
            (f"## What to do: user\n\n### Look{name}\n\nLook.\n", 3, "Write the name of a step as {#bcdfghjk}")
            for name in ("{#bcdfghjk}", " { #bcdfghjk}", " {#bcdfghjk }", " {# bcdfghjk}")
        ),
        (f"{STEP}```\nLook.\n\n## Good to know\n", 5, "This code block has no end: close it with a line ```."),
        ("## Good to know\n\n{{ snippet one }}\n", 3, "A snippet can stand among the steps only."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, line, words):
    number, message = broken(text)

    assert number == line
    assert words in message


def test_empty_sections_and_an_empty_body_hold_nothing():
    read = body.parse("## What you see\n\n## What to do: user\n\n## Good to know\n\n")

    assert (read.symptoms, read.steps, read.background) == ([], [], "")
    assert body.parse("").steps == []


def test_document_without_a_body_writes_nothing():
    assert body.write(replace(make_document(), symptoms=(), steps=())) == ""
