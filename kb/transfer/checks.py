"""What no single file can know: names used twice, names of things that are not there, links that lead nowhere."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from kb.catalogue import codes
from kb.catalogue.codes import Family
from kb.catalogue.codes.families import who_would_join
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry
from kb.catalogue.glossary import WordEntry, folded
from kb.catalogue.labels import lost_with_article
from kb.catalogue.models import OldSlug
from kb.catalogue.start import StartQuestionEntry, faults_of_all, is_asked
from kb.checks import CheckContext
from kb.lib.portable import Problem
from kb.notices.document import NoticeContent
from kb.transfer import answers, findings, inside, kinds
from kb.transfer.items import FileProblem, Item, Portable
from kb.transfer.kinds import ContentKind

type Items = Mapping[str, Sequence[Item]]


@dataclass(frozen=True)
class Across:
    """What the files say wrongly, and what they could say better; each by file and line."""

    problems: list[FileProblem]
    warnings: list[FileProblem]


def across(items: Items, tick: Callable[[str, int, int], None]) -> Across:
    known = _Known.of(items)
    found = [
        (finding.is_error, item.problem_at(finding.field, finding.message))
        for item, finding in findings.found_in(items, known.context, known.leading(items), tick)
    ]
    errors = [problem for is_error, problem in found if is_error]
    return Across(
        problems=[*_repeated(items), *_dangling(items, known), *errors],
        warnings=[*_may_join(items), *_lost(items), *(problem for is_error, problem in found if not is_error)],
    )


def leaning(items: Items) -> list[FileProblem]:
    """What became wrong only because something was left out: a name, or a link, that leads nowhere now."""
    return [*_repeated(items), *_dangling(items, _Known.of(items))]


def _may_join(items: Items) -> Iterator[FileProblem]:
    """Codes of no family that the pattern of one would hold, where either is new: nobody was asked of these yet."""
    held = {codes.normal(row.content.code): row.content for row in kinds.CODES.held()}
    from_files = {codes.normal(item.content.code): item for item in items[kinds.CODES.name]}
    entries = held | {key: item.content for key, item in from_files.items()}
    alone = {entry.code: key for key, entry in entries.items() if entry.kind == "EXACT" and not entry.family}
    for key, family in entries.items():
        for code in who_would_join(family.code, alone) if family.kind == "FAMILY" else ():
            if {key, alone[code]} <= held.keys():
                continue
            item = from_files.get(alone[code]) or from_files[key]
            message = f"{code} fits {family.code}. If it is one of these, write {family.code} in its column family."
            yield item.problem(Problem("family", message))


def _lost(items: Items) -> Iterator[FileProblem]:
    """Codes that an article names here, and none will once the files are in."""
    files = items[kinds.ARTICLES.name]
    beside = kinds.ARTICLES.beside([item.content for item in files])
    replaced = {held.row.pk for held in beside if held}
    others = [one.content for one in kinds.ARTICLES.held() if one.row.pk not in replaced and not one.is_withdrawn]
    named = {
        codes.normal(code) for document in (*others, *(item.content for item in files)) for code in _named(document)
    }
    for item, held in zip(files, beside, strict=True):
        names = _named(held.content) if held and not held.is_withdrawn else ()
        if lost := [code for code in names if codes.normal(code) not in named]:
            yield item.problem(Problem("codes", lost_with_article(lost)))


def _named(document: ArticleDocument) -> tuple[str, ...]:
    return (*document.codes, *document.mentions)


def _repeated(items: Items) -> Iterator[FileProblem]:
    for kind in kinds.KINDS:
        first: dict[str, Item] = {}
        for item in items[kind.name]:
            for key, shown in _addresses(kind, item.content).items():
                if key in first:
                    message = f"This {kind.name} is also in {first[key].file}: keep one ({shown})."
                    yield item.problem(Problem("", message))
                    break
                first[key] = item


def _addresses(kind: ContentKind, content: Portable) -> dict[str, str]:
    """What no two of a kind may share, and how it is shown: the reference and slug of an article, the spellings of a
    code or a word.
    """
    if isinstance(content, CodeEntry):
        return {codes.normal(text): text for text in content.texts}
    if isinstance(content, WordEntry):
        return {content.slug: content.slug} | {folded(text): text for text in content.texts}
    return {key: key for key in kind.keys(content)}


def _families(entries: Iterable[CodeEntry]) -> Iterator[Family]:
    for entry in entries:
        if entry.kind == "FAMILY":
            with suppress(ValueError):  # a broken pattern is a problem of its own
                yield Family.parse(entry.code)


def _products(items: Items) -> Iterator[str]:
    """Names of services and companies, which plain English leaves alone."""
    for kind in (kinds.SERVICES, kinds.VENDORS):
        for content in [*(row.content for row in kind.held()), *(item.content for item in items[kind.name])]:
            yield f"{content.name} {getattr(content, 'product', '')}".strip()


@dataclass(frozen=True)
class _Known:
    """Names that may be used: those of the files and those the database already has."""

    services: set[str]
    categories: set[str]
    vendors: set[str]
    snippets: set[str]
    codes: set[str]
    spellings: dict[str, str]  # of every code, by key; each with the code as it is shown
    products: tuple[str, ...]
    families: list[Family]
    articles: set[str]  # once the files are in: an address that a file gives up is not among them
    questions: set[str]
    addresses: set[str]  # of articles, now or in the past
    former: set[str]  # addresses of services, categories and vendors beside their slugs

    @classmethod
    def of(cls, items: Items) -> "_Known":
        def keys(kind: ContentKind) -> set[str]:
            return kind.known().union(*(kind.keys(item.content) for item in items[kind.name]))

        documents = [item.content for item in items[kinds.ARTICLES.name]]
        held = kinds.ARTICLES.held()
        given_up = {row.content.slug for row in kinds.ARTICLES.beside(documents) if row}
        now = {row.content.slug for row in held} - given_up | {document.slug for document in documents}
        entries = [row.content for row in kinds.CODES.held()] + [item.content for item in items[kinds.CODES.name]]
        return cls(
            services=keys(kinds.SERVICES),
            categories=keys(kinds.CATEGORIES),
            vendors=keys(kinds.VENDORS),
            snippets=keys(kinds.SNIPPETS),
            codes=keys(kinds.CODES),
            spellings={codes.normal(text): entry.code for entry in entries for text in entry.texts},
            products=tuple(_products(items)),
            families=list(_families(entries)),
            articles=now,
            questions=keys(kinds.START),
            former=findings.former_addresses(items),
            addresses=now | given_up | set(OldSlug.objects.values_list("slug", flat=True)),
        )

    @property
    def context(self) -> CheckContext:
        return CheckContext(codes=self.spellings, products=self.products)

    def leading(self, items: Items) -> frozenset[str]:
        paths = findings.inside([item.content for item in items[kinds.ARTICLES.name]])
        return frozenset(path for path in paths if self.leads_somewhere(path))

    def leads_somewhere(self, path: str) -> bool:
        shelves = {
            "articles": self.addresses,
            "services": self.services | self.former,
            "topics": self.categories | self.former,
            "vendors": self.vendors | self.former,
        }
        return inside.KnownPlaces(shelves, self.spellings, self.families).leads_somewhere(path)


def _missing(names: Iterable[str], known: set[str], name: str, word: str) -> Iterator[Problem]:
    for number, wanted in enumerate(names, 1):
        if wanted and wanted not in known:
            yield Problem(name, f"There is no {word} '{wanted}'. Add it, or mend the name.", number)


def _missing_codes(names: Iterable[str], known: set[str], name: str) -> Iterator[Problem]:
    for number, wanted in enumerate(names, 1):
        if codes.normal(wanted) not in known:
            yield Problem(name, f"There is no error code '{wanted}'. Add it to codes.csv, or mend it.", number)


def _links(texts: Iterable[str], known: _Known, name: str) -> Iterator[Problem]:
    for number, text in enumerate(texts, 1):
        for path in inside.LINK.findall(text):
            if not known.leads_somewhere(path):
                yield Problem(name, f"The link to {path} leads nowhere: mend it, or take it out.", number)


def _dangling(items: Items, known: _Known) -> Iterator[FileProblem]:
    for item in items[kinds.ARTICLES.name]:
        yield from map(item.problem, _article_problems(item.content, known))
    for item in items[kinds.SNIPPETS.name]:
        yield from map(item.problem, _links([item.content.body], known, "body"))
    for item in items[kinds.NOTICES.name]:
        yield from map(item.problem, _notice_problems(item.content, known))
    for item in items[kinds.WORDS.name]:
        yield from map(item.problem, _word_problems(item.content, known))
    for item in items[kinds.NOTICE_TEMPLATES.name]:
        yield from map(item.problem, _missing(item.content.services, known.services, "services", "service"))
    for item in items[kinds.SHORTCUTS.name]:
        yield from map(item.problem, _missing([item.content.article], known.articles, "article", "article"))
        yield from map(item.problem, _missing([item.content.question], known.questions, "question", "question"))
    yield from _start_problems(items, known)
    yield from answers.problems(items[kinds.ANSWERS.name], known.articles)


def _start_problems(items: Items, known: _Known) -> Iterator[FileProblem]:
    in_files = {item.content.slug: item for item in items[kinds.START.name]}
    if not in_files:
        return
    shortcuts = {row.content.label: row.content for row in kinds.SHORTCUTS.held()}
    shortcuts |= {item.content.label: item.content for item in items[kinds.SHORTCUTS.name]}
    entered = {shortcut.question for shortcut in shortcuts.values()}
    questions = _questions_after(in_files, entered)
    for slug, problem in faults_of_all(questions, entered):
        # What is wrong with one that no file holds came with the question that it leads to.
        item = in_files.get(slug) or in_files[questions[slug].answers[problem.index - 1].question]
        yield item.problem(problem)
    for item in in_files.values():
        yield from map(item.problem, _answer_problems(item.content, known))
        yield from map(item.problem, _links([item.content.hint], known, "hint"))


def _questions_after(in_files: Mapping[str, Item], entered: set[str]) -> dict[str, StartQuestionEntry]:
    """Those of the files, and those here that somebody would still be asked once the files are in."""
    here = {row.content.slug: row.content for row in kinds.START.held() if row.content.slug not in in_files}
    if any(item.content.is_first for item in in_files.values()):
        here = {slug: replace(entry, is_first=False, vague_words=()) for slug, entry in here.items()}
    questions = here | {slug: item.content for slug, item in in_files.items()}
    while gone := {slug for slug in here if slug in questions and not is_asked(questions, slug, entered)}:
        questions = {slug: entry for slug, entry in questions.items() if slug not in gone}
    return questions


def _answer_problems(entry: StartQuestionEntry, known: _Known) -> Iterator[Problem]:
    for number, answer in enumerate(entry.answers, 1):
        for way, names in (("article", known.articles), ("vendor", known.vendors)):
            for problem in _missing([getattr(answer, way)], names, "answers", way):
                yield replace(problem, index=number, part=way)


def _word_problems(entry: WordEntry, known: _Known) -> Iterator[Problem]:
    path = re.split("[?#]", entry.more, maxsplit=1)[0]
    if path and not known.leads_somewhere(path):
        yield Problem("more", f"The link to {path} leads nowhere: mend it, or take it out.")


def _article_problems(document: ArticleDocument, known: _Known) -> Iterator[Problem]:
    yield from _missing([document.category], known.categories, "category", "category")
    yield from _missing([document.vendor], known.vendors, "vendor", "vendor")
    yield from _missing(document.services, known.services, "services", "service")
    yield from _missing(document.related, known.addresses, "related", "article")
    yield from _missing_codes(document.codes, known.codes, "codes")
    yield from _missing_codes(document.mentions, known.codes, "mentions")
    yield from _missing((step.snippet for step in document.steps), known.snippets, "steps", "snippet")
    yield from _links((symptom.text for symptom in document.symptoms), known, "symptoms")
    yield from _links((f"{step.body}\n{step.expected}\n{step.applies_to}" for step in document.steps), known, "steps")
    yield from _links(document.causes, known, "causes")
    yield from _links([document.background], known, "background")


def _notice_problems(content: NoticeContent, known: _Known) -> Iterator[Problem]:
    yield from _missing(content.services, known.services, "services", "service")
    yield from _missing(content.articles, known.articles, "articles", "article")
    yield from _missing_codes(content.codes, known.codes, "codes")
    yield from _links([content.body], known, "body")
    yield from _links((update.text for update in content.updates), known, "updates")
