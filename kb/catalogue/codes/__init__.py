"""What an error code is: its keys, its families, and which code a typed text means. Pure rules, no database."""

from kb.catalogue.codes.families import Family, WildPart, most_specific, who_would_join
from kb.catalogue.codes.forms import codes_in, follows_a_code_word, is_name, is_self_evident, looks_like_one
from kb.catalogue.codes.keys import (
    FEWEST_BARE_DIGITS,
    LONGEST_TYPED,
    MISREAD,
    bare,
    folded,
    normal,
    readings,
    with_signs,
)
from kb.catalogue.codes.matching import Key, Match, MatchKind, families_begun, match
from kb.catalogue.codes.others import is_never_code
from kb.catalogue.codes.text import WIDEST_WINDOW, Window, windows

__all__ = [
    "FEWEST_BARE_DIGITS",
    "LONGEST_TYPED",
    "MISREAD",
    "WIDEST_WINDOW",
    "Family",
    "Key",
    "Match",
    "MatchKind",
    "WildPart",
    "Window",
    "bare",
    "codes_in",
    "families_begun",
    "folded",
    "follows_a_code_word",
    "is_name",
    "is_never_code",
    "is_self_evident",
    "looks_like_one",
    "match",
    "most_specific",
    "normal",
    "readings",
    "who_would_join",
    "windows",
    "with_signs",
]
