"""Pinning. No audit entry: it changes nothing for anybody else."""

from django.db import transaction

from kb.accounts.models import User
from kb.catalogue.models import Article, ErrorCode
from kb.helpdesk.models import Pin

MOST_PINS = 12


class TooManyPins(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    def __init__(self) -> None:
        super().__init__(f"You have pinned {MOST_PINS}. Take one away first.")


@transaction.atomic
def turn_pin(*, by: User, article: Article | None = None, code: ErrorCode | None = None) -> bool:
    """Pinned, or no more: whether it is now. One of the two is what is pinned."""
    User.objects.select_for_update().get(pk=by.pk)  # whoever clicks twice waits for their own first click
    subject = {"article": None if code else article, "code": code.normal if code else ""}
    known = Pin.objects.filter(by=by, **subject)
    if known.exists():
        known.delete()
        return False
    if Pin.objects.filter(by=by).count() >= MOST_PINS:
        raise TooManyPins
    Pin.objects.create(by=by, **subject)
    return True
