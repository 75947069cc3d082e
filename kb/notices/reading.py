"""From rows to the portable form."""

from kb.notices.document import NoticeContent, NoticeSource, Update
from kb.notices.models import Notice


def content_of(notice: Notice) -> NoticeContent:
    """The notice in its portable form; fetch it `with_parts()` first, or each part costs a query."""
    source = NoticeSource(name=notice.source_name, address=notice.source_address, dated=notice.source_dated)
    return NoticeContent(
        slug=notice.slug,
        title=notice.title,
        kind=notice.kind,
        severity=notice.severity,
        summary=notice.summary,
        body=notice.body,
        starts_at=notice.starts_at,
        ends_at=notice.ends_at,
        services=tuple(service.slug for service in notice.services.all()),
        codes=tuple(code.display for code in notice.codes.all()),
        articles=tuple(article.slug for article in notice.articles.all()),
        source=source if source.name else None,
        updates=tuple(Update(at=update.at, text=update.text) for update in notice.updates.all()),
    ).regular()
