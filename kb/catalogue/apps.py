"""The room's entry in Django's register."""

from typing import Any

from django.apps import AppConfig

from kb.lib.holders import CONTENT, Blanking, hold, with_a_free


def _of_article(row: Any) -> str:  # noqa: ANN401 - a part of an article: models cannot be imported yet
    return str(row.article)


def _part_of_article(row: Any) -> str:  # noqa: ANN401 - see above
    return f"{row.article}, number {row.position}"


def _version(row: Any) -> str:  # noqa: ANN401 - see above
    return f"version {row.number} of {row.article}"


class CatalogueConfig(AppConfig):
    name = "kb.catalogue"

    def ready(self) -> None:
        _hold_articles()
        _hold_what_stands_around()
        _hold_codes()


def _hold_articles() -> None:
    from kb.catalogue import labels
    from kb.catalogue.actions import erased_rows
    from kb.catalogue.fields import NO_WORDS

    columns = ("title", "slug", "summary", "have_ready", "background", "related", "questions", "reminder", "more")
    article = Blanking(write=erased_rows.write_article, say=labels.label_of)
    written = (*columns, "verified_with")
    hold("catalogue.Article", *written, what="An article", kept=CONTENT, blanking=article)
    address = Blanking(write=erased_rows.forget_address)
    former = "A former address of an article"
    hold("catalogue.OldSlug", "slug", what=former, kept=CONTENT, name=_of_article, blanking=address)
    parts = {
        "Source": ("name", "title", "address", "seen", "more"),
        "Symptom": ("text", "more"),
        "Cause": ("text",),
        "Step": ("title", "body", "applies_to", "expected", "more"),
    }
    for part, held in parts.items():
        words = f"A {part.lower()} of an article"
        hold(f"catalogue.{part}", *held, what=words, kept=CONTENT, name=_part_of_article)
    stopped = "Why a step is stopped"
    hold("catalogue.StoppedStep", "reason", what=stopped, kept="Stopped step, with the reason", name=_of_article)
    version = Blanking(kept=NO_WORDS, write=erased_rows.write_version, say=labels.label_in_document)
    name = "A published version of an article"
    hold("catalogue.Version", "document", "why", what=name, kept=CONTENT, name=_version, blanking=version)


def _hold_what_stands_around() -> None:
    # Its address is the name under which documents and files know it: it goes out of those in the same act.
    own = Blanking(write=with_a_free("slug"))
    hold("catalogue.Service", "slug", "addresses", "name", "summary", what="An application", kept=CONTENT, blanking=own)
    hold("catalogue.Category", "slug", "addresses", "name", "summary", what="A topic", kept=CONTENT, blanking=own)
    vendor = ("slug", "addresses", "name", "summary", "product", "website", "phone", "email", "tell")
    company = Blanking(whole=("email",), write=with_a_free("slug"))
    hold("catalogue.Vendor", *vendor, what="A company", kept=CONTENT, blanking=company)
    label = Blanking(write=with_a_free("label"))
    hold("catalogue.Shortcut", "label", what="A common problem", kept=CONTENT, blanking=label)
    word = ("slug", "word", "stands_for", "meaning", "spellings", "more", "source")
    hold("catalogue.GlossaryEntry", *word, what="A word that is explained", kept=CONTENT, blanking=own)
    question = ("slug", "title", "hint", "vague_words")
    hold("catalogue.StartQuestion", *question, what="A question of Start", kept=CONTENT, blanking=own)
    answer = ("text", "hint")
    hold(
        "catalogue.StartAnswer",
        *answer,
        what="An answer of Start",
        kept=CONTENT,
        name=lambda row: str(row.question),
    )
    snippet = ("slug", "title", "body", "sources")
    hold("catalogue.Snippet", *snippet, what="A snippet", kept=CONTENT, blanking=own)
    hold("catalogue.Image", "alt", what="An image", kept="Image that no draft, article or snippet shows")
    hold("catalogue.Erasure", "reason", "places", "left", what="What was erased before", kept="What was erased")


def _hold_codes() -> None:
    code = "An error code is what people look for. Rename it on its page under “Error codes”."
    of_code = Blanking(stays={"display": code, "text": code})
    hold("catalogue.ErrorCode", "display", what="An error code", kept=CONTENT, blanking=of_code)
    meaning = ("words", "where", "source")
    hold("catalogue.Meaning", *meaning, what="What an error code means", kept=CONTENT, name=lambda row: str(row.code))
    hold("catalogue.ArticleCode", "meaning_more", what="A code of an article", kept=CONTENT)
    hold("catalogue.CodeKey", "text", what="A spelling of an error code", kept=CONTENT, blanking=of_code)
