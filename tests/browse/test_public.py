"""What every public page is: cacheable, revalidated, the same for everybody, and asking nobody who they are."""

import gzip

import pytest
from django.db import connection
from django.template import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kb.accounts.models import User
from kb.browse.public import ALSO_TAKES, KeptPages, kept_pages
from kb.lib.sessions import SessionStore
from tests.browse.page import Page
from tests.browse.stock import HTML_PAGES, KEPT_PAGES

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Its form leads, by way of this site, to the company's.
POLICY_OF_VENDOR = POLICY.replace("form-action 'self'", "form-action 'self' https:")

pytestmark = [pytest.mark.usefixtures("furnished"), pytest.mark.either]


def header_links(answer):
    return [one.attributes["href"] for one in Page.of(answer).all("a") if {"header", "nav"} <= set(one.inside)]


every_page = pytest.mark.parametrize(("kind", "address"), KEPT_PAGES.items(), ids=KEPT_PAGES)


@every_page
def test_anonymous_page_may_be_kept_but_is_asked_about_each_time(client, kind, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["ETag"].startswith('"')
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Vary"] == "Cookie, Accept-Encoding"
    assert "Last-Modified" not in answer
    assert answer["Content-Security-Policy"] == (POLICY_OF_VENDOR if kind == "vendor" else POLICY)


def statements_for(kind: str) -> int:
    """Contacts of an organisation raise no edition of the content; the page that lists them asks for theirs."""
    return 2 if kind.startswith("who can help") else 1


@every_page
def test_page_that_the_browser_has_costs_one_statement_and_no_body(client, kind, address):
    first = client.get(address)

    with CaptureQueriesContext(connection) as queries:
        again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert len(queries) == statements_for(kind)
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again[name] == first[name]


@every_page
def test_page_is_the_same_bytes_for_everybody_and_rendered_once(client, monkeypatch, kind, address):
    first = client.get(address)
    monkeypatch.setattr(Template, "render", lambda *_: pytest.fail("It was rendered again."))

    with CaptureQueriesContext(connection) as queries:
        second = Client().get(address)

    assert len(queries) == statements_for(kind)
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])
    assert second["Content-Type"] == first["Content-Type"]


@every_page
def test_browser_that_takes_gzip_gets_the_same_page_so_and_under_a_tag_of_its_own(client, kind, address):
    plain = client.get(address)

    zipped = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    again = client.get(address, headers={"Accept-Encoding": "gzip, br", "If-None-Match": zipped["ETag"]})

    assert (plain.has_header("Content-Encoding"), zipped["Content-Encoding"]) == (False, "gzip")
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["ETag"] != plain["ETag"]
    assert zipped["Vary"] == plain["Vary"]
    assert again.status_code == 304


@pytest.mark.parametrize("takes", ["", "br", "gzip;q=0", "identity, gzip; q=0.0, br"])
def test_browser_that_takes_no_gzip_gets_none(client, takes):
    assert not client.get("/", headers={"Accept-Encoding": takes}).has_header("Content-Encoding")


def test_page_of_somebody_with_a_session_is_not_compressed(client):
    client.cookies["sessionid"] = "anything"

    assert not client.get("/", headers={"Accept-Encoding": "gzip"}).has_header("Content-Encoding")


@every_page
def test_page_sets_no_cookie_and_holds_no_token(client, kind, address):
    answer = client.get(address)

    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


@every_page
def test_page_without_a_session_never_looks_who_is_signed_in(client, monkeypatch, kind, address):
    for name in ("load", "exists", "save", "create"):
        monkeypatch.setattr(SessionStore, name, lambda *_, **__: pytest.fail("The session was touched."))
    monkeypatch.setattr(User.objects, "get", lambda *_, **__: pytest.fail("The user was fetched."))

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)

    assert answer.status_code == 200
    assert not [query["sql"] for query in queries if "session" in query["sql"] or "accounts_user" in query["sql"]]


@pytest.mark.parametrize("address", [at for kind, at in KEPT_PAGES.items() if kind in HTML_PAGES])
def test_header_leads_whoever_is_signed_in_to_their_work_and_nobody_else_sees_that_page(
    client, editor, signed_in, address
):
    before = client.get(address)
    kept = len(kept_pages)

    own = signed_in(editor).get(address)
    after = client.get(address)

    assert header_links(own)[5:] == ["/edit/", "/account/"]
    assert own["Cache-Control"] == "private, no-store"
    assert "ETag" not in own
    assert "Cookie" in own["Vary"]
    assert len(kept_pages) == kept
    assert (after.content, after.get("ETag")) == (before.content, before.get("ETag"))
    assert "/edit/" not in before.content.decode()


def test_header_leads_each_role_to_its_own_pages(signed_in, desk, reviewer):
    assert header_links(signed_in(desk).get("/"))[5:] == ["/desk/", "/account/"]
    assert header_links(signed_in(reviewer).get("/"))[5:] == ["/edit/", "/account/"]


@pytest.mark.parametrize("address", ["/articles/card-not-read/", "/codes/ERR5022/"])
def test_only_who_may_write_is_offered_to_change_the_article(client, editor, desk, signed_in, address):
    def offers(answer):
        return "Change this article" in answer.content.decode()

    writer = signed_in(editor).get(address)

    assert offers(writer)
    assert not offers(signed_in(desk).get(address))
    assert not offers(client.get(address))
    form = next(one for one in Page.of(writer).all("form") if "/edit/" in one.attributes["action"])
    assert signed_in(editor).post(form.attributes["action"])["Location"].startswith("/edit/drafts/")


@pytest.mark.parametrize(
    ("address", "words", "leads_to"),
    [
        ("/codes/ERR5022/", "Change this code and what it means", "/edit/codes/"),
        ("/services/identity-agent/", "Change this application", "/edit/services/"),
        ("/topics/signing-in/", "Change this topic", "/edit/topics/"),
        ("/vendors/isosec/", "Change this company", "/edit/companies/"),
        ("/words/", "Change these words", "/edit/words/"),
    ],
)
def test_who_may_write_goes_from_a_page_to_where_it_is_changed(
    client, editor, desk, signed_in, address, words, leads_to
):
    change = Page.of(signed_in(editor).get(address)).link(words)

    assert change.startswith(leads_to)
    assert signed_in(editor).get(change).status_code == 200
    for other in (client, signed_in(desk)):
        assert words not in other.get(address).content.decode()


def test_who_may_post_goes_from_a_notice_to_its_page(client, editor, desk, signed_in):
    page = Page.of(signed_in(desk).get("/notices/"))
    change = next(one.attributes["href"] for one in page.all("a") if "/edit/notices/" in one.attributes["href"])

    assert "Update or end this notice" in signed_in(desk).get("/notices/").content.decode()
    assert signed_in(desk).get(change).status_code == 200
    for other in (client, signed_in(editor)):
        assert change not in other.get("/notices/").content.decode()


def test_page_that_is_not_there_is_kept_by_nobody_for_whoever_is_signed_in(client, editor, signed_in):
    assert signed_in(editor).get("/nothing-here/")["Cache-Control"] == "private, no-store"
    assert client.get("/nothing-here/")["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("who", "work"), [("editor", "/edit/"), ("desk", "/desk/"), ("reader", "/account/")])
def test_foot_of_every_page_leads_each_role_to_its_work(client, signed_in, request, who, work):
    assert Page.of(client.get("/")).link("Staff") == "/staff/"
    assert client.get("/staff/")["Location"] == "/sign-in/?next=/staff/"
    assert signed_in(request.getfixturevalue(who)).get("/staff/")["Location"] == work


@every_page
def test_page_of_somebody_with_a_session_is_never_kept(client, kind, address):
    for_nobody = client.get(address)
    client.cookies["sessionid"] = "anything"

    answer = client.get(address, headers={"If-None-Match": for_nobody["ETag"]})

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Vary"] == "Cookie, Accept-Encoding"
    assert "ETag" not in answer
    assert answer.content == for_nobody.content


@every_page
def test_head_says_what_get_says(client, kind, address):
    got = client.get(address)

    answer = client.head(address)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == got["ETag"]


@pytest.mark.parametrize(("kind", "address"), HTML_PAGES.items(), ids=HTML_PAGES)
def test_page_has_no_script_or_style_of_its_own(client, kind, address):
    html = client.get(address).content.decode()

    assert "<style" not in html
    assert " style=" not in html
    assert "<script>" not in html
    assert " onclick=" not in html


@pytest.mark.parametrize(
    "tag",
    ["W/{0}", '"another", {0}', '"another",W/{0}', "{0}, {0}"],
    ids=["weak", "second", "second and weak", "twice"],
)
def test_tag_is_known_in_every_form_a_cache_sends_it(client, tag):
    etag = client.get("/about/")["ETag"]

    assert client.get("/about/", headers={"If-None-Match": tag.format(etag)}).status_code == 304


@pytest.mark.parametrize("tag", ['"another"', "nonsense", "", '"', "W/"])
def test_another_tag_gets_the_page(client, tag):
    answer = client.get("/about/", headers={"If-None-Match": tag})

    assert (answer.status_code, answer["ETag"]) == (200, client.get("/about/")["ETag"])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/codes/err%205022", 302),
        ("/codes/ERR9999/", 404),
        ("/articles/nothing-here/", 404),
        ("/nothing-here/", 404),
        ("/search/?q=ERR5022", 302),
    ],
)
def test_answer_that_is_no_page_has_no_tag_and_is_not_kept(client, address, status):
    answer = client.get(address)

    assert answer.status_code == status
    assert answer["Cache-Control"] == "no-cache"
    assert "ETag" not in answer
    assert not answer.cookies


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_page_is_only_read(client, method):
    assert getattr(client, method)("/about/").status_code == 405


def test_page_with_a_cookie_of_another_site_on_this_host_is_still_shared(client):
    tag = client.get("/about/")["ETag"]
    client.cookies["theirs"] = "1"

    answer = client.get("/about/")

    assert (answer["ETag"], answer["Cache-Control"]) == (tag, "no-cache")


def test_kept_pages_take_so_many_bytes_and_those_asked_for_last_stay():
    kept = KeptPages(3 * (100 + ALSO_TAKES))
    for etag in ("first", "second", "third"):
        kept.keep(etag, b"x" * 100, "text/html")
    kept.get("first")

    kept.keep("fourth", b"x" * 100, "text/html")

    assert [etag for etag in ("first", "second", "third", "fourth") if kept.get(etag)] == ["first", "third", "fourth"]


def test_page_that_is_larger_than_all_that_may_be_kept_drives_out_none():
    kept = KeptPages(100 + ALSO_TAKES)
    kept.keep("small", b"x" * 100, "text/html")

    kept.keep("large", b"x" * 101, "text/html")

    assert (len(kept), kept.get("small")) == (1, (b"x" * 100, "text/html"))


def test_page_says_nothing_of_the_host_it_was_asked_at(client):
    there = client.get("/articles/card-not-read/", headers={"host": "localhost"})

    assert "localhost" not in there.content.decode()
    assert there.content == client.get("/articles/card-not-read/").content
