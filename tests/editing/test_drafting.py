"""Writing a draft: nothing is overwritten, nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import Publication, put_live
from kb.catalogue.reading import document_of as published_document
from kb.editing.drafts import actions as drafting
from kb.editing.drafts import beginning
from kb.editing.models import Draft, OpenPage, Presence, Revision, UnsavedText
from tests.editing.conftest import NOON, last
from tests.make import make_article, make_code, make_document, make_draft, make_report, make_service


def saved(draft, *, by, base_revision=None, is_autosave=False, **facts):
    document = replace(last(draft).document, **facts)
    return drafting.save(
        draft=draft, document=document, base_revision=base_revision or draft.number, by=by, is_autosave=is_autosave
    )


def test_draft_begins_from_nothing(editor):
    draft = drafting.begin(by=editor)

    assert (draft.state, draft.number, draft.based_on) == ("DRAFT", 1, 0)
    assert last(draft).document.title == ""
    assert AuditEntry.objects.get(verb="began a draft").actor == editor


def test_draft_of_an_article_begins_with_what_is_published(editor):
    article = make_article(codes=("ERR5022",))
    draft = drafting.begin(by=editor, article=article)

    assert draft.based_on == 1
    assert last(draft).document == published_document(article)


def test_article_has_one_open_draft(editor, other_editor):
    article = make_article()
    draft = drafting.begin(by=editor, article=article)

    assert drafting.begin(by=other_editor, article=article) == draft
    drafting.discard(draft=draft, by=editor)
    assert drafting.begin(by=other_editor, article=article) != draft


def test_each_save_is_a_revision_and_none_is_changed(editor):
    draft = make_draft(by=editor, title="One")
    saved(draft, by=editor, title="Two")
    saved(draft, by=editor, title="Three")

    assert [row.content["title"] for row in draft.revisions.order_by("number")] == ["One", "Two", "Three"]
    draft.refresh_from_db()
    assert (draft.number, draft.title) == (3, "Three")


def test_saying_the_same_again_saves_nothing(editor):
    draft = make_draft(by=editor)

    assert saved(draft, by=editor).number == 1
    assert saved(draft, by=editor, title="Two", is_autosave=True).number == 2
    assert saved(draft, by=editor, is_autosave=True).number == 2
    # Saved by hand it is a state of its own, that history shows.
    assert saved(draft, by=editor).number == 3
    assert saved(draft, by=editor).number == 3


def test_autosave_leaves_no_entry_in_the_audit(editor):
    draft = make_draft(by=editor)
    saved(draft, by=editor, title="Two", is_autosave=True)
    assert not AuditEntry.objects.filter(verb="saved a draft").exists()

    saved(draft, by=editor, title="Three")
    assert AuditEntry.objects.get(verb="saved a draft").detail["revision"] == 3


def test_old_text_never_overwrites_and_is_kept(editor, other_editor):
    draft = make_draft(by=editor, title="One")
    mine = Draft.objects.get(pk=draft.pk)
    saved(draft, by=other_editor, title="Theirs")

    with pytest.raises(drafting.Conflict, match="The other editor has saved this draft") as conflict:
        saved(mine, by=editor, base_revision=1, title="Mine")

    assert conflict.value.theirs.content["title"] == "Theirs"
    assert conflict.value.mine.title == "Mine"
    assert conflict.value.unsaved_text.document.title == "Mine"
    assert last(draft).content["title"] == "Theirs"


def test_same_text_is_kept_aside_once_and_settled_by_its_author(editor, other_editor):
    draft = make_draft(by=editor)
    document = make_document()
    unsaved_text = drafting.keep_unsaved_text(draft=draft, document=document, base_revision=1, by=editor)

    assert drafting.keep_unsaved_text(draft=draft, document=document, base_revision=1, by=editor) == unsaved_text
    with pytest.raises(drafting.NotAllowed):
        drafting.settle_unsaved_text(unsaved_text=unsaved_text, by=other_editor)
    drafting.settle_unsaved_text(unsaved_text=unsaved_text, by=editor)
    assert not UnsavedText.objects.waiting().exists()


def from_page(draft, by, key, turn, title, base_revision=1):
    page = OpenPage(key, turn)
    document = replace(drafting.latest(draft).document, title=title)
    return drafting.save(draft=draft, document=document, base_revision=base_revision, by=by, page=page)


def test_what_its_own_page_saved_is_no_conflict(editor):
    draft = make_draft(by=editor)
    from_page(draft, editor, "a", 1, "One")

    assert from_page(draft, editor, "a", 2, "One and two").number == 3


def test_earlier_text_of_a_page_that_comes_late_saves_nothing(editor):
    draft = make_draft(by=editor)
    from_page(draft, editor, "a", 2, "One and two")

    assert from_page(draft, editor, "a", 1, "One").document.title == "One and two"
    assert draft.number == 2


def test_other_window_of_the_same_person_is_a_conflict_that_says_who_it_was(editor):
    draft = make_draft(by=editor)
    from_page(draft, editor, "a", 1, "One")

    with pytest.raises(drafting.Conflict, match="You yourself saved this draft while you wrote here"):
        from_page(draft, editor, "b", 1, "Two")


def test_page_is_in_conflict_with_whoever_saved_between(editor, other_editor):
    draft = make_draft(by=editor)
    from_page(draft, editor, "a", 1, "One")
    from_page(draft, other_editor, "b", 1, "Theirs", base_revision=2)

    with pytest.raises(drafting.Conflict, match="The other editor has saved this draft"):
        from_page(draft, editor, "a", 2, "One and two")


def test_same_text_saved_twice_is_no_conflict(editor):
    draft = make_draft(by=editor)
    again = Draft.objects.get(pk=draft.pk)
    saved(draft, by=editor, title="Two")

    assert saved(again, by=editor, base_revision=1, title="Two").number == 2


def test_draft_from_before_an_upgrade_is_not_written_anew_where_nothing_was_typed(editor, reviewer):
    draft = make_draft(by=editor)
    kept = {name: value for name, value in last(draft).content.items() if name != "questions"}
    draft.revisions.update(content=kept)

    assert saved(draft, by=reviewer).by == editor


def test_what_is_typed_into_a_discarded_draft_is_kept(editor, other_editor):
    draft = make_draft(by=editor)
    drafting.discard(draft=Draft.objects.get(pk=draft.pk), by=editor)

    with pytest.raises(drafting.NotOpen, match="was discarded") as refused:
        saved(draft, by=other_editor, title="Typed for an hour")
    assert refused.value.unsaved_text.content["title"] == "Typed for an hour"


def test_characters_that_no_database_keeps_are_left_out(editor):
    draft = make_draft(by=editor)
    revision = saved(draft, by=editor, title="Card\x00 not\ud800 read", causes=("One\r\nTwo",))

    stored = Revision.objects.get(pk=revision.pk).document
    assert (stored.title, stored.causes) == ("Card not read", ("One\nTwo",))


def test_draft_is_discarded_by_its_authors_and_reviewers_only(editor, other_editor, reviewer):
    draft = make_draft(by=editor)
    with pytest.raises(drafting.NotAllowed):
        drafting.discard(draft=draft, by=other_editor)

    assert drafting.discard(draft=draft, by=reviewer).state == "DISCARDED"
    with pytest.raises(drafting.NotOpen):
        drafting.discard(draft=draft, by=reviewer)


def test_copy_begins_at_no_address_and_is_not_verified(editor):
    article = make_article(codes=("ERR5022",))
    draft = drafting.copy_of(article=article, by=editor)
    document = last(draft).document

    assert (draft.article, draft.origin) == (None, f"copy of {article.label}")
    assert (document.title, document.slug, document.codes) == (article.title, "", ("ERR5022",))


def test_draft_from_a_report_tells_nothing_of_who_sent_it(editor):
    make_code("ERR5022")
    report = make_report(
        text="Sam Porter here, mail sam@example.org: ERR5022 on patient Jo Bloggs, NHS number 943 476 5919",
        name="Sam Porter",
        email="sam@example.org",
        phone="01632 960001",
        code="err 5022",
        service=make_service("identity-agent").slug,
    )
    draft = beginning.from_report(report=report, by=editor)
    document = last(draft).document

    assert draft.origin == f"report {report.reference}"
    assert (document.codes, document.services) == (("ERR5022",), ("identity-agent",))
    assert "ERR5022 on patient" in document.symptoms[0].text
    for secret in ("Sam", "example.org", "Bloggs", "943 476 5919", "01632"):
        assert secret not in str(last(draft).content)


def test_draft_from_a_code_answers_it(editor):
    draft = beginning.from_code(code=" ERR 7777 ", by=editor)

    assert last(draft).document.codes == ("ERR 7777",)
    assert draft.origin == "code ERR 7777"


def test_draft_that_was_overtaken_is_brought_up_to_date_by_who_compared_it(editor):
    article = make_article(slug="card-not-read")
    draft = drafting.begin(by=editor, article=article)
    put_live(make_document(slug="card-not-read"), Publication(by=None, article=article))

    with pytest.raises(drafting.Overtaken, match="now version 2"):
        drafting.catch_up(draft=draft, version=1, by=editor)
    assert drafting.catch_up(draft=draft, version=2, by=editor).based_on == 2


def test_people_at_one_draft_see_each_other_for_a_minute(editor, other_editor):
    draft = make_draft(by=editor)
    drafting.note_presence(draft=draft, by=editor, now=NOON)
    drafting.note_presence(draft=draft, by=other_editor, now=NOON)
    drafting.note_presence(draft=draft, by=other_editor, now=NOON + timedelta(seconds=30))

    def others(after: int) -> list[str]:
        now = NOON + timedelta(seconds=after)
        return [row.person.name for row in Presence.objects.others(draft, editor, now)]

    assert others(60) == ["The other editor"]
    assert others(90) == []
    assert drafting.forget_presence(NOON + timedelta(hours=2)) == 2
