"""A notice in its portable form: what a file or a form says, before it is rows. Pure Python."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices

from kb.lib.dates import to_utc
from kb.lib.portable import Problem, WithProblems, digest
from kb.lib.text import LONGEST_SLUG, UNSEEN, can_be_kept, is_slug, text_fault, turn_fault, web_address, without_turning
from kb.notices import plain

LONGEST = {"slug": LONGEST_SLUG, "title": 150, "summary": 300}
# For the line above the search on home: on a phone it takes one line, or two in large letters.
LONGEST_SHORT_TITLE = 26
LONGEST_SOURCE = {"name": 200, "address": 500}


class NoticeKind(TextChoices):
    LIVE = "LIVE", "Live issue"
    PLANNED = "PLANNED", "Planned change"


class Severity(TextChoices):
    HIGH = "HIGH", "High impact"
    MEDIUM = "MEDIUM", "Medium impact"
    LOW = "LOW", "Low impact"


class UpdateState(TextChoices):
    """How far a live issue has come, as its latest update says."""

    INVESTIGATING = "INVESTIGATING", "Investigating"
    IDENTIFIED = "IDENTIFIED", "Cause found"
    MONITORING = "MONITORING", "Watching the fix"
    RESOLVED = "RESOLVED", "Fixed"


class NoticeRefused(WithProblems, ValueError):  # noqa: N818 - see WithProblems
    """A notice that cannot be published; `problems` says for each field what to do."""


@dataclass(frozen=True)
class NoticeSource:
    name: str
    address: str = ""
    dated: date | None = None


@dataclass(frozen=True)
class Update:
    """What was known at a moment. Once published it stays."""

    at: datetime
    text: str
    state: str = ""

    def to_dict(self) -> dict[str, str]:
        """The state came later, and where it says nothing it counts in no fingerprint."""
        values = {"at": plain.written(self.at), "text": self.text}
        return values | {"state": self.state} if self.state else values


@dataclass(frozen=True, kw_only=True)
class NoticeContent:
    slug: str
    title: str
    kind: str
    severity: str
    summary: str
    starts_at: datetime
    ends_at: datetime | None = None
    body: str = ""
    services: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    source: NoticeSource | None = None
    updates: tuple[Update, ...] = ()
    short_title: str = ""

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "NoticeContent":
        """Refuses a field that does not exist, is missing, or holds something else than it should."""
        names = {field.name for field in fields(cls)}
        problems = [Problem(name, "This is not a part of a notice.") for name in values if name not in names]
        required = ("slug", "title", "kind", "severity", "summary", "starts_at")
        problems += [Problem(name, "This is missing.") for name in required if not values.get(name)]
        given: dict[str, Any] = {}
        for name in names & values.keys():
            try:
                given[name] = _READERS.get(name, plain.text)(values[name])
            except (TypeError, ValueError) as error:
                problems.append(Problem(name, f"This cannot be read: {error}."))
        if problems:
            raise NoticeRefused(problems)
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold; a time at midnight in the UK is written as its day."""
        values = asdict(self) | {
            "starts_at": plain.written(self.starts_at),
            "ends_at": plain.written(self.ends_at) if self.ends_at else None,
            "services": list(self.services),
            "codes": list(self.codes),
            "articles": list(self.articles),
            "source": _source_to_dict(self.source) if self.source else None,
            "updates": [update.to_dict() for update in self.updates],
        }
        if not self.short_title:  # it came later, and where it says nothing it counts in no fingerprint
            del values["short_title"]
        return values

    @property
    def fingerprint(self) -> str:
        """Equal for two notices that say the same."""
        return digest(self.regular().to_dict())

    def regular(self) -> "NoticeContent":
        """The form in which two notices that say the same are equal: what has no order is put in order."""
        # In UTC, because Python calls two times unequal in the hour that comes twice if their zones differ.
        return replace(
            self,
            starts_at=to_utc(self.starts_at),
            ends_at=to_utc(self.ends_at) if self.ends_at else None,
            services=tuple(sorted(set(self.services))),
            codes=tuple(sorted(set(self.codes))),
            articles=tuple(sorted(set(self.articles))),
            updates=in_order(self.updates),
        )

    def problems(self) -> list[Problem]:
        return [*self._turned(), *self._word_problems(), *self._time_problems(), *self._source_problems()]

    def _turned(self) -> Iterator[Problem]:
        held = [(name, getattr(self, name)) for name in (*LONGEST, "short_title", "body")]
        held += [("source", self.source.name)] if self.source else []
        yield from (Problem(name, fault) for name, text in held if (fault := turn_fault(text)))

    def _word_problems(self) -> Iterator[Problem]:
        if not is_slug(self.slug):
            yield Problem("slug", "Use small letters, digits and single hyphens, such as sign-in-slow.")
        for name, most in LONGEST.items():
            text = getattr(self, name)
            if not text.strip() or not without_turning(text).isprintable():
                yield Problem(name, f"Enter the {name} as one line of text.")
            elif len(text) > most:
                yield Problem(name, f"Shorten the {name} to {most} characters; it has {len(text)}.")
        if not without_turning(self.short_title).isprintable():
            yield Problem("short_title", "Enter the short title as one line of text.")
        elif len(self.short_title) > LONGEST_SHORT_TITLE:
            said = f"{LONGEST_SHORT_TITLE} characters; it has {len(self.short_title)}"
            yield Problem("short_title", f"Shorten the short title to {said}.")
        if self.kind not in NoticeKind:
            yield Problem("kind", f"'{self.kind}' is no kind of notice: use live or planned.")
        if self.severity not in Severity:
            yield Problem("severity", f"'{self.severity}' is no severity: use high, medium or low.")
        for name in ("services", "codes", "articles"):
            if not all(named.isprintable() for named in getattr(self, name)):
                yield Problem(name, UNSEEN)
        if fault := text_fault("body", self.body) or ("" if can_be_kept(self.body) else UNSEEN):
            yield Problem("body", fault)
        for update in self.updates:
            yield from update_problems(update)

    def _time_problems(self) -> Iterator[Problem]:
        if self.starts_at.utcoffset() is None:
            yield Problem("starts_at", "Say in which time zone this is.")
        elif self.ends_at and self.ends_at.utcoffset() is None:
            yield Problem("ends_at", "Say in which time zone this is.")
        elif self.ends_at and to_utc(self.ends_at) <= to_utc(self.starts_at):
            yield Problem("ends_at", "Enter an end that is later than the start.")

    def _source_problems(self) -> Iterator[Problem]:
        if self.source is None:
            return
        if not self.source.name.strip() or not self.source.name.isprintable():
            yield Problem("source", "Name the source.")
        for name, most in LONGEST_SOURCE.items():
            if len(getattr(self.source, name)) > most:
                yield Problem("source", f"Shorten the {name} of the source to {most} characters.")
        if self.source.address and not web_address(self.source.address):
            yield Problem("source", f"'{self.source.address}' is not a web address.")


def update_problems(update: Update) -> Iterator[Problem]:
    if not update.text.strip():
        yield Problem("updates", "Say what is new.")
    if fault := turn_fault(update.text) or text_fault("text of this update", update.text):
        yield Problem("updates", fault)
    if not can_be_kept(update.text):
        yield Problem("updates", UNSEEN)
    if update.at.utcoffset() is None:
        yield Problem("updates", "Say in which time zone this is.")
    if update.state and update.state not in UpdateState:
        words = ", ".join(state.lower() for state in UpdateState)
        yield Problem("updates", f"'{update.state}' is no state of a live issue: use {words}, or leave it out.")


def in_order(updates: Iterable[Update]) -> tuple[Update, ...]:
    """Oldest first, each once."""
    held = {replace(update, at=to_utc(update.at)) for update in updates}
    return tuple(sorted(held, key=lambda update: (update.at, update.text, update.state)))


def _source(value: Any) -> NoticeSource | None:  # noqa: ANN401 - whatever a file holds
    if not value:
        return None
    held = plain.mapping(value, "name")
    return NoticeSource(
        name=plain.text(held["name"]),
        address=plain.text(held.get("address", "")),
        dated=plain.day_or_none(held.get("dated")),
    )


def _source_to_dict(source: NoticeSource) -> dict[str, Any]:
    return asdict(source) | {"dated": source.dated.isoformat() if source.dated else None}


def _updates(value: Any) -> tuple[Update, ...]:  # noqa: ANN401 - whatever a file holds
    held = [plain.mapping(item, "at", "text") for item in plain.items(value)]
    return tuple(
        Update(plain.moment(item["at"]), plain.text(item["text"]), plain.capitals(item.get("state") or ""))
        for item in held
    )


_READERS = {
    "kind": plain.capitals,
    "severity": plain.capitals,
    "starts_at": plain.moment,
    "ends_at": plain.moment_or_none,
    "services": plain.texts,
    "codes": plain.texts,
    "articles": plain.texts,
    "source": _source,
    "updates": _updates,
}
