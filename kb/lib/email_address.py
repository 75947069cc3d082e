"""What an email address is, wherever one is typed, imported or set: one that mail reaches, whoever's server sends it.
Pure.

What cannot be seen is taken out, a name around the address is left behind, and a domain in letters of another alphabet
becomes what mail servers call it. All else that is wrong is said.
"""

import re

import idna

from kb.lib.text import line_fault, without_invisible

LONGEST_LOCAL = 64
LONGEST = 254
LONGEST_TYPED = 2_000  # with a name around it; what is longer is no address, and is not looked through
_LOCAL_SIGNS = "A-Za-z0-9!#$%&'*+/=?^_`{|}~-"
_NOT_LOCAL = re.compile(rf"[^.{_LOCAL_SIGNS}]")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
# All that is between the last pair of brackets: Sam Example <sam@example.org>.
_IN_BRACKETS = re.compile(r"[^<>]*<([^<>]*)>")
# Spaces that a text program puts in unasked. A plain one may stand between two addresses.
_UNASKED_SPACES = str.maketrans("", "", "\xa0\u2007\u202f")


class NotAnEmail(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Says in a sentence what to do."""


def email_of(typed: str) -> str:
    """The address that was meant; empty where nothing was typed that can be seen. Raises NotAnEmail."""
    if len(typed) > LONGEST_TYPED:
        raise NotAnEmail(f"An email address has {LONGEST} characters at most.")
    text = without_invisible(typed).translate(_UNASKED_SPACES).strip()
    if named := _IN_BRACKETS.fullmatch(text):
        text = named[1].strip()
    text = re.sub(r"(?i)^mailto:", "", text)
    if not text:
        return ""
    if text.count("@") != 1:
        raise NotAnEmail(_about_the_sign(text))
    local, _, domain = text.partition("@")
    if re.search(r"\s", text):
        raise NotAnEmail("Take the spaces out of the email address.")
    if fault := _local_fault(local):
        raise NotAnEmail(fault)
    address = f"{local}@{_domain_of(domain)}"
    if len(address) > LONGEST:
        raise NotAnEmail(f"An email address has {LONGEST} characters at most; this one has {len(address)}.")
    return address


def _about_the_sign(text: str) -> str:
    if "@" in text:
        return "Enter one email address only."
    return "Enter an email address in the correct format, like name@example.com."


def _local_fault(local: str) -> str:
    if not local:
        return "Enter what stands before the @ sign too, like name@example.com."
    if wrong := _NOT_LOCAL.search(local):
        return f"Mail cannot reach an address with “{wrong[0]}” before the @ sign. Check it, or enter another address."
    if not all(local.split(".")):
        return "Check the full stops before the @ sign: none stands first, last or beside another."
    if len(local) > LONGEST_LOCAL:
        return f"Check what stands before the @ sign: it has {LONGEST_LOCAL} characters at most."
    return ""


def _domain_of(typed: str) -> str:
    """As mail servers call it: exämple.org is xn--exmple-cua.org."""
    if not typed:
        raise NotAnEmail("Enter what stands after the @ sign too, like name@example.com.")
    domain = typed
    wrong = f"“{typed}” is no name of a mail server. Check what stands after the @ sign, like name@example.com."
    if not typed.isascii() or "xn--" in typed.lower():
        try:
            domain = idna.encode(typed, uts46=True).decode()
        except UnicodeError:
            raise NotAnEmail(wrong) from None
    labels = domain.split(".")
    is_name = all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()
    if not is_name or (len(labels) == 1 and domain.lower() != "localhost"):
        raise NotAnEmail(wrong)
    return domain


def tidied(typed: str) -> str:
    """The address that was meant, or the text itself where it is none."""
    try:
        return email_of(typed)
    except NotAnEmail:
        return typed


def is_email(text: str) -> bool:
    """Whether it is one as it stands, with nothing to be taken out or changed."""
    return bool(text) and not _fault(text)


def _fault(text: str) -> str:
    try:
        address = email_of(text)
    except NotAnEmail as wrong:
        return str(wrong)
    return "" if address == text else f"Write {address}." if address else "Nothing of it can be seen."


def email_fault(text: str, most: int) -> str:
    """What is wrong with a text that should be an address as it stands, or nothing; so also for an empty one."""
    if text and (fault := _fault(text)):
        return f"'{text}' is not an email address. {fault}"
    return line_fault("email", text, most)
