"""What was edited or made here is never overwritten by a file, unless somebody asks for it."""

from dataclasses import replace

import pytest
from django.utils import timezone

from kb.catalogue import actions, reading
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.models import Article, Category, ErrorCode, Service, Shortcut, Snippet, Version
from kb.contacts.actions import save_contact
from kb.contacts.models import LocalContact
from kb.notices.actions import add_update, publish_notice
from kb.notices.models import Notice
from kb.search.answers import reading as answers
from kb.search.answers.actions import save_answer
from kb.search.models import Synonym
from kb.search.synonyms import entry_of, save_synonym
from kb.transfer.actions import bring_in, take_out
from tests.make import make_article, make_code, make_service
from tests.transfer.conftest import ARTICLE, NOTICE, OTHER, SNIPPET, edit, everything, refusals, the_article

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def test_article_edited_here_is_refused_by_name_and_stays(files, editor):
    files.bring_in()
    edit(title="Our own title", by=editor)
    before = everything()

    assert refusals(files) == [f"{ARTICLE}: the article “Our own title” was changed here"]

    assert everything() == before


def test_article_edited_here_does_not_stop_the_other_files(files, editor):
    files.bring_in()
    edit(title="Our own title", by=editor)
    files.edit(OTHER, "The list is empty.", "No list comes.")

    outcome = files.bring_in()

    assert outcome.kept == [f"{ARTICLE}: the article “Our own title” was changed here"]
    assert outcome.changed == {"article": 1}
    assert Article.objects.get(slug="no-role").version == 2
    assert the_article().title == "Our own title"


def test_replace_makes_the_file_the_next_version_and_keeps_the_one_made_here(files, editor):
    files.bring_in()
    edit(title="Our own title", by=editor)

    outcome = files.bring_in(replace=True)

    assert outcome.changed == {"article": 1}
    assert (the_article().title, the_article().version) == ("Card not read", 3)
    made_here = Version.objects.get(article__reference="C1", number=2)
    assert (made_here.document["title"], made_here.by) == ("Our own title", editor)
    assert files.bring_in().did_nothing


def test_article_withdrawn_here_is_not_brought_back(files):
    files.bring_in()
    actions.withdraw(article=the_article(), by=None, why="Not true here.")
    assert files.bring_in().did_nothing
    files.edit(ARTICLE, "Nothing happens.", "Nothing at all happens.")

    assert refusals(files) == [f"{ARTICLE}: the article “Card not read” was withdrawn here"]
    files.bring_in(replace=True)

    assert the_article().withdrawn_at is None


def _service():
    entry = reading.service_entry(Service.objects.get())
    actions.save_service(entry=replace(entry, name="Ours"), by=None)


def _category():
    entry = reading.category_entry(Category.objects.get())
    actions.save_category(entry=replace(entry, name="Ours"), by=None)


def _code():
    entry = reading.code_entry(ErrorCode.objects.whole().get(normal="ERR5022"))
    actions.save_code(entry=replace(entry, meanings=(MeaningEntry("Ours."),)), by=None)


def _snippet():
    entry = reading.snippet_entry(Snippet.objects.get())
    actions.save_snippet(entry=replace(entry, body="Ours."), by=None)


def _shortcut():
    entry = reading.shortcut_entry(Shortcut.objects.get())
    actions.save_shortcut(entry=replace(entry, article="card-not-read"), by=None)


def _synonym():
    save_synonym(entry=replace(entry_of(Synonym.objects.get(folded="pin code")), one_way=False), by=None)


def _answer():
    save_answer(
        entry=replace(answers.entry_of(answers.in_order().get(slug="down"), timezone.now()), phrase="outage"), by=None
    )


def _contact():
    save_contact(content=replace(LocalContact.objects.get().content, phone="01632 960009"), by=None)


def _notice():
    content = Notice.objects.with_parts().get().content
    publish_notice(content=replace(content, summary="Ours."), by=None)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (_service, "services.csv: the service “Ours” was changed here"),
        (_category, "categories.csv: the category “Ours” was changed here"),
        (_code, "codes.csv: the error code “ERR5022” was changed here"),
        (_snippet, f"{SNIPPET}: the snippet “Try the general checks” was changed here"),
        (_shortcut, "shortcuts.csv: the common problem “There is no role” was changed here"),
        (_synonym, "synonyms.csv: the synonym “PIN code” was changed here"),
        (_answer, "answers.csv: the answer “outage” was changed here"),
        (_contact, "contacts.csv: the contact “IT desk” was changed here"),
        (_notice, f"{NOTICE}: the notice “Sign-in is slow” was changed here"),
    ],
)
def test_whatever_was_edited_here_is_refused_by_name_until_it_is_replaced(files, change, refusal):
    files.bring_in()
    change()
    before = everything()

    assert refusals(files) == [refusal]
    assert everything() == before
    assert files.bring_in(replace=True).changed.total() == 1
    assert files.bring_in().did_nothing


def test_update_added_to_a_notice_here_stays_and_refuses_nothing(files):
    files.bring_in()
    add_update(notice=Notice.objects.get(), text="It is over soon.", by=None)

    assert files.bring_in().did_nothing
    files.edit(NOTICE, "Wait and try again.", "Wait.")
    files.bring_in(replace=True)

    assert Notice.objects.get().body == "Wait."
    assert Notice.objects.get().updates.count() == 2
    assert files.bring_in().did_nothing


def test_edit_that_came_into_the_file_counts_as_the_files(files):
    files.bring_in()
    edit(title="Card cannot be read")
    files.edit(ARTICLE, "Card not read", "Card cannot be read")

    assert files.bring_in().did_nothing
    files.edit(ARTICLE, "Card cannot be read", "Card is not read at all")
    files.bring_in()

    assert (the_article().title, the_article().version) == ("Card is not read at all", 3)


def test_file_that_lost_its_reference_does_not_overwrite_an_edit(files):
    files.bring_in()
    edit(title="Our own title")
    files.rename(ARTICLE, "articles/card-not-read.md")

    assert refusals(files) == ["articles/card-not-read.md: the article “Our own title” was changed here"]


def test_file_with_a_reference_does_not_overwrite_an_article_made_here(files):
    make_article(slug="card-not-read", category="elsewhere", title="Our own title")

    assert refusals(files) == [f"{ARTICLE}: the article “Our own title” was changed here"]


def test_code_shown_otherwise_from_now_on_is_no_edit_made_here(files):
    files.bring_in()
    files.edit("codes.csv", "ERR5022,", "ERR-5022,")
    files.edit(ARTICLE, "Nothing happens.", "Nothing at all happens.")

    outcome = files.bring_in()

    assert outcome.changed == {"error code": 1, "article": 1, "notice": 1}
    assert reading.document_of(the_article()).codes == ("ERR-5022",)
    assert files.bring_in().did_nothing


def test_what_is_only_here_stays_and_stands_in_nobodys_way(files):
    make_service("local-one", position=0)
    make_service("local-two", position=7)
    make_article(slug="local-page", category="elsewhere", services=("local-one",))
    files.bring_in()

    assert files.bring_in().did_nothing
    assert [service.slug for service in Service.objects.in_order()] == ["local-one", "identity-agent", "local-two"]
    assert Article.objects.live().count() == 3


def test_rows_in_another_order_are_a_change_and_an_order_made_here_is_an_edit(files):
    files.write("services.csv", files.text("services.csv") + "other,Other,Something else.,false\n")
    files.bring_in()
    header, first, second = files.text("services.csv").splitlines(keepends=True)
    files.write("services.csv", header + second + first)

    assert files.bring_in().changed == {"service": 2}
    assert [service.slug for service in Service.objects.in_order()] == ["other", "identity-agent"]
    for position, slug in enumerate(("identity-agent", "other"), 1):
        entry = reading.service_entry(Service.objects.get(slug=slug))
        actions.save_service(entry=replace(entry, position=position), by=None)

    assert refusals(files) == [
        "services.csv: the service “Other” was changed here",
        "services.csv: the service “Identity Agent” was changed here",
    ]


def test_row_put_in_front_or_taken_out_is_no_edit_of_the_others(files):
    files.write("services.csv", files.text("services.csv") + "other,Other,Something else.,false\n")
    files.bring_in()
    header, first, second = files.text("services.csv").splitlines(keepends=True)
    files.write("services.csv", header + "new,New,In front.,false\n" + first + second)
    files.bring_in()
    files.write("services.csv", header + first + second)
    files.bring_in()
    files.write("services.csv", header + "newer,Newer,In front.,false\n" + first + second)

    files.bring_in()

    assert [service.slug for service in Service.objects.in_order()][-1] == "other"


def test_row_that_stood_elsewhere_in_another_file_was_not_changed_here(files, tmp_path):
    heading = files.text("codes.csv")
    files.write("codes.csv", heading + "A100,exact,,,Off.,Here,,,,,\nB200,exact,,,On.,There,,,,,\n")
    files.bring_in()
    for said in ("On again.", "On at last."):
        files.write("codes.csv", f"{heading}B200,exact,,,{said},There,,,,,\n")
        assert files.bring_in().changed == {"error code": 1}
        take_out(root=tmp_path / "all")
        bring_in(root=tmp_path / "all", by=None)


def test_older_table_takes_no_stop_away(files):
    """A file from before the column says nothing of it, and a stop that is lost in silence locks cards."""
    older = files.text("codes.csv")
    heading, family, code = older.splitlines()
    files.write("codes.csv", f"{heading},stop\n{family},\n{code},yes\n")
    files.bring_in()

    files.write("codes.csv", older)
    assert files.bring_in().did_nothing
    files.edit("codes.csv", "It could not be completed.", "It was not completed.")
    assert files.bring_in().changed == {"error code": 1}

    meaning = ErrorCode.objects.get(display="ERR5022").meanings.get()
    assert (meaning.words, meaning.stops) == ("It was not completed.", True)
    files.write("codes.csv", f"{heading},stop\n{family},\n{code},\n")
    files.bring_in()
    assert not ErrorCode.objects.get(display="ERR5022").meanings.get().stops


def test_code_renamed_here_is_refused_by_name_and_renamed_back_on_purpose(files, editor):
    files.bring_in()
    code = ErrorCode.objects.get(display="ERR5022")
    actions.rename_code(code=code, name="CIS-5022", by=editor)

    assert "codes.csv: the error code “CIS-5022” was changed here" in refusals(files)

    files.bring_in(replace=True)
    assert ErrorCode.objects.get(pk=code.pk).display == "ERR5022"
    assert files.bring_in().did_nothing


def test_code_merged_away_here_comes_back_only_on_purpose(files, editor):
    files.bring_in()
    into = ErrorCode.objects.exclude(display="ERR5022").filter(kind="EXACT").first() or make_code("ERR1")
    actions.merge_codes(code=ErrorCode.objects.get(display="ERR5022"), into=into, by=editor)

    assert refusals(files)

    files.bring_in(replace=True)
    assert ErrorCode.objects.filter(display="ERR5022").exists()
