"""Addresses of the desk."""

from django.urls import path

from kb.helpdesk.calls import views as calls
from kb.helpdesk.desk import views as desk
from kb.helpdesk.flags import views as flags
from kb.helpdesk.notes import views as notes
from kb.helpdesk.stops import views as stops

app_name = "helpdesk"

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/go/", desk.go, name="go"),
    path("desk/calls/", calls.record, name="record-call"),
    path("desk/calls/<int:pk>/", calls.outcome, name="outcome"),
    path("desk/pins/", calls.pin, name="pin"),
    path("desk/flags/<str:label>/", flags.flag, name="flag"),
    path("desk/stops/<str:label>/", stops.stop, name="stop"),
    path("desk/stops/<str:label>/put-back/", stops.put_back, name="put-back"),
    path("desk/notes/<str:label>/", notes.notes, name="notes"),
    path("desk/note/<int:pk>/", notes.note, name="note"),
    path("desk/note/<int:pk>/remove/", notes.remove, name="remove-note"),
]
