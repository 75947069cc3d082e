"""Addresses of the public pages."""

from django.urls import path

from kb.browse.views import articles, codes, home, images, search, shelves, site, suggest

app_name = "browse"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", suggest.suggest, name="suggest"),
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("articles/<slug:slug>/versions/<int:number>/", articles.version, name="version"),
    path("images/<str:name>", images.image, name="image"),
    path("role/", articles.role, name="role"),
    path("codes/", codes.all_codes, name="codes"),
    # A pasted code may hold slashes.
    path("codes/<path:typed>", codes.code, name="code"),
    path("services/<slug:slug>/", shelves.service, name="service"),
    path("topics/<slug:slug>/", shelves.category, name="category"),
    path("vendors/<slug:slug>/", shelves.vendor, name="vendor"),
    path("vendors/<slug:slug>/leave/", shelves.leave, name="leave"),
    path("notices/", shelves.notices, name="notices"),
    path("who-can-help/", site.who_can_help, name="who-can-help"),
    path("about/", site.about, name="about"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
    path("cookies/", site.cookies, name="cookies"),
    path("sitemap.xml", site.sitemap, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
]
