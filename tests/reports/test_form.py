"""What the form shows before anybody has typed: where the person comes from, who else can help, whose desk it is."""

import pytest
from django.urls import reverse

from kb.catalogue.actions import withdraw
from kb.catalogue.document import StepContent
from kb.catalogue.entries import MeaningEntry
from tests.make import make_article, make_code, make_service, make_snippet, make_vendor
from tests.reports.person import Person, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client) -> Person:
    return Person(client)


def test_form_is_kept_by_nobody(person):
    person.opens()

    assert person.answer.status_code == 200
    assert "no-store" in person.answer["Cache-Control"]
    assert person.answer["Referrer-Policy"] == "strict-origin"


def test_opening_the_form_sets_no_visitor_cookie(person, client):
    person.opens("?q=card")

    assert "visitor" not in client.cookies


def test_every_box_has_a_label_and_the_trap_is_out_of_reach(person):
    page = person.opens()

    assert page.without_label == []
    (trap,) = [e.attributes for e in page.all("input") if e.attributes.get("name") == "website"]
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")


def test_what_came_along_travels_and_nothing_is_ticked_for_the_person(person):
    tried = make_article(title="Put the card in again", services=("identity-agent",))
    read = make_article(title="Look at the light", codes=("ERR5022",))

    page = person.opens(f"?article={tried.slug}&code=ERR5022&service=identity-agent&q=no+light&read={read.number}")

    assert "What have you tried?" in page.main
    for said in ("Put the card in again", "Look at the light", "no light"):
        assert said in page.main
    sent = fields(person.answer)
    assert sent["article"] == str(tried.number)
    assert sent["read"] == str(read.number)
    assert sent["searched"] == "no light"
    assert (sent["code"], sent["service"]) == ("ERR5022", "identity-agent")
    assert "tried" not in sent
    boxes = [e.attributes["value"] for e in page.all("input") if e.attributes.get("name") == "tried"]
    assert boxes == [str(tried.number), str(read.number), "search"]


@pytest.mark.parametrize("how", ["{number}", "KB{number:04}", "{slug}"])
def test_article_is_named_by_number_label_or_slug(person, how):
    article = make_article(title="The very one")

    page = person.opens("?article=" + how.format(number=article.number, slug=article.slug))

    assert "The very one" in page.main


@pytest.mark.parametrize(
    "query",
    [
        "?article=999999999999&read=x,,-1&service=nothing&code=%00&for=boss",
        "?article=../../x&read=99999999999999999999&q=%F0%9F%98%80",
        "?q=" + "x" * 3_000,
        "?article=%3Cscript%3E&code=%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_nothing_that_an_address_says_is_refused(person, query):
    person.opens(query)

    assert person.answer.status_code == 200
    assert "<script>alert" not in person.answer.content.decode()


def test_withdrawn_article_does_not_come_along(person):
    article = make_article(title="Gone since")
    withdraw(article=article, by=None, why="Wrong.")

    assert "Gone since" not in person.opens(f"?article={article.number}&read={article.number}").main


def test_best_three_articles_say_why_they_match_and_leave_out_what_was_read(person):
    read = make_article(title="Read before", codes=("ERR5022",))
    for number in range(4):
        make_article(title=f"Card trouble {number}", codes=("ERR5022",))

    page = person.opens(f"?code=ERR5022&article={read.number}")

    offered = [e.attributes["formaction"] for e in page.all("button") if "formaction" in e.attributes]
    assert len(offered) == 3
    assert reverse("reports:suggestion", args=[read.number]) not in offered
    assert page.main.count("Matches code ERR5022") == 3


def test_end_user_sees_the_local_desk_before_the_form_and_can_go_on(person, settings):
    settings.IT_DESK = {"name": "Harbour desk", "phone": "01632 960555"}

    main = person.opens().main

    assert main.index("Harbour desk") < main.index("What went wrong?")
    assert person.page.link("Go straight to the questions") == "#your-report"


@pytest.mark.parametrize(("query", "chosen"), [("?for=it", "IT"), ("?for=ra", "RA"), ("", "USER")])
def test_role_is_that_of_the_address(person, query, chosen):
    page = person.opens(query)

    assert fields(person.answer)["audience"] == chosen
    assert ("First, ask where you work" in page.main) == (chosen == "USER")


def test_role_that_is_remembered_counts_where_the_address_says_none(person, client):
    client.cookies["role"] = "ra"

    person.opens()

    assert fields(person.answer)["audience"] == "RA"


def test_lost_card_has_its_own_way_beside_the_first_question(person):
    article = make_article(slug="lost-stolen-or-misused-smartcard", title="Lost card")

    page = person.opens()

    assert page.link("What to do at once") == article.get_absolute_url()
    assert page.main.index("Card lost or stolen?") < page.main.index("What went wrong?")


def test_virtual_card_is_told_who_supports_it_and_is_marked(person):
    make_vendor("isosec", name="Isosec", tell=("the exact message",))
    article = make_article(vendor="isosec")

    page = person.opens(f"?article={article.number}")

    assert page.main.index("the exact message") < page.main.index("What went wrong?")
    assert fields(person.answer)["card_type"] == "VIRTUAL"
    # Whom to turn to leads the page, with the way to this list: it does not stand open a second time.
    (folded,) = [e for e in page.all("details") if "What to tell the company that supplies your card" in e.text]
    assert "open" not in folded.attributes
    assert "Isosec" not in folded.text
    assert page.main.count("NHS England does not support") == 1
    assert "outside the NHS" not in page.main


def test_supplier_outside_is_named_where_reports_are_routed_to_it(person, settings):
    settings.REPORT_ROUTES_OUTSIDE = {"isosec": "help@isosec.example.org"}
    make_vendor("isosec", name="Isosec")
    article = make_article(vendor="isosec")

    page = person.opens(f"?article={article.number}")

    assert "Send my report to Isosec, a company outside the NHS" in page.main
    (opened,) = [e for e in page.all("details") if "What to tell the company" in e.text]
    assert "open" in opened.attributes
    assert fields(person.answer)["outside"] == "isosec"


def test_desk_hours_reply_time_phone_and_portal_are_those_of_the_settings(person, settings):
    settings.SERVICE_DESK_NAME, settings.SERVICE_DESK_EMAIL = "Regional desk", "desk@example.org"
    settings.SERVICE_DESK_HOURS = "Mon-Sun 00:00-24:00"
    settings.SERVICE_DESK_REPLY_TIME = "within 2 working days"
    settings.SERVICE_DESK_PHONE = "01632 960500"
    settings.PORTAL_NAME, settings.PORTAL_URL = "The portal", "https://portal.example.org/"

    page = person.opens()

    for said in ("This report goes to: Regional desk", "Open 24 hours", "within 2 working days", "01632 960500"):
        assert said in page.main
    assert page.link("The portal") == "https://portal.example.org/"


def test_what_is_not_known_is_said_to_be_unknown(person, settings):
    settings.SERVICE_DESK_HOURS = settings.SERVICE_DESK_REPLY_TIME = settings.PORTAL_URL = ""

    page = person.opens()

    assert "We do not know its opening hours." in page.main
    assert "We cannot say when you will get a reply." in page.main
    assert "Or use the portal" not in page.main


def test_nothing_is_said_of_hours_and_replies_of_a_desk_that_receives_nothing(person, settings):
    settings.SERVICE_DESK_EMAIL = settings.SERVICE_DESK_HOURS = settings.SERVICE_DESK_REPLY_TIME = ""
    settings.PORTAL_URL = ""

    page = person.opens()

    assert "We cannot send this report to the" in page.main
    assert "If you need an answer, use another way as well." in page.main
    for words in ("opening hours", "when you will get a reply"):
        assert words not in page.main


def test_patient_care_affected_shows_downtime_advice_and_the_phone_to_ring_now(person, settings):
    settings.IT_DESK = {"phone": "01632 960555", "hours": "Mon 00:00-00:01", "out_of_hours_phone": "01632 960999"}

    advice = person.opens().main

    assert "Follow your downtime procedure" in advice
    assert "out of hours phone: 01632 960999" in advice


def test_no_patient_details_stands_before_the_first_box_and_privacy_above_the_button(person):
    make_service()
    main = person.opens().main

    assert main.index("No patient details, no passcodes") < main.index("What went wrong?")
    assert main.index("privacy notice") > main.index("Screenshots")
    assert person.page.link("How we use what you tell us (privacy notice)") == "/privacy/#reports"


def test_guide_and_help_page_stay_told(person, settings):
    guide = make_article(slug="report-an-issue-to-the-national-service-desk", title="The guide")
    settings.HELP_PAGE_URL = "https://help.example.org/"

    assert {guide.get_absolute_url(), "https://help.example.org/"} <= set(person.opens().links)


# --- The right team ------------------------------------------------------------------------------------------------


def test_virtual_card_leads_with_the_local_team_then_the_company_and_never_the_national_desk(person, settings):
    settings.RA_DESK = {"name": "Harbour card team", "phone": "01632 960222", "hours": "24 hours"}
    make_vendor("isosec", name="Isosec", website="https://isosec.example.org/")
    make_vendor("imprivata", name="Imprivata", tell=("what they ask",))
    make_article(title="Isosec cards and others")
    article = make_article(title="Isosec cards", vendor="isosec", services=())

    main = person.opens(f"?article={article.number}").main

    lead = main[: main.index("If it is something else")]
    assert "Open 24 hours" in lead
    assert lead.index("01632 960222") < lead.index("Isosec, the company that supplies your card")
    assert "National Service Desk" not in lead
    assert "/vendors/isosec/" in person.page.links
    assert main.index("If it is something else") < main.index("What went wrong?")
    assert "what they ask" not in main
    assert "These may fix it now" not in main


def test_team_of_a_code_leads_and_the_local_desks_are_not_said_again(person, settings):
    settings.RA_DESK = {"phone": "01632 960222"}
    make_code("ERR7", meanings=(MeaningEntry("Busy.", "Signing in", acts="RA"),))

    main = person.opens("?code=err7").main

    assert main.index("Your Registration Authority (smartcard team)") < main.index("What went wrong?")
    assert "First, ask where you work" not in main
    assert main.count("01632 960222") == 1


def test_what_the_desk_can_end_leads_to_the_form_at_once(person):
    article = make_article(acts="NSD")

    main = person.opens(f"?article={article.number}").main

    assert "If they cannot help" not in main
    assert "Ask where you work first" in main


def test_stub_is_not_offered(person):
    make_snippet("checks")
    stub = {"confidence": "STUB", "steps": (StepContent("USER", snippet="checks"),)}
    make_article(title="Nothing known yet", codes=("ERR5022",), **stub)
    make_article(title="Put it in again", codes=("ERR5022",))

    page = person.opens("?code=ERR5022")

    offered = [e.text.strip() for e in page.all("button") if "formaction" in e.attributes]
    assert [words.startswith("Put it in again") for words in offered] == [True]


def test_code_that_was_said_finds_its_article(person):
    make_article(title="Put it in again", codes=("ERR5022",))
    make_article(title="Cannot sign in at all")

    page = person.opens("?code=five+oh+two+two&text=cannot+sign+in")

    offered = [e.text.strip() for e in page.all("button") if "formaction" in e.attributes]
    assert [words.startswith("Put it in again") for words in offered][:1] == [True]


# --- Codes while a person types ------------------------------------------------------------------------------------


def test_codes_of_a_text_are_told_while_it_is_typed_and_nothing_is_kept(client):
    make_article(codes=("ERR5022",))

    answer = client.post("/report/codes/", {"text": "It says err 5022, then ERR9999."})

    assert "no-store" in answer["Cache-Control"]
    assert "/codes/ERR5022/" in answer.content.decode()
    assert "ERR9999" in answer.content.decode()
    assert "visitor" not in client.cookies
    assert client.post("/report/codes/", {"text": "no code"}).content.decode().strip() == ""
    assert client.get("/report/codes/").status_code == 405
    assert client.post("/report/codes/", {"text": "x"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_codes_are_said_politely(person):
    (place,) = [e for e in person.opens().all("div") if "data-codes" in e.attributes]

    assert place.attributes["aria-live"] == "polite"
    assert place.attributes["data-codes"] == "/report/codes/"


def test_without_a_desk_the_form_says_what_it_does(person, settings):
    settings.SERVICE_DESK_EMAIL = ""

    page = person.opens()

    assert page.texts("h1") == ["Leave a report on this site"]
    assert "Leave report" in [words.strip() for words in page.texts("button")]
    assert "Send report" not in page.main
