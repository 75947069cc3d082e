"""What the editor's form says beside the text, so no part of a revision: what changed, and who is to look after it.

The page carries what it showed of each. Only a difference from that is something that the person said, so a page on
which nobody touched these boxes changes nothing, also where somebody else said something meanwhile.
"""

from django.utils import timezone

from kb.accounts.models import User
from kb.catalogue.document import ArticleDocument
from kb.editing.drafts import new_codes
from kb.editing.editor.form_data import Data, first, line
from kb.editing.models import Draft
from kb.editing.ownership import actions as ownership_actions
from kb.editing.ownership.rules import owner_by_default, ownership_for
from kb.editing.refusals import NotPossible, Refusal
from kb.editing.review import submitting
from kb.editing.upkeep.forms import next_review, writers
from kb.lib import dates


def _owner(data: Data) -> str:
    return f"{first(data, 'owner')} {line(first(data, 'team'))}".strip()


def _why(data: Data) -> str:
    return line(first(data, "why"))


_SAID = {"owner_was": _owner, "why_was": _why}


def seen_of(data: Data) -> dict[str, list[str]]:
    """What a page that shows this has shown."""
    return {name: [said(data)] for name, said in _SAID.items()}


def boxes_beside(draft: Draft) -> dict[str, list[str]]:
    ownership = ownership_for(draft)
    default = None if ownership else owner_by_default(draft)
    boxes = {
        "why": [draft.why],
        "owner": [str(ownership.owner_id or "") if ownership else str(default.pk) if default else ""],
        "team": [ownership.team if ownership else ""],
    }
    return {**boxes, **seen_of(boxes)}


def day_by_default(draft: Draft, document: ArticleDocument) -> dict[str, list[str]]:
    """Of a new article that says nothing of it: half a year on. It is kept with whatever is saved first."""
    if draft.number > 1 or draft.article_id or document.review_due:
        return {}
    return {"review_due": [dates.day(next_review(dates.in_london(timezone.now()).date()))]}


def _keep_owner(draft: Draft, data: Data, by: User) -> None:
    ownership = ownership_for(draft)
    people = {str(person.pk): person for person in writers(also=[ownership.owner_id] if ownership else ())}
    owner = first(data, "owner")
    if owner and owner not in people:
        raise NotPossible("The owner that you chose cannot write articles any more: choose somebody else.")
    ownership_actions.plan_owner(draft=draft, by=by, owner=people.get(owner), team=first(data, "team"))


def _keep_why(draft: Draft, data: Data, by: User) -> None:
    submitting.say_why(draft=draft, by=by, why=_why(data))


_KEEP = {"owner_was": _keep_owner, "why_was": _keep_why}


def keep_beside(draft: Draft, data: dict[str, list[str]], by: User) -> dict[str, str]:
    """What is wrong with it, by box. Notes in `data` what is kept: its page has seen that."""
    problems = {}
    for name, said in _SAID.items():
        if name not in data or said(data) == first(data, name):
            continue
        try:
            _KEEP[name](draft, data, by)
            data[name] = [said(data)]
        except Refusal as refusal:
            problems[name.removesuffix("_was")] = str(refusal)
    return problems


def keep_joins(draft: Draft, data: Data, by: User) -> None:
    """What was ticked of the families that its new codes may be of; a form without the question says nothing."""
    if asked := data.get("joins.asked"):
        new_codes.answer(draft=draft, asked=asked, said=data.get("joins", ()), by=by)
