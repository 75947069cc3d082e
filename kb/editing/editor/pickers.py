"""What may be picked for a draft, its codes and the articles related to it, and what a typed name of one means."""

import re
from collections.abc import Iterable

from django.db.models import Q

from kb.catalogue import codes as rules
from kb.catalogue.codes.families import is_family
from kb.catalogue.lookup import look_up
from kb.catalogue.models import Article, ErrorCode
from kb.catalogue.models.article import ArticleQuerySet
from kb.catalogue.numbers import number_in
from kb.editing.drafts.new_codes import memberships
from kb.editing.editor.form_data import PICKS, Data, line, typed
from kb.editing.editor.picker_presenters import PickOption, kind_of_code, said_of_code
from kb.editing.models import Draft
from kb.search import suggest
from kb.search.finder import find

MOST = 8


def offered(draft: Draft, name: str, text: str) -> tuple[PickOption, ...]:
    """For a text that somebody types, or that turned out to be nothing; the best first."""
    text = line(text)
    return tuple(_articles(draft, text) if name == "related" else _codes(draft, name, text))


def settled(draft: Draft, data: Data) -> dict[str, list[str]]:
    """The form with what stands in its boxes for one more in its lists, as the catalogue spells it.

    What is neither known nor has the form of a code goes under `codes.unknown` and so on: it is said, and no part of
    the document.
    """
    found = {key: list(values) for key, values in data.items()}
    for name in PICKS:
        texts = typed(found, name)
        known = (_slugs if name == "related" else _displays)(draft, texts) if texts else {}
        found[name] = list(dict.fromkeys([*found.get(name, []), *(known[text] for text in texts if text in known)]))
        found[f"{name}.unknown"] = [text for text in texts if text not in known]
        found.pop(f"{name}.new", None)
    return found


# --- Articles --------------------------------------------------------------------------------------------------------


def _others(draft: Draft) -> ArticleQuerySet:
    return Article.objects.live().exclude(pk=draft.article_id or 0)


def _slug(text: str) -> str:
    """The last part of an address, whole or not."""
    return re.split(r"[?#]", text)[0].rstrip("/").rpartition("/")[2].lower()


def _slugs(draft: Draft, texts: Iterable[str]) -> dict[str, str]:
    """By what was typed: a number, an address or the last part of it."""
    numbers = {text: number for text in texts if (number := number_in(text)) is not None}
    numbered = dict(_others(draft).filter(number__in=numbers.values()).values_list("number", "slug"))
    addressed = _others(draft).by_address([_slug(text) for text in texts])
    found = {}
    for text in texts:
        if numbers.get(text) in numbered:
            found[text] = numbered[numbers[text]]
        elif article := addressed.get(_slug(text)):
            found[text] = article.slug
    return found


def _articles(draft: Draft, text: str) -> list[PickOption]:
    number = number_in(text)
    numbered = _others(draft).filter(number=number) if number is not None else ()
    words = text.replace("-", " ")
    titled = suggest.articles(words, limit=MOST) or [hit.article for hit in find(words, limit=MOST).found]
    live = set(_others(draft).filter(pk__in=[article.pk for article in titled]).values_list("pk", flat=True))
    found = dict.fromkeys([*numbered, *(article for article in titled if article.pk in live)])
    return [
        PickOption(one.label, one.title, f"pick related {one.slug}", address=one.get_absolute_url())
        for one in list(found)[:MOST]
    ]


# --- Codes -----------------------------------------------------------------------------------------------------------


def codes_of(draft: Draft) -> dict[str, str]:
    """Every code with its meaning, also those that the draft brings with it."""
    rows = ErrorCode.objects.with_meanings().order_by("normal")
    return {row.display: row.meaning_in_short for row in rows} | {
        row.display: row.meaning_in_short for row in draft.new_codes.all()
    }


def meanings_of(draft: Draft, displays: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Of those that have several: each by its key, with where it is seen."""
    wanted = [rules.normal(one) for one in displays]
    rows = ErrorCode.objects.filter(normal__in=wanted).with_meanings()
    made = {row.display: row.meanings for row in draft.new_codes.filter(normal__in=wanted)}
    every = made | {row.display: tuple(row.meanings.all()) for row in rows}
    held = {display: [(one.key, one.where) for one in meanings] for display, meanings in every.items()}
    return {display: meanings for display, meanings in held.items() if len(meanings) > 1}


def members_of(draft: Draft) -> dict[str, str]:
    """The family of each code that is said to be one of it, here or in the draft."""
    stored = ErrorCode.objects.exclude(family=None).order_by("normal").values_list("display", "family__display")
    return dict(stored) | {one.code: one.family for one in memberships(draft) if one.is_said}


def _displays(draft: Draft, texts: Iterable[str]) -> dict[str, str]:
    """By what was typed: the code in whatever spelling, and what only looks like one as it was typed."""
    keys = {text: rules.normal(text) for text in texts}
    found = {text: text for text in texts if rules.looks_like_one(text) or is_family(text)}
    by_key: dict[str, str] = {}
    for code in ErrorCode.objects.keyed(set(keys.values())):
        by_key |= {key.normal: code.display for key in code.keys.all()}
    made = draft.new_codes.filter(normal__in=keys.values())
    by_key = dict(made.values_list("normal", "display")) | by_key
    return found | {text: by_key[key] for text, key in keys.items() if key in by_key}


def _codes(draft: Draft, name: str, text: str) -> list[PickOption]:
    """Known ones, and last the text itself as a code to be made, where it looks like one."""
    key = rules.normal(text)
    begun = draft.new_codes.filter(Q(normal__startswith=key)) if len(key) > 1 else ()
    rows = [*begun, *suggest.every_code(text, limit=MOST), *look_up(text).codes]
    found = {row.normal: row for row in rows}
    options = [
        PickOption(row.display, row.meaning_in_short, f"pick {name} {row.display}", kind_of_code(row.display))
        for row in list(found.values())[:MOST]
    ]
    if key not in found and (rules.looks_like_one(text) or is_family(text)):
        said, warning = said_of_code(text, codes_of(draft), members_of(draft))
        words = " ".join(filter(None, ["Make this code.", said, warning]))
        options.append(PickOption(text, words, f"make {name} {text}", f"New, {kind_of_code(text).lower()}"))
    return options
