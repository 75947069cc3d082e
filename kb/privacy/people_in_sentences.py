"""What the whole sentence says of somebody who is named, where no single word beside the name tells. Pure."""

import re
from itertools import pairwise

from kb.privacy import care_words as words
from kb.privacy.name_words import DEVICES, is_common
from kb.privacy.patient_details import MONTH
from kb.privacy.people import Named, has_given_name
from kb.privacy.tokens import Tokens

# "Mrs Jones dob 1/9/39".
_WHEN = re.compile(rf"\d|{MONTH}\Z", re.IGNORECASE)
_WORDS_NEAR = 20
_AGE = 2
_WORDS_PASSED = 5
_QUOTING = frozenset("\"'>:-“‘")
_WAITING = frozenset({("sat", "here"), ("sitting", "here"), ("stood", "here"), ("waiting", "here"), ("waited", "here")})
_PARTS = frozenset((",", "-", "–", "(", ")", "but", "so", "because"))
_REASONS = frozenset(("because", "but", "so"))
_SITTING = frozenset(("sat", "sitting", "here", "am", "i'm", "im"))
_WITH_ME = (
    ["on", "the", "phone"], ["on", "the", "line"], ["in", "my", "room"], ["here", "with", "me"], ["with", "me"],
    ["in", "clinic"], ["in", "the", "chair"], ["in", "front"],
)  # fmt: skip


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
    if _is_with_me(tokens, named) or _is_in_a_bed(tokens, named) or _is_told_before(tokens, named):
        return True
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


def _is_in_a_bed(tokens: Tokens, named: Named) -> bool:
    """ "Mr Singh in bed 16", "bed 21 GREENHALGH needs": nobody who works is told so."""
    at, first = named.after, named.first
    is_at = tokens.key(first - 2) in words.BEDS_OF_PATIENTS
    if not (is_at or tokens.key(at) == "in") or not (named.has_title or is_common(tokens.keys[first])):
        return False
    if tokens.key(at) == "in" and tokens.key(at + 1) in words.BEDS_OF_PATIENTS and tokens.key(at + 2).isdecimal():
        return tokens.key(at + 3) not in DEVICES
    is_at = is_at and tokens.key(first - 1).isdecimal()
    return is_at and (tokens.key(at) in words.BEING or tokens.key(at) == "'s")


def _is_told_before(tokens: Tokens, named: Named) -> bool:
    """By what stands before the name, or as somebody who waits."""
    if named.is_alone and not named.has_title:
        return False
    return _is_looked_for(tokens, named) or _is_the_patient(tokens, named) or _is_the_one_who_waits(tokens, named)


def _is_the_one_who_waits(tokens: Tokens, named: Named) -> bool:
    """ "Mr Szymanski has been sat here", "my 2pm, Mrs Lomax", "every patient works apart from Jane Doe"."""
    at = named.first - 1
    behind = tokens.keys[named.after : named.after + _WORDS_PASSED] if named.has_title else ()
    if "here" in behind and any(pair in _WAITING for pair in pairwise(behind)):
        return True
    at -= tokens.key(at) == ","
    if tokens.key(at) in words.TIMES and tokens.key(at - 1).isdecimal() and "my" in tokens.keys[max(0, at - 4) : at]:
        return True
    at -= tokens.key(at) in {"from", "for"}
    if tokens.key(at) not in words.APART:
        return False
    earlier = tokens.keys[tokens.begins[named.first] : max(0, at)]
    return not words.PATIENT_WORDS.isdisjoint(earlier)


def _is_looked_for(tokens: Tokens, named: Named) -> bool:
    """ "When I type HARGREAVES, John in the search": of no program in which colleagues are looked for."""
    at = named.first - 1
    while tokens.key(at) in _QUOTING:
        at -= 1
    is_typed = tokens.key(at) in words.TYPING or tokens.key(at) in words.SEARCHING
    if not is_typed or not has_given_name(tokens, named):
        return False
    before, after = _around(tokens, named)
    said = {*before, *after}
    return not words.SEARCHING.isdisjoint(said) and words.RA_WORDS.isdisjoint(said)


def _is_the_patient(tokens: Tokens, named: Named) -> bool:
    """ "The patient, a Mr Dimitriou, told me": whatever he did."""
    at = named.first - 1
    is_one = tokens.key(at) in {"a", "an", "one"}
    at -= is_one
    if named.has_title and tokens.key(named.first + 2) in words.TITLES and tokens.key(named.first + 1) in words.AND:
        return True  # "Mr and Mrs Tennant" do not work here
    is_told = tokens.key(at) == "," and tokens.key(at - 1) in words.PATIENT_WORDS
    return (
        is_told and named.has_title and (is_one or tokens.key(at - 2) in {"the", "my", "our", "this", "a", "another"})
    )


def _rest_about(tokens: Tokens, named: Named) -> list[str] | None:
    """What is said on after "Mrs Jones rang", "I have Mrs Jones in my room" or "sat with Mrs Jones"."""
    said = tokens.keys[named.after : min(tokens.ends[named.first], named.after + _WORDS_NEAR)]
    said = said[: next((at for at, key in enumerate(said) if key in _REASONS), None)]
    before, earlier = tokens.key(named.first - 1), tokens.key(named.first - 2)
    if said and said[0] in words.PHONING:
        return None if said[1:2] in (["from"], ["at"]) else said[1:]
    if before in words.NEEDING or before == "with":
        where = next((place for place in _WITH_ME if said[: len(place)] == place), None)
        return said[len(where) :] if where else said if before == "with" and earlier in _SITTING else None
    return None


def _is_with_me(tokens: Tokens, named: Named) -> bool:
    """ "A Mrs Jones rang, her pharmacy has no prescription": of no office, and about no card."""
    rest = _rest_about(tokens, named) if named.has_title else None
    if not rest:
        return False
    of_nobody = {key for owner, key in pairwise(["", *rest]) if owner not in words.HERS}
    return words.STAFF.isdisjoint(of_nobody) and not words.OF_PATIENTS_AND_CARE.isdisjoint(rest)


def is_errand(tokens: Tokens, at: int) -> bool:
    """ "Wants to change pharmacy", "has come to collect her tablets", "came for his script": what patients come for."""
    behind = tokens.keys[at + 1 : at + 7]
    if any(owner in words.HERS and key in words.FETCHED for owner, key in pairwise(behind)):
        return True
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


def says_when(tokens: Tokens, at: int) -> bool:
    """ "Born 12/03/1965", "born on", "born in May"; not "born out of hours team", "born in the system"."""
    key, following = tokens.key(at + 1), tokens.key(at + 2)
    if tokens.key(at) != "born":
        return False
    is_there = key == "in" and (_WHEN.match(following) or (bool(following) and tokens.shown[at + 2][0].isupper()))
    return bool(is_there or key in words.WHEN_BORN or _WHEN.match(key))
