"""The tables of the catalogue."""

from kb.catalogue.models.article import Article, Cause, OldSlug, Source, Step, Symptom, Version
from kb.catalogue.models.code import ArticleCode, ErrorCode, Spelling
from kb.catalogue.models.shared import Edition, Image, Snippet
from kb.catalogue.models.shelf import Category, Service, Shortcut, Vendor

__all__ = [
    "Article",
    "ArticleCode",
    "Category",
    "Cause",
    "Edition",
    "ErrorCode",
    "Image",
    "OldSlug",
    "Service",
    "Shortcut",
    "Snippet",
    "Source",
    "Spelling",
    "Step",
    "Symptom",
    "Vendor",
    "Version",
]
