"""The address table of the whole site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kb.browse.urls")),  # first, since most of what is asked for is a public page
    path("", include("kb.operate.urls")),
    path("", include("kb.accounts.urls")),
    path("", include("kb.contacts.urls")),
    path("", include("kb.reports.urls")),
    path("", include("kb.notices.urls")),
    path("", include("kb.editing.urls")),
    path("", include("kb.insight.urls")),
    path("", include("kb.helpdesk.urls")),
    path("", include("kb.transfer.urls")),
]

handler400 = "kb.browse.site.bad_request"
handler404 = "kb.browse.site.not_found"
handler500 = "kb.browse.site.server_error"
