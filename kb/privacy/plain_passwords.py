"""Passwords that are plain words: "my password is florence", "using tigger as my password". Pure.

A password is told by a word that says so, and is one unless it is what people say of passwords: "password is expired".
"""

import re
from collections.abc import Iterator

from kb.privacy.care_words import ACTS, CANNOT, HERS, I_OR_WE, PREPOSITIONS, STAFF
from kb.privacy.name_words import DEVICES, NEVER, NEVER_FIRST, THINGS, is_common, words_of
from kb.privacy.tokens import Tokens

_SECRETS = words_of("""
    pass-phrase passphrase
""")
_SECRET = re.compile(r"p(?:a?s{1,2})?-?(?:w(?:o?r?o?d)?|ord)s?")
_TELLING = words_of("'s is was = : to been be are")
_SHORT = words_of("pwd pw pword psw pswd passwd")
_USERS = words_of("user username login logon logins userid")
_PASSED = words_of("now still just always \" ' “ ‘ ( [ back simply -")
# Of these something is told, and not of the password.
_OF_THE_SYSTEM = words_of("""
    app asks attempt attempts box boxes change changes checker cursor days deadline dialog dialogue email entry
    error errors expiry field fields file form hint history issue issues length letter letters link login logon
    manager message page part policy pop-up popup portal problem problems prompt prompts protection recovery
    request requests reset resets rule rules said say says screen service shows strength sync tool tries try vault
    window
""")
# What is said of a password.
_STATES = words_of("""
    a above active actually after again against all almost also an and another any anyone anything apparently ask
    asterisks bad because before below blank both broken bust came caps case causing certain characters cheers
    comes confidential correct crap daily day dead default definitely despite different digits disabled dodgy
    doing dots down due each earlier easy eight either empty error even ever every everybody everyone everything
    expired fail fails failure false fast faulty fiddly fine five forgot forgotten four frozen fully funny given
    go goes going gone good greyed hard hello help here hers hi hidden his identical in-date inactive incorrect
    insecure invalid issue just kaput keeps kept known late later least legit legitimate like live lock locked
    long lost lower mandatory max maximum maybe min mine minimum missing mixed month monthly most n/a na name near
    nearly neither never new nhs nhsmail nine no nobody none nonsense not-accepted nothing number numbers
    obviously off ok okay old on once one only optional or other others ours out out-of-date over overdue pants
    partly pending people person personal plain please pls possibly private probably problem public quite ready
    really remains required reset right rubbish safe same saved secret secure seen sensitive sent set seven shared
    short shown silly similar similarly simple six slow so some somebody someone something soon spelled spelt
    staff stars stays strong stuck stupid such sure taken tbc temp temporary ten ten-digit text thank thanks
    theirs there three today todays tomorrow too true twelve twice two unable under unique unknown unlike unsafe
    unsure up-to-date upper useless user username users valid very wait waiting weak week weekly weird went where
    windows wonky written wrong wrongly year yes yesterday yours arent cant couldnt didnt doesnt dont hadnt hasnt
    havent isnt shouldnt wasnt werent wont wouldnt compliant constant dormant important instant irrelevant
    non-compliant redundant relevant
""")
# Words and names that end as states do, and are none: "password is dragonfly", "password is emily".
_LIKE_STATES = words_of("""
    butterfly crescent darling dragonfly duckling dumpling earring easter firefly holly jelly king lightning olive
    pudding seedling serpent silverfish spring starling sterling string trolley vegetable viking wedding wellington
""")
_OF_STATES = ("ed", "ing", "able", "ible", "ly", "ent", "ive", "ous", "ful", "less", "ical", "n't", "'t")
# A password ends before these.
_AFTER = words_of("""
    and at because but can do does doesn't doesnt for from has i if in is isn't isnt it no not now on or please pls same
    says since so still thanks that then this till until was what when which why with won't wont before after as
""")
_REFUSED = words_of("not isn't isnt doesn't doesnt won't wont refused rejected invalid")
# Said of what was typed, and of no page.
_OF_ACCEPTING = words_of(
    "accepted accept recognised recognized recognise taken take valid invalid rejected refused wrong"
)
_WHEN = words_of("yesterday today before again earlier then")
_NOT_TAKEN = words_of("not invalid refused rejected")
_OF_THINGS = ("ion", "ment", "ness", "ity", "ance", "ence", "ism", "ator", "tool", "keeper")
_REJECTING = words_of("rejects rejected rejecting refuses refused refusing")
_USING = words_of("""
    been enter entered entering had have in is it's its put putting set tried try trying type typed typing use
    used uses using was
""")
_OF_WHOM = words_of(
    "my the a her his our new old current windows smartcard card this your normal usual regular own main"
)
_NOTHING_TOLD = NEVER | _STATES | _OF_THE_SYSTEM | CANNOT | HERS | I_OR_WE | PREPOSITIONS
_NO_PASSWORD = (_NOTHING_TOLD | NEVER_FIRST | THINGS | DEVICES | STAFF | ACTS | _SECRETS) - {"summer"}
_BEGINS_NO_PHRASE = NEVER | CANNOT | HERS | I_OR_WE | PREPOSITIONS | {"wrong", "different", "only", "never", "always"}
# What a passphrase that is a sentence may hold beside its words.
_SMALL_WORDS = words_of("a an and at by for from i in is my of on or over the to under up with you your")
_BEGINS_SENTENCE = words_of("a an i my the")
_ENDS_OF_PHRASE = words_of("but because which so , \" ' ” ’ ) (")
_MOST_IN_SENTENCE = 9
_BEGINS_WITH_WHOM = re.compile("(?:The|My|Your|Our|This|A) ?[a-z]")
_MOST_BETWEEN, _MOST_WORDS, _SHORTEST, _PHRASE = 6, 6, 3, 3


def says_of_passwords(word: str) -> bool:
    key = word.lower().rstrip("'’")
    if key in _NO_PASSWORD:
        return True
    return key.endswith(_OF_STATES) and key not in _LIKE_STATES and not is_common(key)


_SIGNS = frozenset("!@#$%^&*?+=~£")
# ERR5022, AADSTS50126, KB0018 and 0x80090016 are codes; 2024-10-04 and 10:42 are no passwords.
_LIKE_A_CODE = re.compile(
    r"[A-Z]{2,10}[_-]?\d+(?:[_-]\d+)?|0[xX][0-9a-fA-F]+|v?\d+(?:\.\d+)*|[\d./:_-]+|\d+(?:st|nd|rd|th)"
)
_TWO_CASES = re.compile(r"[a-z][A-Z]")


def is_mixed_password(value: str) -> bool:
    """Letters with figures or signs among them, which no plain word has."""
    if not any(map(str.isalpha, value)) or value[0] == "{" or _LIKE_A_CODE.fullmatch(value) or "\0" in value:
        return False
    is_mixed = any(sign in _SIGNS for sign in value[:-1]) or (value[-1] in _SIGNS and _TWO_CASES.search(value))
    return bool(is_mixed) or any(map(str.isdecimal, value))


def _words_from(tokens: Tokens, at: int) -> int:
    """Behind the last of the words that may be a password, or `at` where there are none."""
    end = at
    while end < len(tokens.keys) and end - at <= _MOST_WORDS and (end == at or tokens.is_joined(end)):
        key = tokens.keys[end]
        if not (key[0].isalpha() or (end > at and key.isdigit())) or key in _AFTER or key in NEVER:
            break
        end += 1
    is_broken_off = end < len(tokens.keys) and not (
        tokens.ends_sentence(end) or tokens.keys[end] in _AFTER or tokens.keys[end] in "\"'”’,.)]"
    )
    return at if is_broken_off or end - at > _MOST_WORDS else end


def _sentence_from(tokens: Tokens, at: int) -> int:
    """Behind "the cat sat on the mat", up to the end of the sentence; `at` where it speaks of anything else."""
    end, telling = at, 0
    while end < len(tokens.keys) and not (tokens.ends_sentence(end) or tokens.keys[end] in _ENDS_OF_PHRASE):
        key = tokens.keys[end]
        if key not in _SMALL_WORDS:
            telling += 1
            if not key.isalpha() or says_of_passwords(key):
                return at
        end += 1
        if end - at > _MOST_IN_SENTENCE:
            return at
    is_phrase = telling >= _PHRASE and tokens.key(at) in _BEGINS_SENTENCE
    return end if is_phrase else at


def _begins_no_phrase(key: str) -> bool:
    return key in _BEGINS_NO_PHRASE or key.endswith(_OF_STATES)


def _is_plain_password(keys: list[str]) -> bool:
    unheard = [key for key in keys if not says_of_passwords(key)]
    if len(keys) == 1:
        return bool(unheard) and len(keys[0]) >= _SHORTEST
    is_phrase = len(keys) >= _PHRASE and len(unheard) >= len(keys) - 1 and not _begins_no_phrase(keys[0])
    return is_phrase or (len(keys) <= _PHRASE and keys[0] in unheard)


def _between_commas(tokens: Tokens, at: int) -> Iterator[tuple[int, int]]:
    """ "Password, snowdrop, is rejected"."""
    keys = tokens.keys[at + 1 : at + 4]
    if len(keys) == 3 and keys[0] == keys[2] == "," and not says_of_passwords(keys[1]) and keys[1].isalpha():  # noqa: PLR2004
        yield tokens.starts[at + 2], tokens.end(at + 2)


def _told(tokens: Tokens, at: int) -> Iterator[tuple[int, int]]:
    """ "Password … is florence", "password: florence", "password for the shared login is florence"."""
    here, is_for = at + 1, False
    while here < len(tokens.keys) and here - at <= _MOST_BETWEEN and tokens.keys[here] not in _TELLING:
        key = tokens.keys[here]
        is_for = is_for or key == "for"
        is_of_system = key in _OF_THE_SYSTEM and not is_for
        if tokens.ends_sentence(here) or not key[0].isalpha() or is_of_system or key in CANNOT:
            return
        here += 1
    if here >= len(tokens.keys) or tokens.keys[here] not in _TELLING:
        return
    while here < len(tokens.keys) and (tokens.keys[here] in _PASSED or tokens.keys[here] in _TELLING):
        here += 1
    end = _words_from(tokens, here)
    if end == here:
        end = _sentence_from(tokens, here)
        if end > here:
            yield tokens.starts[here], tokens.end(end - 1)
        return
    is_quoted = tokens.keys[here - 1] in "\"“'‘" and end - here > 1 and tokens.keys[here] != "not"
    if end > here and (is_quoted or _is_plain_password(tokens.keys[here:end])):
        yield tokens.starts[here], tokens.end(end - 1)


def _refused(tokens: Tokens, at: int) -> Iterator[tuple[int, int]]:
    """ "Password florence not accepted": a name, or so many words that no thing is called so."""
    end = _words_from(tokens, at + 1)
    keys = tokens.keys[at + 1 : end]
    is_beside_user = not _USERS.isdisjoint(tokens.keys[max(0, at - _MOST_BETWEEN) : at])
    while len(keys) > 1 and keys[-1] in _WHEN:
        keys, end = keys[:-1], end - 1
    is_timed = tokens.key(end) in _WHEN
    is_last = is_timed or end == len(tokens.keys) or tokens.ends_sentence(end)
    if (
        keys
        and is_last
        and not any(map(says_of_passwords, keys))
        and (
            is_beside_user
            or tokens.keys[at] in _SHORT
            or (at and tokens.keys[at - 1] in _REJECTING | _USING - {"is", "was", "its", "it's"})
        )
    ):
        yield tokens.starts[at + 1], tokens.end(end - 1)
        return
    is_not = tokens.key(end) in {"do", "does", "is", "was"} and tokens.key(end + 1) in _NOT_TAKEN
    if tokens.key(end) == "," and len(keys) == 1 and "-" in keys[0]:
        end += 1
    is_refused = bool(keys) and (is_not or tokens.key(end) in _REFUSED) and _is_plain_password(keys)
    if not is_refused:
        return
    is_typed = not _OF_ACCEPTING.isdisjoint(tokens.keys[end : end + 3]) and not keys[0].endswith(_OF_THINGS)
    if len(keys) >= _PHRASE or is_common(keys[0]) or is_typed:
        yield tokens.starts[at + 1], tokens.end(end - 1)


def _used_as(tokens: Tokens, at: int) -> Iterator[tuple[int, int]]:
    """ "Using tigger as my password", "typed liverpool1 for password"."""
    here = at - 1
    while here >= 0 and tokens.keys[here] in _OF_WHOM:
        here -= 1
    following = tokens.keys[at + 1 : at + 2]
    if here < 1 or (following and following[0] in _OF_THE_SYSTEM):
        return
    is_joined = tokens.keys[here] in {"as", "for", "is", "was"}
    # "AADSTS50055, The password has expired": a sentence begins, and what stands before is no value of it; nor is the
    # beginning of a name such as "ward7-pw".
    is_other = _BEGINS_WITH_WHOM.match(tokens.text, tokens.starts[here + 1]) or tokens.keys[here] in "-_/"
    if not is_joined and is_other:
        return
    end = tokens.end(here - is_joined - (is_joined and tokens.keys[here - 1] == "which"))
    start = max(tokens.text.rfind(sign, max(0, end - 64), end) for sign in " \"“'") + 1
    value, before = tokens.text[start:end].strip("\"'”’:;,"), tokens.text[max(0, start - 20) : start].rstrip(" \"“'")
    is_used = (
        is_joined and tokens.keys[here] in {"as", "for"} and before.rpartition(" ")[2].lower() in _USING | {"name"}
    )
    is_mixed = len(value) > _SHORTEST and is_mixed_password(value)
    if (
        (is_used or is_mixed)
        and len(value) >= _SHORTEST
        and not says_of_passwords(value)
        and any(map(str.isalpha, value))
    ):
        yield start, start + len(value)


def find(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    for at, key in enumerate(tokens.keys):
        is_split = key in {"word", "phrase", "w", "wd"} and at and tokens.keys[at - 1] in {"pass", "/"}
        if key in _SECRETS or is_split or _SECRET.fullmatch(key):
            yield from _told(tokens, at)
            yield from _refused(tokens, at)
            yield from _between_commas(tokens, at)
            yield from _used_as(tokens, at)
