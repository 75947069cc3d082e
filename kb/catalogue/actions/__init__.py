"""The only writers of what the public sees."""

from kb.catalogue.actions.articles import NotPublishable, Review, outside_problems, put_live, raise_edition, withdraw
from kb.catalogue.actions.images import add_image
from kb.catalogue.actions.merging import merge_articles
from kb.catalogue.actions.remarks import move_review_date, note_review, set_expiry
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
    "add_image",
    "merge_articles",
    "move_review_date",
    "note_review",
    "outside_problems",
    "put_live",
    "raise_edition",
    "save_category",
    "save_code",
    "save_service",
    "save_shortcut",
    "save_snippet",
    "save_vendor",
    "set_expiry",
    "withdraw",
]
