"""No page below the report form tells its address, whatever was answered: the address is the secret."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver

from tests.reports.rows import make_report
from tests.test_house import routes

TELL_NO_PATH = {"strict-origin", "no-referrer"}
GAPS = {"<str:reference>": "{0.reference}", "<str:secret>": "{0.secret}", "<int:number>": "1", "<str:form>": "a"}
GAPS |= {"<str:key>": "b"}
BELOW = ["/" + path for path, _ in routes(get_resolver()) if path.startswith("report/")]

pytestmark = pytest.mark.django_db


def addresses():
    report = make_report()
    for address in BELOW:
        for gap, held in GAPS.items():
            address = address.replace(gap, held)  # noqa: PLW2901 - filled gap by gap
        yield address.format(report)


def policies(client, method="get"):
    asked = [*addresses(), "/report/AB12-CD34/a-secret/and/more/", "/report/AB12-CD34/a-secret/"]
    return {address: getattr(client, method)(address) for address in asked}


def test_there_are_addresses_to_try():
    assert len(BELOW) > 5
    assert not any("<" in address for address in addresses())


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("checks_csrf", [False, True])
def test_no_page_tells_its_path(method, checks_csrf):
    answers = policies(Client(enforce_csrf_checks=checks_csrf), method)

    assert {answer.status_code for answer in answers.values()} & {200, 403, 404}
    assert {
        address for address, answer in answers.items() if answer.get("Referrer-Policy") not in TELL_NO_PATH
    } == set()


def test_nor_does_a_page_that_failed(monkeypatch):
    def away(*_):
        raise OperationalError("the database is away")

    monkeypatch.setattr("kb.reports.status.views._find", away)

    answer = Client(raise_request_exception=False).get("/report/AB12-CD34/a-secret/")

    assert answer.status_code >= 500
    assert answer["Referrer-Policy"] in TELL_NO_PATH
