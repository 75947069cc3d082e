"""The room's entry in Django's register."""

from django.apps import AppConfig

from kb.lib.holders import CONTENT, hold


class CatalogueConfig(AppConfig):
    name = "kb.catalogue"

    def ready(self) -> None:
        hold("catalogue.Service", "name", "summary", what="An application", kept=CONTENT)
        hold("catalogue.Category", "name", "summary", what="A topic", kept=CONTENT)
        vendor = ("name", "summary", "product", "website", "phone", "email", "tell")
        hold("catalogue.Vendor", *vendor, what="A company", kept=CONTENT)
        hold("catalogue.Shortcut", "label", what="A common problem", kept=CONTENT)
        word = ("word", "stands_for", "meaning", "spellings", "more", "source")
        hold("catalogue.GlossaryEntry", *word, what="A word that is explained", kept=CONTENT)
        hold("catalogue.StartQuestion", "title", "hint", "vague_words", what="A question of Start", kept=CONTENT)
        answer = ("text", "hint")
        hold(
            "catalogue.StartAnswer",
            *answer,
            what="An answer of Start",
            kept=CONTENT,
            name=lambda row: str(row.question),
        )
        article = ("title", "summary", "have_ready", "background", "questions", "reminder", "more", "verified_with")
        hold("catalogue.Article", *article, what="An article", kept=CONTENT)
        parts = {
            "Source": ("name", "title", "address", "seen", "more"),
            "Symptom": ("text", "more"),
            "Cause": ("text",),
            "Step": ("title", "body", "applies_to", "expected", "more"),
            "Version": ("document", "why"),
        }
        for part, columns in parts.items():
            words = f"A {part.lower()} of an article"
            hold(f"catalogue.{part}", *columns, what=words, kept=CONTENT, name=lambda row: str(row.article))
        hold("catalogue.ErrorCode", "display", what="An error code", kept=CONTENT)
        meaning = ("words", "where", "source")
        hold(
            "catalogue.Meaning", *meaning, what="What an error code means", kept=CONTENT, name=lambda row: str(row.code)
        )
        hold("catalogue.ArticleCode", "meaning_more", what="A code of an article", kept=CONTENT)
        hold("catalogue.CodeKey", "text", what="A spelling of an error code", kept=CONTENT)
        hold("catalogue.Snippet", "title", "body", "sources", what="A snippet", kept=CONTENT)
        hold("catalogue.Image", "alt", what="An image", kept="Image that no draft, article or snippet shows")
