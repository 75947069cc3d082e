"""The boxes of the editor that say who is to look after the article: beside the text, so no part of a revision."""

from kb.accounts.models import User
from kb.editing.actions import reviewing
from kb.editing.article_forms import writers
from kb.editing.article_reading import steward_for
from kb.editing.form_data import Data, first, line
from kb.editing.models import Draft
from kb.editing.refusals import Refusal

WAS = "owner_was"


def _said(data: Data) -> str:
    return f"{first(data, 'owner')} {line(first(data, 'team'))}".strip()


def owner_boxes(draft: Draft) -> dict[str, list[str]]:
    steward = steward_for(draft)
    boxes = {"owner": [str(steward.owner_id or "")], "team": [steward.team]} if steward else {}
    return {**boxes, WAS: [_said(boxes)]}


def keep_owner(draft: Draft, data: dict[str, list[str]], by: User) -> str:
    """What is wrong with the choice, or nothing. Changes `data`, whose page has then seen what is kept.

    A page on which nobody touched these boxes says nothing, also where somebody else chose meanwhile.
    """
    said = _said(data)
    if WAS not in data or said == first(data, WAS):
        return ""
    steward = steward_for(draft)
    people = {str(person.pk): person for person in writers(also=[steward.owner_id] if steward else ())}
    owner = first(data, "owner")
    if owner and owner not in people:
        return "The owner that you chose cannot write articles any more: choose somebody else."
    try:
        reviewing.plan_steward(draft=draft, by=by, owner=people.get(owner), team=first(data, "team"))
    except Refusal as refusal:
        return str(refusal)
    data[WAS] = [said]
    return ""
