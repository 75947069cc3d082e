"""The message a person copies and sends to whoever can help. Pure."""

from collections.abc import Mapping

from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Snippet


def _tried(document: ArticleDocument, snippets: Mapping[str, Snippet]) -> list[str]:
    titles = []
    for step in document.steps:
        snippet = snippets.get(step.snippet)
        if step.audience == "USER" and not (snippet and snippet.kind == Snippet.Kind.NOTE):
            titles.append(snippet.title if snippet else step.title)
    return titles


def message_to_send(document: ArticleDocument, snippets: Mapping[str, Snippet], *, label: str, address: str) -> str:
    """Plain text with blanks for what only the person knows; asks for nothing about a patient."""
    lines = [f"I need help with: {document.title} ({label})", ""]
    if document.codes:
        lines += [f"Error code I see (one of {', '.join(document.codes)}, or another): ", ""]
    lines += ["What I see on the screen, word for word: ", "", "When it began: ", "Computer name: ", ""]
    if tried := _tried(document, snippets):
        lines += ["I have tried (take out what you did not do):", *(f"- {title}" for title in tried), ""]
    lines += [f"The page I followed: {address}", "No patient details and no passcode are in this message."]
    return "\n".join(lines)
