"""The only writers of what the public sees."""

from kb.catalogue.actions.articles import NotPublishable, Review, put_live, raise_edition, withdraw
from kb.catalogue.actions.shelves import (
    save_category,
    save_code,
    save_service,
    save_shortcut,
    save_snippet,
    save_vendor,
)

__all__ = [
    "NotPublishable",
    "Review",
    "put_live",
    "raise_edition",
    "save_category",
    "save_code",
    "save_service",
    "save_shortcut",
    "save_snippet",
    "save_vendor",
    "withdraw",
]
