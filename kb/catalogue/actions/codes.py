"""Saving an error code: its keys, its meanings, and the family that it is said to be one of."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import F, QuerySet

from kb.accounts.models import User
from kb.catalogue import codes
from kb.catalogue.actions.changes import changes
from kb.catalogue.actions.publishing import NotPublishable
from kb.catalogue.actions.taxonomy import begin, finish
from kb.catalogue.choices import CodeKind
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry
from kb.catalogue.models import Article, ArticleCode, CodeKey, ErrorCode, Meaning, Step
from kb.catalogue.reading import code_entry
from kb.lib.portable import Problem

_SAID = ("words", "where", "acts", "source", "confidence", "stops")


def _taken(entry: CodeEntry, own: ErrorCode | None) -> Iterator[Problem]:
    """A key belongs to one code only, whether as its display or as a spelling."""
    texts = {codes.normal(text): text for text in entry.texts}
    keys = CodeKey.objects.filter(normal__in=texts)
    others = keys.exclude(code=own) if own else keys
    for key, owner in others.order_by("normal").values_list("normal", "code__display"):
        yield Problem("code", f"'{texts[key]}' is already the code {owner}, or a spelling of it.")


def _members_left(entry: CodeEntry, own: ErrorCode | None) -> Iterator[Problem]:
    """Codes that are said to be one of this family, and that it does not hold as it would be."""
    if own is None or own.kind != CodeKind.FAMILY:
        return
    for member in own.members.order_by("normal"):
        if entry.kind != CodeKind.FAMILY or not codes.Family.parse(entry.code).holds(member.display):
            yield Problem("kind", f"{member.display} is said to be one of {own.display}: change that code first.")


def _answers_left(entry: CodeEntry, own: ErrorCode | None) -> Iterator[Problem]:
    """Articles that name a meaning which is to go: what they answer must be said first."""
    if own is None:
        return
    keys = [meaning.key for meaning in entry.meanings]
    gone = own.meanings.exclude(key__in=keys).order_by("position")
    uses = ArticleCode.objects.filter(meaning__in=gone, article__withdrawn_at=None)
    for use in uses.select_related("article").order_by("article__number"):
        yield Problem("meanings", f"{use.article.label} answers a meaning that is to go: change that article first.")


def _family(entry: CodeEntry) -> ErrorCode | None:
    """Raises NotPublishable where there is no such family."""
    if not entry.family:
        return None
    row = ErrorCode.objects.filter(normal=codes.normal(entry.family), kind=CodeKind.FAMILY).first()
    if row is None:
        raise NotPublishable([Problem("family", f"There is no family '{entry.family}'.")])
    return row


def _save_meanings(row: ErrorCode, entry: CodeEntry) -> list[Meaning]:
    """In their order. One that goes on keeps its row, which articles name."""
    held = {meaning.key: meaning for meaning in row.meanings.all()}
    wanted = [meaning.key for meaning in entry.meanings]
    if gone := [meaning.pk for key, meaning in held.items() if key not in wanted]:
        # Only of articles that are withdrawn: others were refused.
        ArticleCode.objects.filter(meaning__in=gone).update(meaning=None)
        row.meanings.filter(pk__in=gone).delete()
    left = [key for key in held if key in wanted]
    if left != wanted[: len(left)]:
        row.meanings.update(position=-F("position"))  # out of the way: no two may ever be in one place
    saved = []
    for position, meaning in enumerate(entry.meanings, 1):
        values = {"position": position, **{name: getattr(meaning, name) for name in _SAID}}
        saved.append(row.meanings.update_or_create(key=meaning.key, defaults=values)[0])
    return saved


def _save_keys(row: ErrorCode, entry: CodeEntry, meanings: Sequence[Meaning]) -> None:
    """The display first, then the other spellings; all are made anew."""
    row.keys.all().delete()
    CodeKey.objects.bulk_create(
        CodeKey(
            code=row,
            meaning=meanings[chosen - 1] if chosen else None,
            text=text,
            normal=codes.normal(text),
            folded=codes.folded(text),
            bare=codes.bare(text),
            shown=is_shown,
            position=position,
        )
        for position, (text, is_shown, chosen) in enumerate([(entry.code, True, 0), *entry.keyed])
    )


@transaction.atomic
def give_up_spellings(*, entries: Iterable[CodeEntry]) -> None:
    """Spellings that these codes are about to lose, so that another of them may take one, whichever is saved first.

    Inside the transaction that saves them all, each with its audit entry.
    """
    for entry in entries:
        kept = [codes.normal(text) for text in entry.texts]
        held = CodeKey.objects.filter(code__normal=codes.normal(entry.code), position__gt=0)
        held.exclude(normal__in=kept).delete()


@transaction.atomic
def give_up_meanings(*, article: Article, document: ArticleDocument) -> None:
    """Meanings that the article is about to name no more, so that their codes may lose them before it is saved.

    Inside the transaction that puts the document live, with its version and audit entry.
    """
    kept = {(codes.normal(one.code), one.key) for one in document.meanings}
    named = article.code_uses.filter(meaning__isnull=False).select_related("code", "meaning")
    gone = [use.pk for use in named if use.meaning and (use.code.normal, use.meaning.key) not in kept]
    article.code_uses.filter(pk__in=gone).update(meaning=None)


def rename_in_steps(row: ErrorCode, former: set[str], articles: QuerySet[Article]) -> None:
    """A step names the codes that it is for by their displays, and would be for none of them any more."""
    for step in Step.objects.filter(article__in=articles).exclude(codes=[]):
        if former & {codes.normal(text) for text in step.codes}:
            named = (row.display if codes.normal(text) in former else text for text in step.codes)
            step.codes = list(dict.fromkeys(named))
            step.save(update_fields=["codes"])


@transaction.atomic
def save_code(
    *, entry: CodeEntry, by: User | None, imported: str | None = None, row: ErrorCode | None = None
) -> ErrorCode:
    """Create or change the code with this key, or the one given, which is then renamed; its spellings are replaced, its
    meanings are known by their keys. Drafts and links go on only by names that the entry keeps as spellings.
    """
    begin(entry)
    key = codes.normal(entry.code)
    own = ErrorCode.objects.whole().filter(**{"pk": row.pk} if row else {"normal": key}).first()
    if problems := [*_taken(entry, own), *_members_left(entry, own), *_answers_left(entry, own)]:
        raise NotPublishable(problems)
    before = code_entry(own) if own else None
    saved = own or ErrorCode()
    saved.display, saved.normal, saved.kind = entry.code, key, entry.kind
    saved.family, saved.position = _family(entry), entry.position
    if imported is not None:
        saved.imported = imported
    saved.save()
    _save_keys(saved, entry, _save_meanings(saved, entry))
    shown_in = Article.objects.filter(code_uses__code=saved)
    if before and codes.normal(before.code) != key:
        rename_in_steps(saved, {codes.normal(before.code)}, shown_in)
    finish(saved, by=by, kind="error code", shown_in=shown_in, detail={"code": saved.pk, **changes(before, entry)})
    return saved
