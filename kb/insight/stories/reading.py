"""Codes nobody has written down: how many looked, and what they told."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from kb.catalogue import codes
from kb.catalogue.models import CodeKey
from kb.insight.calls.reading import unwritten_codes as codes_of_calls
from kb.insight.models import CodeStory
from kb.insight.seen.reading import unknown_codes

MOST_CODES = 100


@dataclass(frozen=True)
class UnwrittenCode:
    """`name` as people typed it; `is_written` where somebody has written it down since they told of it."""

    key: str
    name: str
    looked_up: int
    calls: int
    stories: tuple[CodeStory, ...]
    is_written: bool = False


def stories_waiting() -> int:
    """What readers told of codes, and nobody has made a draft of or discarded."""
    return CodeStory.objects.count()


def may_be_told_of(text: str) -> bool:
    """Anything can stand in an address: only what looks like a code, and is short enough to be one."""
    return 0 < len(codes.normal(text)) <= len(text) <= codes.LONGEST_TYPED and codes.looks_like_one(text)


def unwritten_codes(since: datetime) -> list[UnwrittenCode]:
    """Those of which somebody told first, then those that most visits looked up, then those of calls alone."""
    stories: defaultdict[str, list[CodeStory]] = defaultdict(list)
    for story in CodeStory.objects.oldest_first():
        stories[story.code].append(story)
    looked_up = dict(unknown_codes(since, MOST_CODES))
    called = codes_of_calls(since=since)
    written = set(CodeKey.objects.filter(normal__in=[*stories]).values_list("normal", flat=True))
    keys = dict.fromkeys([*sorted(stories, key=lambda key: (-len(stories[key]), key)), *looked_up, *called])
    return [
        UnwrittenCode(
            key,
            told[-1].typed if (told := stories.get(key)) else key,
            looked_up.get(key, 0),
            called.get(key, 0),
            tuple(told or ()),
            key in written,
        )
        for key in keys
    ]


def number_of_stories() -> int:
    return CodeStory.objects.count()
