"""What is said beside the text while it is written: who is to look after the article, and what changed."""

import pytest
from django.urls import reverse

from kb.accounts.models import AuditEntry
from kb.editing.models import NextOwner, Ownership
from kb.editing.ownership import actions as ownership
from kb.editing.review import approving, submitting
from tests.editing.conftest import last
from tests.editing.test_editor import address, form_of, text_of, words
from tests.make import make_article, make_draft

pytestmark = pytest.mark.django_db


def published(draft, *, by, reviewer):
    submitting.submit(draft=draft, by=by, why="Said more plainly")
    approving.approve(draft=draft, revision=last(draft), by=reviewer)
    return Ownership.objects.get()


def choose(client, draft, *, was="", name="edit", **said):
    return client.post(address(draft, name), form_of(draft, owner_was=was, then="save", **said))


def test_owner_of_a_new_article_is_chosen_while_writing_and_holds_from_publishing_on(editor, reviewer, signed_in):
    draft = make_draft(by=editor)

    choose(signed_in(editor), draft, owner=reviewer.pk, team="Card team")

    assert not Ownership.objects.exists()
    assert f"{reviewer.name} and Card team looks after it" in words(
        signed_in(reviewer).get(reverse("editing:review", args=[draft.pk]))
    )
    held = published(draft, by=editor, reviewer=reviewer)
    assert (held.owner, held.team) == (reviewer, "Card team")
    assert AuditEntry.objects.filter(verb="chose who is to look after an article", actor=editor).count() == 1


def test_editor_shows_who_looks_after_the_article_and_the_deputy_stays(editor, reviewer, other_editor, signed_in):
    article = make_article()
    ownership.set_owner(article=article, by=reviewer, owner=editor, deputy=reviewer)
    draft = make_draft(by=editor, article=article, title="Another title")
    client = signed_in(editor)

    page = client.get(address(draft)).content.decode()
    choose(client, draft, was=editor.pk, owner=other_editor.pk)

    assert f'<option value="{editor.pk}" selected>' in page
    assert f'name="owner_was" value="{editor.pk}"' in page
    held = published(draft, by=editor, reviewer=reviewer)
    assert (held.owner, held.deputy) == (other_editor, reviewer)


def test_page_on_which_nobody_touched_the_owner_changes_nothing(editor, other_editor, signed_in):
    draft = make_draft(by=editor)
    client = signed_in(editor)
    choose(client, draft, owner=other_editor.pk)

    choose(client, draft, owner="", team="", title="Opened before the owner was chosen")
    client.post(address(draft), form_of(draft, then="save"))

    assert NextOwner.objects.get().owner == other_editor


def test_choice_that_is_taken_back_leaves_nothing(editor, other_editor, signed_in):
    draft = make_draft(by=editor)
    said = choose(signed_in(editor), draft, name="autosave", owner=other_editor.pk).json()

    choose(signed_in(editor), draft, name="autosave", was=said["beside"]["owner_was"], owner="")

    assert not NextOwner.objects.exists()


def test_what_changed_is_kept_with_a_draft_that_is_saved(editor, signed_in):
    draft = make_draft(by=editor)
    client = signed_in(editor)
    client.post(address(draft), form_of(draft, why="A worn card too", why_was="", then="save"))

    said = client.post(address(draft, "autosave"), form_of(draft, why="", why_was="")).json()

    assert 'value="A worn card too"' in client.get(address(draft)).content.decode()
    assert said["beside"]["why_was"] == ""


def test_what_cannot_be_kept_is_said_and_the_text_is_saved(editor, reader, signed_in):
    draft = make_draft(by=editor)
    client = signed_in(editor)

    long = choose(client, draft, team="a" * 101, title="Typed")
    draft.refresh_from_db()
    stranger = choose(client, draft, owner=reader.pk)

    assert (long.status_code, stranger.status_code) == (422, 422)
    assert "Shorten the name of the team to 100 characters; it has 101." in words(long)
    assert "choose somebody else" in words(stranger)
    assert text_of(draft).title == "Typed"
    assert not NextOwner.objects.exists()
