"""What somebody changes here between the look at an import and its end."""

import re

import pytest

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.people.actions import change_role, deactivate
from kb.accounts.roles import Role
from kb.catalogue import actions as catalogue
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.models import Article, ErrorCode, Snippet
from kb.contacts.actions import save_contact
from kb.contacts.document import ContactContent
from kb.contacts.models import LocalContact
from kb.editing.models import Draft
from kb.search.synonyms import Synonym, SynonymEntry, save_synonym
from kb.transfer import planning
from kb.transfer.actions import read
from kb.transfer.models import Upload, UploadState
from kb.transfer.uploads import actions
from kb.transfer.writing import Writing, _Now, in_turns
from tests.transfer.conftest import ARTICLE, CONTENT
from tests.transfer.test_upload_pages import send, ticked

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def administrator(db):
    return add_person(username="admin", name="Admin", role=Role.ADMINISTRATOR, password="a long pass phrase")


@pytest.fixture
def waiting(administrator, signed_in, monkeypatch) -> Upload:
    """All of it chosen, to be published, and left to the worker."""
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 5)
    browser = signed_in(administrator)
    at = send(browser, CONTENT)
    actions.go_on(lambda: True)
    browser.post(at, {"take": ticked(browser.get(at)), "articles": "publish"})
    return Upload.objects.get(state=UploadState.ACCEPTED)


def _another() -> User:
    return add_person(username="other", name="Other", role=Role.ADMINISTRATOR, password="a long pass phrase")


@pytest.mark.parametrize(
    "end",
    [lambda person, by: change_role(person=person, role=Role.EDITOR, by=by), deactivate],
    ids=["another role", "no account"],
)
def test_worker_does_nothing_for_somebody_who_may_no_more(waiting, administrator, end):
    end(person=administrator, by=_another())
    actions.go_on(lambda: True)
    waiting.refresh_from_db()

    assert (waiting.state, bytes(waiting.packed)) == (UploadState.BROKEN, b"")
    assert not Article.objects.exists()
    assert not Snippet.objects.exists()


def test_worker_publishes_nothing_for_somebody_who_may_only_draft_now(waiting, administrator):
    change_role(person=administrator, role=Role.REVIEWER, by=_another())
    actions.go_on(lambda: True)

    assert not Article.objects.exists()
    assert Draft.objects.count() == 2


def test_row_that_somebody_changed_since_is_not_removed(files, administrator, signed_in):
    files.bring_in()
    browser = signed_in(administrator)
    at = send(browser, CONTENT | {"synonyms.csv": "group,phrase,one_way\n"})
    gone = re.findall(r'name="remove" value="([^"]*)"', browser.get(at).content.decode())
    row = Synonym.objects.get()
    save_synonym(entry=SynonymEntry(row.group, row.phrase, one_way=False, position=row.position), by=administrator)
    browser.post(at, {"remove": gone})

    assert not Synonym.objects.get().one_way


def test_what_somebody_made_since_is_not_written_over(files, administrator):
    writing = Writing(planning.plan_of(read(root=files.root)), planning.takes_all(replace=False), None)
    entry = SnippetEntry(slug="general-checks", title="Our own", kind="STEP", body="Look twice.")
    catalogue.save_snippet(entry=entry, by=administrator)
    mine = ContactContent(kind="IT", organisation="harbour hospital", phone="01632 960099")
    save_contact(content=mine, by=administrator)
    for _ in in_turns(writing):
        pass

    assert Snippet.objects.get().title == "Our own"
    assert LocalContact.objects.get().phone == "01632 960099"
    assert [kept.partition(" was changed")[0] for kept in writing.outcome.kept] == [
        "snippets/general-checks.md: the snippet “Try the general checks”",
        "contacts.csv: the contact “IT desk”",
    ]


def test_nothing_is_read_again_under_the_lock_where_nobody_changed_anything(files, monkeypatch):
    catalogue.raise_edition()  # the very first is counted otherwise, and then all is read
    writing = Writing(planning.plan_of(read(root=files.root)), planning.takes_all(replace=False), None)
    monkeypatch.setattr(_Now, "_here", lambda now, kind: pytest.fail(f"All of {kind.name} was read"))
    for _ in in_turns(writing):
        pass

    assert (writing.outcome.kept, Article.objects.count(), ErrorCode.objects.count()) == ([], 2, 2)


def test_file_may_name_a_code_as_it_was_called_before(files):
    files.bring_in()
    catalogue.rename_code(code=ErrorCode.objects.get(display="ERR5022"), name="CIS-5022", by=None)
    (files.root / "codes.csv").unlink()
    files.edit(ARTICLE, "It helps to wait.", "It helps to wait long.")
    files.bring_in(replace=True)

    article = Article.objects.get(reference="C1")
    assert article.background == "It helps to wait long."
    assert article.code_uses.filter(code__display="CIS-5022").exists()
