"""Articles, snippets, notices and questions of Start as Markdown files: read and written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kb.catalogue import fields
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.start import StartAnswerEntry, StartQuestionEntry
from kb.lib import dates
from kb.lib.text import SLUG
from kb.notices.document import NoticeContent, NoticeSource, Update
from kb.transfer import body, front_matter, marks, reviews
from kb.transfer.items import FileProblem, Item, ValueBroken, Values, front_value, nearest, without_blanks

ARTICLE_KEYS = (
    "title",
    "summary",
    "category",
    "services",
    "place",
    "vendor",
    "acts",
    "reader",
    "call_first",
    "have_ready",
    "codes",
    "mentions",
    "meanings",
    "confidence",
    "virtual_cards",
    "reminder",
    "related",
    "sources",
    "review_due",
)
# Lists whose rows stand in the body: what is not known of them stands in the front matter.
_IN_BODY = ("symptoms", "steps")
SNIPPET_KEYS = ("title", "kind", "site_advice", "sources")
NOTICE_KEYS = (
    "title",
    "short_title",
    "kind",
    "severity",
    "starts",
    "ends",
    "services",
    "codes",
    "articles",
    "source",
    "summary",
    "updates",
)
QUESTION_KEYS = ("title", "first", "answers", "vague_words")
ANSWER_KEYS = ("text", "hint", "question", "article", "vendor", "page")
_PLAIN_NAME = re.compile(rf"(?P<slug>{SLUG})\.md")
_ARTICLE_NAME = re.compile(rf"(?:(?P<reference>[A-Z]+[0-9]+)-)?{_PLAIN_NAME.pattern}")


def _name(pattern: re.Pattern[str], file: str, form: str) -> re.Match[str]:
    match = pattern.fullmatch(file.rpartition("/")[2])
    if not match:
        raise ValueBroken("", f"Name the file {form}, with small letters, digits and single hyphens.")
    return match


def _article(
    file: str, parts: front_matter.FrontMatter
) -> tuple[ArticleDocument, dict[str, int], reviews.FileReview | None]:
    name = _name(_ARTICLE_NAME, file, "like C18-card-not-read.md or card-not-read.md")
    values = Values(parts.values, (*ARTICLE_KEYS, "review", "more"))
    try:
        held = body.parse(parts.body)
    except marks.BodyBroken as error:
        raise front_matter.FrontMatterBroken(str(error), parts.body_line - 1 + error.line) from error
    document = ArticleDocument(
        reference=name["reference"] or "",
        slug=name["slug"],
        **{key: values.of(fields.of(key)) for key in ARTICLE_KEYS},
        symptoms=tuple(held.symptoms),
        steps=tuple(held.steps),
        causes=tuple(held.causes),
        background=held.background,
        questions=tuple(held.questions),
    )
    document = _with_more(document, values)
    lines = {name: parts.body_line - 1 + line for name, line in held.lines.items()}
    return document, lines, reviews.read(values, document)


def _places(document: ArticleDocument) -> Iterator[tuple[str, str, Any]]:
    """Where a newer version may have said more, as the front matter names it: of the article, of a sign, of a step."""
    yield "article", "", document
    for name in _IN_BODY:
        for number, row in enumerate(getattr(document, name), 1):
            yield f"{name}.{getattr(row, 'name', number)}", name, row


def _with_more(document: ArticleDocument, values: Values) -> ArticleDocument:
    held = values.mapping("more", [place for place, _, _ in _places(document)])
    if held is None:
        return document
    rows: dict[str, list[Any]] = {name: [] for name in ("", *_IN_BODY)}
    for place, name, row in _places(document):
        rows[name].append(replace(row, more=held.more(place, name)))
    (whole,) = rows.pop("")
    return replace(whole, **{name: tuple(found) for name, found in rows.items()})


def _snippet(file: str, parts: front_matter.FrontMatter) -> tuple[SnippetEntry, dict[str, int]]:
    values = Values(parts.values, SNIPPET_KEYS)
    entry = SnippetEntry(
        slug=_name(_PLAIN_NAME, file, "like which-software.md")["slug"],
        title=values.text("title"),
        kind=values.choice("kind", "STEP"),
        site_advice=values.boolean("site_advice"),
        sources=values.of(fields.of("sources")),
        body=parts.body.strip("\n"),
    )
    return entry, {"body": parts.text_line}


def _notice(file: str, parts: front_matter.FrontMatter) -> tuple[NoticeContent, dict[str, int]]:
    values = Values(parts.values, NOTICE_KEYS)
    starts = values.moment("starts")
    if starts is None:
        raise values.broken("starts", "Say when it starts, such as 2026-05-18T08:00:00+01:00.")
    source = values.mapping("source", ("name", "address", "dated"))
    content = NoticeContent(
        slug=_name(_PLAIN_NAME, file, "like sign-in-slow.md")["slug"],
        title=values.text("title"),
        short_title=values.text("short_title"),
        kind=values.choice("kind"),
        severity=values.choice("severity"),
        summary=values.text("summary"),
        starts_at=starts,
        ends_at=values.moment("ends"),
        services=values.texts("services"),
        codes=values.texts("codes"),
        articles=values.texts("articles"),
        source=NoticeSource(source.text("name"), source.text("address"), source.day("dated")) if source else None,
        updates=tuple(_update(held) for held in values.mappings("updates", ("at", "state", "text"))),
        body=parts.body.strip("\n"),
    )
    lines = {f"{name}_at": parts.lines[name] for name in ("starts", "ends") if name in parts.lines}
    return content.regular(), {"body": parts.text_line, **lines}


def _update(values: Values) -> Update:
    at = values.moment("at")
    if at is None:
        raise values.broken("at", "Say when each update was made: 'at: 2026-05-18T08:00:00+01:00'.")
    return Update(at=at, text=values.text("text"), state=values.text("state").upper())


def _update_values(update: Update) -> dict[str, Any]:
    state = {"state": update.state.lower()} if update.state else {}
    return {"at": dates.in_london(update.at), **state, "text": update.text}


def _question(file: str, parts: front_matter.FrontMatter) -> tuple[StartQuestionEntry, dict[str, int]]:
    values = Values(parts.values, QUESTION_KEYS)
    entry = StartQuestionEntry(
        slug=_name(_PLAIN_NAME, file, "like where-did-it-stop.md")["slug"],
        title=values.text("title"),
        hint=parts.body.strip("\n"),
        is_first=values.boolean("first"),
        answers=tuple(
            StartAnswerEntry(**{key: answer.text(key) for key in ANSWER_KEYS})
            for answer in values.mappings("answers", ANSWER_KEYS)
        ),
        vague_words=values.texts("vague_words"),
    )
    lines = {"is_first": parts.lines["first"]} if "first" in parts.lines else {}
    return entry, {"hint": parts.text_line, **lines}


type _Read[Content] = Callable[
    [str, front_matter.FrontMatter], tuple[Content, dict[str, int]] | tuple[Content, dict[str, int], Any]
]


def _item[Content](read: _Read[Content], file: str, text: str) -> Item[Content] | FileProblem:
    lines: dict[str, int] = {}
    try:
        parts = front_matter.split(text)
        lines = parts.lines
        content, more, *beside = read(file, parts)
    except front_matter.FrontMatterBroken as error:
        return FileProblem(file, error.line, str(error))
    except ValueBroken as error:
        return FileProblem(file, nearest(lines, error.name), str(error))
    return Item(content, file, {**lines, **more}, beside=beside[0] if beside else None)


def read_article(file: str, text: str) -> Item[ArticleDocument] | FileProblem:
    return _item(_article, file, text)


def read_snippet(file: str, text: str) -> Item[SnippetEntry] | FileProblem:
    return _item(_snippet, file, text)


def read_notice(file: str, text: str) -> Item[NoticeContent] | FileProblem:
    return _item(_notice, file, text)


def read_question(file: str, text: str) -> Item[StartQuestionEntry] | FileProblem:
    return _item(_question, file, text)


def article_file(document: ArticleDocument, review: reviews.FileReview | None = None) -> tuple[str, str]:
    """The name of the file and its text."""
    values = {key: front_value(fields.of(key), getattr(document, key)) for key in ARTICLE_KEYS}
    values["review"] = review.front_value() if review else None
    values["more"] = {place: part.more for place, _, part in _places(document) if part.more}
    name = f"{document.reference}-{document.slug}.md" if document.reference else f"{document.slug}.md"
    return name, front_matter.join(values, body.write(document))


def snippet_file(entry: SnippetEntry) -> tuple[str, str]:
    values = {
        "title": entry.title,
        "kind": entry.kind.lower(),
        "site_advice": entry.site_advice,
        "sources": front_value(fields.of("sources"), entry.sources),
    }
    return f"{entry.slug}.md", front_matter.join(values, entry.body)


def notice_file(content: NoticeContent) -> tuple[str, str]:
    source = content.source
    values = {
        "title": content.title,
        "short_title": content.short_title,
        "kind": content.kind.lower(),
        "severity": content.severity.lower(),
        "starts": dates.in_london(content.starts_at),
        "ends": dates.in_london(content.ends_at) if content.ends_at else None,
        "services": list(content.services),
        "codes": list(content.codes),
        "articles": list(content.articles),
        "source": without_blanks(vars(source)) if source else None,
        "summary": content.summary,
        "updates": [_update_values(update) for update in content.updates],
    }
    return f"{content.slug}.md", front_matter.join(values, content.body)


def question_file(entry: StartQuestionEntry) -> tuple[str, str]:
    values = {
        "title": entry.title,
        "first": entry.is_first,
        "answers": [without_blanks(vars(answer)) for answer in entry.answers],
        "vague_words": list(entry.vague_words),
    }
    return f"{entry.slug}.md", front_matter.join(values, entry.hint)
