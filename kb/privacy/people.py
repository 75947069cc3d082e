"""Who may be named in a text: by a title, by a name of the lists, or by a capital that no sentence has. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.privacy import care_words as words
from kb.privacy.name_words import DEVICES, HOUSES, NEVER, PARTICLES, PLACES, THINGS, common, is_common
from kb.privacy.tokens import Tokens

_MOST_WORDS = 4
_SHORTEST = 3
_OF_VERBS = ("ed", "ing", "ly")
# "BNF" and "NBM" are nobody.
_LONGEST_ACRONYM = 4
_LONGEST_BED = 3
_NO_NAME_OF_ONE = frozenset("ai")
_MS_TEAMS = frozenset(("MS", "ms"))
# Of Poland, Ukraine, Romania, the Balkans, Georgia and Greece; of Ireland and Scotland; of Yorkshire; of South Asia.
_SURNAME = re.compile(
    r"[^\W\d_]{3,}(?:[wnl]ski|[wnl]ska|icki|icka|wicz|czyk|czak|enko|escu|[oe]vi[cć]|opoulos|shvili|thwaite|bottom|clough"
    r"|ullah|swamy|nathan|lingam)|o'[^\W\d_]{4,}|mc(?!afee)[^\W\d_]{4,}|fitz[^\W\d_]{4,}"
)
_OF_ADDRESSES = frozenset("@\\/_")
_WORDS_NEAR = 20
_AGE = 2
_PARTS = frozenset((",", "-", "–", "(", ")", "but", "so", "because"))


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


def is_surname(key: str) -> bool:
    """Of the list, or of a shape that no other word has."""
    return key in common()["surnames"] or bool(_SURNAME.fullmatch(key))


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
        return is_initial or (key not in NEVER and key not in THINGS and (key not in words.ORDINARY or is_common(key)))
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
        and tokens.is_joined(at + 2)
        and tokens.key(at + 2) in words.BEING
        and may_be_name(tokens.keys[at])
        and tokens.shown[at + 1].isalpha()
        and may_be_name(tokens.keys[at + 1])
    )


def _behind_title(tokens: Tokens, at: int) -> int:
    """Behind "Mrs", "Mrs." and "Mr & Mrs"."""
    at += 1
    at += tokens.key(at) == "."
    return at + 2 if tokens.key(at) in {"&", "and"} and tokens.key(at + 1) in words.TITLES else at


def people(tokens: Tokens) -> Iterator[Named]:
    at, given = 0, common()["given"]
    while at < len(tokens.keys):
        first, key = at, tokens.keys[at]
        if key in words.TITLES and tokens.shown[at] not in _MS_TEAMS:
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


def is_person(tokens: Tokens, named: Named) -> bool:
    """No place and no thing: "Elm Ward", "Florence Nightingale unit PC", "Ash Court" and "BNF" are none."""
    following = tokens.key(named.after)
    if tokens.is_joined(named.after) and (following in DEVICES or following in PLACES or following in _OF_ADDRESSES):
        return False
    if named.has_title:
        return True
    last = following if following in HOUSES and tokens.shown[named.after][0].isupper() else tokens.keys[named.after - 1]
    if last in HOUSES and not (is_common(last) and has_given_name(tokens, named)):
        return False
    if any(key in DEVICES or key in THINGS for key in tokens.keys[named.first : named.after]):
        return False
    return any(
        is_common(word.lower()) or not word.isupper() or len(word) > _LONGEST_ACRONYM
        for word in tokens.shown[named.first : named.after]
    )


# --- What the whole sentence says of them, where no single word beside the name tells --------------------------------
# A sentence has parts. What the reporter says of themselves ("…, my card is locked") says nothing of the one named.


def is_of_the_reporter(tokens: Tokens, at: int) -> bool:
    """ ", no access", ", can't log in": of whom, nobody knows."""
    return tokens.key(at) == "," and tokens.key(at + 1) in words.CANNOT_OR_NO


def _of_others(part: list[str]) -> list[str]:
    mine = next((at for at, key in enumerate(part) if key in words.I_OR_WE), len(part))
    return part[:mine]


def _without_the_reporter(said: list[str]) -> list[str]:
    """The parts of a sentence, each up to where the reporter speaks of themselves."""
    left: list[str] = []
    part: list[str] = []
    for key in said:
        if key in _PARTS:
            left, part = [*left, *_of_others(part)], []
        part.append(key)
    return [*left, *_of_others(part)]


def _around(tokens: Tokens, named: Named) -> tuple[list[str], list[str]]:
    """What stands before and behind a name in its sentence."""
    first = max(tokens.begins[named.first], named.first - _WORDS_NEAR)
    last = min(tokens.ends[named.after], named.after + _WORDS_NEAR) if named.after < len(tokens.keys) else named.after
    return tokens.keys[first : named.first], tokens.keys[named.after : last]


def is_of_patients(tokens: Tokens, named: Named) -> bool:
    """Does the rest of the sentence speak of care, and of nobody's work? It is no signature at the end of a line."""
    before, after = _around(tokens, named)
    if not after:
        return False
    if is_of_the_reporter(tokens, named.after):
        after = []
    told_by = words.OF_PATIENTS_AND_CARE if has_given_name(tokens, named) else words.OF_PATIENTS
    # What the reporter's card does is nobody else's work; nor is what they cannot open somebody else's care.
    return any(
        words.STAFF.isdisjoint(said) and not told_by.isdisjoint(said)
        for said in ([*before, *after], [*before, *_without_the_reporter(after)])
    )


def works_elsewhere(tokens: Tokens, named: Named) -> bool:
    """Stands what speaks of work behind a comma, and nothing of it in the part with the name?"""
    part = tokens.keys[named.after : named.after + _WORDS_NEAR]
    end = next((at for at, key in enumerate(part) if key in _PARTS or key in words.I_OR_WE), 0)
    return end > 1 and words.STAFF.isdisjoint(part[:end]) and words.CANNOT.isdisjoint(part[:end])


def is_acted_on(tokens: Tokens, named: Named) -> bool:
    """ "Need Mr Jones admitting", "had Jane Doe open", "whether Jane Doe is on the spine"."""
    at = named.after
    # "The Okafor twins"
    if tokens.key(at) in words.CHILDREN:
        return is_common(tokens.keys[at - 1])
    if tokens.key(at) == "in" and tokens.key(at + 1) in words.BEDS_OF_PATIENTS:
        return tokens.key(at + 3) in words.WANTING
    if named.is_alone and not named.has_title:
        return False
    if tokens.key(named.first - 1) in words.NEEDING and tokens.key(at) in words.ACTED_ON:
        return tokens.key(at + 1) not in words.OF_WHAT
    while tokens.key(at) in words.STILL:
        at += 1
    return tokens.key(at) == "on" and (tokens.key(at + 1) in words.SPINE or tokens.key(at + 2) in words.SPINE)


def is_errand(tokens: Tokens, at: int) -> bool:
    """ "Wants to change pharmacy", "has come to collect her tablets": what patients come for."""
    if tokens.key(at + 1) != "to" or tokens.key(at + 2) not in words.ERRANDS:
        return False
    return not words.FETCHED.isdisjoint(tokens.keys[at + 3 : at + 7])


def _is_told_beside_an_age(tokens: Tokens, at: int) -> bool:
    """ "Aged 91, lives alone, name", "he's 46, called"."""
    said = tokens.keys[max(0, at - _WORDS_NEAR) : at]
    return "aged" in said or any(
        len(age) == _AGE and age.isdecimal() and not words.SHE.isdisjoint(said[max(0, number - 2) : number])
        for number, age in enumerate(said)
    )


def is_called(tokens: Tokens, at: int, passed: list[str]) -> bool:
    """ "She is called Jane", "aged 91, lives alone, name Jane Doe"."""
    key = tokens.key(at)
    is_told = "called" in passed and key in words.HE_OR_SHE
    return is_told or ((key == "name" or "called" in passed) and _is_told_beside_an_age(tokens, at + 1 + len(passed)))


def is_of_somebody(tokens: Tokens, at: int) -> bool:
    """ "Her name", "the lady's name"."""
    key, owner = tokens.key(at), tokens.key(at - 1)
    return key in words.HERS or (key == "'s" and (owner in words.CARED_FOR or owner in words.RELATIVES))
