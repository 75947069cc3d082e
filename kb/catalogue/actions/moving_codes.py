"""Renaming an error code with its family, merging two codes into one, and removing one that nothing names.

No name is ever lost: what a code was called leads to what it is now.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from django.db import transaction
from django.db.models import ProtectedError

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import codes
from kb.catalogue.actions.codes import rename_in_steps, save_code
from kb.catalogue.actions.publishing import NotPublishable, Publication, put_live, raise_edition
from kb.catalogue.choices import CodeKind
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry
from kb.catalogue.models import Article, ArticleCode, CodeKey, ErrorCode, Meaning
from kb.catalogue.reading import code_entry, document_of
from kb.lib.pointing import relations_to, rows_pointing_at
from kb.lib.portable import Problem


def _read(code: ErrorCode) -> ErrorCode:
    """As it is, while nobody else writes."""
    raise_edition()
    return ErrorCode.objects.whole().get(pk=code.pk)


# --- Renaming --------------------------------------------------------------------------------------------------------


def renamed(entry: CodeEntry, name: str) -> CodeEntry:
    """Under another name, with the one of before as a spelling."""
    key = codes.normal(name)
    former = () if codes.normal(entry.code) == key else (entry.code,)
    return replace(
        entry,
        code=name,
        spellings=tuple(text for text in entry.spellings if codes.normal(text) != key),
        search_spellings=(*(text for text in entry.search_spellings if codes.normal(text) != key), *former),
    )


def _fits(pattern: str, code: str) -> bool:
    return bool(codes.who_would_join(pattern, [code]))


@transaction.atomic
def rename_code(*, code: ErrorCode, name: str, joining: Collection[str] = (), by: User | None) -> ErrorCode:
    """The old name goes on leading there, unseen. Of a family, members that the new pattern does not hold leave it;
    those that are `joining` it, by their displays, become members.
    """
    code = _read(code)
    entry = code_entry(code)
    if name == code.display and not joining:
        raise NotPublishable([Problem("name", "Enter another name: it has this one already.")])
    for member in code.members.order_by("normal"):
        if not _fits(name, member.display):
            save_code(entry=replace(code_entry(_read(member)), family=""), by=by)
    saved = save_code(entry=renamed(entry, name), by=by, row=code)
    for member in ErrorCode.objects.whole().filter(display__in=joining).exclude(family=saved).order_by("normal"):
        save_code(entry=replace(code_entry(member), family=saved.display), by=by)
    return saved


# --- Merging ---------------------------------------------------------------------------------------------------------


def _faults(code: ErrorCode, into: ErrorCode) -> Iterator[str]:
    if code.pk == into.pk:
        yield "Choose another code: this is the one that you are merging."
        return
    if code.family_id == into.pk or into.family_id == code.pk:
        yield f"One of them is said to be one of the other: first take {code.display} out of its family."
    lost = [one.display for one in code.members.order_by("normal") if not _fits(into.display, one.display)]
    if lost:
        yield f"{into.display} does not hold {', '.join(lost)}, said to be one of {code.display}: change that first."


def _joined(entry: CodeEntry, gone: CodeEntry) -> CodeEntry:
    """With every name of the one that goes; its meanings are left behind."""
    keys = {codes.normal(text) for text in entry.texts}
    lists: dict[bool, list[str]] = {True: [], False: []}
    for text, is_shown in ((gone.code, True), *((text, shown) for text, shown, _ in gone.keyed)):
        if codes.normal(text) not in keys:
            lists[is_shown].append(text)
    return replace(
        entry,
        spellings=(*entry.spellings, *lists[True]),
        search_spellings=(*entry.search_spellings, *lists[False]),
    )


def _naming(document: ArticleDocument, gone: str, into: str) -> ArticleDocument:
    """Each place that names the one names the other; a code that is answered is not mentioned too."""
    key = codes.normal(gone)

    def names(texts: tuple[str, ...]) -> tuple[str, ...]:
        found = {codes.normal(text): text for text in (into if codes.normal(one) == key else one for one in texts)}
        return tuple(found.values())

    answered = names(document.codes)
    own = {codes.normal(text) for text in answered}
    return replace(
        document,
        codes=answered,
        mentions=tuple(text for text in names(document.mentions) if codes.normal(text) not in own),
        meanings=tuple(one for one in document.meanings if codes.normal(one.code) != key),
        steps=tuple(replace(step, codes=names(step.codes)) for step in document.steps),
    )


def _move_articles(code: ErrorCode, into: ErrorCode, by: User | None) -> None:
    """A new version of each that is not withdrawn; of the others the rows alone, so that they stay withdrawn."""
    for article in Article.objects.with_parts().filter(code_uses__code=code).order_by("number"):
        if article.withdrawn_at is None:
            document = _naming(document_of(article), code.display, into.display)
            put_live(document, Publication(by=by, article=article, why=f"{code} merged into {into}"))
            continue
        uses = ArticleCode.objects.filter(article=article, code=code)
        if ArticleCode.objects.filter(article=article, code=into).exists():
            uses.delete()
        else:
            uses.update(code=into, meaning=None)
        rename_in_steps(into, {code.normal}, Article.objects.filter(pk=article.pk))


def _move_what_points(code: ErrorCode, into: ErrorCode) -> None:
    """Rows of any room that name the code; its own keys and meanings go with it."""
    for relation in relations_to(ErrorCode):
        rows, column = rows_pointing_at(code, relation), relation.field.name
        if relation.related_model in {CodeKey, Meaning, ArticleCode}:
            continue
        if relation.many_to_many:
            for row in rows:
                getattr(row, column).add(into)
                getattr(row, column).remove(code)
        else:
            rows.update(**{column: into})


@transaction.atomic
def merge_codes(*, code: ErrorCode, into: ErrorCode, by: User | None) -> ErrorCode:
    """One code with the names of both and the meanings of `into`. Articles, notices and reports name that from now on.

    Raises NotPublishable, having written nothing.
    """
    code, into = _read(code), _read(into)
    if faults := list(_faults(code, into)):
        raise NotPublishable([Problem("into", fault) for fault in faults])
    gone, entry = code_entry(code), code_entry(into)
    _move_articles(code, into, by)
    _move_what_points(code, into)
    code.delete()
    detail = {"code": into.pk, "into": into.display, "meant": [meaning.words for meaning in gone.meanings]}
    audit.record(by=by, verb="merged error code", subject=gone.code, detail=detail)
    return save_code(entry=_joined(entry, gone), by=by, row=into)


# --- Removing --------------------------------------------------------------------------------------------------------


@transaction.atomic
def remove_code(*, code: ErrorCode, by: User | None) -> None:
    """Raises NotPublishable where any row of any room names it."""
    code = _read(code)
    if code.kind == CodeKind.FAMILY and code.members.exists():
        raise NotPublishable([Problem("", f"Codes are said to be one of {code}: change these first.")])
    several = [relation for relation in relations_to(ErrorCode) if relation.many_to_many]
    if any(rows_pointing_at(code, relation).exists() for relation in several):
        raise NotPublishable([Problem("", f"A notice names {code}: change the notice first.")])
    entry = code_entry(code)
    try:
        code.delete()
    except ProtectedError:
        raise NotPublishable([Problem("", f"{entry.code} is still named: merge it into another code.")]) from None
    said = [meaning.words for meaning in entry.meanings]
    audit.record(by=by, verb="removed error code", subject=entry.code, detail={"meant": said, "names": entry.texts})
