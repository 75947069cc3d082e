"""An article with a step that is stopped, and how to look whether its words stand anywhere."""

import re
from dataclasses import replace

from django.test import Client

from kb.accounts.models import User
from kb.catalogue.actions import Publication, put_live, stop_step
from kb.catalogue.contents import StepContent
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, StoppedStep
from kb.catalogue.reading import document_of
from tests.make import make_article, make_code, make_service, make_snippet, make_vendor

SECRET, REASON = "zebrafish", "It locks the quokka."
SAID = re.compile(r"We took a step out on \d+ \w+ \d{4}, \S+, while it is checked")
OWN = "/articles/card-not-read/"


def stoppable() -> Article:
    """Its second step, for users and with a code, is the one that is stopped; the snippet after it stays."""
    make_service("identity-agent")
    make_vendor("isosec")
    make_code("ERR5022")
    make_snippet("restart", title="Restart the computer")
    return make_article(
        title="Card is not read",
        slug="card-not-read",
        services=("identity-agent",),
        vendor="isosec",
        codes=("ERR5022",),
        steps=(
            StepContent("USER", title="Look at the light", body="It is green.", general=True),
            StepContent("USER", title=f"Press {SECRET}", body=SECRET, expected=SECRET, codes=("ERR5022",)),
            StepContent("USER", snippet="restart"),
            StepContent("IT", title="Read the log", body="Its last line."),
        ),
    )


def name_of(article: Article, position: int = 2) -> str:
    return article.steps.get(position=position).name


def stopped(article: Article, by: User, position: int = 2) -> StoppedStep:
    return stop_step(article=article, step=name_of(article, position), reason=REASON, by=by)


def whole(article: Article) -> ArticleDocument:
    return document_of(Article.objects.with_parts().get(pk=article.pk))


def published(article: Article, **parts: object) -> None:
    put_live(replace(whole(article), **parts), Publication(by=None, article=article))


PAGES = (
    "/",
    OWN,
    f"{OWN}?for=it",
    f"{OWN}versions/1/",
    "/codes/",
    "/codes/ERR5022/",
    "/codes/ERR5022/?for=it",
    "/services/identity-agent/",
    "/topics/signing-in/",
    "/vendors/isosec/",
    "/report/?article=1",
    "/sitemap.xml",
    "/search/?q=card+read+step",
    "/search/suggest/?q=zebraf",
)


def told(address: str) -> str:
    return Client().get(address).content.decode()


def showing(word: str = SECRET) -> list[str]:
    return [address for address in PAGES if word in told(address).replace("?q=zebraf", "").replace('"zebraf"', "")]
