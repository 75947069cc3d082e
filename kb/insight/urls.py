"""Addresses of what the desk looks at."""

from django.urls import path

from kb.insight.carried import views as carried
from kb.insight.figures import views as figures
from kb.insight.overview import views as overview
from kb.insight.searches import views as searches
from kb.insight.stories import views as stories
from kb.insight.trends import views as trends

app_name = "insight"
urlpatterns = [
    path("edit/insight/", overview.overview, name="overview"),
    path("edit/insight/figures/", figures.figures, name="figures"),
    path("edit/insight/figures/<slug:key>/export/", figures.take_away, name="figures-export"),
    path("edit/insight/carried/", carried.carried, name="carried"),
    path("edit/insight/carried/export/", carried.take_away, name="carried-export"),
    path("edit/insight/searches/", searches.searches, name="searches"),
    path("edit/insight/searches/export/", searches.export, name="searches-export"),
    path("edit/insight/codes/", stories.codes, name="codes"),
    path("edit/insight/codes/<int:pk>/discard/", stories.discard, name="story-discard"),
    path("desk/rises/", trends.rises, name="rises"),
    path("desk/rises/<int:pk>/confirm/", trends.confirm, name="confirm"),
    path("desk/rises/<int:pk>/switch-off/", trends.switch_off, name="switch-off"),
]
