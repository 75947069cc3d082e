"""What a browser keeps of a person's unsaved text: under a tag that names nobody, sealed with a key of their own.

Several people may share a browser, and none of them is to read what another typed. Only their own pages of the editor
carry the key of a person, so that what is kept is noise to everybody else.
"""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from kb.accounts.models import User

_TAG = 16  # characters


@dataclass(frozen=True)
class BrowserTexts:
    tag: str
    key: str


def browser_texts(person: User) -> BrowserTexts:
    tag, key = (
        salted_hmac(f"kb.accounts.browser_texts.{what}", str(person.pk), algorithm="sha256").hexdigest()
        for what in ("tag", "key")
    )
    return BrowserTexts(tag[:_TAG], key)
