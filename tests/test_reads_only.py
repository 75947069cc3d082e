"""A page that only reads answers anything else with 405, and no other page does without the token of a form."""

import pytest

from kb.accounts.guards import OPEN_TO_ALL, SAME_SITE_POST, guard_of
from tests.test_strange_addresses import ROUTES, address, administrator, filled  # noqa: F401 - fixtures

NOT_ALLOWED = 405
# What is sent there stands behind `same_site_post`; the guard that is told is that of the page at the same address.
SENT_TO = {"/did-it-fix/<str:key>/", "/search/", "/place/", "/link/tell-me/<str:secret>/"}
WITHOUT_TOKEN = {
    path
    for path, entry in ROUTES.items()
    if getattr(entry.callback, "csrf_exempt", False) and guard_of(entry.callback) != SAME_SITE_POST
} - SENT_TO


def test_pages_for_all_that_only_read_are_among_them():
    """Whoever watches the site must not be led to look for a token that is missing."""
    watched = {"/livez", "/readyz", "/healthz", "/status/", "/status.json"}

    assert watched | {"/", "/codes/", "/articles/<slug:slug>/", "/robots.txt"} <= WITHOUT_TOKEN


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_whatever_is_sent_to_a_page_that_only_reads_is_refused_as_that(administrator, filled, method):  # noqa: F811
    administrator.handler.enforce_csrf_checks = True
    statuses = {path: getattr(administrator, method)(address(path, filled)).status_code for path in WITHOUT_TOKEN}

    # One that leads to nothing here is not there, before it is asked how it was asked for.
    wrong = {path: status for path, status in statuses.items() if status not in {NOT_ALLOWED, 404}}
    assert wrong == {}
    refused = [path for path, status in statuses.items() if status == NOT_ALLOWED]
    assert len(refused) > len(statuses) * 0.8


def test_page_for_all_that_only_reads_answers_a_stranger_so_too(client, filled):  # noqa: F811
    client.handler.enforce_csrf_checks = True
    open_ones = [path for path in WITHOUT_TOKEN if guard_of(ROUTES[path].callback) == OPEN_TO_ALL]

    assert len(open_ones) > 20
    assert {client.post(address(path, filled)).status_code for path in open_ones} <= {NOT_ALLOWED, 404}
