"""Who may do what with a draft, and with an article beside its text. Pure: a page asks it which buttons to show, and
an action asks the same before it writes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kb.accounts.roles import May
from kb.editing.models import OPEN, WRITABLE
from kb.editing.refusals import NotAllowed, NotInReview, NotOpen, NotPossible, Overtaken, OwnWork, Refusal


class Act(StrEnum):
    """With a draft."""

    CHANGE = "change"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    DISCARD = "discard"
    CATCH_UP = "catch_up"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    CORRECT = "correct"
    PUBLISH_URGENTLY = "publish_urgently"
    SETTLE_URGENT = "settle_urgent"


class ArticleAct(StrEnum):
    """With what is published, beside its text."""

    STILL_RIGHT = "still_right"
    SET_OWNER = "set_owner"
    SET_EXPIRY = "set_expiry"
    RENAME = "rename"
    MERGE = "merge"
    MERGE_INTO = "merge_into"  # the other of the two, which stays
    TAKE_DOWN = "take_down"
    RESTORE = "restore"


@dataclass(frozen=True)
class DraftCase:
    """A person before a draft: all that the rules look at."""

    abilities: frozenset[May]
    state: str
    is_author: bool = False  # wrote part of what would be published
    has_part: bool = False  # began it, saved it or handed it in
    newer_version: int = 0  # of the article, published since the draft began; 0 for none
    is_small: bool = False  # no more than a small correction of what is live
    awaits_settling: bool = False  # an urgent fix that nobody has reviewed
    own_approval: bool = False  # a setting: who wrote it may approve it
    urgent_fixes: bool = True  # a setting


@dataclass(frozen=True)
class ArticleCase:
    """A person before an article."""

    abilities: frozenset[May]
    label: str
    looks_after: bool = False  # as owner or deputy
    is_live: bool = True
    is_withdrawn: bool = False
    has_draft: bool = False


def need(abilities: frozenset[May], ability: May) -> None:
    """The guard of the page asks the same; a decision must not hang on that alone."""
    if refused := _lacks(abilities, ability):
        raise refused


def _lacks(abilities: frozenset[May], ability: May) -> Refusal | None:
    return None if ability in abilities else NotAllowed(f"Your role does not let you {ability.label}.")


# --- With a draft --------------------------------------------------------------------------------------------------

type Rule[C] = Callable[[C], Refusal | None]

WAITING = ("IN_REVIEW", "SCHEDULED")


def _is(states: tuple[str, ...]) -> Rule[DraftCase]:
    def rule(case: DraftCase) -> Refusal | None:
        if case.state in states:
            return None
        return NotInReview(case.state) if case.state in WRITABLE else NotOpen(case.state)

    return rule


def _has_part(done: str) -> Rule[DraftCase]:
    def rule(case: DraftCase) -> Refusal | None:
        if case.has_part or May.REVIEW_ARTICLES in case.abilities:
            return None
        return NotAllowed(f"Only those who wrote this draft or handed it in, or a reviewer, can {done}.")

    return rule


def _not_own(case: DraftCase) -> Refusal | None:
    return OwnWork() if case.is_author and not case.own_approval else None


def _up_to_date(case: DraftCase) -> Refusal | None:
    return Overtaken(case.newer_version) if case.newer_version else None


def _behind(case: DraftCase) -> Refusal | None:
    return None if case.newer_version else NotPossible("The article has not changed since this draft began.")


def _small(case: DraftCase) -> Refusal | None:
    return None if case.is_small else NotPossible("This is more than a small correction: it needs a full review.")


def _urgent_fixes(case: DraftCase) -> Refusal | None:
    return None if case.urgent_fixes else NotPossible("Urgent fixes are switched off here: ask for a review.")


def _awaits_settling(case: DraftCase) -> Refusal | None:
    return None if case.awaits_settling else NotPossible("Somebody has reviewed this urgent fix already.")


_OF_DRAFTS: dict[Act, tuple[May, tuple[Rule[DraftCase], ...]]] = {
    Act.CHANGE: (May.WRITE_ARTICLES, (_is(WRITABLE),)),
    Act.SUBMIT: (May.WRITE_ARTICLES, (_is(("DRAFT", "SENT_BACK")),)),
    Act.TAKE_BACK: (May.WRITE_ARTICLES, (_is(WAITING), _has_part("take it back"))),
    Act.DISCARD: (May.WRITE_ARTICLES, (_is(OPEN), _has_part("discard it"))),
    Act.CATCH_UP: (May.WRITE_ARTICLES, (_is(WRITABLE), _behind)),
    Act.SEND_BACK: (May.REVIEW_ARTICLES, (_is(("IN_REVIEW",)),)),
    Act.APPROVE: (May.REVIEW_ARTICLES, (_is(("IN_REVIEW",)), _not_own, _up_to_date)),
    Act.CORRECT: (May.REVIEW_ARTICLES, (_is(WRITABLE), _not_own, _up_to_date, _small)),
    Act.PUBLISH_URGENTLY: (May.WRITE_ARTICLES, (_urgent_fixes, _is(WRITABLE), _up_to_date)),
    Act.SETTLE_URGENT: (May.REVIEW_ARTICLES, (_awaits_settling, _not_own)),
}


def refusal(act: Act, case: DraftCase) -> Refusal | None:
    """Why it cannot be done, in the words that people see; nothing where it can."""
    ability, rules = _OF_DRAFTS[act]
    return _lacks(case.abilities, ability) or next(filter(None, (rule(case) for rule in rules)), None)


def insist(act: Act, case: DraftCase) -> None:
    if refused := refusal(act, case):
        raise refused


def offers(case: DraftCase) -> dict[str, bool]:
    """Each act by its name, for the buttons of a page."""
    return {act.value: refusal(act, case) is None for act in Act}


# --- With an article -----------------------------------------------------------------------------------------------


def _looks_after(case: ArticleCase) -> Refusal | None:
    if case.looks_after or May.REVIEW_ARTICLES in case.abilities:
        return None
    return NotAllowed("Only the owner of this article, the deputy or a reviewer can say that it is still right.")


def _live(case: ArticleCase) -> Refusal | None:
    return None if case.is_live else NotPossible(f"{case.label} is not live: nobody reads it.")


def _not_withdrawn(case: ArticleCase) -> Refusal | None:
    return NotPossible(f"{case.label} is withdrawn: that cannot be done now.") if case.is_withdrawn else None


def _without_draft(then: str) -> Rule[ArticleCase]:
    """The draft would put the old state back when it is published."""

    def rule(case: ArticleCase) -> Refusal | None:
        if not case.has_draft:
            return None
        return NotPossible(f"Somebody is changing {case.label}: publish or discard that draft, then {then}.")

    return rule


_OF_ARTICLES: dict[ArticleAct, tuple[May, tuple[Rule[ArticleCase], ...]]] = {
    ArticleAct.STILL_RIGHT: (May.WRITE_ARTICLES, (_looks_after, _live)),
    ArticleAct.SET_OWNER: (May.WRITE_ARTICLES, ()),
    ArticleAct.SET_EXPIRY: (May.REVIEW_ARTICLES, (_not_withdrawn,)),
    ArticleAct.RENAME: (May.REVIEW_ARTICLES, (_live, _without_draft("rename"))),
    ArticleAct.MERGE: (May.REVIEW_ARTICLES, (_not_withdrawn, _without_draft("merge"))),
    ArticleAct.MERGE_INTO: (May.REVIEW_ARTICLES, (_without_draft("merge"),)),
    ArticleAct.TAKE_DOWN: (May.REVIEW_ARTICLES, (_not_withdrawn,)),
    ArticleAct.RESTORE: (May.WRITE_ARTICLES, (_without_draft("restore"),)),
}


def ability_for(act: ArticleAct) -> May:
    """For the guard in front of its page."""
    return _OF_ARTICLES[act][0]


def article_refusal(act: ArticleAct, case: ArticleCase) -> Refusal | None:
    ability, rules = _OF_ARTICLES[act]
    return _lacks(case.abilities, ability) or next(filter(None, (rule(case) for rule in rules)), None)


def insist_on_article(act: ArticleAct, case: ArticleCase) -> None:
    if refused := article_refusal(act, case):
        raise refused
