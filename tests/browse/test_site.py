"""Who can help, how to report, pages about the site, what machines read, and pages for what went wrong."""

from xml.etree import ElementTree

import pytest
from django.db import connection

from kb.accounts.sign_in import passes
from kb.browse.site import server_error
from kb.catalogue.actions import withdraw
from tests.browse.page import Page
from tests.make import make_article, make_contact, make_service, make_snippet

pytestmark = [pytest.mark.django_db, pytest.mark.either]
WE_DO_NOT_KNOW = "We do not have the number for where you work."


def page(client, address: str) -> Page:
    return Page.of(client.get(address))


def test_contacts_of_the_settings_stand_on_who_can_help(client, settings):
    settings.IT_DESK = {"name": "Harbour desk", "phone": "01632 960555"}
    settings.RA_DESK = {"email": "ra@example.nhs.uk", "place": "Level 2"}

    shown = page(client, "/who-can-help/")

    for words in ("Harbour desk", "01632 960555", "ra@example.nhs.uk", "Level 2"):
        assert words in shown.main
    assert "tel:01632960555" in shown.links
    assert WE_DO_NOT_KNOW not in shown.main


def test_contacts_that_nobody_entered_are_said_to_be_unknown_once(client, settings):
    assert page(client, "/who-can-help/").main.count(WE_DO_NOT_KNOW) == 1

    settings.IT_DESK = {"phone": "01632 960555"}

    assert page(client, "/who-can-help/").main.count(WE_DO_NOT_KNOW) == 1
    make_snippet("site-safety-advice", kind="NOTE", site_advice=True, title="Patient care affected now?")
    make_snippet("unknown-contact", kind="NOTE", site_advice=True, title="Not here?", body="Ask the switchboard.")
    assert page(client, "/who-can-help/").main.count("Not here? Ask the switchboard.") == 1


@pytest.mark.parametrize("asked", ["harbour", "HOSPITAL harbour", "x26", " Harbour  Hospital ", "har\0bour"])
def test_organisation_is_found_by_words_of_its_name_or_its_code(client, asked):
    make_contact("Harbour Hospital", ods_code="X26", phone="01632 960111")
    make_contact("Hill Clinic", phone="01632 960222")

    main = page(client, f"/who-can-help/?organisation={asked}").main

    assert "01632 960111" in main
    assert "01632 960222" not in main


@pytest.mark.parametrize("asked", ["nowhere", "<script>1</script>", "%", "x" * 5_000, "😀"])
def test_organisation_that_is_not_known_is_named_with_what_to_do(client, asked):
    make_contact("Harbour Hospital")

    answer = client.get("/who-can-help/", {"organisation": asked})

    assert answer.status_code == 200
    assert "We do not have a contact for “" in Page.of(answer).main
    assert "<script>1" not in answer.content.decode()
    assert len(answer.content) < 20_000


def test_organisation_is_asked_for_only_where_some_are_known(client):
    assert "organisation" not in page(client, "/who-can-help/").ids
    make_contact("Harbour Hospital")

    assert "organisation" in page(client, "/who-can-help/").ids


def test_report_page_is_in_the_sitemap_and_the_menu(client):
    assert "/report/" in page(client, "/").links
    assert "/report/</loc>" in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(
    ("address", "heading", "words"),
    [
        ("/about/", "About this site", "Where the answers come from"),
        ("/accessibility/", "Accessibility", "Web Content Accessibility Guidelines 2.2"),
        ("/privacy/", "Privacy", "Ask your organisation’s data protection officer."),
        ("/cookies/", "Cookies", "Reading this site sets no cookie, unless"),
    ],
)
def test_pages_of_the_footer_say_what_is_so(client, address, heading, words):
    shown = page(client, address)

    assert shown.texts("h1") == [heading]
    assert words in shown.main


def test_cookies_page_names_every_cookie_of_the_site(client, settings):
    named = page(client, "/cookies/").texts("code")

    ours = {"role", "place", "visitor", passes.KNOWN, passes.WAITED, "messages"}
    assert set(named) == ours | {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def test_privacy_page_names_whom_to_ask_when_it_is_known(client, settings):
    settings.PRIVACY_CONTACT = "privacy@example.nhs.uk"

    main = page(client, "/privacy/").main

    assert "privacy@example.nhs.uk" in main
    assert "have not entered a contact" not in main


def test_privacy_notice_of_reports_says_what_the_operator_states(client, settings):
    settings.PRIVACY_CONTROLLER, settings.PRIVACY_LAWFUL_BASIS = "Harbour NHS Trust", "Public task"
    settings.SERVICE_DESK_NAME, settings.SERVICE_DESK_EMAIL = "Regional desk", "desk@example.org"
    settings.REPORT_KEEP_DAYS, settings.REPORT_KEEP_SCREENSHOT_DAYS, settings.REPORT_KEEP_UNCLOSED_DAYS = 91, 31, 364

    shown = page(client, "/privacy/")

    for said in ("Harbour NHS Trust", "Public task", "Regional desk, by email", "91 days", "its screenshots 31 days"):
        assert said in shown.main
    assert "364 days" in shown.main
    assert "reports" in shown.ids


def test_privacy_notice_of_reports_says_what_nobody_stated(client, settings):
    settings.PRIVACY_CONTROLLER = settings.PRIVACY_LAWFUL_BASIS = settings.SERVICE_DESK_EMAIL = ""

    main = page(client, "/privacy/").main

    assert "have not entered which organisation is the controller" in main
    assert "have not stated it yet" in main
    assert "on this site only" in main


def test_sitemap_lists_what_is_live_once_and_nothing_withdrawn(client, settings):
    settings.SITE_URL = "https://kb.example.nhs.uk"
    make_service("a-service")
    make_article(slug="one", codes=("ERR5022", "Error 1000"))
    withdraw(article=make_article(slug="gone", codes=("ERR9",)), by=None, why="Wrong.")

    answer = client.get("/sitemap.xml")
    root = ElementTree.fromstring(answer.content)
    listed = [element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    assert answer["Content-Type"] == "application/xml"
    assert len(listed) == len(set(listed))
    assert all(address.startswith("https://kb.example.nhs.uk/") for address in listed)
    paths = {address.removeprefix("https://kb.example.nhs.uk") for address in listed}
    assert {"/", "/articles/one/", "/codes/ERR5022/", "/codes/Error-1000/", "/services/a-service/"} <= paths
    assert not {path for path in paths if "gone" in path or "ERR9" in path or path.startswith("/search")}


def test_robots_are_led_to_the_sitemap_and_kept_off_results(client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert {"User-agent: *", "Disallow: /search/", "Sitemap: http://127.0.0.1:8000/sitemap.xml"} <= set(lines)


def test_favicon_is_where_browsers_ask_for_it(client):
    answer = client.get("/favicon.ico")

    assert (answer.status_code, answer["Location"]) == (302, "/static/favicon.ico")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/articles/card-not-read-at-all/", "articles card not read at all"),
        ("/help/printer", "help printer"),
        ("/%3Cscript%3Ealert(1)%3C/script%3E", "<script>alert(1)< script>"),
        ("/" + "long-" * 100, ("long " * 100)[:100].strip()),
        ("/%00%01", "\0\1"),
    ],
)
def test_page_that_is_not_there_offers_to_search_for_the_words_of_its_address(client, path, words):
    answer = client.get(path)
    shown = Page.of(answer)

    assert answer.status_code == 404
    assert shown.texts("h1") == ["Page not found"]
    (box,) = [e.attributes for e in shown.all("input") if e.attributes["name"] == "q"]
    assert box["value"].strip() == words
    assert shown.title.startswith("Page not found")


def test_refused_form_is_told_in_the_design(client):
    answer = client.post("/role/", headers={"origin": "https://elsewhere.example.org"})

    assert answer.status_code == 403
    assert Page.of(answer).texts("h1") == ["We could not accept that"]


def test_page_for_our_own_fault_needs_no_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert Page.of(answer).texts("h1") == ["Sorry, there is a problem with this site"]


def test_fault_while_answering_shows_that_page(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(connection, "ensure_connection", lambda: 1 / 0)
    monkeypatch.setattr(connection, "cursor", lambda *_: 1 / 0)

    answer = client.get("/")

    assert answer.status_code == 500
    assert "Sorry, there is a problem with this site" in Page.of(answer).main
    assert answer["Content-Security-Policy"]


def test_words_that_very_many_organisations_have_fill_no_page_without_end(client):
    for number in range(25):
        make_contact(organisation=f"Quay Surgery {number:02}")

    main = page(client, "/who-can-help/?organisation=surgery").main

    assert main.count("Quay Surgery") == 20
    assert "There are more than these. Type more of the name, or the ODS code." in main
    assert "There are more" not in page(client, "/who-can-help/?organisation=surgery 1").main
