"""How local contacts are read."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from kb.contacts.document import folded

if TYPE_CHECKING:
    from kb.contacts.models import LocalContact  # noqa: F401 - named in a type argument only

MOST_WORDS = 10


class LocalContactQuerySet(models.QuerySet["LocalContact"]):
    def in_order(self) -> Self:
        """By organisation, the IT desk before the Registration Authority."""
        return self.order_by("organisation_folded", "kind", "pk")

    def for_organisation(self, name_or_code: str) -> Self:
        """Both desks of one organisation, by its whole name or its ODS code."""
        wanted = folded(name_or_code)
        if not wanted:
            return self.none()
        return self.filter(Q(organisation_folded=wanted) | Q(ods_code=wanted.upper())).in_order()

    def matching(self, text: str) -> Self:
        """Organisations whose name holds every word, in any order, or whose ODS code begins with it."""
        words = folded(text).split()[:MOST_WORDS]
        if not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(Q(organisation_folded__contains=word) | Q(ods_code__startswith=word.upper()))
        return found.in_order()
