"""Sentences written by people who did not look at the rules, round by round, and what of them is missed today.

A round was measured before anything was mended for it, and its misses were looked at then; what the first look showed
is in docs/reports.md. A case that is missed stays here as it is.
"""

import csv
import re
from pathlib import Path

import pytest

from kb.privacy.patient_data import find, removed

# Of each round: how many of a hundred may be missed, and how many stopped wrongly.
MOST = {
    "1": (5, 1),
    "2": (4, 1),
    "3": (10, 1),
    "4": (1, 1),
    "5": (1, 1),
    "6": (4, 1),
    "7": (1, 1),
    "8": (4, 1),
    "9": (5, 1),
    "10": (0, 0),
    "11": (0, 0),
    "12": (0, 0),
    "13": (1, 0),
    "14": (1, 0),
    "15": (1, 1),
    "16": (0, 0),
    "17": (2, 0),
    "18": (6, 0),
}


def no_code(text: str) -> bool:
    return False


def sentences(number: str) -> list[tuple[str, str]]:
    with Path(__file__).with_name("fresh.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, strict=True) if row["round"] == number]
    return [(row["kind"], row["text"].replace("\\n", "\n")) for row in rows]


def plain(text: str) -> str:
    return text.replace("«", "").replace("»", "")


@pytest.mark.parametrize(("number", "missed", "stopped"), [(number, *most) for number, most in MOST.items()])
def test_no_more_is_missed_or_stopped_wrongly_than_was_measured(number, missed, stopped):
    told = [plain(text) for kind, text in sentences(number) if kind]
    harmless = [text for kind, text in sentences(number) if not kind]

    silent = [text for text in told if not find(text, is_code=no_code)]
    wrong = [text for text in harmless if find(text, is_code=no_code)]

    assert min(len(told), len(harmless)) > 90
    assert len(silent) <= missed / 100 * len(told), silent
    assert len(wrong) <= stopped / 100 * len(harmless), wrong


@pytest.mark.parametrize("number", MOST)
def test_what_is_removed_leaves_no_half_of_a_name(number):
    halves = []
    for kind, text in sentences(number):
        left = removed(plain(text), find(plain(text), is_code=no_code))
        for name in (part.partition("»")[0] for part in text.split("«")[1:] if kind == "PATIENT"):
            words = re.findall(r"[^\W\d_]{3,}", name)
            if 0 < sum(bool(re.search(rf"\b{word}", left)) for word in words) < len(words):
                halves.append(text)

    assert halves == []
