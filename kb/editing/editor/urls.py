"""Addresses of writing: drafts begun, edited, shown, merged and discarded."""

from django.urls import path

from kb.editing.drafts import views as beginning
from kb.editing.editor import autosave, conflict, preview
from kb.editing.editor import views as editor
from kb.editing.views import pick

app_name = "editing"

urlpatterns = [
    path("edit/new/", beginning.new, name="new"),
    path("edit/drafts/<int:draft>/", editor.edit, name="edit"),
    path("edit/drafts/<int:draft>/autosave/", autosave.autosave, name="autosave"),
    path("edit/drafts/<int:draft>/preview/", preview.preview, name="preview"),
    path("edit/drafts/<int:draft>/preview/frame/", preview.frame, name="preview-frame"),
    path("edit/drafts/<int:draft>/pick/<str:name>/", pick.pick, name="pick"),
    path("edit/drafts/<int:draft>/new-code/", pick.say, name="new-code"),
    path("edit/drafts/<int:draft>/discard/", beginning.discard, name="discard"),
    path("edit/drafts/<int:draft>/conflict/<int:aside>/", conflict.conflict, name="conflict"),
    path("edit/markdown/", autosave.look, name="markdown"),
]
