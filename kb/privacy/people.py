"""Who may be named in a text: by a title, by a name of the lists, or by a capital that no sentence has. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.privacy import care_words as words
from kb.privacy.name_words import (
    DEVICES,
    HOUSES,
    NEVER,
    PARTICLES,
    PLACES,
    THINGS,
    common,
    is_common,
    is_surname,
    words_of,
)
from kb.privacy.tokens import Tokens

_MOST_WORDS = 4
_SHORTEST = 3
_OF_VERBS = ("ed", "ing", "ly")
# "BNF" and "NBM" are nobody.
_LONGEST_ACRONYM = 4
_LONGEST_BED = 3
_NO_NAME_OF_ONE = frozenset("ai")
_MS_TEAMS = frozenset(("MS", "ms"))
_OF_MICROSOFT = words_of("""
    access account accounts authenticator azure defender edge entra excel exchange forms hello intune login office
    onedrive onenote outlook planner powerpoint project server sharepoint sql sso store team teams visio windows word
""")
_INNER_CAPITAL = re.compile(r"[A-Z][a-z]+(?=[A-Z])")
_BEFORE_CAPITAL = frozenset(("mc", "mac", "fitz", "o", "du", "st", "ni", "mb"))
# Folders of paper: "Lloyd George records".
_OF_RECORDS = ["lloyd", "george"]
_OF_HOUSES = ["Lady"], ["Lord"], ["Sir"], ["Dame"]
_OF_ADDRESSES = frozenset("@\\/_")


@dataclass(frozen=True, slots=True)
class Named:
    """The tokens of a name, from `first` up to `after`."""

    first: int
    after: int
    has_title: bool = False

    @property
    def is_alone(self) -> bool:
        """A single word, which may be a thing as well."""
        return self.after == self.first + 1


def _is_given(key: str) -> bool:
    return key in common()["given"] or key.partition("-")[0] in common()["given"]


def has_given_name(tokens: Tokens, named: Named) -> bool:
    """No program is called so; nor "S. Okafor", or any word beside a surname of the list."""
    keys = tokens.keys[named.first : named.after]
    if named.has_title or named.is_alone:
        return named.has_title
    return any(map(is_common, keys))


def may_be_name(key: str) -> bool:
    """A surname in small letters, where a given name stands before it."""
    return len(key) >= _SHORTEST and key not in words.ORDINARY and (is_common(key) or not key.endswith(_OF_VERBS))


def _is_name_word(tokens: Tokens, at: int) -> bool:
    shown, key = tokens.shown[at], tokens.keys[at]
    if len(shown) == 1 and tokens.key(at + 1) == ".":
        return shown.isalpha()
    return shown[0].isalpha() and key not in words.ORDINARY and (len(shown) > 1 or shown.isupper())


def _may_follow(tokens: Tokens, at: int, *, small: bool) -> bool:
    """May a name go on with this word? In small letters only once, behind a given name or a title."""
    if not tokens.is_joined(at):
        return False
    shown, key, earlier = tokens.shown[at], tokens.keys[at], tokens.keys[at - 1]
    if shown[0].isupper():
        # "Nowicki A"
        is_initial = shown == "A" and is_surname(earlier)
        is_ordinary = key in words.ORDINARY and key not in words.ALSO_SURNAMES and not is_common(key)
        return is_initial or not (key in NEVER or key in THINGS or is_ordinary)
    return (small and may_be_name(key)) or (_is_given(key) and is_surname(earlier) and tokens.shown[at - 1].islower())


def _to_end(tokens: Tokens, at: int, *, small: bool) -> int:
    """Behind the last word of a name whose first word stands here."""
    after = at + 1
    if len(tokens.keys[at]) == 1 and tokens.key(after) == "." and _may_follow(tokens, after + 1, small=small):
        after += 2
    is_turned = tokens.key(after) == "," and tokens.shown[at][0].isupper()
    if is_turned and _may_follow(tokens, after + 1, small=False) and tokens.key(after + 1) in common()["given"]:
        after += 1
    while after - at < _MOST_WORDS:
        if tokens.key(after) in PARTICLES and _may_follow(tokens, after + 1, small=False):
            after += 1
        elif not _may_follow(tokens, after, small=small):
            break
        # "hannah louise metcalfe"
        small = small and tokens.keys[after] in common()["given"]
        after += 1
    return after


def _begins(tokens: Tokens, at: int) -> bool:
    """A capital, a given name; in small letters an initial or a surname before a given name."""
    shown, key, following = tokens.shown[at], tokens.keys[at], tokens.key(at + 1)
    if shown[0].isupper() or _is_given(key):
        # "Results for I Nwachukwu"
        is_initial = shown == "I" and tokens.key(at - 1) in words.PREPOSITIONS and is_surname(following)
        return is_initial or _is_name_word(tokens, at)
    if not shown.isalpha() or not tokens.is_joined(at + 1):
        return is_surname(key) and key not in words.ORDINARY
    if len(shown) == 1:
        return shown not in _NO_NAME_OF_ONE and following.isalpha() and may_be_name(following)
    is_heard = is_surname(key) and key not in words.ORDINARY
    if is_heard or _is_unheard_at_a_bed(tokens, at) or _is_unheard_in_a_bed(tokens, at):
        return True
    # "Wristband for doe jane", not "to chase jane doe".
    return tokens.key(at - 1) in words.BEFORE_TURNED and following in common()["given"] and may_be_name(key)


def _is_unheard_in_a_bed(tokens: Tokens, at: int) -> bool:
    """ "Whitfield in bed 9 wants paracetamol": a word of no list, and what is said of people and not of things."""
    if tokens.key(at + 1) != "in" or tokens.key(at + 2) not in words.BEDS or len(tokens.key(at + 3)) > _LONGEST_BED:
        return False
    begins = at == 0 or tokens.ends_sentence(at - 1) or tokens.keys[at - 1] in {",", "for", "and", "-"}
    is_cared_for = tokens.key(at + 4) in words.WANTING and not words.CARE.isdisjoint(tokens.keys[at + 5 : at + 8])
    return begins and is_cared_for and may_be_name(tokens.keys[at])


def _is_unheard_at_a_bed(tokens: Tokens, at: int) -> bool:
    """ "Bed 4 zbigniew doe needs", "client nkechi doe has": two words of no list, and what is said of people."""
    is_at = tokens.key(at - 1) in words.CLIENTS or (
        tokens.key(at - 2) in words.BEDS and len(tokens.key(at - 1)) <= _LONGEST_BED
    )
    return (
        is_at
        and _is_told_of(tokens, at)
        and may_be_name(tokens.keys[at])
        and tokens.shown[at + 1].isalpha()
        and may_be_name(tokens.keys[at + 1])
    )


def _is_told_of(tokens: Tokens, at: int) -> bool:
    """Stands "is" or "needs" behind the two words; or nothing more, and one of them is of the lists?"""
    if tokens.is_joined(at + 2) and tokens.key(at + 2) in words.BEING:
        return True
    is_last = at + 2 >= len(tokens.keys) or tokens.ends_sentence(at + 2) or tokens.key(at + 2) in {",", "-", "("}
    return is_last and (is_surname(tokens.key(at + 1)) or _is_given(tokens.keys[at]))


def _behind_title(tokens: Tokens, at: int) -> int:
    """Behind "Mrs", "Mrs." and "Mr & Mrs"."""
    at += 1
    at += tokens.key(at) == "."
    return at + 2 if tokens.key(at) in {"&", "and"} and tokens.key(at + 1) in words.TITLES else at


def _is_microsoft(tokens: Tokens, at: int) -> bool:
    """ "MS Teams", not "ms Patel" or "ms Lim Siew Ling"."""
    if tokens.shown[at] not in _MS_TEAMS or not tokens.is_joined(at + 1):
        return tokens.shown[at] in _MS_TEAMS
    following = tokens.keys[at + 1]
    if following in _OF_MICROSOFT or following in words.ORDINARY:
        return True
    # "Timeout after 500 ms reading"; in capitals, and before a word of no list, it is a firm as often.
    is_unit = tokens.key(at - 1).isdecimal()
    return not is_common(following) and (is_unit or tokens.shown[at] == "MS")


def people(tokens: Tokens) -> Iterator[Named]:
    at, given = 0, common()["given"]
    while at < len(tokens.keys):
        first, key = at, tokens.keys[at]
        if key in words.TITLES and not _is_microsoft(tokens, at):
            at = _behind_title(tokens, at)
            if tokens.is_joined(at) and _is_name_word(tokens, at):
                at = _to_end(tokens, at, small=tokens.keys[at] in given or len(tokens.keys[at]) == 1)
                yield Named(first, at, has_title=True)
        elif _begins(tokens, at):
            # Behind a surname in small letters stands no second one, but perhaps a given name.
            is_small = tokens.shown[at][0].islower() and (_is_given(key) or not is_surname(key))
            at = _to_end(tokens, at, small=is_small)
            yield Named(first, at)
        else:
            at += 1


def _is_brand(word: str) -> bool:
    """LaserJet and SafeNet, not McDonald, LaToya and MaryAnn."""
    inner = _INNER_CAPITAL.match(word)
    begin = inner[0].lower() if inner else ""
    return bool(begin) and begin not in PARTICLES | _BEFORE_CAPITAL and not is_common(begin)


def _is_called_patient(tokens: Tokens, named: Named) -> bool:
    """ "Mr J Patient": a surname, in a box of its own or at the end of what is said."""
    at = named.after
    if at >= len(tokens.keys) or tokens.shown[at] != "Patient" or not tokens.is_joined(at):
        return False
    return at + 1 == len(tokens.keys) or tokens.ends_sentence(at + 1) or tokens.keys[at + 1] in {",", "-", "("}


def _is_street(tokens: Tokens, named: Named) -> bool:
    """ "44 Mill Street", not "bed 4 Sandra Street"."""
    at = named.first - 1
    is_numbered = tokens.key(at).isdecimal() and tokens.key(at - 1) not in words.BEDS
    return is_numbered and tokens.keys[named.after - 1] in words.STREETS


def is_person(tokens: Tokens, named: Named) -> bool:
    """No place and no thing: "Elm Ward", "Florence Nightingale unit PC", "Ash Court" and "BNF" are none."""
    following = tokens.key(named.after)
    if tokens.keys[named.first : named.first + 2] == _OF_RECORDS or _is_called_patient(tokens, named):
        return False
    if tokens.is_joined(named.after) and (following in DEVICES or following in PLACES or following in _OF_ADDRESSES):
        return False
    if named.has_title or _is_street(tokens, named):
        return named.has_title
    is_house = following in HOUSES and (
        tokens.shown[named.after][0].isupper() or tokens.shown[named.first - 1 : named.first] in _OF_HOUSES
    )
    last = following if is_house else tokens.keys[named.after - 1]
    if last in HOUSES and not (is_common(last) and has_given_name(tokens, named)):
        return False
    is_thing = any(key in DEVICES or key in THINGS for key in tokens.keys[named.first : named.after])
    if is_thing or any(map(_is_brand, tokens.shown[named.first : named.after])):
        return False
    return any(
        is_common(word.lower()) or not word.isupper() or len(word) > _LONGEST_ACRONYM
        for word in tokens.shown[named.first : named.after]
    )
