"""Addresses of the pages on which staff keep notices, and of those who want to be told."""

from django.urls import path

from kb.notices.notice_templates import views as templates
from kb.notices.posting import notice_views as notice
from kb.notices.posting import views as posting
from kb.notices.tell_me import views as tell_me

app_name = "notices"
urlpatterns = [
    path("tell-me/", tell_me.ask, name="tell-me"),
    path("tell-me/sent/", tell_me.sent, name="tell-me-sent"),
    path("link/tell-me/<str:secret>/", tell_me.link, name="tell-me-link"),
    path("edit/notices/", posting.notices, name="list"),
    path("edit/notices/all-clear/", posting.confirm, name="all-clear"),
    path("edit/notices/new/<slug:kind>/", posting.new, name="new"),
    path("edit/notices/new/template/<int:pk>/", posting.from_template, name="from-template"),
    path("edit/notices/templates/", templates.templates, name="templates"),
    path("edit/notices/templates/new/", templates.new, name="template-new"),
    path("edit/notices/templates/<int:pk>/", templates.template, name="template"),
    path("edit/notices/templates/<int:pk>/remove/", templates.remove, name="template-remove"),
    path("edit/notices/suggest/<slug:what>/", posting.suggest, name="suggest"),
    path("edit/notices/<slug:slug>/", notice.notice, name="notice"),
    *(path(f"edit/notices/<slug:slug>/{name}/", notice.PANELS.view(name), name=name) for name in notice.PANELS.panels),
]
