"""An article: in which order it answers, and what it says of itself."""

from datetime import date

import pytest

from kb.catalogue.actions import Publication, Verification, put_live
from kb.catalogue.document import SourceContent, StepContent, SymptomContent
from tests.browse.page import Page, words
from tests.make import make_article, make_document, make_notice, make_snippet, make_vendor

ARTICLE = "/articles/card-not-read/"
STEPS = (
    StepContent("USER", title="Take the card out", body="Put it **back** in.", expected="The `green` light comes on."),
    StepContent("RA", title="Look at the register", body="Is the card there?", applies_to="Care Identity Management"),
    StepContent("IT", title="Restart the service", body="Then try again."),
)

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def article(**facts):
    given = {"slug": "card-not-read", "title": "Card not read", "steps": STEPS}
    return make_article(**given | facts)


def page(client, address: str = ARTICLE) -> Page:
    return Page.of(client.get(address))


def test_step_says_where_it_applies_and_what_to_expect(client):
    article()

    assert "What to expect: The green light comes on." in page(client).main
    assert "Applies to: Care Identity Management" in page(client, f"{ARTICLE}?for=ra").main


@pytest.mark.parametrize("is_snippet", [True, False])
def test_step_links_to_what_the_site_has_set_and_says_whom_to_ask_where_it_has_not(client, settings, is_snippet):
    body = '[Run the checker](setting:setup-checker "Ask IT support to run the checker").'
    make_snippet("checker", title="Check the set-up", body=body)
    article(steps=(StepContent("USER", snippet="checker") if is_snippet else StepContent("USER", "Check", body),))

    settings.NAMED_ADDRESSES = {"setup-checker": "https://checker.example.org/"}
    with_address = page(client)
    settings.NAMED_ADDRESSES, settings.CONFIGURATION = {"setup-checker": ""}, "another"
    without = page(client)

    assert with_address.link("Run the checker") == "https://checker.example.org/"
    assert "Ask IT support" not in with_address.main
    assert "Ask IT support to run the checker." in without.main
    assert "setting:" not in without.main


def test_note_stands_under_the_step_before_it_and_takes_no_number(client):
    make_snippet("three-wrong-passcodes", kind="NOTE", title="Three wrong passcodes lock the card", body="Stop at two.")
    note = StepContent("USER", snippet="three-wrong-passcodes")
    article(steps=(STEPS[0], note, StepContent("USER", title="Turn it round", body="The chip first.")))

    shown = page(client)

    assert shown.steps == ["Take the card out", "Turn it round"]
    first, second = [e.text for e in shown.all("li") if e.inside[-1] == "ol" and "main" in e.inside]
    assert "Stop at two." in first
    assert "Stop at two." not in second


def test_what_the_author_names_first_is_seen_and_the_rest_is_folded(client):
    message, other = SymptomContent("EXACT", "No <card>\nhere"), SymptomContent("EXACT", "No reader")
    article(symptoms=(message, SymptomContent("SIGN", "The light is off."), other))

    shown = page(client)

    assert "What you see You see “No <card> here”. More messages and signs" in shown.main
    folded = [words(e.text) for e in shown.all("details") if "No reader" in e.text]
    assert folded == ["More messages and signs No reader The light is off."]


def test_sign_may_come_before_a_message_that_only_some_see(client):
    article(symptoms=(SymptomContent("SIGN", "You see no light."), SymptomContent("EXACT", "No reader")))

    assert "What you see You see no light. More messages No reader" in page(client).main


def test_exact_message_keeps_its_lines_and_is_escaped(client):
    sign = SymptomContent("SIGN", "The `light` is off.")
    article(symptoms=(sign, SymptomContent("EXACT", "Line <one>\nLine & two")))

    answer = client.get(ARTICLE)

    assert "Line &lt;one&gt;<br>Line &amp; two" in answer.content.decode()
    assert "light" in Page.of(answer).texts("code")


def test_stub_leads_with_the_way_on(client, settings):
    settings.HELP_PAGE_URL = "https://help.example.org/"
    make_snippet("general-checks", title="Look at the usual things")
    stub = StepContent("USER", snippet="general-checks")
    article(confidence="STUB", codes=("ERR5022",), steps=(stub,), symptoms=(SymptomContent("SIGN", "It stops."),))

    shown = page(client)

    order = [
        "Card not read",
        "We have no recorded fix for ERR5022 yet.",
        "Look for it on NHS England’s page Troubleshooting the Care Identity Service",
        "General checks (not specific to this error)",
        "Look at the usual things",
        "Who can help",
        "Copy a message to them",
        "Know the fix? Tell us",
        "When this page is for you",
        "Nobody here has checked these steps yet.",
    ]
    places = [shown.main.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "https://help.example.org/" in shown.links
    assert shown.link("Tell us").startswith("/report/?article=")


def test_stub_shows_its_first_checks_and_folds_the_others(client):
    make_snippet("first", title="Look at the usual things", body="1. Look.\n2. Look again.")
    make_snippet("second", title="Run the checker", body="Open it.")
    make_snippet("aside", title="Which one have you got?", kind="NOTE", body="There are two.")
    steps = tuple(StepContent("USER", snippet=name) for name in ("first", "aside", "second"))
    article(confidence="STUB", steps=steps)

    shown = page(client)

    places = [shown.main.find(words) for words in ("Look again.", "Who can help", "More checks", "There are two.")]
    assert -1 not in places
    assert places == sorted(places)
    assert shown.main.count("There are two.") == shown.texts("h3").count("Run the checker") == 1


def test_stub_says_in_one_row_who_can_help_and_whether_they_are_there(client, settings):
    settings.IT_DESK = {"phone": "01632 960445", "hours": "24 hours"}
    make_snippet("first", title="Look at the usual things")
    article(confidence="STUB", steps=(StepContent("USER", snippet="first"),))

    shown = page(client)

    assert "IT service desk (Open 24 hours): phone 01632 960445" in shown.main
    assert "Then the National Service Desk: Leave a report on this site" in shown.main


def test_stub_without_a_code_speaks_of_this_problem(client):
    article(confidence="STUB", steps=())

    assert "We have no recorded fix for this problem yet." in page(client).main


def test_virtual_card_inset_leads_to_each_company(client):
    make_vendor("isosec")
    make_vendor("imprivata")
    article(virtual_cards=True)

    shown = page(client)

    assert "No plastic card?" in shown.main
    assert shown.link("Isosec") == "/vendors/isosec/"
    assert shown.link("Imprivata") == "/vendors/imprivata/"


def test_article_of_plastic_cards_only_has_no_inset(client):
    make_vendor("isosec")
    article()

    assert "No plastic card?" not in page(client).main


def test_steps_of_others_warn_until_they_are_verified(client, reviewer):
    unverified = article()
    warning = "Nobody here has checked these steps yet."
    # Once: to the person at the foot, to whoever changes a machine before the steps.
    own, of_ra = page(client).main, page(client, f"{ARTICLE}?for=ra").main
    assert own.count(warning) == of_ra.count(warning) == 1
    assert own.index(warning) > own.index("Who can help")
    assert of_ra.index(warning) < of_ra.index("Look at the register")

    verified = make_document(slug="card-not-read", title="Card not read", steps=STEPS, confidence="VERIFIED")
    review = Verification(by=reviewer, on=date(2026, 11, 20), verified_with="NHS Identity Agent 3")
    put_live(verified, Publication(by=reviewer, article=unverified, review=review))

    shown = page(client, f"{ARTICLE}?for=ra")
    assert warning not in shown.main
    assert "Checked by The reviewer on 20 November 2026, with NHS Identity Agent 3" in shown.main


def test_related_articles_are_the_picked_ones_first_then_those_with_the_same_code(client):
    make_article(slug="picked", title="Picked by hand")
    make_article(slug="same-code", title="Same code", codes=("ERR5022",))
    make_article(slug="nothing-shared", title="Nothing shared", codes=("ERR9",))
    article(related=("picked", "not-written-yet"), codes=("ERR5022",))

    shown = page(client)
    related = [e.text for e in shown.all("a") if e.inside[-2:] == ("ul", "li") and "nav" in e.inside]

    assert [text for text in related if text in {"Picked by hand", "Same code", "Nothing shared"}] == [
        "Picked by hand",
        "Same code",
    ]


def test_source_is_said_as_readers_may_trust_it(client):
    article(
        sources=(
            SourceContent(
                "NHS England", "A page", "https://digital.example.org/page", date(2024, 4, 24), "https://seen.example/"
            ),
            SourceContent("A staff page of a trust (not confirmed by NHS England)"),
        )
    )

    shown = page(client)

    assert "NHS England, “A page”" in shown.main
    assert "copy of 24 April 2024" in shown.main
    assert "A staff page of a trust (not confirmed by NHS England)" in shown.main
    assert "https://digital.example.org/page" in shown.links
    assert "seen.example" not in client.get(ARTICLE).content.decode()


def test_notice_about_the_article_stands_on_it_and_another_does_not(client):
    article()
    make_notice("outage", title="Nobody can sign in", articles=["card-not-read"])
    make_notice("printers", title="Printers are slow")

    assert "Nobody can sign in" in page(client).main
    assert "Printers are slow" not in page(client).main


def test_page_says_its_number_and_the_address_of_this_version(client):
    put_live(make_document(slug="card-not-read", steps=STEPS), Publication(by=None, article=article()))

    shown = page(client)

    assert "KB0001 version 2" in shown.main
    assert shown.link("Permanent link") == f"{ARTICLE}versions/2/"
    canonical = [e.attributes["href"] for e in shown.all("link") if e.attributes.get("rel") == "canonical"]
    assert canonical == [f"http://127.0.0.1:8000{ARTICLE}"]


def test_message_to_send_holds_codes_and_steps_and_asks_for_nothing_about_a_patient(client):
    article(codes=("ERR5022",))

    message = page(client).one("textarea").text

    assert "I need help with: Card not read (KB0001)" in message
    assert "ERR5022" in message
    assert "- Take the card out" in message
    assert f"http://127.0.0.1:8000{ARTICLE}" in message
    assert "No patient details and no passcode are in this message." in message


def test_message_of_an_article_that_begins_with_a_call_asks_what_happened_and_not_for_a_screen(client):
    steps = ("Phone the card team", "Change your passcode", "Do not borrow a card")
    make_article(slug="lost", call_first=True, steps=tuple(StepContent("USER", step, "At once.") for step in steps))

    message = Page.of(client.get("/articles/lost/")).one("textarea").text

    assert "What happened, and when:" in message
    assert "on the screen" not in message
    assert "Computer name" not in message
    assert [line for line in message.splitlines() if line.startswith("- ")] == ["- Change your passcode"]


def test_step_for_some_codes_shows_them_beside_its_title_and_no_other_does(client):
    make_article(
        slug="card-not-read",
        codes=("400_645", "400_xxx"),
        steps=(
            StepContent("USER", "Take the card out", "Put it back in.", codes=("400_645",)),
            StepContent("USER", "Restart", "Restart it.", general=True),
            StepContent("USER", "Ring", "Ring them."),
        ),
    )
    page = Page.of(client.get("/articles/card-not-read/"))
    lists = [e for e in page.all("ul") if e.attributes.get("aria-label") == "For these codes"]

    assert [" ".join(e.text.split()) for e in lists] == ["400_645"]
