"""What in a text is a code by its form alone, and what surrounds a number that makes it one. Pure."""

import re
from collections.abc import Iterator

from kb.catalogue.codes.keys import FEWEST_BARE_DIGITS, is_noted, spelled
from kb.catalogue.codes.others import is_named, is_never_code
from kb.catalogue.codes.text import Window

_EDGE = r"(?<![A-Za-z0-9_])"
# A name that goes on with the ending of a file is the name of a file.
_END = (
    r"(?![A-Za-z0-9_]|\.(?i:bat|cab|cer|cfg|cmd|cpl|crt|csv|dll|dmp|docx?|evtx?|exe|gif|html?|inf|ini|jar|jpe?g|js|json"
    r"|lnk|log|msi|pdf|pfx|png|ps1|reg|svg|sys|txt|xlsx?|xml|zip)(?![A-Za-z0-9]))"
)
_NAME = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
# Patterns of families: 0x8010xxxx, AADSTSxxxxx, ERR_CERT_*.
_PATTERNS = (r"0[xX][0-9A-Fa-f]{1,6}[xX]{2,7}", r"[A-Z]{2,12}[A-WYZ]x{3,7}", r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_\*")
_FORMS = (
    r"0[xX][0-9A-Fa-f]{1,16}",
    # Eight hexadecimal digits with a letter among them, but not the beginning of a GUID.
    r"(?<!-)(?=[0-9A-Fa-f]*[0-9])(?=[0-9A-Fa-f]*[A-Fa-f])[0-9A-Fa-f]{8}(?!-[0-9A-Fa-f]{4}-)",
    r"[A-Z]{1,12}[0-9]{2,10}[A-Za-z]?",
    r"[A-Z]{2,12}[-_][0-9]{2,10}",
    _NAME,
    r"[0-9]{2,6}_[0-9A-Za-z]{2,6}",
    r"[0-9]{3,6}-[0-9]{3,6}",
    r"(?<!-)-[0-9]{9,10}",
    r"[0-9](?:\.[0-9]{1,3}){2}(?!\.[0-9])",
    *_PATTERNS,
    # What the display of a card printer says.
    r"(?:ERROR|Error|error) [0-9]{1,2}:[0-9](?![:0-9])",
)
_PATTERN = re.compile(_EDGE + f"(?:{'|'.join(_PATTERNS)})" + _END)
_SELF_EVIDENT = tuple(re.compile(_EDGE + form + _END) for form in _FORMS)
# By their form like codes, but names of places in the registry and of its values, and of ciphers.
_NO_CODE = re.compile(r"(?:HKEY|REG)_\w+|(?:SHA|MD|TLS|AES|RSA|UTF|BASE)[-_]?[0-9]+", re.ASCII)
_NAME_OR_NET = re.compile(rf"(?:(?i:NET)::)?({_NAME})", re.ASCII)
# A word that names of codes hold, and other names in capitals do not: ERR_TIMED_OUT, but NHS_PORT and MAX_PATH.
_MARK = re.compile(
    r"(?:^|_)(?:ERR|ERROR|NTE|STATUS|PROB|PROBE|EXCEPTION|FAULT|FAIL|FAILED|FAILURE|DENIED|INVALID|TIMEOUT)(?:_|$)"
    r"|^E_|^[A-Z0-9]+_[EFWP]_"
)
FEWEST_WORDS_WITHOUT_A_MARK = 3
_CONTEXT = re.compile(
    r"\b(?:error|event|code|id|status|check|failure|hr|hresult|result|exception|stop)"
    r"(?:\s+(?:code|id|number|message|value))?\s*[:=#]?\s*\(?(-?[0-9]{1,10})(?![A-Za-z0-9_]|\.[0-9]|:[0-9])",
    re.IGNORECASE,
)
_BEFORE_A_NUMBER = re.compile(
    r"\b(?:error|err|event|code|id|status|check|failure|stop|exception|warning)s?\W{0,3}$", re.IGNORECASE
)
_MONTH = re.compile(r"(?:19|20)[0-9]{2}[-_.](?:0?[1-9]|1[0-2])")


def is_name(text: str) -> bool:
    """Is it a code made of words, by its form: `ERR_CONNECTION_TIMED_OUT`, `NET::ERR_CERT_INVALID`? In capitals only,
    since a text may speak of `my_file_name`."""
    found = _NAME_OR_NET.fullmatch(text)
    if not found or re.search(r"_[0-9]", found[1]) or _NO_CODE.fullmatch(found[1]):
        return False
    return _MARK.search(found[1]) is not None or found[1].count("_") + 1 >= FEWEST_WORDS_WITHOUT_A_MARK


def _is_code(form: str) -> bool:
    """Of a text that has one of the forms."""
    if _NO_CODE.fullmatch(form) or is_named(form):
        return False
    return is_name(form) or not re.fullmatch(_NAME, form) or re.search(r"[0-9]", form) is not None


def is_self_evident(text: str) -> bool:
    """Nobody would take it for anything but a code: ERR5022, 0x80070005, 400_645, NET::ERR_CERT_INVALID."""
    return is_name(text) or is_noted(text) or (any(form.fullmatch(text) for form in _SELF_EVIDENT) and _is_code(text))


def follows_a_code_word(text: str, start: int) -> bool:
    """Does what begins at `start` follow "error", "code", "event ID"?"""
    return _BEFORE_A_NUMBER.search(text[max(0, start - 20) : start]) is not None


def forms_in(text: str) -> Iterator[str]:
    """What stands in a text in the form of a code, the names of other things too: whoever searches for
    HKEY_LOCAL_MACHINE means it as a whole."""
    for form in _SELF_EVIDENT:
        yield from (match[0] for match in form.finditer(text))
    yield from (match[1] for match in _CONTEXT.finditer(text))


def codes_in(text: str) -> Iterator[str]:
    """Codes that stand in an article's text, as written there; the same one may come more than once."""
    return filter(_is_code, forms_in(text))


def patterns_in(text: str) -> Iterator[Window]:
    """Families that stand in a text as they are written."""
    for match in _PATTERN.finditer(text):
        yield Window(match[0], match.start(), match.end())


def looks_like_one(typed: str) -> bool:
    """Would a person call this a code, although we may not know it? `ERR5023` yes, `windows 10` no."""
    if is_never_code(typed) or is_named(typed.strip()):
        return False
    texts = spelled(typed)
    text, has_context = texts[-1].rstrip(".:"), len(texts) > 1
    if any(is_name(one) or _is_marked_name(one) for one in (texts[0].rstrip(".:"), text)):
        return True
    if is_noted(text) or re.fullmatch(r"0[xX][0-9a-fA-F]{4,8}|-\d{9,10}", text):
        return True
    if _is_numbered(texts[0]):
        return True
    figures_of_err = re.sub(r"^(?:err)[\s:.#_-]*(?=[0-9])", "", text, flags=re.IGNORECASE)
    return _has_figures_of_one(figures_of_err, has_context=has_context or figures_of_err != text)


def _is_marked_name(text: str) -> bool:
    """In any case, as people type it: `err_connection_timed_out`, `net::err_failed`."""
    return is_name(text.upper()) and _MARK.search(text.upper().removeprefix("NET::")) is not None


def _is_numbered(text: str) -> bool:
    """A word and a number that counts only behind it: `Code 10`, `Event ID 610`, `Magicard 5:2`."""
    counted = r"(?:[A-Za-z]+ )?(?:code|error|event|event id|stop)[ :#]{1,3}[0-9]{1,5}"
    parted = r"[A-Za-z]+(?: error)?[ :]{1,2}[0-9]{1,2}:[0-9]"
    return re.fullmatch(rf"(?:{counted}|{parted})[.:]?", text.strip(" ()"), re.IGNORECASE) is not None


def _has_figures_of_one(text: str, *, has_context: bool) -> bool:
    form = re.fullmatch(r"([A-Za-z]{0,8})([ _.-]?)([0-9OILSoils]{3,8})(?:[_-]([A-Za-z0-9]{1,8}))?", text)
    if not form or not re.search(r"[0-9]", form[3]) or _NO_CODE.fullmatch(text) or _MONTH.fullmatch(text):
        return False
    letters, join, figures, rest = form[1], form[2], form[3], form[4] or ""
    if letters:
        return has_context or letters.isupper() or join != " "
    # "404" and "365-day" may be words; "4041" and "404_99" are none.
    return has_context or len(figures) > FEWEST_BARE_DIGITS or re.fullmatch(r"[0-9]+|[xX]+", rest) is not None
