"""Addresses of the public pages."""

from django.urls import path

from kb.browse import article, home, reminder, seen, site, start, taxonomy
from kb.browse.code import views as code
from kb.browse.results import views as results
from kb.browse.story import views as story
from kb.browse.vote import views as vote

app_name = "browse"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", start.start, name="start"),
    path("start/<slug:slug>/", start.start, name="start-question"),
    path("search/", results.search, name="search"),
    path("search/outcome/", seen.outcome, name="outcome"),
    path("search/suggestions/", results.suggest, name="suggest"),
    path("articles/<slug:slug>/", article.article, name="article"),
    path("articles/<slug:slug>/versions/<int:number>/", article.version, name="version"),
    path("articles/<slug:slug>/reminder/", reminder.reminder, name="reminder"),
    path("articles/<slug:slug>/reminder.ics", reminder.reminder_file, name="reminder-file"),
    path("images/<str:name>", article.image, name="image"),
    path("did-it-fix/", vote.vote, name="vote"),
    path("did-it-fix/<str:key>/", vote.voted, name="voted"),
    path("seen/", seen.seen, name="seen"),
    path("role/", article.role, name="role"),
    path("codes/", code.all_codes, name="codes"),
    # A pasted code may hold slashes.
    path("codes/<path:typed>", code.code, name="code"),
    path("tell-us/", story.story, name="story"),
    path("tell-us/thank-you/", story.told, name="story-told"),
    path("services/<slug:slug>/", taxonomy.service, name="service"),
    path("topics/<slug:slug>/", taxonomy.category, name="category"),
    path("vendors/<slug:slug>/", taxonomy.vendor, name="vendor"),
    path("vendors/<slug:slug>/leave/", taxonomy.leave, name="leave"),
    path("notices/", taxonomy.notices, name="notices"),
    path("notices/history/", taxonomy.notice_history, name="notice-history"),
    path("who-can-help/", site.who_can_help, name="who-can-help"),
    path("words/", site.words, name="words"),
    path("poster/", site.poster, name="poster"),
    path("about/", site.about, name="about"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
    path("cookies/", site.cookies, name="cookies"),
    path("sitemap.xml", site.sitemap, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
]
