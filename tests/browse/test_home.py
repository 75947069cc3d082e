"""The home page: what is broken, what is urgent, the box, and every way in."""

from datetime import UTC, datetime

import pytest

from kb.catalogue.actions import withdraw
from tests.browse.page import Page
from tests.make import (
    make_article,
    make_category,
    make_code,
    make_notice,
    make_service,
    make_shortcut,
    make_snippet,
    make_vendor,
)

pytestmark = pytest.mark.django_db
H1 = "Fix a smartcard or sign-in problem"


def home(client) -> Page:
    return Page.of(client.get("/"))


def in_order(main: str, *words: str) -> bool:
    """One after the other, though one may stand before as well: the menu names what the page ends with."""
    at = 0
    for text in words:
        at = main.find(text, at)
        if at == -1:
            return False
        at += len(text)
    return True


def test_empty_knowledge_base_has_a_home_page_that_promises_nothing(client):
    shown = home(client)

    assert shown.texts("h1") == [H1]
    assert "live issue" not in shown.main
    assert "working" not in shown.main.replace("not working", "")


def test_it_answers_in_the_order_of_need(client):
    article = make_article(title="Card locked", codes=("ERR5022",), services=("identity-agent",))
    make_service("identity-agent", name="The agent", on_home=True)
    make_shortcut("My card is locked", article=article)
    make_vendor("isosec")
    make_notice("outage", title="Nobody can sign in")

    assert in_order(
        home(client).main,
        "Nobody can sign in",
        H1,
        "Error code, or what is wrong",
        "For example ERR5022",
        "Patient care affected now?",
        "My card is locked",
        "By application",
        "The agent",
        "By topic",
        "signing in",
        "Codes people look up",
        "Isosec",
        "Who can help where you work",
        "Leave a report on this site",
    )


def test_two_live_issues_at_most_the_worst_and_newest_first(client):
    make_notice("low", title="A small thing", severity="LOW", starts_at="2026-01-03")
    make_notice("old", title="An old outage", starts_at="2026-01-01")
    make_notice("new", title="A new outage", starts_at="2026-01-02")

    shown = home(client)

    assert in_order(shown.main, "A new outage", "An old outage", "All 3 live issues")
    assert "A small thing" not in shown.main
    assert shown.link("All 3 live issues") == "/notices/"


def test_live_issue_says_its_short_title_and_is_never_cut(client):
    long = "Signing in with a smartcard takes several minutes for everybody in the south"
    make_notice("slow", title=long, short_title="Signing in takes minutes", starts_at="2026-01-02")
    make_notice("esr", title=f"{long} and ESR", starts_at="2026-01-01")

    main = home(client).main

    assert in_order(main, "Live issue · Signing in takes minutes", f"Live issue · {long} and ESR", H1)
    assert main.count(long) == 1


@pytest.mark.parametrize(
    ("day", "is_shown"), [("2026-11-08", False), ("2026-11-10", True), ("2026-11-23", True), ("2026-11-24", False)]
)
def test_planned_change_is_news_for_fourteen_days_before_it(client, clock, day, is_shown):
    make_notice("blocked", kind="PLANNED", title="Old cards blocked", starts_at="2026-11-24")
    clock(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC))

    main = home(client).main

    assert ("Old cards blocked" in main) is is_shown
    assert not is_shown or in_order(main, H1, "Old cards blocked")


def test_examples_of_codes_are_links_to_codes_that_we_know(client):
    make_article(codes=("ERR1002", "ERR5022", "400_645"))

    shown = home(client)

    assert "For example 400_645 or ERR5022" in shown.main
    assert (shown.link("400_645"), shown.link("ERR5022")) == ("/codes/400_645/", "/codes/ERR5022/")


def test_search_box_is_a_form_that_is_posted_and_stands_once(client):
    (form,) = home(client).all("form")

    assert (form.attributes["action"], form.attributes["method"]) == ("/search/", "post")


def test_urgent_lines_say_what_to_do_and_lead_to_the_lost_card(client, settings):
    settings.IT_DESK = {"phone": "01632 960555"}
    settings.LOST_CARD_ARTICLE = "card-is-gone"
    make_article(slug="card-is-gone")

    shown = home(client)

    assert "Patient care affected now?" in shown.main
    assert "Card lost or stolen?" in shown.main
    assert "/articles/card-is-gone/" in shown.links
    assert "tel:01632960555" in shown.links


def test_safety_words_are_those_of_the_snippet(client):
    make_snippet("standing-line", title="Is a patient waiting?", kind="NOTE", site_advice=True, body="Go on by hand.")

    assert "Is a patient waiting? Go on by hand." in home(client).main


def test_common_problem_of_a_withdrawn_article_is_not_offered(client):
    article = make_article()
    make_shortcut("My card is locked", article=article)
    withdraw(article=article, by=None, why="Wrong.")

    assert "My card is locked" not in home(client).main


def test_topics_say_how_many_live_articles_they_hold_and_empty_ones_stay_away(client):
    make_category("empty-shelf", name="Empty shelf")
    make_category("signing-in", name="Signing in")
    make_article()
    make_article()
    withdraw(article=make_article(), by=None, why="Wrong.")

    shown = home(client)

    assert "Signing in 2 articles" in shown.main
    assert "Empty shelf" not in shown.main


def test_codes_are_the_first_twelve_and_the_rest_is_counted(client):
    make_article(codes=tuple(f"ERR{number}" for number in range(1001, 1015)))
    make_code("ERR9999")

    shown = home(client)

    assert len({link for link in shown.links if link.startswith("/codes/ERR")}) == 12
    assert shown.link("All 14 codes") == "/codes/"


@pytest.mark.databases
def test_codes_stand_in_the_order_of_their_table_and_one_made_on_the_spot_last(client):
    for position, code in enumerate(("PR9", "ERR1", "400_645"), 1):
        make_code(code, position=position)
    make_article(codes=("A1", "400_645", "ERR1", "PR9"))

    links = [link for link in home(client).links if link.startswith("/codes/") and link != "/codes/"]

    assert links[1:] == ["/codes/PR9/", "/codes/ERR1/", "/codes/400_645/", "/codes/A1/"]


def test_contacts_nobody_has_entered_are_not_invented(client):
    main = home(client).main

    assert main.count("We do not have the number for where you work.") == 1
    assert "01632" not in main
