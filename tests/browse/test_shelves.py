"""Services, topics, companies and notices."""

from datetime import UTC, datetime

import pytest

from kb.catalogue.actions import withdraw
from kb.insight.models import HandOff
from tests.browse.page import Page
from tests.make import make_article, make_category, make_code, make_notice, make_service, make_vendor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def page(client, address: str) -> Page:
    return Page.of(client.get(address))


def test_service_shows_its_articles_their_codes_and_its_notices(client):
    make_service("identity-agent", name="The agent", summary="It reads the card.")
    make_article(
        slug="one", title="Card not read", services=("identity-agent",), codes=("ERR5022",), mentions=("INF1",)
    )
    make_article(slug="two", title="Printer off", services=("printer",), codes=("ERR9",))
    make_notice("outage", title="Nobody can sign in", services=["identity-agent"])
    make_notice("paper", title="No paper", services=["printer"])

    shown = page(client, "/services/identity-agent/")

    assert shown.texts("h1") == ["The agent"]
    assert "It reads the card." in shown.main
    assert shown.link("Card not read") == "/articles/one/"
    assert "/codes/ERR5022/" in shown.links
    assert "/codes/INF1/" not in shown.links
    assert "Nobody can sign in" in shown.main
    for words in ("Printer off", "ERR9", "No paper"):
        assert words not in shown.main


@pytest.mark.databases
@pytest.mark.parametrize(
    ("make", "shelf"), [(make_service, "services"), (make_category, "topics"), (make_vendor, "vendors")]
)
def test_every_address_that_a_shelf_ever_had_leads_to_the_one_that_it_has(client, make, shelf):
    make("old")
    make("old", addresses=("newer",))
    make("old", addresses=("newest",))

    for former in ("old", "newer"):
        answer = client.get(f"/{shelf}/{former}/?for=it")
        assert (answer.status_code, answer["Location"]) == (301, f"/{shelf}/newest/?for=it")
    assert client.get(f"/{shelf}/newest/").status_code == 200
    assert f"/{shelf}/newest/" in client.get("/sitemap.xml").content.decode()
    assert client.get(f"/{shelf}/new/").status_code == 404
    make("old", addresses=("newest", "old"))
    assert client.get(f"/{shelf}/newest/")["Location"] == f"/{shelf}/old/"


@pytest.mark.databases
@pytest.mark.parametrize("address", ["/topics/signing-in/", "/services/agent/"])
def test_articles_stand_as_editors_placed_them_then_by_title_and_without_a_fix_last(client, address):
    make_category("signing-in", name="Signing in", summary="Everything about it.")
    for title, place in (("card locked", ""), ("Black screen", ""), ("Zip reader", "1"), ("No role", "3"), ("B", "3")):
        make_article(title=title, place=place, services=("agent",))
    for title, place in (("Error 1", ""), ("Error 2", "1")):
        make_article(title=title, place=place, confidence="STUB", services=("agent",), summary="Odd.", steps=())
    make_article(title="Elsewhere", category="printers", services=("reader",), place="1")

    shown = page(client, address)
    titles = ["Zip reader", "B", "No role", "Black screen", "card locked"]

    assert [text for text in shown.texts("h2") if text != "Not here?"] == [*titles, "No recorded fix yet"]
    assert [text for text in shown.texts("a") if text.startswith("Error")] == ["Error 2", "Error 1"]
    assert "Odd." not in shown.main


@pytest.mark.parametrize(("make", "address"), [(make_service, "/services/new/"), (make_category, "/topics/new/")])
def test_empty_shelf_says_so(client, make, address):
    make("new")

    assert "We have no article" in page(client, address).main


@pytest.mark.parametrize("address", ["/services/nothing/", "/topics/nothing/", "/vendors/nothing/"])
def test_shelf_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_company_page_says_who_supports_the_card_and_what_to_tell_them(client):
    make_vendor("isosec", product="Isosec card", tell=("the exact message", "never your passcode"))
    make_article(slug="isosec-cards", title="Isosec cards", vendor="isosec")
    make_vendor("imprivata", product="Imprivata card")

    shown = page(client, "/vendors/isosec/")

    assert shown.texts("h1") == ["Isosec card: who supports you"]
    assert "NHS England does not support this card." in shown.main
    assert shown.main.find("Ask where you work") < shown.main.find("Then ask Isosec")
    assert "the exact message" in shown.main
    assert shown.link("Isosec cards") == "/articles/isosec-cards/"
    assert shown.link("Imprivata card") == "/vendors/imprivata/"


def test_company_page_asks_the_smartcard_team_first_as_its_article_does(client, settings):
    settings.IT_DESK, settings.RA_DESK = {"phone": "01632 960445"}, {"phone": "01632 960447"}
    make_vendor("isosec", product="Isosec card")

    asked = page(client, "/vendors/isosec/").main.split("Ask where you work")[1]

    assert asked.index("01632 960447") < asked.index("01632 960445")


def test_what_to_tell_a_company_is_a_list_to_copy_without_what_is_never_told(client):
    make_vendor("isosec", product="Isosec card", tell=("the exact message", "your computer", "never your passcode"))

    (box,) = page(client, "/vendors/isosec/").all("textarea")

    assert box.text.strip().splitlines()[:4] == [
        "I need help with Isosec card.",
        "",
        "The exact message: ",
        "Your computer: ",
    ]
    assert "never" not in box.text


def test_company_without_phone_email_or_website_is_told_honestly(client):
    make_vendor("isosec")

    shown = page(client, "/vendors/isosec/")

    assert "We do not have a phone number or an email address for Isosec." in shown.main
    assert "Go to the Isosec website" not in shown.main
    assert client.post("/vendors/isosec/leave/").status_code == 404


def test_phone_and_email_of_a_company_are_shown_when_they_are_known(client):
    make_vendor("isosec", phone="01632 960777", email="help@isosec.example.org")

    shown = page(client, "/vendors/isosec/")

    assert "tel:01632960777" in shown.links
    assert "mailto:help@isosec.example.org" in shown.links
    assert "We do not have a phone number" not in shown.main


def test_way_out_is_a_form_that_counts_and_leads_on(client):
    vendor = make_vendor("isosec", website="https://isosec.example.org/help")
    shown = page(client, "/vendors/isosec/")
    (form,) = [form.attributes for form in shown.all("form") if form.attributes["action"] != "/search/"]

    answers = [client.post(form["action"]) for _ in range(2)]

    assert form["method"] == "post"
    assert [(a.status_code, a["Location"]) for a in answers] == [(303, "https://isosec.example.org/help")] * 2
    assert [not answer.cookies for answer in answers] == [True, True]
    assert list(HandOff.objects.values_list("vendor", "count")) == [(vendor.pk, 2)]


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example.org"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_way_out_from_another_site_is_refused_and_not_counted(client, headers):
    make_vendor("isosec", website="https://isosec.example.org/")

    answer = client.post("/vendors/isosec/leave/", headers=headers)

    assert answer.status_code == 403
    assert not HandOff.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_way_out_is_no_link(client, method):
    make_vendor("isosec", website="https://isosec.example.org/")

    assert getattr(client, method)("/vendors/isosec/leave/").status_code == 405
    assert not HandOff.objects.exists()


def test_way_out_to_no_company_is_not_found(client):
    assert client.post("/vendors/nothing/leave/").status_code == 404


def test_notices_stand_as_live_planned_and_ended_each_in_full(client, clock):
    make_code("ERR5022")
    make_article(slug="one", title="Card not read", services=("identity-agent",))
    clock(NOON)
    make_notice(
        "outage",
        title="Nobody can sign in",
        starts_at="2026-11-23T10:42",
        body="It **began** early.",
        services=["identity-agent"],
        codes=["ERR5022"],
        articles=["one"],
        source={"name": "NHS England", "address": "https://digital.example.org/news", "dated": "2026-11-23"},
        updates=[{"at": "2026-11-23T11:00", "text": "We look into it."}, {"at": "2026-11-23T11:30", "text": "Found."}],
    )
    make_notice("blocked", kind="PLANNED", title="Old cards blocked", starts_at="2026-12-24")
    make_notice("later", title="Announced for later", starts_at="2026-12-25")
    make_notice("over", title="Printers were slow", ends_at="2026-11-20")
    make_notice("long-over", title="Long over", ends_at="2026-11-01")

    shown = page(client, "/notices/")
    order = ["Live issues", "Nobody can sign in", "Planned changes", "Old cards blocked", "Ended in the last 7 days"]

    assert [shown.main.find(words) for words in order] == sorted(shown.main.find(words) for words in order)
    assert shown.main.find("Planned changes", 40) < shown.main.find("Announced for later")
    assert shown.main.find("Ended in the last 7 days") < shown.main.find("Printers were slow")
    assert "Long over" not in shown.main
    assert shown.main.find("Found.") < shown.main.find("We look into it.")
    assert {"/codes/ERR5022/", "/articles/one/", "/services/identity-agent/"} <= set(shown.links)
    assert "https://digital.example.org/news" in shown.links
    assert {"outage", "blocked", "later", "over"} <= set(shown.ids)


def test_notices_page_without_a_notice_promises_nothing(client):
    main = page(client, "/notices/").main

    assert "Nobody has posted a live issue here, which is no all-clear." in main
    assert "We know of no planned change." in main


def test_notice_offers_no_article_that_was_withdrawn(client):
    article = make_article(slug="one", title="Card not read")
    make_notice("outage", articles=["one"])
    withdraw(article=article, by=None, why="Wrong.")

    assert "Card not read" not in page(client, "/notices/").main


def test_markup_in_a_notice_is_text(client):
    make_notice("outage", title="<b>Bold</b>", summary="<script>1</script>", body="<script>2</script>[x](javascript:3)")

    for address in ("/", "/notices/"):
        html = client.get(address).content.decode()
        assert "<script>" not in html
        assert "<b>Bold" not in html
        assert "javascript:3" not in " ".join(Page.of(client.get(address)).links)
