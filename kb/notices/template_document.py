"""A template of notices in its portable form: what a file says of it, before it is a row. Pure Python."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from kb.lib.portable import Problem, digest
from kb.lib.text import UNSEEN
from kb.notices.document import NoticeContent

WORDS = ("title", "short_title", "kind", "severity", "summary")
_SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)
NO_SHORT_TITLE = "Enter a short title for one line on a phone."


@dataclass(frozen=True, kw_only=True)
class TemplateContent:
    slug: str
    title: str
    short_title: str
    kind: str
    severity: str
    summary: str
    services: tuple[str, ...] = ()
    position: int = 0

    @property
    def fingerprint(self) -> str:
        """Equal for two that say the same."""
        return digest(asdict(replace(self, services=tuple(sorted(set(self.services))))))

    def problems(self) -> Iterator[Problem]:
        """What a notice posted from it would be refused for."""
        words = {name: getattr(self, name) for name in WORDS}
        yield from NoticeContent(slug=self.slug, starts_at=_SOME_TIME, **words).problems()
        if not self.short_title.strip():
            yield Problem("short_title", NO_SHORT_TITLE)
        if not all(slug.isprintable() for slug in self.services):
            yield Problem("services", UNSEEN)
