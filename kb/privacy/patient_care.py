"""A patient's name that no label announces, told by the words of its sentence. Pure.

Somebody who is named in a report is cared for, or works. "Insulin for Mr Jones", "discharge Jane Doe" and "Jane Doe in
bed 4 is septic" name a patient; "Mr Jones in IT", "Jane Doe cannot sign in" and "Mr Jones needs to prescribe insulin"
name a colleague. What stands before a name is asked first, then the first word behind it that tells anything.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from kb.privacy import care_words as words
from kb.privacy.name_words import PLACES, common, is_common
from kb.privacy.patient_names import AGE, DATE
from kb.privacy.people import Named, has_given_name, is_person, people
from kb.privacy.people_in_sentences import (
    is_acted_on,
    is_called,
    is_errand,
    is_of_patients,
    is_of_somebody,
    is_of_the_reporter,
    says_when,
    works_elsewhere,
)
from kb.privacy.tokens import Tokens

_GAP = re.compile(r"[ ]?[,(–-]?[ ]{0,2}")
_WORDS_BEFORE, _WORDS_AFTER, _WORDS_OWNED, _WORDS_NEAR = 4, 12, 3, 20
_WORDS_PASSED, _LONGEST_BED = 5, 4
# "111 call for Jane Doe"
_EMERGENCY = (["111"], ["999"])
_SIGNS = frozenset('"(:-,=/–')
_WHOSE = frozenset(("'s", "'", "’"))


class Says(StrEnum):
    CARED_FOR = "is cared for"
    PERHAPS = "is cared for, if nothing says that they work"
    GIVEN = "is given something, if a thing of care follows"
    WORKS = "works"
    NOTHING = "says nothing"


def _before(tokens: Tokens, named: Named) -> Says:
    at = named.first - 1
    while at >= max(0, named.first - _WORDS_PASSED) and (
        tokens.keys[at] in words.PASSED
        or tokens.keys[at] in _SIGNS
        or (tokens.keys[at] == "in" and tokens.keys[at + 1] == "question")
    ):
        at -= 1
    passed = tokens.keys[at + 1 : named.first]
    is_patient = not words.PATIENT_WORDS.isdisjoint(passed)
    is_begin = at < 0 or tokens.ends_sentence(at)
    key, earlier = ("", "") if is_begin else (tokens.keys[at], tokens.key(at - 1))
    is_opened = key in words.OPENING or (earlier, key) in words.OPENING_OF_TWO
    if key in words.PREPOSITIONS and not is_opened and (earlier, key) not in words.ACTS_OF_TWO:
        return _before_preposition(tokens, named, at)
    if key in words.STAFF and not (key in words.SAYING and (earlier in words.RELATIVES | words.SAYING_WHO)):
        tells_nothing = (
            "," in passed or key in words.TELLING_NOTHING or (key in words.PHONING and _is_hers_after(tokens, named))
        )
        return Says.NOTHING if tells_nothing else Says.WORKS
    if _is_done_to(key, earlier, is_known=_is_known(tokens, named)) or is_called(tokens, at, passed):
        return Says.CARED_FOR
    is_form = key in words.FORMS and earlier in words.CARE_OF_ITSELF
    is_headed = is_form or (
        key in words.CARE and earlier in words.CARE | {"care"} and passed[:1] in (["-"], [":"], ["–"])
    )
    if (is_opened or is_headed or key in words.CARE_OF_ITSELF) and has_given_name(tokens, named):
        return Says.WORKS if _is_of_the_ra(tokens, named) else Says.CARED_FOR
    is_heading = key in words.CARE - PLACES and earlier == "" and passed[:1] == [":"] and has_given_name(tokens, named)
    if is_patient or is_heading or key == "client" or (key == "name" and is_of_somebody(tokens, at - 1)):
        return Says.PERHAPS
    return _at_a_bed(key, earlier)


def _at_a_bed(key: str, earlier: str) -> Says:
    if len(key) <= _LONGEST_BED and earlier in words.BEDS:
        return Says.PERHAPS
    return Says.GIVEN if key in words.GIVING else Says.NOTHING


def _is_known(tokens: Tokens, named: Named) -> bool:
    return not named.is_alone or is_common(tokens.keys[named.first])


def _may_be_a_thing(tokens: Tokens, named: Named) -> bool:
    """Words in small letters and in no list of names: "bed 4 barcode scanner is dead" has no "she"."""
    said = tokens.shown[named.first : named.after]
    if is_acted_on(tokens, named):
        return False
    is_small = not named.has_title and all(len(word) > 1 and word.islower() for word in said)
    if not is_small or any(map(is_common, tokens.keys[named.first : named.after])):
        return False
    behind = tokens.keys[named.after : named.after + _WORDS_AFTER]
    return words.SHE_OR_HERS.isdisjoint(behind) or _after(tokens, named.after) is not Says.CARED_FOR


def _is_done_to(key: str, earlier: str, *, is_known: bool) -> bool:
    """ "Discharge Jane Doe", "looking after her", "the lady Jane", "daughter says Jane"."""
    if key in words.CARED_FOR or key in words.RELATIVES or (earlier, key) in words.ACTS_OF_TWO:
        return True
    is_said = key in words.SAYING and (earlier in words.RELATIVES or (is_known and earlier in words.SAYING_WHO))
    return is_said or (key in words.ACTS and is_known)


def _is_of_the_ra(tokens: Tokens, named: Named) -> bool:
    before = tokens.keys[max(0, named.first - _WORDS_NEAR) : named.first]
    return not words.RA_WORDS.isdisjoint([*before, *tokens.keys[named.after : named.after + _WORDS_NEAR]])


def _before_preposition(tokens: Tokens, named: Named, at: int) -> Says:
    """ "Consent form for", "blood results of", "insulin to"; not "access to the records of", "refer to Airedale"."""
    keys = tokens.keys
    for here in range(at - 1, max(-1, at - 1 - _WORDS_BEFORE), -1):
        if keys[here] in words.STAFF and keys[here - 1 : here] not in _EMERGENCY:
            is_about_her = keys[here] in words.PHONING and _is_hers_after(tokens, named)
            return Says.CARED_FOR if is_about_her else Says.WORKS
        if keys[here] in words.I_OR_WE or tokens.ends_sentence(here):
            break
        if keys[here - 1 : here] in _EMERGENCY:
            return Says.CARED_FOR
        if keys[here] in words.CARE or keys[here] in words.ACTS or keys[here] in words.RELATIVES | words.BABIES:
            is_sent = tokens.keys[at] == "to" and keys[here] in words.ACTS and not has_given_name(tokens, named)
            if is_sent or _may_be_a_firm(tokens, named):
                return Says.NOTHING
            return Says.WORKS if here and keys[here - 1] in words.RA_WORDS else Says.CARED_FOR
    return Says.NOTHING


def _may_be_a_firm(tokens: Tokens, named: Named) -> bool:
    """ "Referrals for Cardiology", "EPS for Boots in Leeds"; not "insulin for Nowicki"."""
    where = named.after + 1
    if not named.is_alone or named.has_title or tokens.keys[named.first] in common()["given"]:
        return False
    is_somewhere = tokens.key(named.after) in {"in", "at"} and tokens.is_joined(where) and tokens.shown[where].istitle()
    is_unheard = not _is_known(tokens, named)
    return is_somewhere or (is_unheard and tokens.keys[named.first].endswith(words.SPECIALTIES_END))


def _works_beside(tokens: Tokens, at: int) -> bool:
    """ "…, the ward clerk", "… from IT", "… in our pharmacy"; not "physio notes"."""
    end = at + _WORDS_PASSED
    if tokens.key(at) in {"in", "from"} and tokens.key(at + 1) in words.OF_AN_OFFICE:
        return True
    if tokens.key(at + 1) in words.CARE:
        return False
    while at < end and tokens.key(at) in words.BESIDE:
        at += 1
    if tokens.key(at) == "it":
        return tokens.key(at - 1) in {"in", "from", "of"}
    return at < end and tokens.key(at) in words.ROLES


def _after(tokens: Tokens, at: int) -> Says:
    """The first word that tells anything. Once the reporter speaks of themselves, only "her chart" does."""
    keys, is_waiting = tokens.keys, False
    if is_of_the_reporter(tokens, at):
        return Says.NOTHING
    for here in range(at, min(at + _WORDS_AFTER, len(keys))):
        if tokens.ends_sentence(here):
            break
        if keys[here] in words.I_OR_WE:
            return Says.CARED_FOR if is_waiting or _is_hers(keys[here : at + _WORDS_AFTER]) else Says.NOTHING
        if keys[here] in words.HERS_OR_CONTACTING and _is_hers(keys[here : here + 1 + _WORDS_OWNED]):
            return Says.CARED_FOR
        if _does_something(tokens, here):
            return Says.WORKS
        if _is_of_care(tokens, here):
            return Says.CARED_FOR
        is_waiting = is_waiting or _is_in_bed(tokens, here)
    return Says.CARED_FOR if is_waiting else Says.NOTHING


def _is_in_bed(tokens: Tokens, at: int) -> bool:
    """Or sits and waits; not "waiting to"."""
    key, following = tokens.keys[at], tokens.key(at + 1)
    if key == "waiting":
        return following != "to"
    return key in words.BEDS and len(following) <= _LONGEST_BED and following.isalnum()


def _does_something(tokens: Tokens, at: int) -> bool:
    """ "Cannot sign", "needs to prescribe", "says"; not "cannot be found", "needs to go", "cannot get her tablets"."""
    key, earlier, following = tokens.keys[at], tokens.key(at - 1), tokens.key(at + 1)
    if key in words.COMING and is_errand(tokens, at):
        return False
    if key in words.CANNOT or (key == "to" and earlier in words.TRYING):
        return following not in words.DONE_TO or (following == "get" and tokens.key(at + 2) in words.INTO)
    if key == "phone" and earlier == "the":
        return False
    return key in words.STAFF and earlier not in {"be", "being"} and following not in words.OF_A_ROLE


def _is_of_care(tokens: Tokens, at: int) -> bool:
    key = tokens.keys[at]
    if (key in words.COMING and is_errand(tokens, at)) or (
        key in words.ROLES and tokens.key(at + 1) in words.OF_A_ROLE
    ):
        return True
    if key in words.ACTS and tokens.key(at - 1) in {"be", "being", "get"} and tokens.key(at - 2) in words.CANNOT:
        return True
    if key in {"front", "passed"}:
        return tokens.key(at + 1) == {"front": "of", "passed": "away"}[key]
    if tokens.key(at + 1) in words.RIGHTS:
        return False
    is_drug = key.endswith(words.DRUGS_END)
    return is_drug or key in words.CARE_OF_ITSELF or (key in words.CARE and tokens.key(at - 1) in words.HEADING_FOR)


def _owns(tokens: Tokens, at: int) -> bool:
    """ "Mrs Jones's drug chart", "Mrs Jones's husband"; not "Mrs Jones's smartcard"."""
    owned = tokens.keys[at : at + _WORDS_OWNED]
    for number, key in enumerate(owned):
        if key in words.STAFF or key in words.PREPOSITIONS:
            return False
        if key in words.RELATIVES:
            return True
        if key in words.CARE:
            is_of_the_ra = tokens.key(at + number + 1) == "in" and tokens.key(at + number + 2) in words.RA_PROGRAMS
            return (
                not is_of_the_ra
                and key not in PLACES
                and words.OF_A_COLLEAGUE.isdisjoint(owned[number + 1 : number + 2])
            )
    return False


def _is_cared_for(tokens: Tokens, named: Named) -> bool:
    is_whose = tokens.key(named.after) in _WHOSE
    if _is_known(tokens, named) and (is_whose or tokens.key(named.after) in words.CARE_OF_ITSELF):
        is_owner = tokens.key(named.first - 1) not in words.ROLES and _owns(tokens, named.after + is_whose)
        if is_owner or is_whose:
            return is_owner
    before = _before(tokens, named)
    # "Lady called Jane Doe at the desk"
    is_here = before is Says.CARED_FOR and tokens.key(named.after) == "at"
    if before is Says.WORKS or (not is_here and _works_beside(tokens, named.after)) or _may_be_a_thing(tokens, named):
        return False
    is_told = before is Says.CARED_FOR or bool(_age_or_birth(tokens, named))
    if is_told or _is_born(tokens, named) or is_acted_on(tokens, named):
        return True
    after = _after(tokens, named.after)
    if before is Says.PERHAPS:
        return after is not Says.WORKS or works_elsewhere(tokens, named) or _is_hers_after(tokens, named)
    if named.is_alone and before is not Says.GIVEN:
        return after is Says.CARED_FOR and _is_known(tokens, named) and tokens.key(named.after) in words.BEING
    return after is Says.CARED_FOR or (after is Says.NOTHING and is_of_patients(tokens, named))


def _is_born(tokens: Tokens, named: Named) -> bool:
    is_told = tokens.key(named.after) == "dob" or says_when(tokens, named.after)
    return is_told and has_given_name(tokens, named) and not _is_of_the_ra(tokens, named)


def _is_hers(keys: list[str]) -> bool:
    """ "… cannot see his care plan"."""
    return any(
        key in words.HERS and any(word in words.CARE or word.endswith(words.DRUGS_END) for word in keys[at : at + 4])
        for at, key in enumerate(keys)
    )


def _is_hers_after(tokens: Tokens, named: Named) -> bool:
    return _is_hers(tokens.keys[named.after : named.after + _WORDS_AFTER])


def _age_or_birth(tokens: Tokens, named: Named) -> re.Match[str] | None:
    gap = _GAP.match(tokens.text, tokens.end(named.after - 1))
    if not gap:
        return None
    return AGE.match(tokens.text, gap.end()) or (
        DATE.match(tokens.text, gap.end()) if has_given_name(tokens, named) else None
    )


def _is_given_before(tokens: Tokens, named: Named) -> bool:
    """ "The twins Ada and Grace Doe" are two."""
    is_given = named.is_alone and tokens.keys[named.first] in common()["given"]
    return is_given and tokens.keys[named.after] in words.AND


def find(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Where each name begins and ends."""
    last: int | None = None
    earlier: Named | None = None
    for named in people(tokens):
        is_next = last is not None and named.first == last + 1 and tokens.keys[last] in words.AND
        if is_person(tokens, named) and (
            _is_cared_for(tokens, named) or (is_next and _after(tokens, named.after) is not Says.WORKS)
        ):
            if earlier and earlier.after == named.first - 1 and _is_given_before(tokens, earlier):
                yield tokens.starts[earlier.first], tokens.end(earlier.first)
            last = named.after
            yield tokens.starts[named.first], tokens.end(named.after - 1)
            if beside := _age_or_birth(tokens, named):
                yield beside.span()
        earlier = named
