"""The keys of a code: two texts are the same code only when `normal` is equal. Pure."""

import re
import unicodedata
from functools import lru_cache

LONGEST_TYPED = 200
FEWEST_BARE_DIGITS = 3

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
MISREAD = str.maketrans("OILS", "0115")
# Eight hexadecimal digits are the 32 bits that Windows shows either so or as a decimal, with a sign or without.
_SIGNED = re.compile(r"(?:-+|MINUS\b)\s*(\d{9,10})")
_UNSIGNED = re.compile(r"2\d{9}")
# From 0x80000000 on: every status of the Windows functions that these codes come from.
_UNSIGNED_CODES = range(0x8000_0000, 0x8100_0000)
_MINUS_SAID = re.compile(r"\bminus\s+(?=[0-9])([0-9](?:[, ]?[0-9]){8,9})(?![0-9])", re.IGNORECASE | re.ASCII)
_HEX = re.compile(r"0X[0-9A-F]{8}")
_DIGITS_OF_32_BITS = re.compile(r"[0-9A-F]{8}")
# How Chromium introduces its names. Nobody reads it out, and the name without it is the same code.
_NET = re.compile(r"NET::\s*(?=ERR[_-][A-Z])")
# Magicard 5:2 is not Magicard 52: a colon between one or two figures and a single one counts. That of 10:14 does not.
_IDLE_COLONS = re.compile(r":+(?![0-9])|(?<![0-9]):+")
_PARTING = re.compile(r"(?<=[0-9])(?<![0-9]{3})(?<!:[0-9])(?<!:[0-9]{2}):(?=[0-9](?![0-9:]))")
_PARTED_OTHERWISE = re.compile(r"([A-Za-z]+(?: [A-Za-z]+)?)[ :.-]{1,2}([0-9]{1,2})[ .,_-]([0-9])\W*", re.ASCII)
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
        return _of_unsigned(letters) or _without_padding(letters)
    letters = _NET.sub("", letters, count=1)
    signed = _SIGNED.fullmatch(letters)
    if signed and 0 < int(signed[1]) <= 2**31:
        return f"0X{2**32 - int(signed[1]):08X}"
    signs = _IDLE_COLONS.sub("", "".join(re.findall(r"[A-Z0-9:]+", letters)))
    key = ":".join(part.replace(":", "") for part in _PARTING.split(signs))
    return _without_padding(key)


def _of_unsigned(letters: str) -> str:
    is_status = _UNSIGNED.fullmatch(letters) and int(letters) in _UNSIGNED_CODES
    return f"0X{int(letters):08X}" if is_status else ""


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
    others = tuple(filter(None, (*map(parted, texts), *map(hexadecimal, texts))))
    number = after_err(texts)
    return (*texts, *others) if number == texts[-1] else (*texts, *others, number)
