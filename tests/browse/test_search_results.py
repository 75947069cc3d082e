"""The results page: what was understood, the best answer, why each result is there, and what to do next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.catalogue.document import StepContent, SymptomContent
from kb.catalogue.entries import MeaningEntry
from tests.browse.page import Page, words
from tests.make import make_article, make_code, make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.either]
SEARCH = "/search/"


def results(client, text: str, **also: object) -> Page:
    answer = client.get(SEARCH, {"q": text, **also})
    assert answer.status_code == 200
    return Page.of(answer)


def titles(page: Page) -> list[str]:
    return [words(e.text) for e in page.all("h2") if "li" in e.inside]


def steps(audience: str, title: str, body: str = "Do it.") -> tuple[StepContent, ...]:
    return (StepContent(audience, title=title, body=body),)


def test_misspelt_words_find_the_article_and_the_page_says_how_they_were_read(client):
    make_article(title="Locked passcode", symptoms=(SymptomContent("SIGN", "The passcode is locked."),))

    page = results(client, "lokced pascode")

    assert titles(page) == ["Locked passcode"]
    assert "Showing results for" in page.main
    assert "(you typed “lokced”)" in page.main
    exact = page.link("Search instead for exactly what you typed")
    assert exact == "/search/?q=lokced+pascode&exact=1"
    as_typed = Page.of(client.get(exact))
    assert titles(as_typed) == []
    assert as_typed.link("Correct the spelling") == "/search/?q=lokced+pascode"


def test_each_result_says_why_and_marks_the_words(client):
    make_article(
        title="A broken reader", steps=steps("IT", "Install the driver", "The driver of the maker <b>only</b>.")
    )

    page = results(client, "driver of the maker")

    assert page.link("found in the steps for IT support in “A broken reader”").endswith("?for=it")
    assert "Matches driver, maker" in page.main
    assert {words(e.text).lower() for e in page.all("mark")} >= {"driver", "maker"}
    assert not page.all("b")


def test_sure_answer_stands_first_with_its_first_step(client):
    make_article(
        title="The answer", codes=("ERR5022",), steps=steps("USER", "Take it out") + steps("IT", "Reinstall it")
    )
    make_article(title="Another with these words", mentions=("ERR5022",), summary="The dialog said so.")

    for_user = results(client, "the dialog said ERR5022")
    for_it = results(client, "the dialog said ERR5022", audience="it")

    assert "Best answer: matches code ERR5022" in for_user.main
    assert "First: Take it out" in words(for_user.main)
    assert (
        for_user.link("See all steps for you")
        == for_user.link("The answer")
        == "/articles/" + "card-not-read-" + (for_user.link("The answer").rsplit("-", 1)[1])
    )
    assert titles(for_user) == ["Another with these words"]
    assert "First: Reinstall it" in words(for_it.main)
    assert for_it.link("See all steps for IT support").endswith("?for=it")


def test_best_answer_follows_the_role_that_is_kept(client):
    make_article(
        title="The answer", codes=("ERR5022",), steps=steps("USER", "Take it out") + steps("RA", "Issue it anew")
    )
    client.cookies["role"] = "ra"

    assert "First: Issue it anew" in words(results(client, "the dialog said ERR5022").main)


def test_best_answer_begins_with_a_step_for_the_code_that_was_asked_for_and_not_for_another(client):
    make_code("AADSTS50034")
    make_code("AADSTS50057")
    make_code("AADSTS50059")
    make_article(
        title="The account",
        codes=("AADSTS50034", "AADSTS50057", "AADSTS50059"),
        steps=(
            StepContent("USER", title="Type the whole name", body="Do it.", codes=("AADSTS50034",)),
            StepContent("USER", title="Ask the administrator", body="Do it.", codes=("AADSTS50057",)),
            StepContent("IT", title="Look at the account", body="Do it.", codes=("AADSTS50059",)),
        ),
    )

    disabled = results(client, "it says AADSTS50057 when I sign in")
    of_others = results(client, "it says AADSTS50059 when I sign in")

    assert "First: Ask the administrator" in words(disabled.main)
    assert "Type the whole name" not in disabled.main
    assert "Best answer" in of_others.main
    assert "First:" not in of_others.main
    assert of_others.link("See all steps for you")
    assert "First: Look at the account" in words(
        results(client, "it says AADSTS50059 when I sign in", audience="it").main
    )


def test_best_answer_for_two_codes_begins_with_a_step_for_both_or_with_one_for_every_code(client):
    make_code("ERR5022")
    make_code("ERR5023")
    make_article(
        codes=("ERR5022", "ERR5023"),
        steps=(
            StepContent("USER", title="Only for one", body="Do it.", codes=("ERR5022",)),
            StepContent("USER", title="For every code", body="Do it.", general=True),
        ),
    )

    assert "First: For every code" in words(results(client, "first ERR5022 then ERR5023").main)
    assert "First: Only for one" in words(results(client, "it was ERR5022 this time").main)


def test_best_answer_for_a_locked_card_begins_with_stop(client):
    make_code("ERR5022", meanings=(MeaningEntry("The card is locked.", "Windows", "a", stops=True),))
    make_code("ERR5023", meanings=(MeaningEntry("The card is out.", "Windows", "a"),))
    for code in ("ERR5022", "ERR5023"):
        make_article(codes=(code,), steps=steps("USER", "Unlock it"))

    assert "Stop: do not try again. " in words(results(client, "my screen says ERR5022").main)
    assert "Stop:" not in results(client, "my screen says ERR5023").main


def test_stub_is_no_answer_although_it_has_the_code(client):
    make_article(
        title="A stub", codes=("ERR5022",), confidence="STUB", steps=(StepContent("USER", snippet="general-checks"),)
    )

    page = results(client, "the dialog said ERR5022")

    assert "First:" not in page.main
    assert page.link("No recorded fix yet: see general checks and who can help")


def test_words_alone_are_never_a_best_answer(client):
    make_article(title="Blank screen")

    assert "Best answer" not in results(client, "blank screen").main


def test_codes_are_recognised_and_can_be_taken_out(client):
    make_article(codes=("ERR5022", "400_xxx", "INF1014"))

    page = results(client, "it said ERR 5022 then ERR5O22 and 400_612 today")

    assert page.link("ERR5022") == "/codes/ERR5022/"
    assert "for ERR5O22: check your screen" in words(page.main)
    assert "for 400_612, which is one of these codes and has no entry of its own" in words(page.main)
    assert page.link("Search without 400_612") == "/search/?q=it+said+ERR+5022+then+ERR5O22+and+today"


def test_only_code_of_a_search_cannot_be_taken_out(client):
    make_article(codes=("ERR5022",))

    page = results(client, "ERR5022", all=1)

    assert page.link("ERR5022") == "/codes/ERR5022/"
    assert "Search without" not in page.main


def test_what_was_left_out_is_named_by_kind_only(client):
    page = results(client, "card", left="path-time-nonsense")

    assert "A file path and a time." in words(page.main)
    assert "nonsense" not in page.main


def test_unknown_code_is_said_to_be_another_than_those_that_look_like_it(client):
    make_code("PR20002", meaning="No port service.")
    make_article(title="Port service", codes=("PR20002",))

    page = results(client, "PR200002")

    assert "We have nothing on PR200002." in page.main
    assert "It is a different code: its steps are not for PR200002." in words(page.main)
    assert page.link("PR20002") == "/codes/PR20002/"
    assert "Best answer" not in page.main
    assert "Port service" not in titles(page)
    assert "We found nothing" not in page.main


def test_unknown_code_among_words_is_said_too(client):
    make_article(title="Blank screen", codes=("ERR5022",))

    page = results(client, "blank screen ERR5023")

    assert "We have nothing on ERR5023." in page.main
    assert titles(page) == ["Blank screen"]


def test_nothing_found_says_what_to_do_next(client):
    make_article()

    page = results(client, "purple elephants")

    assert "We found nothing for these words." in page.main
    assert {"/report/", "/codes/", "/"} <= set(page.links)
    assert "Who can help where you work" in page.main


def test_filters_narrow_the_results_and_live_in_the_address(client):
    make_article(title="Blank screen one", services=("identity-agent",), category="signing-in")
    make_article(title="Blank screen two", services=("printer",), category="printers", steps=steps("RA", "Look"))

    assert titles(results(client, "blank screen", service="printer")) == ["Blank screen two"]
    assert titles(results(client, "blank screen", category="signing-in")) == ["Blank screen one"]
    assert titles(results(client, "blank screen", audience="ra")) == ["Blank screen two"]
    assert len(titles(results(client, "blank screen", service="no-such"))) == 2
    narrowed = results(client, "blank screen", service="printer", category="signing-in", exact=1)
    chosen = [e.attributes["value"] for e in narrowed.all("option") if "selected" in e.attributes]
    hidden = {e.attributes["name"]: e.attributes["value"] for e in narrowed.all("input") if "id" not in e.attributes}
    assert (chosen, hidden) == (["printer", "signing-in", ""], {"q": "blank screen", "exact": "1"})
    assert narrowed.link("Look everywhere") == "/search/?q=blank+screen&exact=1"
    assert narrowed.without_label == []


def test_lone_code_that_is_narrowed_stays_with_the_results(client):
    make_article(codes=("ERR5022",), services=("printer",))

    assert "Best answer" in results(client, "ERR5022", service="printer").main


def test_ten_a_page_on_four_pages_and_the_page_says_so(client):
    for number in range(43):
        make_article(title=f"Blank screen {number}")

    first = results(client, "blank screen", category="signing-in")
    fourth = Page.of(client.get(first.link("4")))

    assert len(titles(first)) == len(titles(fourth)) == 10
    assert "Articles 1 to 10 of 40. We show the 40 best, on four pages at most" in words(first.main)
    assert "Articles 31 to 40 of 40" in words(fourth.main)
    assert first.link("Next page") == "/search/?q=blank+screen&category=signing-in&page=2"
    assert fourth.link("Previous page") == "/search/?q=blank+screen&category=signing-in&page=3"
    assert not {*titles(first)} & {*titles(fourth)}


def test_page_after_the_last_leads_to_the_last(client):
    for number in range(12):
        make_article(title=f"Blank screen {number}")

    assert client.get(SEARCH, {"q": "blank screen", "page": 4})["Location"] == "/search/?q=blank+screen&page=2"


def test_notices_that_concern_what_was_found_stand_above_it(client):
    make_article(slug="blank-screen", title="Blank screen", services=("identity-agent",), codes=("ERR5022",))
    make_article(title="Printer off", services=("printer",))
    make_notice("about-article", articles=["blank-screen"])
    make_notice("about-service", services=["identity-agent"])
    make_notice("about-code", codes=["ERR5022"])
    make_notice("about-printers", services=["printer"])
    make_notice("about-nothing")

    main = results(client, "blank screen").main

    shown = {title for title in ("article", "service", "code", "printers", "nothing") if f"About {title}" in main}
    assert shown == {"article", "service"}
    assert main.index("About article") < main.index("Matches blank, screen")
    assert "About code" in results(client, "blank screen ERR5022").main


def test_long_message_has_a_short_heading(client):
    assert results(client, "the message " * 20).texts("h1") == ["Results for the message you pasted"]


@pytest.mark.parametrize(
    "query", ["blank screen", "blank screen ERR5022 and 400_612", "nothing at all like it", "lokced"]
)
def test_number_of_queries_does_not_grow_with_the_articles(client, query):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            results(client, query)
        return len(queries)

    for number in range(3):
        make_article(title=f"Blank screen locked {number}", codes=("ERR5022", "400_xxx"), services=("identity-agent",))
    few = asked()
    for number in range(20):
        make_article(
            title=f"Blank locked screen {number}", mentions=("ERR5022",), services=("identity-agent", "printer")
        )

    assert asked() == few <= 40


@pytest.mark.parametrize("asked", ["card not read", "ERR5022"])
def test_search_shows_live_issues_and_no_planned_change(client, asked):
    make_article(title="Card not read", services=("agent",), codes=("ERR5022",))
    make_notice("old-cards", kind="PLANNED", title="Old cards are blocked", services=["agent"], codes=["ERR5022"])
    make_notice("outage", title="Nobody can sign in", services=["agent"], codes=["ERR5022"])

    main = Page.of(client.get("/search/", {"q": asked, "all": "1"})).main

    assert "Nobody can sign in" in main
    assert "Old cards are blocked" not in main
