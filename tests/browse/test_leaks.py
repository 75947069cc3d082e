"""Nothing that was withdrawn, has run out or is kept back stands on any page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kb.catalogue.actions import Publication, put_live, raise_edition, withdraw
from kb.catalogue.document import SourceContent, StepContent, SymptomContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from tests.make import (
    make_article,
    make_category,
    make_code,
    make_document,
    make_notice,
    make_service,
    make_shortcut,
    make_vendor,
)

pytestmark = pytest.mark.django_db
SECRET = "zebrafish"
SEEN = "https://mirror.example.net/read/here"


def secret_article() -> Article:
    """Everything it says holds the word; so many pages as possible have a reason to show it."""
    make_service("identity-agent")
    make_category("signing-in")
    make_vendor("isosec")
    make_code("ERR5022")
    make_code("ERR8")
    article = make_article(
        slug=f"{SECRET}-slug",
        title=f"{SECRET} title",
        summary=f"{SECRET} summary",
        services=("identity-agent",),
        vendor="isosec",
        codes=("ERR5022",),
        mentions=("ERR8",),
        symptoms=(SymptomContent("EXACT", f"{SECRET} message"), SymptomContent("SIGN", f"{SECRET} sign")),
        steps=tuple(StepContent(audience, title=f"{SECRET} step", body=SECRET) for audience in ("USER", "RA", "IT")),
        causes=(SECRET,),
        questions=(SECRET,),
        reminder=SECRET,
        background=SECRET,
        sources=(SourceContent(f"{SECRET} source", seen=SEEN),),
    )
    make_shortcut("A common problem", article=article)
    make_notice("outage", articles=[f"{SECRET}-slug"], codes=["ERR5022"], services=["identity-agent"])
    make_article(
        slug="neighbour", title="The neighbour", codes=("ERR8",), mentions=("ERR5022",), related=[article.slug]
    )
    return article


PAGES = (
    "/",
    "/articles/neighbour/",
    "/articles/neighbour/versions/1/",
    "/codes/",
    "/codes/ERR5022/",
    "/codes/ERR5022/?for=it",
    "/codes/5022/",
    "/codes/ERR5O22/",
    "/codes/ERR8/",
    "/codes/ERR5023/",
    "/services/identity-agent/",
    "/topics/signing-in/",
    "/vendors/isosec/",
    "/notices/",
    "/report/",
    "/sitemap.xml",
    "/search/?q=title+summary+sign+message+step",
)


def showing(client) -> list[str]:
    return [address for address in PAGES if SECRET in client.get(address).content.decode()]


def run_out(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    raise_edition()


ENDS = {"withdrawn": lambda article: withdraw(article=article, by=None, why="Wrong."), "run out": run_out}
every_end = pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)


def test_live_article_is_shown_on_nearly_all_of_these_pages(client):
    secret_article()

    assert set(PAGES) - set(showing(client)) == {
        "/articles/neighbour/versions/1/",
        "/codes/",
        "/codes/ERR5023/",
        "/report/",
    }


@every_end
def test_article_that_ended_is_on_no_page(client, end):
    end(secret_article())

    assert showing(client) == []


@every_end
def test_own_addresses_of_an_article_that_ended_hold_none_of_its_words_but_its_title(client, end):
    article = secret_article()
    put_live(make_document(slug=f"{SECRET}-2", title=f"{SECRET} title"), Publication(by=None, article=article))
    end(article)

    for address in (f"/articles/{SECRET}-2/", f"/articles/{SECRET}-2/versions/1/", f"/articles/{SECRET}-2/?for=it"):
        answer = client.get(address)
        html = answer.content.decode().replace(f"{SECRET} title", "").replace(f"{SECRET}-2", "")
        assert answer.status_code == 410
        assert SECRET not in html


@every_end
def test_code_of_nothing_but_an_article_that_ended_is_on_no_list(client, end):
    article = make_article(codes=("ERR7777",))
    end(article)

    for address in ("/", "/codes/", "/sitemap.xml", "/codes/ERR7778/", "/search/?q=it+said+ERR7777+today"):
        assert "/codes/ERR7777/" not in client.get(address).content.decode()


def test_words_of_an_older_version_are_on_no_page_but_its_own(client):
    article = secret_article()
    put_live(make_document(slug="renamed", codes=("ERR5022",)), Publication(by=None, article=article))

    assert showing(client) == []
    assert SECRET in client.get("/articles/renamed/versions/1/").content.decode()


def test_address_that_was_read_is_shown_nowhere(client):
    article = secret_article()
    own = ("/articles/zebrafish-slug/", "/articles/zebrafish-slug/?for=it", "/articles/zebrafish-slug/versions/1/")

    assert document_of(Article.objects.with_parts().get(pk=article.pk)).sources[0].seen == SEEN
    for address in (*PAGES, *own):
        assert "mirror.example.net" not in client.get(address).content.decode()
