"""The codes that a draft makes, as a reviewer reads and mends them: they are published with the article."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from rapidfuzz.distance import OSA

from kb.accounts.models import User
from kb.catalogue import codes, limits
from kb.catalogue.actions import NotPublishable
from kb.catalogue.choices import Actor, who
from kb.catalogue.codes.families import of_family, of_member
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.models import ErrorCode
from kb.editing.drafts import new_codes
from kb.editing.drafts.new_codes import BroughtCode
from kb.editing.models import Draft
from kb.editing.refusals import NotPossible
from kb.lib.forms import NHSForm, SelectField, SentenceField, TextField

_SAID = ("words", "where", "acts")
MOST_NEAR = 5


class CodeMeaningForm(NHSForm):
    """One meaning, in boxes that are sent with the decision."""

    marks_optional = False

    words = SentenceField("Meaning in one sentence", required=False, max_length=limits.MEANING["words"])
    where = TextField("Where it is seen", required=False, max_length=limits.MEANING["where"])
    acts = SelectField(
        "Who acts first",
        required=False,
        choices=[("", "Nobody has said"), *((one.value, capfirst(who(one.value))) for one in Actor)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = "decision"


@dataclass(frozen=True)
class CodeCard:
    """`read` is what its meanings were when the page was made, for whoever changed them meanwhile to be noticed."""

    code: str
    key: str
    meanings: tuple[MeaningEntry, ...]
    family: str  # which it is one of, or what a family holds
    warning: str
    near: tuple[str, ...]  # codes that look like it
    boxes: tuple[CodeMeaningForm, ...]
    read: str

    @property
    def seen(self) -> tuple[tuple[str, str, str], ...]:
        """Of each meaning its words, where it is seen, and who acts first."""
        acts = ((one, f"{capfirst(who(one.acts))} first" if one.acts else "") for one in self.meanings)
        return tuple((one.words, one.where, said) for one, said in acts)


def _read(key: str) -> str:
    return f"code.{key}.read"


def _boxes(code: BroughtCode, data: Mapping[str, str]) -> tuple[CodeMeaningForm, ...]:
    """With what was typed where something was."""
    is_sent = _read(code.key) in data
    return tuple(
        CodeMeaningForm(
            data if is_sent else None,
            prefix=f"code.{code.key}.{number}",
            initial={name: getattr(meaning, name) for name in _SAID},
        )
        for number, meaning in enumerate(code.meanings, 1)
    )


def cards(brought: Iterable[BroughtCode], data: Mapping[str, str]) -> tuple[CodeCard, ...]:
    """`data` is what was sent; empty where the page is opened."""
    every = list(brought)
    if not every:
        return ()
    rows = ErrorCode.objects.values_list("display", "family__display")
    members = {code: family for code, family in rows if family}
    known = [code for code, _ in rows] + [one.code for one in every]
    members |= {one.code: one.family for one in every if one.family}
    return tuple(_card(one, known, members, data) for one in every)


def _near(code: BroughtCode, known: Sequence[str]) -> tuple[str, ...]:
    """Codes that differ from it in one letter or figure: one may be meant for the other."""
    away = ((one, OSA.distance(code.key, codes.normal(one), score_cutoff=1)) for one in known)
    return tuple(one for one, steps in away if steps == 1)[:MOST_NEAR]


def _card(code: BroughtCode, known: Sequence[str], members: Mapping[str, str], data: Mapping[str, str]) -> CodeCard:
    held, warning = of_family(code.code, known, members)
    said = json.dumps(new_codes.said_of(code.meanings))
    return CodeCard(
        code=code.code,
        key=code.key,
        meanings=code.meanings,
        family=held or of_member(code.code, members),
        warning=warning,
        near=_near(code, known),
        boxes=_boxes(code, data),
        read=data.get(_read(code.key), said),
    )


def mend(*, draft: Draft, brought: Iterable[BroughtCode], data: Mapping[str, str], by: User) -> None:
    """All that was typed in the cards. Raises NotPossible, with the code in the words."""
    for code in brought:
        if _read(code.key) not in data:
            continue
        typed = [_typed(box) for box in _boxes(code, data)]
        if new_codes.said_of(typed) == new_codes.said_of(code.meanings):
            continue
        was = _as_read(code, data)
        try:
            new_codes.mend(draft=draft, was=was, meanings=typed, by=by)
        except NotPublishable as refused:
            raise NotPossible(" ".join(f"{code.code}: {one.message}" for one in refused.problems)) from refused


def _typed(box: CodeMeaningForm) -> MeaningEntry:
    values = {name: str(box[name].value() or "") for name in _SAID}
    acts = values["acts"] if values["acts"] in Actor.values else ""
    return MeaningEntry(values["words"], values["where"], acts=acts)


def _as_read(code: BroughtCode, data: Mapping[str, str]) -> BroughtCode:
    """As the page showed it; where that cannot be read, as nothing that there is."""
    try:
        said = [MeaningEntry(words, where, acts=acts) for words, where, acts in json.loads(data[_read(code.key)])]
    except (ValueError, TypeError):
        said = []
    return BroughtCode(code.code, tuple(said))
