"""Four times the text costs about four times the work, whatever the text is."""

import gc
import time

import pytest

from kb.lib.markdown import to_html, to_text

# Text of a given length. Each is a known way to make a Markdown parser slow.
HOSTILE = {
    "open brackets": lambda size: "[" * size,
    "nested brackets": lambda size: "[" * (size // 2) + "a" + "]" * (size // 2),
    "links that never close": lambda size: "[a](<b" * (size // 6),
    "link titles that never close": lambda size: '[a](b "c' * (size // 8),
    "image marks": lambda size: "![a](b" * (size // 6),
    "runs of backticks": lambda size: "".join("a" + "`" * length for length in range(int((2 * size) ** 0.5))),
    "asterisks and underscores": lambda size: "*a_ **b__ " * (size // 10),
    "nested emphasis": lambda size: "*a **b " * (size // 14) + "b** a* " * (size // 14),
    "quotation marks": lambda size: "\"'" * (size // 2),
    "deep quotes": lambda size: ("> " * 60 + "a\n") * (size // 122),
    "lazy lines of a deep quote": lambda size: ">" * 30 + "a\n" * (size // 2),
    "stairs of quotes": lambda size: "\n".join(">" * depth for depth in range(int((2 * size) ** 0.5))),
    "deep lists": lambda size: "".join("  " * (line % 40) + "- a\n" for line in range(size // 44)),
    "stairs of lists": lambda size: "".join("  " * line + "- a\n" for line in range(int(size**0.5))),
    "reference bomb": lambda size: f"[a]: https://example.org/{'a' * (size // 2)}\n\n" + "[a]" * (size // 6),
    "many references": lambda size: "[a\n]: b\n" * (size // 8),
    "tables": lambda size: "a|b\n-|-\n" * (size // 8),
    "wide tables": lambda size: "|a" * (size // 4) + "\n" + "|-" * (size // 4),
    "empty cells": lambda size: ("|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "|\n" * 600 + "\n") * (size // 1600),
    "entities": lambda size: "&a&#1;&amp;" * (size // 11),
    "angle brackets": lambda size: "<a:b<a@b" * (size // 8),
    "long host": lambda size: "<http://" + "é." * (size // 2) + ">",
    "headings": lambda size: "a\n-\n# b ##\n" * (size // 11),
}
TIMES_LONGER = 4
# Quadratic work would be 16 times as much. The room between is for a busy machine.
MOST_TIMES_THE_WORK = 10


def work(render, text: str) -> float:
    """The processor time of this thread alone: the least of three tries, or the first that is long enough to trust."""
    tries = []
    for _ in range(3):
        began = time.thread_time()
        render(text)
        tries.append(time.thread_time() - began)
        if tries[-1] > 0.1:
            break
    return min(tries)


@pytest.fixture
def no_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.wide
@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize(
    ("render", "name"),
    [(to_html, name) for name in HOSTILE]
    + [(to_text, name) for name in ("stairs of lists", "tables", "nested emphasis")],
)
def test_work_grows_with_the_length_of_the_text(render, name):
    short, long = HOSTILE[name](25_000), HOSTILE[name](25_000 * TIMES_LONGER)

    assert work(render, long) < MOST_TIMES_THE_WORK * work(render, short) + 0.05


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - {"empty cells"}))
def test_output_grows_with_the_length_of_the_text(name):
    text = HOSTILE[name](10_000)

    assert len(to_html(text)) < 60 * len(text)
