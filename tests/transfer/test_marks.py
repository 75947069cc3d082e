"""Lines that mean something in a file, and texts that only look like one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.transfer import marks

_MARKS = ["{{ snippet one }}", " {{ x }} ", "Result: yes", "Applies to:", "## Good to know", "### Step", "###x"]
_FENCES = ["```", "````", "  ```python", "```a`b", "~~~", "    ```"]
_SLASHES = ["\\```", "\\\\Result: no", "\\{{ snippet one }}", "\\"]
LINES = st.sampled_from(["", "words", *_MARKS, *_FENCES, *_SLASHES])
TEXTS = st.lists(LINES | st.text(alphabet="`~ \\{}R", max_size=6), max_size=12).map("\n".join)


def read_back(text, pattern):
    lines = list(enumerate(text.split("\n"), 1))
    return "\n".join(marks.as_meant(line, pattern) if counts else line for _, line, counts in marks.outside_code(lines))


@given(TEXTS)
def test_any_text_of_a_step_is_read_back_as_it_was(text):
    assert read_back(marks.told_apart(text, marks.IN_STEP), marks.IN_STEP) == text


@given(TEXTS)
def test_any_background_is_read_back_as_it_was(text):
    assert read_back(marks.told_apart(text, marks.IN_BACKGROUND), marks.IN_BACKGROUND) == text


@given(TEXTS)
def test_nothing_that_was_told_apart_is_a_mark(text):
    written = list(enumerate(marks.told_apart(text, marks.IN_STEP).split("\n"), 1))

    outside = [line for _, line, counts in marks.outside_code(written) if counts]

    assert not [line for line in outside if line.startswith("##") or marks.BRACES.fullmatch(line)]
    assert not [line for line in outside if marks.TAIL.fullmatch(line)]


def test_plain_text_is_left_alone():
    text = "Open it.\n\n- `Result:` is a word\n- {{ half\n\n```\n{{ snippet one }}\nResult: x\n## y\n```\n\n# x"

    assert marks.told_apart(text, marks.IN_STEP) == text


@pytest.mark.parametrize(
    ("text", "in_code"),
    [
        ("```\na\n```\nb", [True, True, True, False]),
        ("```\na\n```` \nb", [True, True, True, False]),
        ("````\na\n```\n````", [True, True, True, True]),
        ("```\n```python\n```", [True, True, True]),
        ("~~~ `a`\n```\n~~~", [True, True, True]),
        ("```a``` b\nc", [False, False]),
        ("   ```\na\n   ```", [True, True, True]),
        ("    ```\na", [False, False]),
    ],
)
def test_code_blocks_are_those_of_markdown(text, in_code):
    lines = list(enumerate(text.split("\n"), 1))

    assert [not counts for _, _, counts in marks.outside_code(lines)] == in_code


def test_code_block_without_an_end_is_named_where_it_begins():
    with pytest.raises(marks.BodyBroken) as broken:
        list(marks.outside_code([(4, "a"), (5, "~~~~"), (6, "~~~")]))

    assert broken.value.line == 5
    assert "close it with a line ~~~~" in str(broken.value)


@pytest.mark.wide
@pytest.mark.parametrize("text", ["```\n```\n" * 12_000, "~~~\na\n" * 16_000, "\n".join("`" * n for n in range(450))])
def test_a_hundred_kilobytes_take_no_time(text):
    started = time.process_time()

    marks.told_apart(text, marks.IN_STEP)

    assert time.process_time() - started < 2
