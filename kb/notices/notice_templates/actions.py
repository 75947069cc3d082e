"""The only writers of templates. No page for readers shows one, so the Edition stays as it is."""

from collections.abc import Mapping
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.erased_words import erased_problems
from kb.catalogue.models import Service
from kb.lib.portable import Problem
from kb.lib.text import slug_from
from kb.notices.document import NoticeRefused
from kb.notices.models import NoticeTemplate
from kb.notices.refusals import NoticeChanged
from kb.notices.rights import PUBLISH, need
from kb.notices.template_document import WORDS, TemplateContent


def _problems(values: Mapping[str, Any]) -> list[Problem]:
    words = {name: values[name] for name in WORDS}
    content = TemplateContent(slug="template", **words)
    return [*content.problems(), *erased_problems(content)]


def _free_slug(title: str) -> str:
    wanted = slug_from(title) or "template"
    tried = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(slug for slug in tried if not NoticeTemplate.objects.filter(slug=slug).exists())


def _record(template: NoticeTemplate, verb: str, by: User | None) -> None:
    words = {name: getattr(template, name) for name in WORDS}
    services = [service.slug for service in template.services.all()]
    audit.record(by=by, verb=verb, subject=template.title, detail={**words, "services": services})


@transaction.atomic
def save_template(*, template: NoticeTemplate | None, seen: int, values: Mapping[str, Any], by: User) -> NoticeTemplate:
    """A new one, or a change of what the page showed. Raises NoticeRefused and NoticeChanged."""
    need(by, PUBLISH)
    if problems := _problems(values):
        raise NoticeRefused(problems)
    words = {name: values[name] for name in WORDS}
    if template is None:
        last = NoticeTemplate.objects.aggregate(last=Max("position"))["last"] or 0
        saved = NoticeTemplate.objects.create(**words, slug=_free_slug(values["title"]), position=last + 1)
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
def keep_template(*, content: TemplateContent, by: User | None, imported: str) -> NoticeTemplate:
    """Create or change the template of this slug, as a file says it. Raises NoticeRefused, having written nothing."""
    if by is not None:
        need(by, PUBLISH)
    services = Service.objects.in_bulk(content.services, field_name="slug")
    missing = [
        Problem("services", f"There is no service '{slug}'.") for slug in content.services if slug not in services
    ]
    if problems := [*content.problems(), *erased_problems(content), *missing]:
        raise NoticeRefused(problems)
    words = {name: getattr(content, name) for name in (*WORDS, "position")} | {"imported": imported}
    kept, is_new = NoticeTemplate.objects.update_or_create(
        slug=content.slug, defaults=words | {"version": F("version") + 1}, create_defaults=words
    )
    kept.services.set(services.values())
    _record(kept, "added notice template" if is_new else "changed notice template", by)
    return kept


@transaction.atomic
def remove_template(*, template: NoticeTemplate, by: User | None) -> None:
    """What was posted from it stays. Removing what is gone changes nothing."""
    if by is not None:
        need(by, PUBLISH)
    gone = NoticeTemplate.objects.filter(pk=template.pk).first()
    if gone:
        _record(gone, "removed notice template", by)
        gone.delete()
