"""The keys of a code: two texts are the same code only when `normal` is equal. Pure."""

import re
import unicodedata
from functools import lru_cache

LONGEST_TYPED = 200
DIGITS_OF_32_BITS, LONGEST_NOTED = 8, 40
FEWEST_BARE_DIGITS = 3

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
MISREAD = str.maketrans("OILS", "0115")
# Eight hexadecimal digits are the 32 bits that Windows shows either so or as a decimal, with a sign or without.
_SIGNED = re.compile(r"(?:-+|(?:MINUS|NEGATIVE)\b)\s*(\d(?:[, ]?\d){8,9})")
_UNSIGNED = re.compile(r"2\d{9}")
# From 0x80000000 on: every status of the Windows functions that these codes come from.
_UNSIGNED_CODES = range(0x8000_0000, 0x8100_0000)
_MINUS_SAID = re.compile(
    r"(?:\b(?:minus|negative)\s+|(?<![\w.,-])[-−–])(?=[0-9])([0-9](?:[, ]?[0-9]){8,9})(?![0-9])",
    re.IGNORECASE | re.ASCII,
)
_HEX = re.compile(r"0X[0-9A-F]{8}")
# Other ways to write that eight digits are hexadecimal: `8010002Eh`, `&H8010002E`, `hex 8010002E`, `8010002E (hex)`,
# and an ending of C, `0x8010002EUL`. What is only one sign more or less than `0x8010002E` may be another number; and
# from 8 on, as every status, since other figures behind an h may be anything.
_EIGHT = r"(?=[A-Z]*[0-9])[89A-F][0-9A-FOILS]{7}"
_NOTED = re.compile(
    rf"(?P<before>HEX(?:ADECIMAL)?(?:CODE|NUMBER|VALUE)?(?:0X)?|H)?(?P<digits>{_EIGHT})(?P<after>H|HEX(?:ADECIMAL)?)?"
    rf"|0X(?P<written>{_EIGHT})(?:UL|HEX(?:ADECIMAL)?)"
)
# The same number in 64 bits.
_EXTENDED = re.compile(r"0XF{8}([89A-F][0-9A-F]{7})")
_DIGITS_OF_32_BITS = re.compile(r"[0-9A-F]{8}")
_ENDS_IN_A_FIGURE = re.compile(r"[0-9]\W*$", re.ASCII)
_EIGHT_TOGETHER = re.compile(r"[0-9A-FOILS]{8}", re.IGNORECASE)
# How Chromium introduces its names. Nobody reads it out, and the name without it is the same code.
_NET = re.compile(r"NET::\s*(?=ERR[_-][A-Z])")
# Magicard 5:2 is not Magicard 52: a colon between one or two figures and a single one counts. That of 10:14 does not.
_IDLE_COLONS = re.compile(r":+(?![0-9])|(?<![0-9]):+")
_PARTING = re.compile(r"(?<=[0-9])(?<![0-9]{3})(?<!:[0-9])(?<!:[0-9]{2}):(?=[0-9](?![0-9:]))")
_PARTED_OTHERWISE = re.compile(
    r"([A-Za-z]+(?: [A-Za-z]+)?)[ :.-]{1,2}([0-9]{1,2})(?:[ .,;/_-]| : ?|: )([0-9])\W*", re.ASCII
)
# Chrome shows HTTP 503 as "HTTP ERROR 503".
_WORD_BETWEEN = re.compile(
    r"(?!(?:error|code|event|failure|number|status)\b)([A-Za-z]{4,})(?:[ :,-]{1,2}(?:error|status|code|number|no))+"
    r"[ :.#-]{1,2}([0-9]{1,7}(?::[0-9])?)\W*",
    re.IGNORECASE | re.ASCII,
)
# 0x00000070 is 0x70 filled up to 32 bits.
_PADDED = re.compile(r"0X(?=(?:[0-9A-F]{8}){1,2}$)0+([0-9A-F]+)")
# The signs after a leading word, but not the minus of a signed decimal.
_THEN = r"[\s:.#_-]*?(?=-\d{9,10}\b|[^\s:.#_-])"
# `err` is a word before other words ("err code 5022"), and a part of the code before figures ("err 5022").
_CONTEXT = re.compile(
    rf"(?:error(?![a-z])|(?:code|failure|event|number|no)(?![a-z0-9])|err(?![a-z0-9])(?=[\W_]*[a-z])){_THEN}",
    re.IGNORECASE | re.ASCII,
)
_ERR = re.compile(r"err[\s:.#_-]*?(?=-?\d)", re.IGNORECASE | re.ASCII)


def plain(text: str) -> str:
    """Capitals, full-width and accented letters as their plain ones, every dash a hyphen."""
    if text.isascii():
        return text.upper()
    decomposed = unicodedata.normalize("NFKD", text.translate(_DASHES)).upper()
    return unicodedata.normalize("NFKD", decomposed).encode("ascii", "ignore").decode()


@lru_cache(maxsize=2048)  # a search asks it of each of its windows five times
def normal(text: str) -> str:
    """The key that makes two spellings one code: `err 5022`, `ERR-5022` and `Err_5022` give `ERR5022`.

    A signed decimal of nine or ten digits gives the key of its 32-bit hexadecimal form, and so does one without a sign
    that is a status of Windows; noughts that only fill up a hexadecimal number do not count. The one sign that stays
    is the colon of `Magicard 5:2`.
    """
    letters = plain(text).strip()
    if letters.isalnum():  # most are one word: nothing to take out of it
        return _of_unsigned(letters) or _without_padding(_without_notation(letters))
    letters = _NET.sub("", letters, count=1)
    signed = _SIGNED.fullmatch(letters)
    if signed and 0 < (number := int(re.sub("[, ]", "", signed[1]))) <= 2**31:
        return f"0X{2**32 - number:08X}"
    signs = _IDLE_COLONS.sub("", "".join(re.findall(r"[A-Z0-9:]+", letters)))
    key = ":".join(part.replace(":", "") for part in _PARTING.split(signs))
    return _without_padding(_without_notation(key))


def _of_unsigned(letters: str) -> str:
    is_status = _UNSIGNED.fullmatch(letters) and int(letters) in _UNSIGNED_CODES
    return f"0X{int(letters):08X}" if is_status else ""


def _without_notation(key: str) -> str:
    if not DIGITS_OF_32_BITS < len(key) <= LONGEST_NOTED:
        return key
    if extended := _EXTENDED.fullmatch(key):
        return f"0X{extended[1]}"
    noted = _NOTED.fullmatch(key)
    if not noted or not (noted["before"] or noted["after"] or noted["written"]):
        return key
    return f"0X{noted['digits'] or noted['written']}"


def _without_padding(key: str) -> str:
    padded = _PADDED.fullmatch(key)
    return f"0X{padded[1]}" if padded else key


def folded(text: str) -> str:
    """The normal key with O read as 0, I and L as 1, S as 5: for codes copied by eye or by ear."""
    return normal(text).translate(MISREAD)


def with_signs(text: str) -> str:
    """The text with the minus of a signed decimal as a sign, where a phone wrote the word: "minus 2,146,434,967"."""
    return _MINUS_SAID.sub(lambda found: f"-{re.sub('[, ]', '', found[1])}", text)


def bare(text: str) -> str:
    """The number that people say instead of the whole code: `5022` for ERR5022; empty where there is none."""
    key = normal(text)
    if _HEX.fullmatch(key):
        return key[2:]
    number = re.fullmatch(r"[A-Z]+([0-9]+)", key)
    return number[1] if number and len(number[1]) >= FEWEST_BARE_DIGITS else ""


def spelled(typed: str) -> tuple[str, ...]:
    """The text, and the text without its leading words, one after the other."""
    texts = [typed.strip()[: LONGEST_TYPED + 1]]
    while context := _CONTEXT.match(texts[-1]):
        texts.append(texts[-1][context.end() :])
    return tuple(texts)


def after_err(texts: tuple[str, ...]) -> str:
    """What is left of the last of the texts without an "err" before its figures."""
    return _ERR.sub("", texts[-1], count=1) if _ERR.match(texts[-1]) else texts[-1]


def parted(text: str) -> str:
    """`magicard 5 2` with the colon that was typed as another sign; empty where the text is not so made."""
    found = _PARTED_OTHERWISE.fullmatch(text)
    return f"{found[1]} {found[2]}:{found[3]}" if found else ""


def without_word_between(text: str) -> str:
    """`HTTP 503` of "HTTP ERROR 503"; empty where the text is not so made."""
    found = _WORD_BETWEEN.fullmatch(text)
    return f"{found[1]} {found[2]}" if found else ""


@lru_cache(maxsize=2048)  # asked as often as `normal`
def otherwise(text: str) -> tuple[str, ...]:
    """The same code as its maker writes it."""
    if not _ENDS_IN_A_FIGURE.search(text):
        return ()
    return tuple(filter(None, (parted(text), without_word_between(text))))


def is_noted(text: str) -> bool:
    """Does the text say itself that it is a hexadecimal number of eight digits: `0x80100069`, `80100069h`?"""
    is_together = not text.strip().isdigit() and _EIGHT_TOGETHER.search(text) is not None
    return is_together and _HEX.fullmatch(normal(text).translate(MISREAD)) is not None


def hexadecimal(text: str) -> str:
    """Eight hexadecimal digits with the 0x that was left out, misread letters too; empty where the text is not so."""
    key = normal(text)
    return f"0x{key}" if _DIGITS_OF_32_BITS.fullmatch(key.translate(MISREAD)) else ""


def is_short_number(text: str) -> bool:
    """A word and one or two figures, such as `Code 10`: too common to be sure of inside another text."""
    return re.fullmatch(r"[A-Za-z ]+ [0-9]{1,2}", text.strip()) is not None


def readings(typed: str) -> tuple[str, ...]:
    """What may be the code in a text: all of it, or what follows "error code:", or the figures of "err 5022"."""
    texts = spelled(typed)
    others = (*(other for text in texts for other in otherwise(text)), *filter(None, map(hexadecimal, texts)))
    number = after_err(texts)
    return (*texts, *others) if number == texts[-1] else (*texts, *others, number)
