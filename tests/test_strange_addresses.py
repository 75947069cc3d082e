"""What no row can be called is a page that is not there, in any part of any address, on both databases."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from kb.accounts.actions import add_person
from kb.accounts.roles import Role
from kb.catalogue.models import ErrorCode
from kb.editing.drafts import actions as drafting
from kb.editing.review import submitting
from kb.transfer.models import Upload
from tests.make import make_article, make_draft, make_question, make_report, make_service, make_snippet
from tests.reports.rows import make_attachment
from tests.test_house import routes

GAP = re.compile(r"<(?:(\w+):)?(\w+)>")
ROUTES = {"/" + path: entry for path, entry in routes(get_resolver())}
NUL = ("%00", "a%00b", "%00/")
BEYOND = (str(2**63), "9" * 30, "9" * 4_000)
# What is read out of a query string anywhere, and the filters of the lists.
ASKED = ("page", "sheet", "from", "to", "for", "meaning", "article", "next", "width", "day", "month", "year", "service")
ASKED += (
    "organisation",
    "which",
    "person",
    "since",
    "until",
    "state",
    "action",
    "subject",
    "code",
    "assigned",
    "role",
    "who",
    "concerning",
    "organisation",
    "kind",
    "unsure",
    "back",
    "told",
)


def make_upload(by):
    now = timezone.now()
    return Upload.objects.create(
        by=by, name="content.zip", packed=b"", files=1, at=now, expires_at=now + timedelta(days=1)
    )


@pytest.fixture
def filled(db, settings):
    """What stands in each gap of an address that leads to something."""
    settings.REPORT_TRIAGE = True
    editor = add_person(username="ed", name="Ed", role=Role.EDITOR, password="a long pass phrase")
    article = make_article(codes=("ERR5022",))
    make_service("spine")
    draft = make_draft(by=editor, article=article, title="Another title")
    submitting.add_comment(draft=draft, revision=drafting.latest(draft), by=editor, field="title", text="Hm.")
    report = make_report(text="The card is not read.", code="ERR5022")
    make_attachment(report)
    return {
        "label": article.label,
        "kind": "live",
        "slug": article.slug,
        "pk": str(draft.pk),
        "draft": str(draft.pk),
        "comment": str(draft.comments.get().pk),
        "number": "1",
        "unsaved_text": "1",
        "position": "1",
        "reference": report.reference,
        "secret": report.secret,
        "typed": "ERR5022/",
        "name": "codes",
        "form": "x",
        "desk": "it",
        "which": "it",
        "key": "x",
        "error_code": str(ErrorCode.objects.get().pk),
        "word": str(make_snippet().pk),
        "question": make_question("where", {"text": "A", "article": article.slug}, is_first=True).slug,
        "upload": str(make_upload(by=editor).pk),
        "what": "codes",
    }


@pytest.fixture
def administrator(db):
    client = Client()
    client.force_login(
        add_person(username="admin", name="Admin", role=Role.ADMINISTRATOR, password="a long pass phrase")
    )
    return client


def address(path, filled, **instead):
    return GAP.sub(lambda gap: instead.get(gap[2], filled[gap[2]]), path)


def hostile():
    """Each gap of each address by itself, filled with what cannot be."""
    for path in ROUTES:
        for kind, name in GAP.findall(path):
            strange = BEYOND if kind == "int" else (*NUL, *BEYOND)
            yield from ((path, name, value) for value in strange)


def test_every_gap_is_tried():
    assert len({(path, name) for path, name, _ in hostile()}) > 60


@pytest.mark.parametrize("method", ["get", "post"])
def test_null_character_and_numbers_beyond_64_bits_are_not_there(administrator, filled, method):
    wrong = []
    for path, name, value in hostile():
        is_number = ("int", name) in GAP.findall(path)
        status = getattr(administrator, method)(address(path, filled, **{name: value})).status_code
        # A text of figures may be the name of something; what may not be is an error.
        if status >= 500 or ((value in NUL or is_number) and status != 404):
            wrong.append((method, path, name, value[:30], status))

    assert wrong == []


def test_no_query_string_is_an_error(administrator, filled):
    wrong = []
    for path in ROUTES:
        for value in ("%00", str(2**63), "9" * 30, "-" + "9" * 30, "%ED%A0%80"):
            query = "&".join(f"{name}={value}" for name in ASKED)
            status = administrator.get(f"{address(path, filled)}?{query}").status_code
            if status >= 500 and path != "/status.json":  # which tells that nothing sends mails here
                wrong.append((path, value, status))

    assert wrong == []


@pytest.mark.parametrize(
    "path", ["/edit/articles/?page=", "/edit/audit/?page=", "/desk/reports/?page=", "/articles/{slug}/?sheet="]
)
def test_number_asked_for_in_a_query_string_is_one(administrator, filled, path):
    before = path.format(slug=filled["slug"])
    statuses = {value: administrator.get(before + value).status_code for value in ("", "1", "99", "x", "0" * 40 + "1")}

    assert set(statuses.values()) == {200}
    for value in ("%00", "1%00", *BEYOND):
        assert administrator.get(before + value).status_code == 404, value


@pytest.mark.parametrize(
    "path", ["/%00/", "/articles%00/", "/a/b%00c", "/report/a%00b/x/", "/KB%00", "/%00", "/codes/%00"]
)
def test_address_of_nothing_with_a_null_character_is_a_page_that_is_not_there(client, db, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()
