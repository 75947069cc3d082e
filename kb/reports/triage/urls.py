"""Addresses of the desk's side, under /desk/reports/; part of the names of this room (`reports:list`)."""

from django.urls import path

from kb.reports.privacy import removal_views
from kb.reports.privacy import views as desk_people
from kb.reports.triage import answer_views, list_views
from kb.reports.triage import views as desk_report

urlpatterns = [
    path("", list_views.reports, name="list"),
    path("export/", list_views.take_away, name="export"),
    path("people/", desk_people.people, name="people"),
    path("people/export/", desk_people.hand_out, name="people-export"),
    path("people/delete/", desk_people.delete, name="people-delete"),
    path("<str:reference>/", desk_report.detail, name="detail"),
    path("<str:reference>/state/", desk_report.change_state, name="change-state"),
    path("<str:reference>/assign/", desk_report.assign, name="assign"),
    path("<str:reference>/ticket/", desk_report.set_ticket_number, name="set-ticket"),
    path("<str:reference>/note/", desk_report.add_note, name="add-note"),
    path("<str:reference>/article/", desk_report.link_article, name="link-article"),
    path("<str:reference>/ask/", desk_report.ask_for_article, name="ask-for-article"),
    path("<str:reference>/merge/", desk_report.merge, name="merge"),
    path("<str:reference>/answer/", answer_views.answer_report, name="answer"),
    path("<str:reference>/remove/", removal_views.remove, name="remove"),
    path("<str:reference>/remove/passage/", removal_views.remove_passage, name="remove-passage"),
    path("<str:reference>/remove/<int:position>/", removal_views.remove_screenshot, name="remove-screenshot"),
    path("<str:reference>/screenshots/<int:position>/", list_views.screenshot, name="screenshot"),
    path("<str:reference>/messages/<int:pk>/try-again/", desk_report.try_again, name="try-again"),
]
