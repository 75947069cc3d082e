"""Reports that ask for an article, on the editors' side: what an editor sees of them, and how a draft begins."""

import pytest
from django.urls import reverse

from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft, Revision
from kb.reports.models import Report
from kb.reports.triage.actions import ask_for_article
from tests.editing.conftest import last
from tests.make import make_report, make_service

pytestmark = pytest.mark.django_db

SECRETS = ("Sam", "Porter", "example.org", "01632", "Harbour", "screen.png", "943 476 5919", "LAPTOP-7")


@pytest.fixture
def report(db) -> Report:
    return make_report(
        text="The reader is dark. Sam Porter, sam@example.org",
        name="Sam Porter",
        email="sam@example.org",
        phone="01632 960001",
        organisation="Harbour Hospital",
        computer="LAPTOP-7",
        code="943 476 5919",
        service=make_service("identity-agent", name="Identity Agent").slug,
    )


def ask(report: Report, desk, *, is_wanted: bool = True) -> None:
    seen = report.events.latest("pk").pk
    ask_for_article(report=report, is_wanted=is_wanted, seen=seen, by=desk)


def listed(client) -> str:
    page = client.get("/edit/").content.decode()
    return page.partition('aria-labelledby="wanted"')[2].partition("</section>")[0]


def begin_page(report: Report) -> str:
    return f"/edit/new/?report={report.reference}"


def test_editor_sees_the_problem_once_the_desk_asked_and_never_who_sent_it(signed_in, editor, desk, report):
    client = signed_in(editor)
    before = client.get(begin_page(report)).status_code
    ask(report, desk)

    line, page = listed(client), client.get(begin_page(report)).content.decode()
    client.post("/edit/new/", {"report": report.reference})
    draft = Draft.objects.get()
    editor_page = client.get(reverse("editing:edit", args=[draft.pk])).content.decode()

    assert before == 404
    for shown in (line, page, editor_page):
        assert "The reader is dark." in shown
        assert "Identity Agent" in shown
        assert not [secret for secret in SECRETS if secret in shown]
    assert not [secret for secret in SECRETS if secret in str(last(draft).content)]
    assert client.get(f"/desk/reports/{report.reference}/").status_code == 404
    assert report.events.filter(kind="ASKED", by=editor, text="An article was begun").exists()


def test_who_comes_second_goes_on_with_the_same_draft(signed_in, editor, other_editor, desk, report):
    ask(report, desk)
    signed_in(editor).post("/edit/new/", {"report": report.reference})
    client = signed_in(other_editor)

    assert "The editor has begun one" in client.get(begin_page(report)).content.decode()
    client.post("/edit/new/", {"report": report.reference})
    assert Draft.objects.count() == 1
    assert Revision.objects.count() == 1
    assert "The reader is dark." not in listed(client)

    drafting.discard(draft=Draft.objects.get(), by=editor)
    assert "The reader is dark." in listed(client)


@pytest.mark.parametrize("end", ["taken back", "emptied"])
def test_report_is_gone_with_the_request_or_its_time(signed_in, editor, desk, report, end):
    ask(report, desk)
    if end == "emptied":
        Report.objects.update(emptied_at=report.filed_at, text="")
    else:
        ask(report, desk, is_wanted=False)
    client = signed_in(editor)

    assert "None. Where the service desk asks" in listed(client)
    assert client.get(begin_page(report)).status_code == 404
    assert client.post("/edit/new/", {"report": report.reference}).status_code == 404
    assert not Draft.objects.exists()
