"""Who did what, and when: searched, and taken away."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import transaction

from kb.accounts import audit
from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry

PAGE = "/edit/audit/"


def said(response):
    return response.content.decode()


@pytest.fixture
def client(signed_in, administrator):
    AuditEntry.objects.bulk_create(
        AuditEntry(at=when, actor_name=who, verb=verb, subject=subject, detail=detail)
        for when, who, verb, subject, detail in (
            (
                datetime(2026, 11, 1, 9, tzinfo=UTC),
                "Ada Analyst",
                "put live",
                "KB0018 Card",
                {"version": 3, "until": "2026-12-01T09:30:00Z"},
            ),
            (datetime(2026, 11, 2, 0, 30, tzinfo=UTC), "Ben Editor", "approved a draft", "draft 7 Card", {}),
            (datetime(2026, 11, 3, 9, tzinfo=UTC), "Ada Analyst", "withdrew", "=cmd|' /C calc'!A0", {"why": "Old"}),
        )
    )
    return signed_in(administrator)


def test_entries_stand_newest_first_with_their_detail(client):
    page = said(client.get(PAGE))

    assert page.index("withdrew") < page.index("approved a draft") < page.index("put live")
    assert "version: 3" in page
    assert "until: 1 December 2026 at 9:30am" in page
    assert "1 November 2026 at 9am" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"person": "ada"}, {"put live", "withdrew"}),
        ({"verb": "approved"}, {"approved a draft"}),
        ({"subject": "kb0018"}, {"put live"}),
        ({"since": "2026-11-02", "until": "2026-11-02"}, {"approved a draft"}),
        ({"person": "ada", "until": "2026-11-02"}, {"put live"}),
        ({"person": "nobody at all"}, set()),
        ({"subject": "kb0018", "since": "0001-01-01", "until": "9999-12-31"}, {"put live"}),
    ],
)
def test_entries_are_found(client, query, found):
    page = said(client.get(PAGE, query))

    assert {
        verb for verb in ("put live", "approved a draft", "withdrew") if f"<strong>{verb}</strong>" in page
    } == found


@pytest.mark.parametrize(
    "query", [{"since": "2026-11-03", "until": "2026-11-01"}, {"since": "soon"}, {"person": "\0"}, {"verb": "x" * 400}]
)
def test_what_is_wrong_with_the_question_is_said(client, query):
    page = said(client.get(PAGE, query))

    assert "There is a problem" in page


def test_fifty_stand_on_a_page(client):
    AuditEntry.objects.bulk_create(
        AuditEntry(at=datetime(2026, 10, 1, tzinfo=UTC), actor_name="Ada", verb="saved", subject=f"thing {n}")
        for n in range(60)
    )

    first, second = (said(client.get(PAGE, {"verb": "saved", "page": page})) for page in (1, 2))

    assert "Entries 1 to 50 of 60" in first
    assert first.count("<strong>saved</strong>") == 50
    assert second.count("<strong>saved</strong>") == 10
    assert "verb=saved&amp;page=2" in first


def test_list_is_taken_away_as_a_safe_table_and_that_is_recorded(client, administrator):
    answer = client.post(f"{PAGE}export/?person=ada")

    rows = list(csv.reader(io.StringIO(said(answer).removeprefix("\ufeff"))))
    assert rows[0] == ["When", "Who", "Username", "What was done", "To what", "Detail"]
    assert rows[1] == ["2026-11-03 09:00:00", "Ada Analyst", "", "withdrew", "'=cmd|' /C calc'!A0", '{"why": "Old"}']
    assert len(rows) == 3
    entry = AuditEntry.objects.get(verb="exported the audit trail")
    assert entry.actor == administrator
    assert entry.detail == {"entries": 2, "wanted": {"person": "ada"}}
    assert client.get(f"{PAGE}export/").status_code == 405


def test_one_person_is_found_by_username_whoever_shares_their_name(client, administrator):
    others = add_person(username="admin2", name=administrator.name, role="EDITOR", password="a long pass phrase")
    with transaction.atomic():
        audit.record(by=others, verb="saved a draft", subject="draft 9")
        audit.record(by=administrator, verb="changed a role", subject="person admin2")

    page = said(client.get(PAGE, {"concerning": "ADMIN2"}))

    verbs = {verb for verb in ("added a person", "saved a draft", "changed a role", "put live") if verb in page}
    assert verbs == {"added a person", "saved a draft", "changed a role"}
    assert f'href="/people/{others.pk}/"' in page
    assert "role: Editor" in page
    assert "Nothing like this was done." in said(client.get(PAGE, {"concerning": "nobody"}))
    table = said(client.post(f"{PAGE}export/?concerning=admin2"))
    assert ",admin2,saved a draft,draft 9," in table


@pytest.mark.parametrize("who", ["reader", "desk", "editor", "reviewer"])
def test_audit_is_for_those_who_may_see_it(signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}export/").status_code == 404


def test_empty_trail_says_what_would_be_here(signed_in, administrator):
    AuditEntry.objects.all()._raw_delete("default")

    assert "Nothing has been done yet." in said(signed_in(administrator).get(PAGE))


def test_words_of_an_entry_are_never_markup(client, administrator):
    with transaction.atomic():
        audit.record(by=administrator, verb="<b>did</b>", subject="<script>", detail={"<i>": "<img>"})

    page = said(client.get(PAGE))

    assert "&lt;script&gt;" in page
    assert "<img>" not in page
