"""Addresses of the pages on which contacts are kept."""

from django.urls import path

from kb.contacts import views
from kb.contacts.doubts import views as doubts
from kb.contacts.files import views as files
from kb.contacts.organisations import views as organisations
from kb.contacts.own import views as own
from kb.contacts.place import views as place

app_name = "contacts"
urlpatterns = [
    path("place/", place.place, name="place"),
    path("place/suggestions/", place.suggestions, name="place-suggestions"),
    path("wrong-number/<slug:which>/", doubts.wrong_number, name="wrong-number"),
    path("edit/contacts/", views.contacts, name="list"),
    path("edit/contacts/new/", views.new, name="new"),
    path("edit/contacts/organisations/", organisations.organisations, name="organisations"),
    path("edit/contacts/organisations/export/", organisations.export, name="organisations-export"),
    path("edit/contacts/organisations/<int:pk>/remove/", organisations.remove, name="organisation-remove"),
    path("edit/contacts/yours/", own.own, name="own"),
    path("edit/contacts/yours/new/<slug:desk>/", own.new, name="own-new"),
    path("edit/contacts/yours/<int:pk>/", own.contact, name="own-contact"),
    path("edit/contacts/yours/<int:pk>/still-right/", own.still_right, name="own-still-right"),
    path("edit/contacts/file/", files.table, name="file"),
    path("edit/contacts/wrong-numbers/<int:pk>/done/", doubts.done, name="doubt-done"),
    path("edit/contacts/export/", views.export, name="export"),
    path("edit/contacts/of-this-site/<slug:desk>/", views.default, name="default"),
    path("edit/contacts/of-this-site/<slug:desk>/still-right/", views.default_still_right, name="default-still-right"),
    path("edit/contacts/of-this-site/<slug:desk>/remove/", views.default_remove, name="default-remove"),
    path("edit/contacts/<int:pk>/", views.contact, name="contact"),
    path("edit/contacts/<int:pk>/still-right/", views.still_right, name="still-right"),
    path("edit/contacts/<int:pk>/remove/", views.remove, name="remove"),
]
