"""The only writers of templates. No page for readers shows one, so the Edition stays as it is."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.erased_words import erased_problems
from kb.catalogue.models import Service
from kb.lib.portable import Problem
from kb.notices.document import NoticeContent, NoticeRefused
from kb.notices.models import NoticeTemplate
from kb.notices.refusals import NoticeChanged
from kb.notices.rights import PUBLISH, need

_WORDS = ("title", "short_title", "kind", "severity", "summary")


def _problems(values: Mapping[str, Any]) -> list[Problem]:
    """What a notice posted from it would be refused for."""
    words = {name: values[name] for name in _WORDS}
    content = NoticeContent(slug="template", starts_at=values["starts_at"], **words)
    missing = [] if values["short_title"] else [Problem("short_title", "Enter a short title for one line on a phone.")]
    return [*content.problems(), *erased_problems(content), *missing]


def _record(template: NoticeTemplate, verb: str, by: User) -> None:
    words = {name: getattr(template, name) for name in _WORDS}
    services = [service.slug for service in template.services.all()]
    audit.record(by=by, verb=verb, subject=template.title, detail={**words, "services": services})


@transaction.atomic
def save_template(*, template: NoticeTemplate | None, seen: int, values: Mapping[str, Any], by: User) -> NoticeTemplate:
    """A new one, or a change of what the page showed. Raises NoticeRefused and NoticeChanged."""
    need(by, PUBLISH)
    if problems := _problems(values):
        raise NoticeRefused(problems)
    words = {name: values[name] for name in _WORDS}
    if template is None:
        last = NoticeTemplate.objects.aggregate(last=Max("position"))["last"] or 0
        saved = NoticeTemplate.objects.create(**words, position=last + 1)
    else:
        # Compare and set: of two who change it at once, the second is told.
        unchanged = NoticeTemplate.objects.filter(pk=template.pk, version=seen)
        if not unchanged.update(**words, version=F("version") + 1):
            raise NoticeChanged
        saved = NoticeTemplate.objects.get(pk=template.pk)
    saved.services.set(Service.objects.filter(slug__in=values["services"]))
    _record(saved, "added notice template" if template is None else "changed notice template", by)
    return saved


@transaction.atomic
def remove_template(*, template: NoticeTemplate, by: User) -> None:
    """What was posted from it stays. Removing what is gone changes nothing."""
    need(by, PUBLISH)
    gone = NoticeTemplate.objects.filter(pk=template.pk).first()
    if gone:
        _record(gone, "removed notice template", by)
        gone.delete()
