"""Addresses of the form, of the reporter's own page, and of the desk's side."""

from django.urls import include, path

from kb.reports.form import side_views
from kb.reports.form import views as form
from kb.reports.status import views as status

app_name = "reports"
urlpatterns = [
    path("report/", form.form, name="form"),
    path("report/suggestion/<int:number>/", side_views.suggestion, name="suggestion"),
    path("report/screenshot/<str:form>/<str:key>/", side_views.held, name="held"),
    path("report/<str:reference>/<str:secret>/", status.status, name="status"),
    path("report/<str:reference>/<str:secret>/sent/", status.sent, name="sent"),
    path("report/<str:reference>/<str:secret>/add/", status.add, name="add"),
    path("desk/reports/", include("kb.reports.triage.urls")),
]
