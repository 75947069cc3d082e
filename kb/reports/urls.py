"""Addresses of the form, of the reporter's own page, and of the desk's side."""

from django.urls import path

from kb.reports.form import views as form
from kb.reports.privacy import removal_views
from kb.reports.privacy import views as privacy_views
from kb.reports.status import views as status
from kb.reports.triage import answer_views, list_views
from kb.reports.triage import views as triage

app_name = "reports"
urlpatterns = [
    path("report/", form.form, name="form"),
    path("report/codes/", form.codes, name="codes"),
    path("report/suggestion/<int:number>/", form.suggestion, name="suggestion"),
    path("report/screenshot/<str:form>/<str:key>/", form.held, name="held"),
    path("report/<str:reference>/<str:secret>/", status.status, name="status"),
    path("report/<str:reference>/<str:secret>/sent/", status.sent, name="sent"),
    path("report/<str:reference>/<str:secret>/add/", status.add, name="add"),
    path("desk/reports/", list_views.reports, name="list"),
    path("desk/reports/export/", list_views.take_away, name="export"),
    path("desk/reports/people/", privacy_views.people, name="people"),
    path("desk/reports/people/export/", privacy_views.hand_out, name="people-export"),
    path("desk/reports/people/delete/", privacy_views.delete, name="people-delete"),
    path("desk/reports/<str:reference>/", triage.detail, name="detail"),
    path("desk/reports/<str:reference>/state/", triage.PANELS.view("state"), name="change-state"),
    path("desk/reports/<str:reference>/assign/", triage.PANELS.view("assign"), name="assign"),
    path("desk/reports/<str:reference>/ticket/", triage.PANELS.view("ticket"), name="set-ticket"),
    path("desk/reports/<str:reference>/note/", triage.PANELS.view("note"), name="add-note"),
    path("desk/reports/<str:reference>/article/", triage.PANELS.view("article"), name="link-article"),
    path("desk/reports/<str:reference>/ask/", triage.PANELS.view("ask"), name="ask-for-article"),
    path("desk/reports/<str:reference>/merge/", triage.PANELS.view("merge"), name="merge"),
    path("desk/reports/<str:reference>/answer/", answer_views.answer_report, name="answer"),
    path("desk/reports/<str:reference>/remove/", removal_views.remove, name="remove"),
    path("desk/reports/<str:reference>/remove/passage/", removal_views.remove_passage, name="remove-passage"),
    path(
        "desk/reports/<str:reference>/remove/<int:position>/", removal_views.remove_screenshot, name="remove-screenshot"
    ),
    path("desk/reports/<str:reference>/screenshots/<int:position>/", list_views.screenshot, name="screenshot"),
    path("desk/reports/<str:reference>/messages/<int:pk>/try-again/", triage.try_again, name="try-again"),
]
