"""What the last section of the editor says: what was changed, and who reads it once it is handed in."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import get_text_list

from kb.editing.compare.diff import compare
from kb.editing.compare.presenters import Group, groups
from kb.editing.compare.reading import places_of
from kb.editing.models import Draft
from kb.editing.news.people import reviewers
from kb.editing.review.reading import compared
from kb.lib.dates import in_london

MOST_NAMED = 3


@dataclass(frozen=True)
class HandIn:
    """`since` is what the draft is compared with; empty for a new article."""

    since: str
    groups: tuple[Group, ...]
    reviewers: str

    @property
    def in_words(self) -> str:
        """Each field and step once: "Title, Step 2, for the user (new)"."""
        said = (
            one.heading if one.tag == "Changed" else f"{one.heading} ({one.tag[:1].lower()}{one.tag[1:]})"
            for one in self.groups
        )
        return "; ".join(dict.fromkeys(said))


def _named(names: list[str]) -> str:
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return get_text_list([*names[:MOST_NAMED], *more], "and")


def hand_in_of(draft: Draft) -> HandIn:
    """As the text was last saved."""
    found = compared(draft)
    changes = () if found.is_new else groups(compare(found.before, found.after, places_of(found.before, found.after)))
    who = [person.name for person in reviewers(draft, in_london(timezone.now()).date())]
    since = f"version {found.article.version} of {found.article.label}" if found.article else ""
    return HandIn(since, changes, _named(who))
