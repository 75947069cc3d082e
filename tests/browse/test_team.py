"""Who can help at the end of a page: the one team that can act here, with its number, and no desk that cannot."""

import re

import pytest

from kb.catalogue.acting import turned_to
from kb.catalogue.choices import Actor, Audience
from kb.catalogue.document import StepContent
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from tests.browse.page import Page
from tests.make import make_article, make_code, make_document, make_snippet, make_vendor

pytestmark = [pytest.mark.django_db, pytest.mark.either]
IT_DESK = {"name": "IT Service Desk", "phone": "01632 960445", "hours": "24 hours"}
RA_DESK = {"name": "Harbour card team", "phone": "4455 from inside"}
REPORT = "Report the issue to the service desk"
STEP = StepContent("USER", title="Take the card out", body="Put it back in.")

# Whom a user turns to at the end of each shipped article.
SHIPPED = {
    Actor.RA: "A3 C09 C10 C11 C12 C13 C21 L1 M1 X11 X12 X13 X14 X15 X16 X17 X18 X19 X7 X8 X9 Y22 Y23",
    Actor.IT: "A1 A4 A5 A6 C01 C02 C03 C04 C05 C07 C14 C15 C16 C17 C18 X1 X10 X2 X20 X3 X4 X5 X6"
    " Y01 Y02 Y03 Y04 Y05 Y06 Y07 Y08 Y09 Y10 Y11 Y12 Y13 Y16 Y18 Y19 Y20 Y21 Y24",
    Actor.LOCAL_ADMIN: "Y14 Y15 Y17",
    Actor.VENDOR: "C19 C20",
    Actor.INVITER: "A2",
    Actor.NSD: "C06 C08 R1",
}


@pytest.fixture(autouse=True)
def desks(settings):
    settings.IT_DESK, settings.RA_DESK = IT_DESK, RA_DESK
    settings.SERVICE_DESK_EMAIL = "desk@example.org"


def article(**facts):
    return make_article(**{"slug": "card-not-read", "title": "Card not read", "steps": (STEP,)} | facts)


def page(client, address: str = "/articles/card-not-read/") -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page.of(response)


def end(shown: Page) -> str:
    """The last part of the page that says who can help."""
    (section,) = [e for e in shown.all("section") if e.attributes.get("aria-labelledby") == "who-can-help"]
    return " ".join(section.text.split())


def test_each_shipped_article_ends_with_those_who_can_act(shipped, client):
    turned = {row.reference: turned_to(document_of(row), Audience.USER) for row in Article.objects.with_parts()}

    assert turned == {name: actor for actor, names in SHIPPED.items() for name in names.split()}


def test_no_shipped_article_ends_with_the_service_desk_unless_it_can_act(shipped, client):
    for row in Article.objects.live():
        shown = page(client, f"{row.get_absolute_url()}?for=user")
        is_for_desk = row.reference in SHIPPED[Actor.NSD].split()
        assert (REPORT in shown.main) == is_for_desk, row
        assert ("National Service Desk" in end(shown)) == is_for_desk, row
        assert shown.main.count(REPORT) <= 1, row


@pytest.mark.parametrize(
    ("acts", "words", "absent"),
    [
        ("RA", ("Your Registration Authority (smartcard team)", "Harbour card team", "4455 from inside"), ()),
        ("RA", ("No answer? IT service desk (Open 24 hours), phone 01632 960445",), ()),
        ("IT", ("Your IT support", "01632 960445", "Open 24 hours"), ("IT Service Desk", "IT service desk")),
        ("INVITER", ("The person who invited you", "No service desk can do it for them."), ("01632", "4455")),
        ("OWNER", ("The team that runs the application or site", "01632 960445"), ("4455",)),
        ("LOCAL_ADMIN", ("Your local administrator of NHS.net Connect", "01632 960445"), ("4455",)),
        ("NSD", ("Ask where you work first: IT service desk", "Then the National Service Desk", REPORT), ("4455",)),
    ],
)
def test_end_names_the_team_that_can_act_and_how_to_reach_it(client, acts, words, absent):
    article(acts=acts)

    said = end(page(client))

    assert [one for one in words if one not in said] == []
    assert [one for one in absent if one in said] == []
    assert (REPORT in said) == (acts == "NSD")
    assert "Copy a message to send them" in said


def test_supplier_is_reached_after_the_local_team_by_phone_or_else_by_its_page(client):
    make_vendor("isosec", name="Isosec", website="https://isosec.example.org/")
    make_vendor("imprivata", name="Imprivata", phone="01632 960777")
    for slug in ("isosec", "imprivata"):
        make_article(slug=f"{slug}-cards", title=slug, vendor=slug, steps=(STEP,))

    by_page, by_phone = (page(client, f"/articles/{slug}-cards/") for slug in ("isosec", "imprivata"))

    assert "Harbour card team" in end(by_page)
    assert end(by_page).index("4455") < end(by_page).index("Isosec, the company that supplies your card")
    assert by_page.link("Isosec: website, and what to tell them") == "/vendors/isosec/"
    assert "tel:01632960777" in by_phone.links
    for shown in (by_page, by_phone):
        assert "National Service Desk" not in end(shown)
        assert REPORT not in shown.main


def test_number_that_rings_inside_only_is_no_link(client):
    article(acts="RA")

    links = page(client).links

    assert "tel:01632960445" in links
    assert [link for link in links if "4455" in link] == []


def test_unknown_contact_is_one_small_card_of_the_sites_own_advice(client, settings):
    settings.IT_DESK = settings.RA_DESK = {}
    make_snippet("safety", kind="NOTE", site_advice=True, title="Patient care affected now?", body="Go on by hand.")
    make_snippet("unknown-contact", kind="NOTE", site_advice=True, title="No number?", body="Ask the switchboard.")
    article(acts="RA")

    shown = page(client)

    assert shown.main.count("No number? Ask the switchboard.") == 1
    assert "Patient care affected now? Go on by hand." in shown.main
    assert "No answer?" not in shown.main


def test_step_that_sends_to_a_team_says_how_to_ring_it(client):
    ask = StepContent("USER", title="Ask your Registration Authority", body="They can.")
    both = StepContent("USER", title="Ask IT support or your Registration Authority", body="Either.")
    article(steps=(STEP, ask, both))

    one, two, three = [e.text for e in page(client).all("li") if e.inside[-1] == "ol" and "main" in e.inside][:3]

    assert "4455" not in one
    assert "4455 from inside" in two
    assert "960445" not in two
    assert "4455" in three
    assert "01632 960445" in three


def test_whoever_would_be_sent_to_themselves_goes_on_to_the_national_desk(client):
    article(acts="IT")

    assert REPORT in end(page(client, "/articles/card-not-read/?for=it"))
    assert REPORT not in end(page(client, "/articles/card-not-read/?for=ra"))


@pytest.mark.parametrize(("acts", "audience"), [("PERSON", "USER"), ("RA", "RA"), ("IT", "IT")])
def test_card_of_a_company_leads_on_to_the_company_and_never_to_the_national_desk(client, acts, audience):
    make_vendor("isosec", name="Isosec")
    found = article(acts=acts, vendor="isosec")

    shown = page(client, f"/articles/card-not-read/?for={audience.lower()}")

    assert "Isosec, the company that supplies your card" in end(shown)
    assert "National Service Desk" not in end(shown)
    assert REPORT not in shown.main
    assert "Isosec, the company" in page(client, f"/report/?article={found.number}&for={audience.lower()}").main


@pytest.mark.parametrize(
    ("steps", "actor"),
    [
        (("Ask IT support", "Ask your Registration Authority"), Actor.RA),
        (("Ask IT support or your Registration Authority",), Actor.IT),
        (("Ask your Registration Authority", "Restart"), Actor.RA),
        (("Restart",), Actor.IT),
    ],
)
def test_what_the_person_can_end_leads_on_to_whom_the_last_step_names(steps, actor):
    users = tuple(StepContent("USER", title, "Do it.") for title in steps)
    others = tuple(StepContent(audience, "Look", "Look.") for audience in ("RA", "IT"))

    assert turned_to(make_document(acts="PERSON", steps=(*users, *others)), "USER") == actor
    assert turned_to(make_document(acts="PERSON", steps=(STEP,)), "USER") == Actor.NSD


def test_without_a_desk_nothing_is_said_to_reach_one(client, settings):
    settings.SERVICE_DESK_EMAIL = ""
    article(acts="NSD")

    shown = page(client)

    assert "Leave a report on this site" in end(shown)
    assert REPORT not in shown.main
    assert "Report an issue" not in client.get("/").content.decode()


def test_message_says_the_code_of_the_page_and_no_step_of_asking(client):
    ask = StepContent("USER", title="Ask your local IT support", body="They can.")
    own = StepContent("USER", title="Restart the program", body="Again.", codes=("ERR7",))
    make_code("ERR7", meanings=(MeaningEntry("The card is busy.", "Signing in", acts="PERSON"),))
    article(codes=("ERR5022", "ERR7"), steps=(STEP, own, ask))

    of_article, of_code = (page(client, at).one("textarea").text for at in ("/articles/card-not-read/", "/codes/ERR7/"))

    assert "- Take the card out\n- Restart the program\n" in of_article
    assert "Ask your local" not in of_article + of_code
    assert "I see the code ERR7.\nIt means: The card is busy.\nWhere it appears: Signing in" in of_code
    assert "- Restart the program" in of_code
    assert "Take the card out" not in of_code
    assert "one of" not in of_code


def test_code_leads_to_those_who_act_first_on_it(client):
    make_code("ERR7", meanings=(MeaningEntry("The card is busy.", "Signing in", acts="RA"),))
    article(codes=("ERR7",), acts="IT")

    shown = page(client, "/codes/ERR7/")

    assert "Your Registration Authority (smartcard team) can." in shown.main
    assert "4455 from inside" in shown.main
    assert shown.main.count("Harbour card team") == 1


def test_national_desk_is_given_with_the_numbers_that_the_settings_know(client, settings):
    settings.SERVICE_DESK_PHONE, settings.SERVICE_DESK_OUT_OF_HOURS_PHONE = "01632 960010", "01632 960011"
    settings.SERVICE_DESK_HOURS = "Mon-Fri 08:00-18:00"
    article(acts="NSD")

    of_user, of_it = end(page(client)), end(page(client, "/articles/card-not-read/?for=it"))

    for words in ("Phone 01632 960010", "Out of hours phone 01632 960011", "Monday to Friday, 8am to 6pm"):
        assert words in of_user.split("Then the National Service Desk")[1]
        assert words in of_it
    settings.SERVICE_DESK_PHONE = settings.SERVICE_DESK_OUT_OF_HOURS_PHONE = ""
    assert "01632 960010" not in end(page(client, "/articles/card-not-read/?for=it"))


def test_no_space_stands_between_a_number_and_the_sign_after_it(client, settings):
    settings.IT_DESK = {"phone": "01632 960445", "out_of_hours_phone": "01632 960446"}
    settings.RA_DESK = settings.IT_DESK | {"phone": "01632 960447"}
    article(steps=(StepContent("USER", title="Ask IT support", body="Say the code."),))

    for address in ("/who-can-help/", "/articles/card-not-read/", "/report/"):
        said = page(client, address).main
        assert "01632 96044" in said
        assert not re.search(r"01632 96044. [.,]", said), address
