"""Addresses of the editors' side."""

from django.urls import path

from kb.editing.answers import views as answers
from kb.editing.compare import views as compare
from kb.editing.drafts import views as drafts
from kb.editing.editor import autosave, conflict, preview
from kb.editing.editor import views as editor
from kb.editing.health import views as health
from kb.editing.home import together_views as together
from kb.editing.home import views as home
from kb.editing.news import views as news
from kb.editing.review import at_once
from kb.editing.review import views as review
from kb.editing.upkeep import views as article
from kb.editing.upkeep.leaving import views as leaving
from kb.editing.vocabulary import views as vocabulary
from kb.editing.vocabulary.codes import views as codes
from kb.editing.vocabulary.kept import NOUNS
from kb.editing.vocabulary.overview import views as overview
from kb.editing.vocabulary.start import views as start

app_name = "editing"
urlpatterns = [
    path("edit/", home.home, name="home"),
    path("edit/insight/health/", health.health, name="health"),
    path("edit/insight/health/export/", health.take_away, name="health-export"),
    path("edit/news/read/", news.read, name="news-read"),
    path("edit/articles/", home.articles, name="articles"),
    path("edit/articles/together/", together.together, name="together"),
    path("edit/articles/<str:label>/", article.article, name="article"),
    path("edit/articles/<str:label>/change/", article.change, name="change"),
    path("edit/articles/<str:label>/copy/", article.copy, name="copy"),
    path("edit/articles/<str:label>/compare/", compare.of_article, name="compare"),
    path("edit/articles/<str:label>/restore/<int:number>/", article.restore, name="restore"),
    path("edit/articles/<str:label>/still-right/", article.PANELS.view("still-right"), name="still-right"),
    path("edit/articles/<str:label>/steward/", article.PANELS.view("owner"), name="steward"),
    path("edit/articles/<str:label>/expiry/", article.PANELS.view("expiry"), name="expiry"),
    path("edit/articles/<str:label>/rename/", article.PANELS.view("rename"), name="rename"),
    path("edit/articles/<str:label>/merge/", leaving.merge, name="merge"),
    path("edit/articles/<str:label>/take-down/", leaving.take_down, name="take-down"),
    path("edit/drafts/<int:pk>/review/", review.review, name="review"),
    path("edit/drafts/<int:pk>/take-back/", review.take_back, name="take-back"),
    path("edit/drafts/<int:pk>/catch-up/", review.catch_up, name="catch-up"),
    path("edit/drafts/<int:pk>/comments/<int:comment>/done/", review.settle_comment, name="comment-done"),
    path("edit/drafts/<int:pk>/urgent/", at_once.urgent, name="urgent"),
    path("edit/drafts/<int:pk>/history/", compare.of_draft, name="history"),
    path("edit/new/", drafts.new, name="new"),
    path("edit/drafts/<int:draft>/", editor.edit, name="edit"),
    path("edit/drafts/<int:draft>/autosave/", autosave.autosave, name="autosave"),
    path("edit/drafts/<int:draft>/preview/", preview.preview, name="preview"),
    path("edit/drafts/<int:draft>/preview/frame/", preview.frame, name="preview-frame"),
    path("edit/drafts/<int:draft>/pick/<str:name>/", autosave.pick, name="pick"),
    path("edit/drafts/<int:draft>/new-code/", autosave.say, name="new-code"),
    path("edit/drafts/<int:draft>/discard/", drafts.discard, name="discard"),
    path("edit/drafts/<int:draft>/conflict/<int:unsaved_text>/", conflict.conflict, name="conflict"),
    path("edit/answers/", answers.answers, name="answers"),
    path("edit/new-answer/", answers.new, name="answer-new"),
    path("edit/answers/<slug:slug>/", answers.answer, name="answer"),
    path("edit/answers/<slug:slug>/remove/", answers.remove, name="answer-remove"),
    path("edit/vocabulary/", overview.vocabulary, name="vocabulary"),
    path("edit/start/", start.start, name="start"),
    path("edit/add-question/", start.new, name="start-new"),
    path("edit/start/<slug:question>/", start.question, name="start-question"),
    path("edit/codes/", codes.codes, name="codes"),
    path("edit/add-code/", codes.new, name="code-new"),
    path("edit/codes/<int:error_code>/", codes.code, name="code"),
    path("edit/codes/<int:error_code>/rename/", codes.rename, name="code-rename"),
    path("edit/codes/<int:error_code>/merge/", codes.merge, name="code-merge"),
    path("edit/codes/<int:error_code>/remove/", codes.remove, name="code-remove"),
    path("edit/markdown/", autosave.look, name="markdown"),
]
for noun in NOUNS:
    asked = {"noun": noun}
    urlpatterns += [
        path(f"edit/{noun}/", vocabulary.words, asked, name=noun),
        path(f"edit/{noun}/add/", vocabulary.new, asked, name=f"{noun}-new"),
        path(f"edit/{noun}/<int:word>/", vocabulary.one, asked, name=f"{noun}-one"),
        path(f"edit/{noun}/<int:word>/remove/", vocabulary.remove, asked, name=f"{noun}-remove"),
    ]
