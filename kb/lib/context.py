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


def shown_site() -> Site:
    return Site(
        name=settings.SITE_NAME,
        organisation=settings.SITE_ORGANISATION,
        footer_statement=settings.FOOTER_STATEMENT,
        logo=static(settings.LOGO) if settings.LOGO else "",
        url=settings.SITE_URL,
    )


def site(request: HttpRequest) -> dict[str, Site]:
    """Context processor; reads settings only, never the request, so that pages can be cached."""
    return {"site": shown_site()}
