"""Codes as people say them and as a phone's dictation writes them: `python -m bench.search.saying` writes spoken.csv.

Every code of fixtures/codes.csv that is the service's own, in ways that are drawn with a fixed seed; rows of the kind
"by hand" stay as they are.
"""

import csv
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = Path(__file__).resolve().parent / "spoken.csv"
SEED = 20261129
BY_HAND = "by hand"
MOST_OF_A_KIND = 20
FIELDS = ("need", "query", "expected_ids", "kind")

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NATO = (
    *("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima"),
    *("mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey"),
    *("xray", "yankee", "zulu"),
)
_HEARD = {"ERR": ("er", "e r r", "E R R"), "INF": ("info", "i n f", "I N F"), "PR": ("p r", "P R", "pr")}
_AROUND = ("{}", "{}", "error {}", "code {}", "error code {}", "it says {}", "the screen says {} please")


def below_hundred(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    return _TENS[number // 10 - 2] + (f" {_UNITS[number % 10]}" if number % 10 else "")


def whole(number: int, link: str = " and ") -> str:
    """ "one thousand and two"; the link is said before what is less than a hundred."""
    for scale, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            tail = f"{link if rest < 100 else ' '}{whole(rest, link)}" if rest else ""  # noqa: PLR2004
            return f"{whole(head, link)} {name}{tail}"
    return below_hundred(number)


def figure_by_figure(figures: str, nought: str) -> str:
    return " ".join(nought if one == "0" else _UNITS[int(one)] for one in figures)


def with_doubles(figures: str, nought: str) -> str:
    """ "five oh double two" """

    def said(found: re.Match[str]) -> str:
        times = {1: "", 2: "double ", 3: "triple "}[len(found[0])]
        return f"{times}{figure_by_figure(found[1], nought)} "

    return re.sub(r"([0-9])\1{0,2}", said, figures).strip()


def in_pairs(figures: str) -> str:
    """ "ten oh two"; empty for an odd number of figures, and where a pair is two noughts."""
    pairs = re.findall("..", figures)
    if len(figures) % 2 or "00" in pairs or figures[0] == "0":
        return ""
    return " ".join(f"oh {_UNITS[int(pair)]}" if pair[0] == "0" else below_hundred(int(pair)) for pair in pairs)


def number_said(figures: str) -> list[str]:
    """In each of its usual ways."""
    noughts = [say(figures, nought) for say in (figure_by_figure, with_doubles) for nought in ("oh", "zero", "nought")]
    return list(
        dict.fromkeys(filter(None, (whole(int(figures)), whole(int(figures), " "), in_pairs(figures), *noughts)))
    )


def number_dictated(figures: str) -> list[str]:
    """As a phone writes what was said."""
    number, length = int(figures), len(figures)
    found = [figures, f"{number:,}", f"{number:,}".replace(",", " "), " ".join(figures)]
    if length == 4:  # noqa: PLR2004 - what may be a time, and what has thousands
        found += [f"{figures[:2]} {figures[2:]}", f"{figures[:2]}-{figures[2:]}"]
        found += [f"{figures[:2]}:{figures[2:]}"] if figures < "2400" and figures[2] < "6" else []
    if number > 1000 and 0 < number % 1000 < 100:  # noqa: PLR2004
        found.append(f"{number // 1000} thousand and {number % 1000}")
    return found


def letters_said(letters: str) -> list[str]:
    nato = [_NATO[ord(one) - ord("A")] for one in letters.upper()]
    spelled = [one.lower() for one in letters]
    return [letters.lower(), " ".join(spelled), " ".join(nato), " ".join(map("{} for {}".format, spelled, nato))]


def _numbered(letters: str, figures: str) -> tuple[list[str], list[str]]:
    said = [f"{before} {number}" for before in letters_said(letters) for number in number_said(figures)]
    heard = (*_HEARD.get(letters, (letters.lower(),)), " ".join(_NATO[ord(one) - ord("A")] for one in letters))
    return said, [f"{before} {number}" for before in heard for number in number_dictated(figures)]


def _joined(head: str, tail: str) -> tuple[list[str], list[str]]:
    signs = ("underscore", "dash", "hyphen", "under score")
    if tail.strip("x"):
        ends, written = number_said(tail), [tail, " ".join(tail)]
    else:
        ends, written = ["ex ex ex", "triple ex", "x x x"], ["xxx", "x x x", "triple x"]
    said = [f"{number} {sign} {end}" for number in number_said(head) for sign in signs for end in ends]
    return said, [f"{head} {sign} {end}" for sign in (*signs, "_", "-") for end in written]


def _name(words: Sequence[str]) -> tuple[list[str], list[str]]:
    first, rest = words[0].lower(), [word.lower() for word in words[1:]]
    said = [f" {sign} ".join((before, *rest)) for sign in ("underscore", "dash") for before in letters_said(first)[:3]]
    heard = _HEARD.get(first.upper(), (first,))
    return said, [join.join((before, *rest)) for join in (" ", " underscore ", "_") for before in (first, *heard)]


def ways(code: str) -> tuple[list[str], list[str]]:
    """How it is said, and how that is written by a phone."""
    if found := re.fullmatch(r"([A-Z]+)([0-9]+)", code):
        return _numbered(found[1], found[2])
    if found := re.fullmatch(r"([0-9]+)_([0-9]+|x+)", code):
        return _joined(found[1], found[2])
    if found := re.fullmatch(r"(?:([A-Za-z]+) )?([0-9]+)", code):
        before = f"{found[1].lower()} " if found[1] else ""
        said, dictated = number_said(found[2]), number_dictated(found[2])
        # A time alone is a time.
        dictated = [one for one in dictated if before or ":" not in one]
        return [before + one for one in said], [before + one for one in dictated]
    return _name(code.split("_"))


def _answered_by() -> dict[str, list[str]]:
    """The articles that answer each code, by their references."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "fixtures" / "articles").glob("*.md")):
        front = file.read_text(encoding="utf-8").split("---", 2)[1]
        codes = re.search(r"^codes:\n((?:- .*\n)+)", front, re.MULTILINE)
        for code in re.findall(r"^- '?(.*?)'?$", codes[1], re.MULTILINE) if codes else ():
            found.setdefault(code, []).append(file.name.split("-")[0])
    return found


def is_ours(row: dict[str, str]) -> bool:
    """The service's own codes stand first in the table, before those of Windows."""
    return not row["source"] and not row["code"].startswith("0x")


def generated() -> Iterator[dict[str, str]]:
    """The same rows on every machine."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    answered = _answered_by()
    with (ROOT / "fixtures" / "codes.csv").open(encoding="utf-8", newline="") as rows:
        # The service's own, which stand first: of those of other makers, which name a source, there are hundreds.
        codes = [row["code"] for row in takewhile(is_ours, csv.DictReader(rows))]
    for code in codes:
        for kind, texts in zip(("said", "dictated"), ways(code), strict=True):
            unlike = list(dict.fromkeys(texts))
            for text in draw.sample(unlike, min(MOST_OF_A_KIND, len(unlike))):
                around: Callable[[str], str] = draw.choice(_AROUND).format
                query = text if text.startswith("error") else around(text)
                yield {"need": code, "query": query, "expected_ids": "|".join(answered[code]), "kind": kind}


def by_hand() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as rows:
        return [row for row in csv.DictReader(rows) if row["kind"] == BY_HAND]


def main() -> None:
    kept = by_hand()
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*generated(), *kept])
    sys.stdout.write(f"{FILE.name} is written.\n")


if __name__ == "__main__":
    main()
