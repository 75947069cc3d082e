"""Whoever says where they work sees its desks on every page; nobody else does, and no body that is kept says so."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from kb.accounts.actions import add_person
from kb.accounts.roles import Role
from kb.browse import gaps, public
from kb.browse.public import kept_pages
from kb.catalogue.models import Edition
from kb.contacts.actions import remove_contact, save_contact, save_default
from kb.contacts.document import ContactContent
from kb.contacts.models import LocalContact
from kb.contacts.reading import default_contact
from tests.browse.stock import PAGES

pytestmark = [pytest.mark.usefixtures("furnished", "places"), pytest.mark.either]
ARTICLE = "/articles/card-not-read/"
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HILL = {"organisation": "Hill Surgery", "ods_code": "A81001"}
DALE = {"organisation": "Dale & Sons <Surgery>", "ods_code": "B81002"}
HILL_IT, HILL_RA, DALE_IT, DALE_RA = "01632 960701", "01632 960702", "01632 960801", "01632 960802"
OF_THE_SITE = "01632 960222"


def contact(kind: str, phone: str, **facts: str) -> LocalContact:
    given = {"kind": kind, "phone": phone, "hours": "Mon-Fri 08:00-18:00"} | facts
    return save_contact(content=ContactContent.from_dict(given), by=None)


@pytest.fixture(scope="module")
def _places_once(_furnished_once) -> None:
    at_night = {"out_of_hours_phone": "01632 960777"}
    contact("IT", HILL_IT, **HILL, **at_night)
    contact("RA", HILL_RA, **HILL)
    contact("IT", DALE_IT, **DALE, **at_night)
    contact("RA", DALE_RA, **DALE)
    kept = default_contact("IT")
    keeper = add_person(username="keeper", name="A keeper", role=Role.REVIEWER, password="a long pass phrase")
    own = ContactContent.from_dict({"kind": "IT", "phone": OF_THE_SITE})
    save_default(content=own, since=kept.fingerprint, by=keeper)


@pytest.fixture
def places(_places_once, furnished, clock) -> None:
    clock(MONDAY_NOON)


def at(code: str, **headers: str) -> Client:
    client = Client(headers=headers)
    if code:
        client.cookies["place"] = code
    return client


def said(response) -> str:
    text: str = response.content.decode()
    return text


def bodies() -> list[str]:
    found = []
    for content, _ in kept_pages._bodies.values():
        plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        found.append(plain.decode())
    return found


def test_article_shows_the_desks_of_the_place_and_the_sites_own_to_whoever_chose_none():
    hill, dale, nowhere = (said(at(code).get(ARTICLE)) for code in ("A81001", "B81002", ""))

    assert HILL_IT in hill
    assert DALE_IT in dale
    assert OF_THE_SITE in nowhere
    assert "Where you work: <strong>Hill Surgery</strong>" in hill
    assert "Dale &amp; Sons &lt;Surgery&gt;" in dale
    assert "Say where you work" in nowhere


def test_what_a_place_has_not_entered_the_sites_own_desk_says():
    remove_contact(contact=LocalContact.objects.get(kind="IT", ods_code="A81001"), by=None)

    page = said(at("A81001").get("/"))

    assert OF_THE_SITE in page
    assert HILL_IT not in page


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_no_page_of_a_place_says_a_word_of_another_and_no_kept_body_of_any(address, monkeypatch):
    answers = {code: said(at(code).get(address, follow=True)) for code in ("A81001", "B81002", "", "A81001", "B81002")}

    words = {"A81001": ("Hill Surgery", HILL_IT, HILL_RA), "B81002": ("Dale &amp; Sons", DALE_IT, DALE_RA)}
    for code, page in answers.items():
        others = [word for one, own in words.items() if one != code for word in own]
        assert [word for word in others if word in page] == []
        assert gaps._MARK not in page
    assert [word for body in bodies() for own in words.values() for word in own if word in body] == []

    # What is filled is what a page made for this place alone would say.
    monkeypatch.setattr(public, "_of_a_place", lambda moment, name, render, has_gaps: public._rendered(render(moment)))
    if address != "/report/":  # which has a token of its own each time
        alone = said(at("B81002").get(address, follow=True))
        assert alone.split() == answers["B81002"].split()


def test_one_kept_body_serves_all_places_that_are_reached_in_the_same_ways():
    at("A81001").get(ARTICLE)
    kept = len(kept_pages)

    page = said(at("B81002").get(ARTICLE))

    assert len(kept_pages) == kept
    assert DALE_IT in page


def tag(code: str = "", address: str = ARTICLE) -> str:
    return at(code).get(address)["ETag"]


def test_browser_that_has_the_page_of_a_place_is_told_so_and_gets_another_for_another_cookie():
    etag = tag("A81001")

    assert at("A81001", **{"If-None-Match": etag}).get(ARTICLE).status_code == 304
    for code in ("B81002", ""):
        answer = at(code, **{"If-None-Match": etag}).get(ARTICLE)
        assert answer.status_code == 200
        assert HILL_IT not in said(answer)
    assert "Cookie" in at("A81001").get(ARTICLE)["Vary"]


def test_a_304_ends_when_the_contact_changes_and_for_nobody_else():
    edition, before = Edition.objects.current(), {code: tag(code) for code in ("A81001", "B81002", "")}

    contact("IT", "01632 960999", **HILL)

    assert tag("A81001") != before["A81001"]
    assert {code: tag(code) for code in ("B81002", "")} == {code: before[code] for code in ("B81002", "")}
    assert Edition.objects.current() == edition
    assert "01632 960999" in said(at("A81001", **{"If-None-Match": before["A81001"]}).get(ARTICLE))


def test_a_304_ends_when_somebody_goes_home(clock):
    before = tag("A81001")
    clock(MONDAY_NOON + timedelta(hours=5, minutes=59))
    assert tag("A81001") == before

    clock(MONDAY_NOON + timedelta(hours=6))
    page = at("A81001", **{"If-None-Match": before}).get(ARTICLE)

    assert page.status_code == 200
    assert "Closed now" in said(page)
    assert "01632 960777" in said(page)


def test_the_sites_own_desk_makes_every_page_new(reviewer):
    before = {code: tag(code) for code in ("A81001", "")}

    other = ContactContent.from_dict({"kind": "IT", "phone": "01632 960333"})
    save_default(content=other, since=default_contact("IT").fingerprint, by=reviewer)

    assert all(tag(code) != etag for code, etag in before.items())


@pytest.mark.parametrize("code", ["Z99999", "not a code", "'; DROP TABLE", "a81001x" * 9])
def test_cookie_of_nobody_shows_what_no_cookie_shows(code):
    assert tag(code) == tag("")


def test_place_costs_one_statement_more(django_assert_num_queries):
    for code in ("A81001", ""):
        at(code).get(ARTICLE)

    with django_assert_num_queries(1):
        at("").get(ARTICLE)
    with django_assert_num_queries(2):
        at("A81001").get(ARTICLE)


def test_compressed_page_of_a_place_is_its_own():
    hill = at("A81001", **{"Accept-Encoding": "gzip"}).get(ARTICLE)
    dale = at("B81002", **{"Accept-Encoding": "gzip"}).get(ARTICLE)

    assert HILL_IT in gzip.decompress(hill.content).decode()
    assert DALE_IT in gzip.decompress(dale.content).decode()
    assert hill["ETag"] != dale["ETag"]


def test_message_to_send_says_where(furnished):
    assert "Where I work: Hill Surgery" in said(at("A81001").get(ARTICLE))
    assert "Where I work" not in said(at("").get(ARTICLE))


def test_report_form_knows_where_and_whom_to_ask():
    page = said(at("A81001").get("/report/"))

    assert HILL_IT in page
    assert 'value="Hill Surgery"' in page


def test_poster_of_a_place_brings_the_place_along():
    page = said(at("A81001").get("/poster/"))

    assert "?at=A81001" in page
    assert HILL_RA in page


def test_signed_in_people_see_the_desks_of_their_place_too(signed_in, reviewer):
    client = signed_in(reviewer)
    client.cookies["place"] = "A81001"
    page = client.get(ARTICLE)

    assert HILL_IT in said(page)
    assert page["Cache-Control"] == "private, no-store"
