"""The index built anew by itself, a step at a time, after an upgrade that keeps its rows in another form."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from kb.catalogue.models import Article
from kb.search.index.rebuild import RebuildRunning, Steps, is_being_built, rebuild_by_steps
from kb.search.index.text import FORM
from kb.search.models import SearchMeta, SearchVector

logger = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class RenewalState:
    """Of an index that an earlier release has made: whether it is being built anew, and how far that is."""

    is_running: bool
    done: int
    total: int


def _meta_behind() -> SearchMeta | None:
    # A newer release beside this one has the last word, or two of them would build in turn for ever.
    return SearchMeta.objects.filter(pk=1, form__lt=FORM).first()


def renewal_state(now: datetime) -> RenewalState | None:
    """Nothing where the index is in the form of this release."""
    meta = _meta_behind()
    if meta is None:
        return None
    building = meta.building if is_being_built(meta, now) else None
    done = SearchVector.objects.filter(generation=building).count() if building is not None else 0
    return RenewalState(building is not None, done, Article.objects.live().count())


class Renewal:
    """For a loop that has other work too. Any number of them, on any hosts, do it once: one begins, the others wait,
    and if it shows no life for five minutes another begins again."""

    def __init__(self) -> None:
        self._steps: Steps[None] | None = None
        self._look_at: datetime | None = None

    def go_on(self, now: datetime) -> bool:
        """One step, where there is one to take; says whether there was."""
        if self._steps is None and not self._is_due(now):
            return False
        steps, self._steps = self._steps or rebuild_by_steps(), None
        try:
            next(steps)
        except StopIteration:
            logger.info("The search index was built anew, in the form of this release.")
            return False
        except RebuildRunning:
            return False
        self._steps = steps
        return True

    def _is_due(self, now: datetime) -> bool:
        if self._look_at and now < self._look_at:
            return False
        self._look_at = now + LOOK_EVERY
        meta = _meta_behind()
        return meta is not None and not is_being_built(meta, now)
