"""What a person sees who has the problem. Pure."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from kb.catalogue.document import ArticleDocument
from kb.lib import markdown


@dataclass(frozen=True)
class Seen:
    """Messages word for word, and signs. The one that the author names first is enough to know the problem by."""

    messages: tuple[str, ...] = ()
    signs: tuple[SafeString, ...] = ()
    begins_exact: bool = False

    def __bool__(self) -> bool:
        return bool(self.messages or self.signs)

    @property
    def message(self) -> str:
        """The first, if it is a message, on one line."""
        return " ".join(self.messages[0].split()) if self.begins_exact else ""

    @property
    def sign(self) -> str:
        """The first, if it is a sign."""
        return self.signs[0] if self.signs and not self.begins_exact else ""

    @property
    def more_messages(self) -> tuple[str, ...]:
        return self.messages[1:] if self.begins_exact else self.messages

    @property
    def more_signs(self) -> tuple[SafeString, ...]:
        return self.signs if self.begins_exact else self.signs[1:]

    @property
    def more(self) -> str:
        """What the rest is called, which is folded."""
        kinds = [*["messages"] * bool(self.more_messages), *["signs"] * bool(self.more_signs)]
        return f"More {' and '.join(kinds)}" if kinds else ""


def seen_of(document: ArticleDocument) -> Seen:
    exact = [symptom.text for symptom in document.symptoms if symptom.is_exact]
    signs = [markdown.to_inline(symptom.text) for symptom in document.symptoms if symptom.kind == "SIGN"]
    return Seen(tuple(exact), tuple(signs), bool(document.symptoms) and document.symptoms[0].is_exact)
