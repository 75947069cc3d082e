"""A results page in words: what was understood, the best answer, why each result is there, and what to do next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from kb.browse.code.presenters import CodeLine, code_line
from kb.browse.search_request import SearchRequest
from kb.browse.start import StartChoice
from kb.catalogue import codes
from kb.catalogue.choices import AUDIENCES, Audience, CodeKind, Confidence
from kb.catalogue.models import Article, Category, ErrorCode, Service, Step, Vendor
from kb.lib.listing import NumberedPage
from kb.notices.presenters import NoticeView
from kb.pages.parts import Chip, PageLink, chip
from kb.privacy.patterns import Left
from kb.search.finder import MOST_RESULTS, Hit, NamedCode, Results

LONGEST_HEADING = 100
_LEFT = {
    Left.NAME: "a user name",
    Left.EMAIL: "an email address",
    Left.NUMBER: "a long number",
    Left.IDENTIFIER: "a long identifier",
    Left.ADDRESS: "a web or network address",
    Left.PATH: "a file path",
    Left.TIME: "a time",
}


@dataclass(frozen=True)
class RecognisedCode:
    """A code in the text; `words` say how it was read, `without` is the address of the search without it."""

    text: str
    chips: tuple[Chip, ...]
    words: str
    without: str


@dataclass(frozen=True)
class UnknownCode:
    """A code that no article has, and those that look like it: *different* codes."""

    text: str
    near: tuple[CodeLine, ...]

    @classmethod
    def of(cls, text: str, near: Sequence[ErrorCode]) -> Self:
        return cls(text, tuple(code_line(code) for code in near))


@dataclass(frozen=True)
class ResultRow:
    """`place` leads to the steps in which the text was found, when they are for somebody in particular."""

    title: str
    address: str
    reason: str
    place: PageLink | None
    snippet: SafeString
    is_stub: bool


@dataclass(frozen=True)
class BestAnswer:
    title: str
    address: str
    reason: str
    summary: str
    first_step: str
    link: str
    stops: bool = False  # another try does harm

    def is_of(self, article: Article) -> bool:
        return self.address.partition("?")[0] == article.get_absolute_url()


@dataclass(frozen=True)
class Shelves:
    """The services and categories that results can be narrowed to."""

    services: tuple[Service, ...]
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class FilterOption:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    options: tuple[FilterOption, ...]


@dataclass(frozen=True)
class StartOffer:
    """For a search that says no more than that something does not work: the first question of Start."""

    question: str
    choices: tuple[StartChoice, ...]


def company_context(companies: Sequence[Vendor]) -> dict[str, object]:
    """The one company whose card it is; of several, whoever has the card chooses."""
    if not companies:
        return {}
    only, *others = companies
    if not others:
        return {"company": only}
    rows = [(one.name, one.get_absolute_url()) for one in companies]
    rows.append(("I do not know", reverse("browse:who-can-help")))
    return {"companies": tuple(StartChoice(n, text, "", address) for n, (text, address) in enumerate(rows, 1))}


@dataclass(frozen=True)
class ResultsPage:
    """templates/browse/search.html"""

    heading: str
    length: int
    was_cut: bool
    left_out: str
    recognised: tuple[RecognisedCode, ...]
    unknown: tuple[UnknownCode, ...]
    corrections: tuple[tuple[str, str], ...]
    as_typed: str
    corrected: str
    notices: tuple[NoticeView, ...]
    best: BestAnswer | None
    rows: tuple[ResultRow, ...]
    number: int
    first: int
    last: int
    is_all_we_show: bool
    pages: tuple[NumberedPage, ...]
    previous: str
    next: str
    filters: tuple[Filter, ...]
    kept: tuple[tuple[str, str], ...]
    without_filters: str
    start: StartOffer | None = None
    nothing_fits: bool = False  # what was found has little to do with the words


def in_a_row(words: Sequence[str]) -> str:
    """a, b and c"""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def heading(text: str) -> str:
    return f"Results for “{text}”" if len(text) <= LONGEST_HEADING else "Results for the message you pasted"


def unknown_texts(results: Results) -> list[str]:
    """What looks like a code, and is none that we know."""
    found = [named.text for named in results.codes if named.kind == codes.MatchKind.UNKNOWN]
    if not results.codes and codes.looks_like_one(results.text):
        found = [results.text]
    return list(dict.fromkeys(found))


def codes_named(results: Results) -> list[ErrorCode]:
    """Those that the text says for sure: a number may be anything else."""
    return [code for one in results.codes for code in one.codes if one.kind != codes.MatchKind.NUMBER]


def _how_read(named: NamedCode) -> str:
    if named.kind == codes.MatchKind.MISREAD:
        return f"for {named.text}: check your screen, these letters and figures look alike"
    if named.kind == codes.MatchKind.NUMBER:
        return f"for the number {named.text}"
    if named.kind == codes.MatchKind.FAMILY:
        own = [codes.Family.parse(code.display) for code in named.codes if code.kind == CodeKind.FAMILY]
        if any(family.is_named_by(named.text) for family in own):
            return ""
        return f"for {named.text}, which is one of these codes and has no entry of its own"
    return ""


def _recognised(asked: SearchRequest, results: Results) -> tuple[RecognisedCode, ...]:
    found = {named.text: named for named in results.codes if named.codes}
    recognised = []
    for named in found.values():
        # As it stands in the text: said in words, it is longer than its figures.
        typed = results.text[named.start : named.end]
        rest = " ".join(re.sub(re.escape(typed), " ", results.text).split())
        chips = tuple(chip(code) for code in named.codes)
        without = asked.but(text=rest) if re.search(r"\w", rest) else ""
        recognised.append(RecognisedCode(typed, chips, _how_read(named), without))
    return tuple(recognised)


def _row(hit: Hit) -> ResultRow:
    address = hit.article.get_absolute_url()
    place = None
    if hit.audience:
        steps_for = Audience(hit.audience)
        place = PageLink(f"found in the steps for {steps_for.words.whom}", f"{address}?for={steps_for.key}")
    is_stub = hit.article.confidence == Confidence.STUB
    return ResultRow(hit.article.title, address, hit.reason, place, hit.snippet, is_stub)


def _for_codes(steps: Sequence[Step], shown: Sequence[str]) -> list[Step]:
    """Those that carry all of these codes, else those that suit every code; all, where the article tells none apart."""
    left = [step for step in steps if not step.stopped_at]
    if not shown or not any(step.codes for step in steps):
        return left
    return [step for step in left if set(shown) <= set(step.codes)] or [step for step in left if step.general]


def best_answer(article: Article, reason: str, audience: str, named: Sequence[ErrorCode] = ()) -> BestAnswer:
    """The first step for this role and these codes. A stub has none of its own: its general checks are no answer."""
    address = article.get_absolute_url()
    fitting = _for_codes([*article.steps.all()], [code.display for code in named])
    steps = [step for step in article.steps.all() if step.audience == AUDIENCES[audience]]
    titles = [step.heading for step in steps if step in fitting]
    is_stub = article.confidence == Confidence.STUB
    first_step = titles[0] if titles and not is_stub else ""
    if is_stub:
        link = "No recorded fix yet: see general checks and who can help"
    elif steps:
        link = f"See all steps for {'you' if audience == 'user' else AUDIENCES[audience].words.whom}"
    else:
        link = "See who can fix it, and what to tell them"
    to = address if audience == "user" else f"{address}?for={audience}"
    stops = any(getattr(step, "stops", False) for step in article.steps.all())
    return BestAnswer(article.title, to, reason, article.summary, first_step, link, stops)


def _filters(asked: SearchRequest, shelves: Shelves) -> tuple[Filter, ...]:
    def one(name: str, label: str, every: str, options: Sequence[tuple[str, str]]) -> Filter:
        chosen = getattr(asked, name)
        return Filter(name, label, tuple(FilterOption(v, text, v == chosen) for v, text in [("", every), *options]))

    return (
        one("service", "Application", "All applications", [(row.slug, row.name) for row in shelves.services]),
        one("category", "Topic", "All topics", [(row.slug, row.name) for row in shelves.categories]),
        one(
            "audience",
            "With steps for",
            "Anybody",
            [(key, capfirst(one.words.whom)) for key, one in AUDIENCES.items()],
        ),
    )


def results_page(
    asked: SearchRequest,
    results: Results,
    *,
    shelves: Shelves,
    unknown: Sequence[UnknownCode],
    notices: tuple[NoticeView, ...],
    audience: str,
    on_a_page: int,
) -> ResultsPage:
    """Asks the database nothing: all it shows was fetched."""
    first_hit = results.found[0] if results.is_sure and results.found and asked.page == 1 else None
    best = best_answer(first_hit.article, first_hit.reason, audience, codes_named(results)) if first_hit else None
    first = (asked.page - 1) * on_a_page + 1
    last_page = -(-results.number // on_a_page)
    filters = {"service": "", "category": "", "audience": ""}
    return ResultsPage(
        heading=heading(asked.text),
        length=len(asked.text),
        was_cut=asked.was_cut or results.was_cut,
        left_out=in_a_row([_LEFT[kind] for kind in asked.left_out]),
        recognised=_recognised(asked, results),
        unknown=tuple(line for line in unknown if line.near or codes.looks_like_one(line.text)),
        corrections=tuple((one.typed, one.instead) for one in results.corrections),
        as_typed=asked.but(exact=True),
        corrected=asked.but(exact=False),
        notices=notices,
        best=best,
        rows=tuple(_row(hit) for hit in (results.found[1:] if best else results.found)),
        number=results.number,
        first=first,
        last=first + len(results.found) - 1,
        is_all_we_show=results.number >= MOST_RESULTS,
        pages=tuple(NumberedPage(n, asked.but(page=n), n == asked.page) for n in range(1, last_page + 1)),
        previous=asked.but(page=asked.page - 1) if asked.page > 1 else "",
        next=asked.but(page=asked.page + 1) if asked.page < last_page else "",
        filters=_filters(asked, shelves),
        kept=tuple((name, value) for name, value in asked.says.items() if name not in {*filters, "page"}),
        without_filters=asked.but(**filters) if asked.is_filtered else "",
    )
