"""The steps of an article as the desk shows them: made once an edition, since their Markdown is dear to read.

What the desk notes and what is ticked belongs to one moment, so steps with either are written anew each time.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from django.template.loader import render_to_string

from kb.catalogue.document import ArticleDocument
from kb.catalogue.kept import KeptByEdition
from kb.catalogue.models import Article
from kb.catalogue.models.shared import Stamp
from kb.helpdesk.desk.presenters import DeskRole, DeskStep, RoleWords, role_words
from kb.pages.first import CodeSeen
from kb.pages.parts import ArticleContext

_WORDS = KeptByEdition(900)  # roles, three of an answer
_WRITTEN = KeptByEdition(900)


def _write(steps: tuple[DeskStep, ...]) -> str:
    return render_to_string("helpdesk/_steps.html", {"steps": steps})


@dataclass(frozen=True)
class KeptSteps:
    """`which` says what is stopped too: a step is gone with the next request, whatever was kept."""

    stamp: Stamp
    which: Hashable

    def words(self, key: str, document: ArticleDocument, context: ArticleContext, seen: CodeSeen | None) -> RoleWords:
        about = (self.which, seen, key)
        return _WORDS.get(self.stamp, about, lambda: role_words(key, document, context, seen))

    def written(self, role: DeskRole) -> DeskRole:
        return replace(role, written=(self._written(role.first), self._written(role.rest)))

    def _written(self, steps: tuple[DeskStep, ...]) -> str:
        if any(step.is_done or step.notes for step in steps):
            return _write(steps)
        return _WRITTEN.get(self.stamp, steps, lambda: _write(steps)) if steps else ""


def of(article: Article, stamp: Stamp) -> KeptSteps:
    """Fetch the article with its steps."""
    steps = tuple((step.name, step.stopped_at) for step in article.steps.all())
    return KeptSteps(stamp, (article.pk, steps))
