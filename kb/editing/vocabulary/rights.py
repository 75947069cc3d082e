"""Who may change the vocabulary: asked by the pages, and again by each action."""

from kb.accounts.models import User
from kb.accounts.roles import May, abilities_of
from kb.editing.refusals import Refusal
from kb.editing.rights import need


class WordChanged(Refusal):
    """Somebody saved or removed it since the page was opened."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this since you opened the page. Look at what it says now, then save again.")


def insist(by: User, *, since: str, now: str) -> None:
    """`since` is the fingerprint that the page showed, and `now` that of what is stored; empty for what is new."""
    need(abilities_of(by), May.KEEP_VOCABULARY)
    if since != now:
        raise WordChanged
