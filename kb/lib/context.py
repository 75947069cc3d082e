"""What every template may say about the site itself."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static


@dataclass(frozen=True)
class Site:
    name: str
    organisation: str
    footer_statement: str
    logo: str
    url: str
    report_words: str


# Where no desk receives reports, nothing is said to reach one.
REPORT_AN_ISSUE = "Report an issue"
LEAVE_A_REPORT = "Leave a report on this site"


def has_desk() -> bool:
    """Whether a report goes to anybody's mailbox."""
    return bool(settings.SERVICE_DESK_EMAIL or settings.REPORT_ROUTES)


def shown_site() -> Site:
    return Site(
        name=settings.SITE_NAME,
        organisation=settings.SITE_ORGANISATION,
        footer_statement=settings.FOOTER_STATEMENT,
        logo=static(settings.LOGO) if settings.LOGO else "",
        url=settings.SITE_URL,
        report_words=REPORT_AN_ISSUE if has_desk() else LEAVE_A_REPORT,
    )


def site(request: HttpRequest) -> dict[str, Site]:
    """Context processor; reads settings only, never the request, so that pages can be cached."""
    return {"site": shown_site()}
