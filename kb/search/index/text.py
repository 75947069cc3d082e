"""What of an article is searched: its words by field, its pairs, its codes. From the portable form."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from kb.catalogue import codes
from kb.catalogue.codes.forms import forms_in
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article
from kb.catalogue.reading import replaced_by
from kb.lib.markdown import to_kept_text
from kb.search.index import analysis, places
from kb.search.index.bm25 import FIELDS

# Raised when rows of the index hold something that those before did not: then the index is built anew.
FORM = 8
LONGEST_KEY = 100
MOST_LINES = 40
# With more codes an article is a list of them.
MOST_CODES_OF_ONE_PROBLEM = 3
LONGEST_LINE = 40
SEEN = "SEEN"  # in place of whose steps it stands in: what one sees
_LIST_MARK = re.compile(r"^\s*(?:-|[0-9]+\.)\s+")
_ENDS = (".", "!", "?", ":", ";", ",", "…")
_SENTENCE = re.compile(r"[.!?]\s|\n")
DECLARED, MENTIONED, IN_SYMPTOMS, ELSEWHERE = 100, 60, 55, 25


@dataclass(frozen=True)
class CodeKeys:
    """A code with all its keys; a family has a stem and a number of digits, as `Family.kept` gives them."""

    normal: str
    folded: str
    bare: str
    weight: int
    stem: str = ""
    digits: int = 0


@dataclass(frozen=True)
class IndexContext:
    """What the document names and the reader sees in its place: names, snippets, spellings of codes."""

    names: tuple[str, ...] = ()
    snippets: Mapping[str, tuple[str, str]] | None = None
    spellings: Mapping[str, tuple[str, ...]] | None = None
    former: tuple[tuple[str, str], ...] = ()  # what it replaces: a field and the words, found and never shown


@dataclass(frozen=True)
class Analysed:
    counts: Mapping[str, Counter[str]]
    lengths: Mapping[str, int]
    title: tuple[str, ...]
    pairs: frozenset[int]
    lines: tuple[tuple[str, ...], ...]
    words: Counter[str]
    codes: tuple[CodeKeys, ...]
    texts: tuple[tuple[str, str], ...]
    places: bytes
    is_of_codes: bool
    digest: str


def former_words(article: Article) -> Iterator[tuple[str, str]]:
    """Titles and messages of what it is read in place of: whoever looks for those is led to it."""
    for gone in replaced_by(article):
        yield "title", gone.title
        for text in gone.symptoms.filter(kind="EXACT").order_by("position").values_list("text", flat=True):
            yield "symptoms", text


def context_of(
    article: Article,
    *,
    spellings: Mapping[str, tuple[str, ...]] | None = None,
    former: Iterable[tuple[str, str]] = (),
) -> IndexContext:
    """Of an article that was fetched `with_parts()`."""
    names = [use.service.name for use in article.service_uses.all()]
    names += [article.category.name, *([article.vendor.name] if article.vendor else [])]
    snippets = {step.snippet.slug: step.snippet for step in article.steps.all() if step.snippet}
    shared = {slug: (row.title, row.body) for slug, row in snippets.items()}
    return IndexContext(tuple(names), shared, spellings, tuple(former))


def segments(document: ArticleDocument, context: IndexContext) -> Iterator[tuple[str, str, str]]:
    """Each piece of text: its field, whose steps it stands in (or nothing), and the words.

    What is written once and stands in many articles is a field of its own: it tells none of them from the others.
    """
    shared = context.snippets or {}
    yield "title", "", document.title
    for symptom in document.symptoms:
        yield "symptoms", "", symptom.text if symptom.kind == "EXACT" else to_kept_text(symptom.text)
    yield "body", "", document.summary
    for step in document.steps:
        title, body = shared.get(step.snippet, (step.title, step.body))
        said = (title, *map(to_kept_text, (body, step.applies_to, step.expected)))
        yield "shared" if step.snippet in shared else "body", step.audience, "\n".join(filter(None, said))
    for cause in document.causes:
        yield "body", "", to_kept_text(cause)
    if document.background:
        yield "body", "", to_kept_text(document.background)
    if context.names:
        yield "body", "", _in_lines(context.names)


def _in_lines(names: Iterable[str]) -> str:
    return "\n".join(names)


def _in_a_row(text: str) -> str:
    """Lines and lists as a piece of text that can be cut anywhere: without marks, each end of a line still seen."""
    lines = [line for kept in text.split("\n") if (line := _LIST_MARK.sub("", kept).strip())]
    ended = [line if line.endswith(_ENDS) else f"{line} ·" for line in lines[:-1]]
    return " ".join([*ended, *lines[-1:]])


def _kept(texts: Iterable[tuple[str, str, str]], context: IndexContext) -> Iterator[tuple[str, str]]:
    """What a hit shows; the title stands above it, and a row of names says nothing."""
    names = _in_lines(context.names)
    for name, audience, text in texts:
        if name != "title" and text != names and (shown := _in_a_row(text)):
            yield (SEEN if name == "symptoms" else audience), shown


def rough_lengths(document: ArticleDocument, context: IndexContext) -> dict[str, int]:
    """About how many words each field has, without reading the Markdown."""
    snippets = context.snippets or {}
    own = (f"{step.title} {step.body}" for step in document.steps if step.snippet not in snippets)
    texts = {
        "title": [document.title],
        "symptoms": [symptom.text for symptom in document.symptoms],
        "body": [document.summary, *document.causes, document.background, *context.names, *own],
        "shared": [" ".join(snippets[step.snippet]) for step in document.steps if step.snippet in snippets],
    }
    return {name: sum(len(text.split()) for text in held) for name, held in texts.items()}


def _terms(words: Iterable[str]) -> list[str]:
    return [word if word in analysis.STOP_WORDS else analysis.stem(word) for word in words]


def _code_keys(
    document: ArticleDocument, context: IndexContext, texts: Iterable[tuple[str, str, str]]
) -> list[CodeKeys]:
    weights: dict[str, CodeKeys] = {}

    def add(text: str, weight: int) -> None:
        key = codes.normal(text)
        if not key or len(key) > LONGEST_KEY or (key in weights and weights[key].weight >= weight):
            return
        stem, digits = "", 0
        with suppress(ValueError):
            stem, digits = codes.Family.parse(text).kept
        weights[key] = CodeKeys(key, codes.folded(text), codes.bare(text), weight, stem, digits)

    spellings = context.spellings or {}
    for weight, displays in ((DECLARED, document.codes), (MENTIONED, document.mentions)):
        for display in displays:
            for text in (display, *spellings.get(display, ())):
                add(text, weight)
    for name, _, text in texts:
        for found in forms_in(text):
            # The figures of "Code 48" are in versions, times and counts as well.
            if len(codes.normal(found)) >= codes.FEWEST_BARE_DIGITS:
                add(found, IN_SYMPTOMS if name in {"title", "symptoms"} else ELSEWHERE)
    return sorted(weights.values(), key=lambda keys: keys.normal)


def _lines(texts: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, ...]]:
    """The terms of each sentence of the title and of what one sees, each once; of one of small words only, those."""
    sentences = (line for name, _, text in texts if name in {"title", "symptoms"} for line in _SENTENCE.split(text))
    words = (analysis.words(sentence) for sentence in sentences)
    told = ([word for word in said if word not in analysis.STOP_WORDS] or said for said in words)
    lines = (tuple(dict.fromkeys(map(analysis.stem, said)))[:LONGEST_LINE] for said in told)
    yield from islice(dict.fromkeys(line for line in lines if line), MOST_LINES)


def analyse(document: ArticleDocument, context: IndexContext) -> Analysed:
    own = list(segments(document, context))
    texts = [*own, *((name, "", text) for name, text in context.former)]
    counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    number_of_words = dict.fromkeys(counts, 0)
    words: Counter[str] = Counter()
    pairs: set[int] = set()
    for name, _, text in texts:
        found = analysis.words(text)
        number_of_words[name] += len(found)
        if name != "shared":
            pairs |= analysis.pairs(_terms(found))
        for word in (*found, *analysis.parts_of_camel(text)):
            counts[name][analysis.stem(word)] += 1
            words[word] += 1
    title = [analysis.stem(word) for word in analysis.words(document.title) if word not in analysis.STOP_WORDS]
    keys = _code_keys(document, context, texts)
    digest = hashlib.sha256(
        json.dumps([FORM, texts, [vars(key) for key in keys]], sort_keys=True).encode("utf-8", "replace")
    ).hexdigest()
    kept = tuple(_kept(own, context))
    return Analysed(
        counts=counts,
        lengths=number_of_words,
        title=tuple(dict.fromkeys(title)),
        pairs=frozenset(pairs),
        lines=tuple(_lines(texts)),
        words=words,
        codes=tuple(keys),
        texts=kept,
        places=places.packed(text for _, text in kept),
        is_of_codes=len(document.codes) > MOST_CODES_OF_ONE_PROBLEM,
        digest=digest,
    )
