"""Who may come in: each guard, each kind of visitor."""

import pytest
from django.test import Client
from django.views.decorators.http import require_safe

from kb.accounts.guards import guard_of, needs, open_to_all, same_site_post, signed_in
from kb.accounts.roles import May
from tests.accounts.guarded_urls import say_who

pytestmark = pytest.mark.urls("tests.accounts.guarded_urls")

PRIVATE = "private, no-store"
OURS = "http://testserver"
THEIRS = "https://elsewhere.example.org"


@pytest.fixture(autouse=True)
def a_host_of_our_own(settings):
    settings.ALLOWED_HOSTS = ["testserver"]


def sign_in(client: Client, person) -> Client:
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("guard", "words"),
    [
        (open_to_all, "open to all"),
        (same_site_post, "post from our own pages, for no signed-in person"),
        (signed_in, "signed in"),
        (needs(May.SEE_AUDIT), "needs SEE_AUDIT"),
    ],
)
def test_guarded_view_keeps_its_name_and_says_its_guard(guard, words):
    guarded = guard(say_who)

    assert guard_of(guarded) == words
    assert (guarded.__name__, guarded.__module__, guarded.__doc__) == ("say_who", say_who.__module__, "Says who.")
    assert guard_of(say_who) == ""


def test_guard_stays_known_under_another_decorator():
    assert guard_of(require_safe(needs(May.SEE_AUDIT)(say_who))) == "needs SEE_AUDIT"


@pytest.mark.parametrize(
    ("origin", "fetch_site", "status"),
    [
        # A program that is no browser, or a browser so old that it sends neither.
        (None, None, 200),
        # A browser on our own page, with and without the newer header.
        (OURS, "same-origin", 200),
        (OURS, None, 200),
        ("HTTP://TESTSERVER", "same-origin", 200),
        (None, "same-origin", 200),
        # Typed, bookmarked, or sent again by the browser itself.
        (None, "none", 200),
        (OURS, "none", 200),
        # Another site.
        (THEIRS, "cross-site", 403),
        (THEIRS, None, 403),
        (THEIRS, "same-origin", 403),
        (THEIRS, "none", 403),
        (None, "cross-site", 403),
        (OURS, "cross-site", 403),
        # A neighbour under the same domain is another site to us.
        ("http://other.testserver", "same-site", 403),
        (None, "same-site", 403),
        (OURS, "same-site", 403),
        # Our host by another door.
        ("http://testserver:8080", None, 403),
        ("https://testserver", None, 403),
        ("http://testserver.example.org", None, 403),
        ("http://testserver/", None, 403),
        # Hidden, empty, or not in the standard.
        ("null", None, 403),
        ("null", "same-origin", 403),
        ("", None, 403),
        (OURS, "", 403),
        (OURS, "SAME-ORIGIN", 403),
        (None, "same-origin, same-origin", 403),
    ],
)
def test_post_is_taken_from_our_own_pages_only(client, origin, fetch_site, status):
    headers = {"Origin": origin, "Sec-Fetch-Site": fetch_site}

    answer = client.post("/for-tests/vote/", headers={name: text for name, text in headers.items() if text is not None})

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("origin", "status"), [("https://kb.example.nhs.uk", 200), ("http://kb.example.nhs.uk", 403), (OURS, 403)]
)
def test_origin_of_an_https_site_is_https_even_when_a_proxy_speaks_http_to_us(client, settings, origin, status):
    settings.SITE_IS_SECURE, settings.SITE_URL = True, "https://kb.example.nhs.uk"

    answer = client.post("/for-tests/vote/", headers={"Origin": origin})

    assert answer.status_code == status


def test_public_post_needs_no_csrf_token():
    assert Client(enforce_csrf_checks=True).post("/for-tests/vote/", headers={"Origin": OURS}).status_code == 200


def test_public_post_is_nobodys_act_and_never_looks_at_the_session(client, administrator):
    sign_in(client, administrator)

    answer = client.post("/for-tests/vote/", headers={"Origin": OURS})

    assert answer.content == b"signed in: False"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_public_post_takes_no_other_method(client, method):
    answer = getattr(client, method)("/for-tests/vote/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_open_page_is_for_anyone_and_looks_at_no_session(client):
    answer = client.get("/for-tests/plain/")

    assert answer.content == b"plain"
    assert "Vary" not in answer
    assert "Cache-Control" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address"),
    [("get", "/for-tests/staff/"), ("post", "/for-tests/staff/"), ("get", "/for-tests/people/")],
)
def test_visitor_is_asked_to_sign_in_and_then_comes_back(client, address, method):
    answer = getattr(client, method)(address, query_params={"page": "2"})

    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next={address}%3Fpage%3D2"
    assert answer["Cache-Control"] == PRIVATE


def test_person_comes_in_where_any_account_will_do(client, clerk):
    answer = sign_in(client, clerk).get("/for-tests/staff/")

    assert answer.content == b"signed in: True"
    assert answer["Cache-Control"] == PRIVATE


def test_person_with_the_ability_comes_in(client, administrator):
    answer = sign_in(client, administrator).get("/for-tests/people/")

    assert answer.content == b"signed in: True"
    assert answer["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_learns_nothing(client, clerk, method):
    answer = getattr(sign_in(client, clerk), method)("/for-tests/people/")

    assert answer.status_code == 404
    assert answer["Cache-Control"] == PRIVATE


def test_person_made_inactive_is_out_at_once(client, administrator):
    sign_in(client, administrator)
    administrator.is_active = False
    administrator.save(update_fields=["is_active"])

    assert client.get("/for-tests/people/").status_code == 302


@pytest.mark.parametrize(("address", "status"), [("/for-tests/missing/", 404), ("/for-tests/forbidden/", 403)])
def test_what_is_not_there_is_not_kept_by_a_cache_either(client, clerk, address, status):
    answer = sign_in(client, clerk).get(address)

    assert (answer.status_code, answer["Cache-Control"]) == (status, PRIVATE)
