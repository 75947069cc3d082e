"""The list as a table for a spreadsheet."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from kb.accounts.models import AuditEntry
from kb.lib.safe_csv import safe
from tests.reports.rows import make_report

EXPORT = reverse("reports:export")


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_calculate_is_text(begin):
    assert safe(f"{begin}cmd|' /C calc'!A0") == f"'{begin}cmd|' /C calc'!A0"


@pytest.mark.parametrize("plain", ["", "ERR5022", "It says =1+1", "a-b", "'quoted'"])
def test_what_is_text_stays_as_it_is(plain):
    assert safe(plain) == plain


def test_formulas_are_harmless_in_every_column_that_a_person_fills(analyst):
    formula = "=HYPERLINK(1)"
    make_report(
        text=formula, organisation=formula, typed_code=formula, ticket_number=formula, name=formula, phone="+44 1632"
    )

    (row,) = rows(analyst.post(EXPORT, {"contacts": "on"}))

    assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@"))]
    assert row["What"] == "'=HYPERLINK(1)"
    assert row["Phone"] == "'+44 1632"


def test_contact_details_are_left_out(analyst):
    make_report(name="Robin Teal", email="robin@example.org", phone="01632 960123")

    response = analyst.post(EXPORT)

    assert not {"Name", "Email", "Phone"} & set(rows(response)[0])
    assert "Robin" not in response.content.decode()


def test_contact_details_are_there_when_asked_for(analyst):
    make_report(name="Robin Teal", email="robin@example.org", phone="01632 960123")

    (row,) = rows(analyst.post(EXPORT, {"contacts": "on"}))

    assert (row["Name"], row["Email"], row["Phone"]) == ("Robin Teal", "robin@example.org", "01632 960123")


def test_file_holds_the_list_as_it_was_filtered(analyst):
    wanted = make_report(organisation="Harbour Hospital")
    make_report(organisation="Elsewhere")

    response = analyst.post(f"{EXPORT}?organisation=harbour")

    assert [row["Reference"] for row in rows(response)] == [wanted.reference]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_export_is_recorded_without_what_was_typed(analyst, desk):
    make_report(organisation="Robin Teal's ward")

    analyst.post(f"{EXPORT}?organisation=robin+teal&attention=&check=", {"contacts": "on"})

    entry = AuditEntry.objects.newest_first().first()
    assert (entry.actor, entry.verb) == (desk, "exported reports")
    assert entry.detail == {"reports": 1, "with_contacts": True, "wanted": {"organisation": "given"}}


def test_it_is_not_taken_by_following_a_link(analyst):
    assert analyst.get(EXPORT).status_code == 405


def test_file_costs_a_fixed_number_of_queries(analyst, django_assert_num_queries):
    for _ in range(3):
        make_report()

    # Session, person, services, reports, the audit entry, and the transaction round it.
    with django_assert_num_queries(7):
        analyst.post(EXPORT)
