"""Writing a draft: begun, saved and discarded. An old text never overwrites a newer one, and nothing typed is lost."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.roles import May, abilities_of
from kb.catalogue.actions import note_images_shown
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of as published_document
from kb.catalogue.step_names import anew
from kb.editing.drafts.authors import case_of, newer_version
from kb.editing.drafts.reading import EMPTY
from kb.editing.models import Draft, OpenPage, Presence, Revision, UnsavedText
from kb.editing.refusals import Conflict, NotAllowed, NotOpen, Overtaken, Refusal
from kb.editing.rights import Act, DraftCase, insist, need, refusal
from kb.lib.text import without_unseen

LONGEST_TITLE = 300
NO_PAGE = OpenPage()
FORGET_PRESENCE_AFTER = timedelta(hours=1)


def latest(draft: Draft) -> Revision:
    """The text as it was last saved, however old the row at hand is."""
    return draft.revisions.select_related("by").order_by("-number")[:1].get()


def _storable(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Without the characters that PostgreSQL keeps in no text: an unfinished draft is saved whatever was pasted."""
    if isinstance(value, str):
        return without_unseen(value)
    if isinstance(value, list):
        return [_storable(part) for part in value]
    if isinstance(value, dict):
        return {key: _storable(part) for key, part in value.items()}
    return value


def _note_taken_out(before: dict[str, Any], after: dict[str, Any] | None, now: datetime) -> None:
    """Images that the text no longer shows: from now on they are kept for their time."""
    still = ArticleDocument.from_dict(after).pictures if after else ()
    if gone := set(ArticleDocument.from_dict(before).pictures) - set(still):
        note_images_shown(names=gone, at=now)


def subject(draft: Draft) -> str:
    return f"draft {draft.pk} {draft}"


@transaction.atomic
def begin(
    *,
    by: User,
    article: Article | None = None,
    document: ArticleDocument | None = None,
    origin: str = "",
    now: datetime | None = None,
) -> Draft:
    """A draft with its first revision. An article that has an open draft gets no other: that one is returned."""
    need(abilities_of(by), May.WRITE_ARTICLES)
    now = now or timezone.now()
    if article is not None:
        # Locked, so that of two who begin at once the second finds the draft of the first.
        Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        article = Article.objects.with_parts().get(pk=article.pk)
        if draft := article.drafts.open().first():
            return draft
    document = document or (published_document(article) if article else EMPTY)
    content = _storable(document.to_dict())
    draft = Draft.objects.create(
        article=article,
        title=content["title"][:LONGEST_TITLE],
        begun_by=by,
        begun_at=now,
        changed_at=now,
        number=1,
        based_on=article.version if article else 0,
        origin=origin[:120],
        expires_at=article.expires_at if article and article.is_live(now) else None,
    )
    Revision.objects.create(draft=draft, number=1, content=content, by=by, at=now)
    audit.record(by=by, verb="began a draft", subject=subject(draft), detail=detail_of(draft) | {"origin": origin})
    return draft


def detail_of(draft: Draft) -> dict[str, Any]:
    return {"draft": draft.pk, "article": draft.article.label if draft.article else None, "revision": draft.number}


def copy_of(*, article: Article, by: User) -> Draft:
    """A new article that begins with the words of this one, at an address of its own and not yet verified."""
    article = Article.objects.with_parts().get(pk=article.pk)
    document = published_document(article)
    return begin(by=by, document=_anew(document), origin=f"copy of {article.label}")


def _anew(document: ArticleDocument) -> ArticleDocument:
    confidence = "UNVERIFIED" if document.confidence == "VERIFIED" else document.confidence
    return replace(document, slug="", reference="", confidence=confidence, review_due=None, steps=anew(document.steps))


def save(
    *,
    draft: Draft,
    document: ArticleDocument,
    base_revision: int,
    by: User,
    is_autosave: bool = False,
    page: OpenPage = NO_PAGE,
    now: datetime | None = None,
) -> Revision:
    """The next revision of the one that it was written on; saying the same again saves nothing.

    What its own page saved meanwhile is in the text already, so nobody is in conflict with that.

    Raises Conflict or NotOpen. Whichever it is, what was typed is kept as an UnsavedText, in a transaction of its own.
    """
    need(abilities_of(by), May.WRITE_ARTICLES)
    now = now or timezone.now()
    content = _storable(document.to_dict())
    new = Revision(by=by, at=now, is_autosave=is_autosave, content=content, page=page.key, turn=page.turn)
    if revision := _save(draft, new, base_revision):
        return revision
    raise _kept_apart(draft, document, base_revision, by, now)


@transaction.atomic
def _merge(unsaved_text: UnsavedText, mine: Revision, merged: Revision, base_revision: int) -> Revision | None:
    if not (first := _save(unsaved_text.draft, mine, base_revision)):
        return None
    revision = _save(unsaved_text.draft, merged, first.number)
    settle_unsaved_text(unsaved_text=unsaved_text, by=merged.by, now=merged.at)
    return revision


def merge(
    *, unsaved_text: UnsavedText, document: ArticleDocument, base_revision: int, by: User, now: datetime | None = None
) -> Revision:
    """What was made of both texts. The one that could not be saved becomes the revision before it, so that whatever was
    not chosen of either can be read again.

    Raises Conflict or NotOpen, as `save` does.
    """
    need(abilities_of(by), May.WRITE_ARTICLES)
    now = now or timezone.now()
    mine = Revision(by=by, at=now, content=unsaved_text.content)
    merged = Revision(by=by, at=now, content=_storable(document.to_dict()))
    if revision := _merge(unsaved_text, mine, merged, base_revision):
        return revision
    raise _kept_apart(unsaved_text.draft, document, base_revision, by, now)


def _kept_apart(draft: Draft, document: ArticleDocument, base_revision: int, by: User, now: datetime) -> Refusal:
    """Why a text is not saved; it is kept as an UnsavedText."""
    unsaved_text = keep_unsaved_text(draft=draft, document=document, base_revision=base_revision, by=by, now=now)
    draft.refresh_from_db()
    theirs = latest(draft)
    if refusal(Act.CHANGE, DraftCase(abilities_of(by), draft.state)):
        return NotOpen(draft.state, unsaved_text)
    return Conflict(draft, theirs, document, unsaved_text)


def _base(draft: Draft, last: Revision, new: Revision, base_revision: int) -> int:
    """The latest revision where the page that sends the new one saved all since the one that it knows of.

    Its answer was on its way, or was lost.
    """
    if not new.page or base_revision >= last.number:
        return base_revision
    others = draft.revisions.filter(number__gt=base_revision).exclude(page=new.page, by=new.by)
    return base_revision if others.exists() else last.number


def _is_late(last: Revision, new: Revision) -> bool:
    """An earlier text of the page that saved a later one already."""
    return bool(new.page) and (last.page, last.by_id) == (new.page, new.by_id) and new.turn < last.turn


@transaction.atomic
def _save(draft: Draft, new: Revision, base_revision: int) -> Revision | None:
    """Nothing where the draft has moved on, or can no longer be written on."""
    last = latest(draft)
    # Read first: a text that was kept before a field came says the same as one in which that is empty.
    if last.document.to_dict() == new.content and (new.is_autosave or not last.is_autosave):
        return last
    if _is_late(last, new):
        return last
    base_revision = _base(draft, last, new, base_revision)
    title = new.content["title"][:LONGEST_TITLE]
    own = Draft.objects.writable().filter(pk=draft.pk, number=base_revision)
    # The compare and the set are one statement: of two who save at once, one finds a row.
    if own.update(number=base_revision + 1, title=title, changed_at=new.at) != 1:
        return None
    new.draft, new.number = draft, base_revision + 1
    new.save(force_insert=True)
    draft.number, draft.title, draft.changed_at = new.number, title, new.at
    _note_taken_out(last.content, new.content, new.at)
    if not new.is_autosave:
        audit.record(by=new.by, verb="saved a draft", subject=subject(draft), detail=detail_of(draft))
    return new


@transaction.atomic
def keep_unsaved_text(
    *, draft: Draft, document: ArticleDocument, base_revision: int, by: User, now: datetime | None = None
) -> UnsavedText:
    """What could not be saved, so that even a closed window loses nothing. The same text twice is one row."""
    content = _storable(document.to_dict())
    for unsaved_text in UnsavedText.objects.waiting().filter(draft=draft, by=by, base_revision=base_revision):
        if unsaved_text.content == content:
            return unsaved_text
    return UnsavedText.objects.create(
        draft=draft, content=content, base_revision=base_revision, by=by, at=now or timezone.now()
    )


@transaction.atomic
def settle_unsaved_text(*, unsaved_text: UnsavedText, by: User, now: datetime | None = None) -> UnsavedText:
    """It was merged, or is not wanted. Only who wrote it says so."""
    if unsaved_text.by_id != by.pk:
        raise NotAllowed("Only the person who wrote this can put it away.")
    now = now or timezone.now()
    UnsavedText.objects.waiting().filter(pk=unsaved_text.pk).update(settled_at=now)
    _note_taken_out(unsaved_text.content, None, now)
    unsaved_text.refresh_from_db()
    return unsaved_text


@transaction.atomic
def catch_up(*, draft: Draft, version: int, by: User) -> Draft:
    """The person compared the draft with this version of the article, and brought over what was missing.

    Raises Overtaken where the article is at yet another version by now.
    """
    row = Draft.objects.select_for_update(of=("self",)).select_related("article").get(pk=draft.pk)
    insist(Act.CATCH_UP, case_of(by, row))
    if newer_version(row) != version:
        raise Overtaken(newer_version(row))
    detail = detail_of(row) | {"from": row.based_on, "to": version}
    row.based_on = version
    row.save(update_fields=["based_on"])
    audit.record(by=by, verb="brought a draft up to date", subject=subject(row), detail=detail)
    return row


@transaction.atomic
def discard(*, draft: Draft, by: User, now: datetime | None = None) -> Draft:
    """Not wanted any more; its revisions stay."""
    insist(Act.DISCARD, case_of(by, draft))
    now = now or timezone.now()
    changed = (
        Draft.objects.open().filter(pk=draft.pk).update(state=Draft.State.DISCARDED, changed_at=now, publish_at=None)
    )
    draft.refresh_from_db()
    if not changed:
        raise NotOpen(draft.state)
    _note_taken_out(latest(draft).content, None, now)
    audit.record(by=by, verb="discarded a draft", subject=subject(draft), detail=detail_of(draft))
    return draft


@transaction.atomic
def note_presence(*, draft: Draft, by: User, now: datetime) -> None:
    """The person's page is open. No audit entry: it is a courtesy to the other, not a record of anybody's day."""
    own = Presence.objects.filter(draft=draft, person=by)
    if not own.update(seen_at=now):
        Presence.objects.bulk_create([Presence(draft=draft, person=by, seen_at=now)], ignore_conflicts=True)


def forget_presence(now: datetime) -> int:
    """Any number of workers may do it at once. Asked first: a removal takes SQLite's only write lock."""
    old = Presence.objects.filter(seen_at__lt=now - FORGET_PRESENCE_AFTER)
    return old.delete()[0] if old.exists() else 0
