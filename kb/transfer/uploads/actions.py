"""An upload from its arrival to its end. Whoever stops in the middle loses nothing: what came in stays."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.roles import May, Role, abilities_of, may
from kb.catalogue.actions import raise_edition
from kb.editing.rights import need
from kb.lib.holders import some_of
from kb.transfer.actions import MOST_AT_ONCE
from kb.transfer.models import AT_WORK, Upload, UploadState
from kb.transfer.planning import GoneRow
from kb.transfer.uploads import checking
from kb.transfer.uploads.unpacking import FilesRefused, packed, unpacked
from kb.transfer.writing import ImportOutcome, Writing, in_turns

KEPT = timedelta(hours=24)
MOST_WAITING = 5  # of one person, with their files
CLAIM = timedelta(minutes=2)
MOST_TRIES = 3
NOTE_EVERY = timedelta(seconds=1)

type GoesOn = Callable[[], bool]


class ToldToEnd(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Whoever works on it is told to end. Another one goes on."""


def may_publish(person: User) -> bool:
    """Nobody approves their own words, so what a person brings in is a draft for another to review; an administrator
    can do with it what the command on the server does."""
    return settings.EDITING_OWN_APPROVAL or Role(person.role) is Role.ADMINISTRATOR


@transaction.atomic
def receive(*, sent: Sequence[tuple[str, bytes]], by: User, now: datetime | None = None) -> Upload:
    """Raises FilesRefused, having kept nothing."""
    need(abilities_of(by), May.IMPORT_FILES)
    now = now or timezone.now()
    name = sent[0][0][:200] if len(sent) == 1 else f"{len(sent)} files"
    data = packed(sent)
    found = unpacked(name, data)
    if not found.contents:
        reasons = "".join(f" {problem.file}: {problem.message}" for problem in found.problems[:3])
        raise FilesRefused(f"{name} holds no file that an import reads.{reasons}")
    if Upload.objects.filter(by=by).exclude(state=UploadState.DONE).count() >= MOST_WAITING:
        raise FilesRefused(f"You have {MOST_WAITING} uploads waiting: decide on one, or discard one.")
    return Upload.objects.create(
        by=by, name=name, packed=data, files=len(found.contents), at=now, expires_at=now + KEPT
    )


def is_large(upload: Upload) -> bool:
    """Left to the worker, and its page says how far it is."""
    return upload.files > MOST_AT_ONCE


@transaction.atomic
def choose(*, upload: Upload, take: Sequence[str], remove: Sequence[str], as_drafts: bool, by: User) -> bool:
    """False where somebody has decided already: the second press of a button."""
    need(abilities_of(by), May.IMPORT_FILES)
    choice = {"take": list(take), "remove": list(remove), "as_drafts": as_drafts or not may_publish(by)}
    return bool(
        Upload.objects.filter(pk=upload.pk, by=by, state=UploadState.CHECKED).update(
            choice=choice, state=UploadState.ACCEPTED, claimed_at=None, tries=0, stage="", done=0, of=0
        )
    )


@transaction.atomic
def discard(*, upload: Upload, by: User) -> bool:
    """Not while it is brought in: then it has an end of its own."""
    gone, _ = Upload.objects.filter(pk=upload.pk, by=by).exclude(state=UploadState.ACCEPTED).delete()
    return bool(gone)


# --- Work -------------------------------------------------------------------------------------------------------------


def work_on(upload: Upload, goes_on: GoesOn = lambda: True) -> None:
    """To the end of what it waits for: the check, or the bringing in. Somebody else's claim is left alone."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)
    mine = Upload.objects.filter(free, pk=upload.pk, state__in=AT_WORK)
    if not mine.update(claimed_at=now, tries=F("tries") + 1):
        return
    upload = Upload.objects.whole().select_related("by").get(pk=upload.pk)
    # Their role may be another since they sent it, and nobody does by the worker what they may not do themselves.
    if upload.tries > MOST_TRIES or not may(upload.by, May.IMPORT_FILES):
        _note(upload, state=UploadState.BROKEN, packed=b"")
        return
    try:
        (_check if upload.state == UploadState.WAITING else _bring_in)(upload, goes_on)
    except ToldToEnd:
        _note(upload, claimed_at=None, tries=upload.tries - 1)


def go_on(goes_on: GoesOn) -> bool:
    """For the worker: one upload, if any waits. It is asked between other things, on a thread of its own."""
    stale = timezone.now() - CLAIM
    free = Q(claimed_at=None, files__gt=MOST_AT_ONCE) | Q(claimed_at__lt=stale)
    upload = Upload.objects.filter(free, state__in=AT_WORK).order_by("at").first()
    if upload is None:
        return False
    work_on(upload, goes_on)
    return True


class _Progress:
    """Said once a second at most: each is a write."""

    def __init__(self, upload: Upload, goes_on: GoesOn) -> None:
        self._upload, self._goes_on = upload, goes_on
        self._noted_at = timezone.now()

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = timezone.now()
        if now - self._noted_at < NOTE_EVERY:
            return
        if not self._goes_on():
            raise ToldToEnd
        self._noted_at = now
        _note(self._upload, stage=stage, done=done, of=of, claimed_at=now)


def _note(upload: Upload, **facts: Any) -> None:  # noqa: ANN401 - columns of it
    Upload.objects.filter(pk=upload.pk).update(**facts)


def _check(upload: Upload, goes_on: GoesOn) -> None:
    plan = checking.analysed(unpacked(upload.name, bytes(upload.packed)), _Progress(upload, goes_on))
    _note(upload, report=checking.report_of(plan), state=UploadState.CHECKED, claimed_at=None, tries=0)


def _bring_in(upload: Upload, goes_on: GoesOn) -> None:
    tick = _Progress(upload, goes_on)
    plan = checking.analysed(unpacked(upload.name, bytes(upload.packed)), tick)
    choice = upload.choice
    as_drafts = choice["as_drafts"] or not may_publish(upload.by)
    writing = Writing(plan, checking.chooser(choice["take"]), upload.by, as_drafts=as_drafts)
    for done in in_turns(writing):
        tick("Bringing in", done, len(writing.chosen))
    _end(upload, writing, [one for one in plan.gone if one.key in set(choice["remove"])])


@transaction.atomic
def _end(upload: Upload, writing: Writing, remove: Sequence[GoneRow]) -> None:
    """The entry of the audit stands with the end, so that it is there once."""
    if remove:
        raise_edition()
    already = len(writing.problems)
    writing.remove(remove)
    writing.outcome.left_out += writing.problems[already:]
    writing.note(upload.name)
    facts = {"outcome": _outcome(writing.outcome), "state": UploadState.DONE, "claimed_at": None}
    _note(upload, packed=b"", report={}, choice={}, **facts)


def _outcome(said: ImportOutcome) -> dict[str, Any]:
    counters = ("added", "changed", "removed", "drafts")
    return {name: dict(getattr(said, name)) for name in counters} | {
        "unchanged": said.unchanged.total(),
        "kept": said.kept[: checking.MOST_PROBLEMS],
        "kept_count": len(said.kept),
        "left_out": [[one.file, f"{one.line}", one.message] for one in said.left_out[: checking.MOST_PROBLEMS]],
        "left_out_files": len({one.file for one in said.left_out}),
        "draft_ids": said.draft_ids[: checking.MOST_SHOWN],
    }


# --- Forgetting -------------------------------------------------------------------------------------------------------


def forget_expired(now: datetime) -> int:
    old = Upload.objects.filter(expires_at__lte=now)
    with transaction.atomic():
        return some_of(old, 20).delete()[0]


def forget_all() -> int:
    """When words were erased: what waits may hold them, packed, where nobody can look for them."""
    return Upload.objects.all().delete()[0]


def note_taken_out(*, what: str, by: User) -> None:
    need(abilities_of(by), May.IMPORT_FILES)
    audit.record_alone(by=by, verb="exported content", subject=what)
