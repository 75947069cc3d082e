"""“Did this fix it?” on pages, and the page after it: without a script, and no kept page changes."""

import time

import pytest
from django.test import Client

from kb.browse.vote.views import SHOWN_FOR
from kb.catalogue.choices import Actor
from kb.insight.models import Reason, Vote
from tests.browse.page import Page
from tests.make import make_article, make_code, make_meaning

pytestmark = [pytest.mark.django_db, pytest.mark.either]
ADDRESS = "/did-it-fix/"
BROWSER = {"HTTP_USER_AGENT": "A browser"}


@pytest.fixture
def article():
    return make_article()


def fields_of(client, address):
    """What the form on a page sends beside the button."""
    page = Page.of(client.get(address))
    assert "Did this fix it?" in page.texts("h2")
    start = next(n for n, one in enumerate(page.elements) if one.attributes.get("action") == ADDRESS)
    following = page.elements[start + 1 :]
    hidden = [one for one in following if one.attributes.get("type") == "hidden"]
    return {one.attributes["name"]: one.attributes["value"] for one in hidden if "form" in one.inside}


def comment_in(page):
    return next(one.text for one in page.all("textarea") if one.attributes.get("name") == "comment")


def press(client, fields, fixed, **headers):
    return client.post(ADDRESS, {**fields, "fixed": fixed}, **{**BROWSER, **headers})


def test_every_audience_can_vote_on_the_version_it_read(client, article):
    for audience in ("user", "ra", "it"):
        fields = fields_of(client, f"{article.get_absolute_url()}?for={audience}")
        press(Client(), fields, "yes", HTTP_USER_AGENT=audience)

    assert set(Vote.objects.values_list("article", "version", "audience", "is_counted")) == {
        (article.pk, article.version, one, True) for one in ("USER", "RA", "IT")
    }


def test_yes_is_thanked_with_the_way_on(client, article):
    answer = press(client, fields_of(client, article.get_absolute_url()), "yes")
    thanks = client.get(answer["Location"])

    assert answer.status_code == 303
    assert "Thank you" in Page.of(thanks).texts("h1")
    assert article.get_absolute_url() in thanks.content.decode()
    assert "no-store" in thanks["Cache-Control"]


def test_reading_and_looking_ahead_vote_for_nothing(client, article):
    page = client.get(article.get_absolute_url())

    assert "visitor" not in page.cookies
    assert client.get(ADDRESS).status_code == client.head(ADDRESS).status_code == 405
    assert not Vote.objects.exists()


def test_cookie_is_set_by_the_vote_alone_and_not_prolonged(client, article):
    fields = fields_of(client, article.get_absolute_url())

    first = press(client, fields, "yes")
    second = press(client, fields, "no")

    assert first.cookies["visitor"]["max-age"] == 12 * 3600
    assert first.cookies["visitor"]["httponly"]
    assert "visitor" not in second.cookies
    assert list(Vote.objects.values_list("fixed", "is_counted")) == [(False, True)]


def test_browser_that_keeps_no_cookie_counts_once(article):
    fields = fields_of(Client(), article.get_absolute_url())
    for _ in range(3):
        press(Client(), fields, "yes")

    assert (Vote.objects.count(), Vote.objects.counted().count()) == (3, 1)


def test_no_leads_to_the_team_and_asks_why(client, article):
    answer = press(client, fields_of(client, article.get_absolute_url()), "no")
    page = Page.of(client.get(answer["Location"]))

    assert "It is not fixed yet" in page.texts("h1")
    assert "Who can help" in page.texts("h2")

    told = client.post(answer["Location"], {"reason": "UNCLEAR", "comment": "Which icon?"})

    assert told.status_code == 303
    assert "Thank you" in Page.of(client.get(told["Location"])).texts("h1")
    assert Vote.objects.values_list("reason", "comment").get() == (Reason.UNCLEAR, "Which icon?")


def test_words_travel_to_the_report_form_and_nothing_is_ticked(client):
    code = make_code(meanings=(make_meaning("it", "Where", acts=Actor.NSD),))
    answer = press(client, fields_of(client, code.get_absolute_url()), "no")
    client.post(answer["Location"], {"reason": "STILL_BROKEN", "comment": "The card is blue."})
    page = client.get(answer["Location"])
    form = next(one for one in Page.of(page).elements if one.attributes.get("action") == "/report/")
    hidden = [one for one in Page.of(page).elements if one.attributes.get("type") == "hidden"]
    sent = {one.attributes["name"]: one.attributes["value"] for one in hidden}
    report = client.post("/report/", sent)

    assert form.attributes["method"] == "post"
    assert report.status_code == 200
    boxes = Page.of(report)
    assert "The card is blue." in boxes.one("textarea").text
    values = {one.attributes.get("name"): one.attributes.get("value") for one in boxes.all("input")}
    assert values["code"] == code.display
    ticked = [one for one in boxes.all("input") if "checked" in one.attributes]
    assert {one.attributes["name"] for one in ticked} <= {"audience", "card_type"}


@pytest.mark.parametrize("words", ["Patient NHS number 943 476 5919", "My passcode is 4821"])
def test_patient_details_and_passcodes_are_refused_beside_the_box(client, article, words):
    answer = press(client, fields_of(client, article.get_absolute_url()), "no")
    refused = client.post(answer["Location"], {"reason": "OTHER", "comment": words})
    page = Page.of(refused)

    assert refused.status_code == 422
    assert words in comment_in(page)
    assert "Take out what may be about a patient" in refused.content.decode()
    assert Vote.objects.get().comment == ""


def test_missing_reason_is_said_and_the_words_stay(client, article):
    answer = press(client, fields_of(client, article.get_absolute_url()), "no")
    refused = client.post(answer["Location"], {"comment": "Which icon?"})

    assert refused.status_code == 422
    assert "Which icon?" in comment_in(Page.of(refused))
    assert Page.of(refused).title.startswith("Error: ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"article": "999"},
        {"article": "x"},
        {"version": "9"},
        {"version": "0"},
        {"article": "", "code": "ERR7777"},
        {"article": ""},
        {"fixed": "perhaps"},
    ],
)
def test_what_no_page_of_ours_sends_is_not_there(client, article, wrong):
    fields = fields_of(client, article.get_absolute_url())

    assert client.post(ADDRESS, {**fields, "fixed": "yes", **wrong}).status_code == 404
    assert not Vote.objects.exists()


def test_only_our_own_pages_can_send_it(client, article):
    fields = fields_of(client, article.get_absolute_url())

    assert press(client, fields, "yes", HTTP_ORIGIN="https://elsewhere.example").status_code == 403
    assert press(client, fields, "yes", HTTP_SEC_FETCH_SITE="cross-site").status_code == 403


def test_address_of_another_vote_cannot_be_guessed_and_ends(client, article, monkeypatch):
    answer = press(client, fields_of(client, article.get_absolute_url()), "no")
    vote = Vote.objects.get()

    assert client.get(f"{ADDRESS}{vote.pk}/").status_code == 404
    assert client.get(f"{ADDRESS}{vote.pk}~1~x/").status_code == 404
    later = time.time() + SHOWN_FOR + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(answer["Location"]).status_code == 404


def test_vote_of_somebody_signed_in_is_nobodys(signed_in, desk, article):
    press(signed_in(desk), fields_of(Client(), article.get_absolute_url()), "yes")

    assert Vote.objects.counted().count() == 1


def test_page_is_the_same_after_a_vote(client, article):
    tag = client.get(article.get_absolute_url())["ETag"]
    press(client, fields_of(client, article.get_absolute_url()), "yes")

    assert client.get(article.get_absolute_url())["ETag"] == tag
