"""Rows out of which words go for good, where they are not changed in the plain way."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from kb.catalogue.models import Article, OldSlug, Version
from kb.lib.holders import with_a_free


def write_version(row: Version, changes: Mapping[str, Any]) -> None:
    """Past the refusal: a version is never changed but by this."""
    QuerySet.update(
        Version.objects.filter(pk=row.pk), **{name: changes[name] for name in {"document", "why"} & set(changes)}
    )


def write_article(row: Article, changes: Mapping[str, Any]) -> None:
    """An address that held the words leads nowhere any more; the new one is free."""
    with_a_free("slug", taken=lambda slug: OldSlug.objects.filter(slug=slug).exists())(row, changes)


def forget_address(row: OldSlug, changes: Mapping[str, Any]) -> None:
    OldSlug.objects.filter(pk=row.pk).delete()
