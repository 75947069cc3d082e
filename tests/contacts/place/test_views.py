"""Where do you work: found, chosen, changed, forgotten; and links that bring it along."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from kb.contacts.document import OrganisationContent
from kb.contacts.models import Organisation
from kb.contacts.organisations.actions import save_organisation


def organisation(code: str, name: str) -> Organisation:
    return save_organisation(content=OrganisationContent.from_dict({"code": code, "name": name}), by=None)


@pytest.fixture
def organisations(db) -> None:
    organisation("A81001", "Hill Surgery")
    organisation("A81002", "The Surgery on the Hill")
    organisation("X26", "Harbour Hospital")


pytestmark = pytest.mark.usefixtures("organisations")


def found(client: Client, text: str) -> list[str]:
    response = client.get("/place/", {"organisation": text})
    return [one.name for one in response.context["found"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hill", ["Hill Surgery", "The Surgery on the Hill"]),
        ("surgery hill", ["Hill Surgery", "The Surgery on the Hill"]),
        ("a81002", ["The Surgery on the Hill"]),
        ("A81", ["Hill Surgery", "The Surgery on the Hill"]),
        ("x26", ["Harbour Hospital"]),
        ("elsewhere", []),
    ],
)
def test_place_is_found_by_its_name_or_its_code(client, text, names):
    assert found(client, text) == names


def test_choosing_leads_back_and_is_remembered_until_the_browser_closes(client):
    response = client.post("/place/", {"code": "a81001", "next": "/codes/?x=1"})

    assert (response.status_code, response["Location"]) == (303, "/codes/?x=1")
    cookie = response.cookies["place"]
    assert (cookie.value, cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("A81001", "", True, "Lax")


def test_choosing_is_remembered_for_a_year_where_somebody_says_so(client):
    cookie = client.post("/place/", {"code": "A81001", "for_a_year": "yes"}).cookies["place"]

    assert cookie["max-age"] == 365 * 24 * 3600


def test_place_is_forgotten(client):
    client.cookies["place"] = "A81001"
    assert "Hill Surgery" in client.get("/place/").content.decode()

    response = client.post("/place/", {"forget": "yes", "next": "/codes/"})

    assert response["Location"] == "/codes/"
    assert response.cookies["place"]["max-age"] == 0


@pytest.mark.parametrize(
    "back", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "\r\nX: y"]
)
def test_choosing_leads_to_no_other_site(client, back):
    assert client.post("/place/", {"code": "A81001", "next": back})["Location"] == "/who-can-help/"
    assert "elsewhere" not in client.get("/place/", {"next": back}).content.decode()


@pytest.mark.parametrize("code", ["", "Z9", "'"])
def test_what_is_no_place_is_not_chosen(client, code):
    response = client.post("/place/", {"code": code})

    assert response.status_code == 422
    assert "place" not in response.cookies
    assert "There is a problem" in response.content.decode()


def test_form_of_another_site_chooses_nothing(client):
    response = client.post("/place/", {"code": "A81001"}, headers={"Origin": "https://elsewhere.example"})

    assert response.status_code == 403
    assert "place" not in response.cookies


def test_place_that_is_gone_is_said_to_be(client):
    client.cookies["place"] = "Z99"

    assert "is not here any more" in client.get("/place/").content.decode()


def test_suggestions_lead_to_the_question_whether_this_is_it(client):
    page = client.get("/place/suggestions/", {"q": "harb", "next": "/codes/?a=1&b=2"})

    assert "/place/?organisation=X26&amp;next=%2Fcodes%2F%3Fa%3D1%26b%3D2" in page.content.decode()
    assert page["Cache-Control"].find("no-store") >= 0


# --- ?at= ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/?at=A81001", "/"),
        ("/?AT=a81001", "/"),
        ("/codes/?for=ra&at=A81001&x=%20y", "/codes/?for=ra&x=%20y"),
        ("/codes/?at=A81001&at=X26", "/codes/"),
        ("/no/such/page?%61t=a81001", "/no/such/page"),
        ("/search/?q=a%26at%3Db&at=+A81001+", "/search/?q=a%26at%3Db"),
    ],
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_link_brings_its_place_and_leads_to_the_same_address(client, address, leads_to, method):
    response = getattr(client, method)(address)

    assert (response.status_code, response["Location"]) == (303, leads_to)
    assert response.cookies["place"].value == "A81001"
    assert response.cookies["place"]["max-age"] == ""
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", ["Z99999", "", "%00", "A81001'", "//elsewhere", "A" * 500, "%0d%0aSet-Cookie:x=y"])
def test_link_with_no_place_of_ours_changes_nothing_and_leads_on(client, code):
    client.cookies["place"] = "X26"
    response = client.get(f"/codes/?at={code}")

    assert (response.status_code, response["Location"]) == (303, "/codes/")
    assert "place" not in response.cookies


def test_whoever_chose_the_same_for_a_year_keeps_it(client):
    client.cookies["place"] = "A81001"

    assert "place" not in client.get("/?at=A81001").cookies


def test_form_that_is_sent_with_it_is_taken_as_it_is(client):
    assert client.post("/search/?at=A81001", {"q": "card"}).status_code == 303
    assert "place" not in client.cookies


@pytest.mark.parametrize(
    "path", ["//elsewhere.example/", "///elsewhere.example", "/\\elsewhere.example/", "/%5Celsewhere"]
)
def test_link_leads_to_no_other_site(client, path):
    response = client.get("/", {"at": "A81001"}, PATH_INFO=path)

    assert response.status_code == 303
    assert urlsplit(response["Location"]).netloc == ""
    assert not response["Location"].startswith(("//", "/\\"))
