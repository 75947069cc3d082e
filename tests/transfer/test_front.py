"""Front matter: what is read, what is wrong with it and where, and the one way it is written."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kb.transfer import front_matter

KEPT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30).filter(
    lambda text: all(letter in "\n\t" or (ord(letter) > 31 and ord(letter) != 127) for letter in text)
)


def broken(text):
    with pytest.raises(front_matter.FrontMatterBroken) as error:
        front_matter.split(text)
    return error.value.line, str(error.value)


VALUES = KEPT.filter(bool) | st.lists(KEPT, min_size=1) | st.lists(st.fixed_dictionaries({"x": KEPT}), min_size=1)


@given(st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1))
@example({"a": "null", "b": ["~", "400_645", "1e3", "yes"], "c": "2026-11-22"})
@example({"a": "---", "b": "a\n---\nb", "c": " x "})
@example({"a": "\x85", "b": "\u2028 \ufeff", "c": "\U0001f600"})
def test_values_are_read_back_as_they_were(values):
    parts = front_matter.split(front_matter.join(values, "Body."))

    assert parts.values == values
    assert parts.body == "\nBody.\n"


@given(KEPT.filter(bool))
def test_a_value_is_written_on_one_line(text):
    assert front_matter.join({"a": text}, "").count("\n") == 3


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_read_or_refused_with_a_line_of_it(text):
    file = f"---\n{text}\n---\n"
    line = 1
    try:
        front_matter.split(file)
    except front_matter.FrontMatterBroken as error:
        line = error.line

    assert 1 <= line <= file.count("\n") + 1


def test_texts_stay_as_they_are_written():
    parts = front_matter.split("---\na: 400_645\nb: yes\nc: 2026-11-22\nd: ~\ne:\nf: [1, x]\ng: {h: 007}\n---\n")

    assert parts.values == {
        "a": "400_645",
        "b": "yes",
        "c": "2026-11-22",
        "d": "",
        "e": "",
        "f": ["1", "x"],
        "g": {"h": "007"},
    }


def test_line_break_that_ends_a_block_is_not_of_its_text():
    parts = front_matter.split("---\na: |\n  one\n  two\nb: >\n  three\n  four\n---\n")

    assert parts.values == {"a": "one\ntwo", "b": "three four"}


def test_every_key_and_item_has_its_line():
    parts = front_matter.split("---\na: x\nb:\n- one\n- two: y\n  three: z\n---\n\nBody.\n")

    assert parts.lines == {"a": 2, "b": 3, "b.1": 4, "b.2": 5, "b.2.two": 5, "b.2.three": 6}
    assert (parts.body_line, parts.body) == (8, "\nBody.\n")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "The file must begin with a line ---, then its front matter."),
        ("title: x\n", 1, "The file must begin with a line ---"),
        ("---\ntitle: x\n\nBody.\n", 1, "The front matter has no end: close it with a line ---."),
        ("---\n---\n", 2, "The front matter must hold lines such as 'title: Card not read'."),
        ("---\nwords\n---\n", 2, "The front matter must hold lines such as"),
        ("---\n- a\n---\n", 2, "The front matter must hold lines such as"),
        ("---\na: x\nb: y: z\n---\n", 3, "The front matter is not YAML: mapping values are not allowed here."),
        ('---\na: x\nb: "y\nc: z\n---\n', 3, "The front matter is not YAML: found unexpected end of stream."),
        ("---\na: [x\nb: y\n---\n", 3, "The front matter is not YAML"),
        ("---\na: x\n\tb: y\n---\n", 3, "The front matter is not YAML"),
        ("---\na: x\nb: y\na: z\n---\n", 4, "'a' is there twice: keep one."),
        ("---\na: x\n? [b]\n: c\n---\n", 3, "A key must be a single word."),
        ("---\na: &b x\nc: *b\n---\n", 3, "Write each value out: references (*name) are not read."),
        ("---\na: x\nb: \x07\n---\n", 3, "Take out the characters that cannot be seen."),
        ('---\na: x\nb: "\\0"\n---\n', 3, "Take out the characters that cannot be seen."),
        ('---\na: x\nb: "\\ud800"\n---\n', 3, "Take out the characters that cannot be seen."),
        (f"---\na: x\nb: {'[' * 5000}\n---\n", 3, "There are too many lists within lists here."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, line, words):
    number, message = broken(text)

    assert number == line
    assert words in message
    assert "\n" not in message


def test_empty_and_false_values_are_left_out_and_dates_are_plain():
    at = datetime(2026, 5, 18, 8, tzinfo=timezone(timedelta(hours=1)))

    written = front_matter.join(
        {"a": "", "b": False, "c": [], "d": None, "e": True, "f": date(2026, 5, 18), "g": at}, ""
    )

    assert written == "---\ne: true\nf: 2026-05-18\ng: 2026-05-18T08:00:00+01:00\n---\n"


def test_written_form_is_what_yaml_itself_writes():
    values = {"title": "Error: it's “odd”", "codes": ["400_645", "400_xxx"], "summary": "x " * 200 + "y"}

    written = front_matter.join(values, "Body.\n")

    assert written == f"---\n{yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=10**6)}---\n\nBody.\n"


def test_moment_is_written_with_its_zone():
    assert "2026-11-22T12:00:00+00:00" in front_matter.join({"at": datetime(2026, 11, 22, 12, tzinfo=UTC)}, "")
