"""The tables of the catalogue."""

from kb.catalogue.models.article import Article, OldSlug
from kb.catalogue.models.code import ArticleCode, CodeKey, ErrorCode, Meaning
from kb.catalogue.models.erasure import Erasure
from kb.catalogue.models.parts import ArticleService, Cause, Source, Step, StoppedStep, Symptom
from kb.catalogue.models.shared import Edition, Image, Snippet
from kb.catalogue.models.start import StartAnswer, StartQuestion
from kb.catalogue.models.taxonomy import Category, GlossaryEntry, Service, Shortcut, Vendor
from kb.catalogue.models.version import Version

__all__ = [
    "Article",
    "ArticleCode",
    "ArticleService",
    "Category",
    "Cause",
    "CodeKey",
    "Edition",
    "Erasure",
    "ErrorCode",
    "GlossaryEntry",
    "Image",
    "Meaning",
    "OldSlug",
    "Service",
    "Shortcut",
    "Snippet",
    "Source",
    "StartAnswer",
    "StartQuestion",
    "Step",
    "StoppedStep",
    "Symptom",
    "Vendor",
    "Version",
]
