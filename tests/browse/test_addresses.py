"""Addresses of articles: versions, old addresses, what was withdrawn or ran out, and the kept role."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kb.catalogue.actions import Publication, Verification, put_live, withdraw
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article
from tests.browse.page import Page
from tests.make import make_article, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.either]
ARTICLE = "/articles/card-not-read/"


def document(words: str = "First words.", **facts):
    given = {
        "slug": "card-not-read",
        "title": "Card not read",
        "steps": (StepContent("USER", title="Step", body=words),),
    }
    return make_document(**given | facts)


def article(words: str = "First words.", **facts):
    return make_article(**{f: getattr(document(words, **facts), f) for f in ("slug", "title", "steps")} | facts)


def next_version(article, words: str, **facts):
    return put_live(document(words, **facts), Publication(by=None, article=article, why="It was wrong."))


def test_past_version_keeps_its_words_and_says_that_it_is_old(client):
    next_version(article(), "Second words.")

    answer = client.get(f"{ARTICLE}versions/1/")
    page = Page.of(answer)

    assert "First words." in page.main
    assert "Second words." not in page.main
    assert "This is version 1 of KB0001, as published on" in page.main
    assert ARTICLE in page.links
    assert [e.attributes["content"] for e in page.all("meta") if e.attributes.get("name") == "robots"] == ["noindex"]
    assert 'rel="canonical" href="http://127.0.0.1:8000/articles/card-not-read/"' in answer.content.decode()


def test_current_version_says_that_it_is_and_why_it_changed(client):
    next_version(article(), "Second words.")

    main = Page.of(client.get(f"{ARTICLE}versions/2/")).main

    assert "It is the current version." in main
    assert "Why it changed: It was wrong." in main


def test_past_version_shows_the_steps_that_the_address_asks_for(client):
    steps = (
        StepContent("USER", title="Take it out", body="Out."),
        StepContent("IT", title="Restart it", body="Again."),
    )
    next_version(make_article(slug="card-not-read", steps=steps), "Second words.")

    answer = client.get(f"{ARTICLE}versions/1/?for=it")

    assert "Showing IT support steps." in Page.of(answer).main


def test_choice_of_steps_stays_on_the_version(client):
    next_version(article(), "Second words.")
    client.cookies["role"] = "ra"

    page = Page.of(client.get(f"{ARTICLE}versions/1/"))

    assert page.link("For me") == f"{ARTICLE}versions/1/?for=user"
    assert page.link("For IT support") == f"{ARTICLE}versions/1/?for=it"


def test_review_of_today_is_not_claimed_for_a_past_version(client, reviewer):
    review = Verification(by=reviewer, on=date(2026, 11, 20))
    put_live(document(confidence="VERIFIED"), Publication(by=reviewer, article=article(), review=review))

    past, current = (Page.of(client.get(f"{ARTICLE}versions/{number}/")).main for number in (1, 2))

    assert "Not the current version." in past
    assert "Checked by The reviewer on 20 November 2026" in current


@pytest.mark.databases
@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999999", "one", "-1"])
def test_version_that_never_was_is_not_found(client, number):
    next_version(article(), "Second words.")

    assert client.get(f"{ARTICLE}versions/{number}/").status_code == 404


def test_version_of_no_article_is_not_found(client):
    assert client.get("/articles/nothing/versions/1/").status_code == 404


@pytest.mark.parametrize("query", ["", "?for=ra", "?for=it&x=%26%3D"])
def test_old_address_leads_to_the_new_one_for_ever_and_keeps_the_query(client, query):
    next_version(article(), "Second words.", slug="card-is-not-read")

    answer = client.get(f"{ARTICLE}{query}")

    assert (answer.status_code, answer["Location"]) == (301, f"/articles/card-is-not-read/{query}")


def test_old_address_of_a_version_keeps_the_query_too(client):
    next_version(article(), "Second words.", slug="card-is-not-read")

    answer = client.get(f"{ARTICLE}versions/1/?for=ra")

    assert (answer.status_code, answer["Location"]) == (301, "/articles/card-is-not-read/versions/1/?for=ra")


def test_withdrawn_article_is_gone_and_names_what_took_its_place(client):
    heir = make_article(slug="new", title="The new article")
    withdraw(article=article(), by=None, why="Double.", replacement=heir)

    for address in (ARTICLE, f"{ARTICLE}versions/1/", f"{ARTICLE}?for=ra"):
        answer = client.get(address)
        page = Page.of(answer)
        assert answer.status_code == 410
        assert page.link("The new article") == "/articles/new/"
        assert "First words." not in page.main
        assert answer["Cache-Control"] == "no-cache"


def test_replacement_that_was_replaced_leads_on_to_the_last(client):
    last = make_article(slug="last", title="The last article")
    middle = make_article(slug="middle", title="The middle article")
    withdraw(article=article(), by=None, why="Double.", replacement=middle)
    withdraw(article=middle, by=None, why="Double.", replacement=last)

    page = Page.of(client.get(ARTICLE))

    assert page.link("The last article") == "/articles/last/"
    assert "The middle article" not in page.main


def test_replacement_that_is_gone_is_not_offered(client):
    heir = make_article(slug="new", title="The new article")
    withdraw(article=article(), by=None, why="Double.", replacement=heir)
    withdraw(article=heir, by=None, why="Wrong.")

    main = Page.of(client.get(ARTICLE)).main

    assert "Nothing has taken its place." in main
    assert "The new article" not in main


def test_article_that_ran_out_is_gone(client):
    Article.objects.filter(pk=article().pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = client.get(ARTICLE)

    assert answer.status_code == 410
    assert "First words." not in Page.of(answer).main


def test_withdrawn_article_that_is_put_live_again_is_back(client):
    withdrawn = withdraw(article=article(), by=None, why="Wrong.")
    assert client.get(ARTICLE).status_code == 410

    next_version(withdrawn, "Better words.")

    assert "Better words." in Page.of(client.get(ARTICLE)).main


@pytest.mark.databases
@pytest.mark.parametrize("slug", ["nothing", "a" * 300, "card_not_read", "CARD-NOT-READS"])
def test_article_that_never_was_is_not_found(client, slug):
    article()

    assert client.get(f"/articles/{slug}/").status_code == 404


def test_address_without_its_last_slash_is_led_there(client):
    article()

    answer = client.get("/articles/card-not-read")

    assert (answer.status_code, answer["Location"]) == (301, ARTICLE)
