"""Of many files some are wrong, some were changed here, some rows are gone: the rest comes in, and each is named."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.catalogue import actions
from kb.catalogue.models import Article, ErrorCode, Service
from kb.contacts.models import LocalContact
from kb.search.models import Synonym
from kb.transfer import folder, planning, writing
from kb.transfer.actions import MOST_WHOLE, bring_in, preview, take_out
from kb.transfer.differences import differences
from kb.transfer.planning import Fate
from kb.transfer.writing import MEANWHILE, Writing, in_turns
from tests.make import make_code
from tests.transfer.conftest import ARTICLE, CONTENT, NOTICE, OTHER, edit, everything, the_article
from tests.transfer.test_commands import run

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def test_dry_run_names_what_is_new_and_writes_nothing(files):
    before = everything()

    said = run("import_kb", files.root, "--dry-run")

    assert "Would be added: 17" in said
    assert f"{ARTICLE}, line 1: the article “Card not read”" in said
    assert said.endswith("Would stay the same: 0. Nothing was written.\n")
    assert everything() == before


def test_dry_run_shows_each_line_that_differs_by_its_number(files, editor):
    files.bring_in()
    files.edit(OTHER, "The list is empty.", "No list comes.")
    files.edit("vendors.csv", "Not supported here.", "Ask them.")
    edit(title="Our own title", by=editor)
    before = everything()

    said = run("import_kb", files.root, "--dry-run").splitlines()

    at = said.index(f"{OTHER}, line 1: the article “No role to choose”")
    assert said[at + 1 : at + 4] == ["  line 10:", "  - - The list is empty.", "  + - No list comes."]
    assert any(line.startswith("  + isosec,Isosec") and "Ask them." in line for line in said)
    assert f"Would stay as it is: {ARTICLE}: the article “Our own title” was changed here" in said
    assert "  - title: Our own title" in said
    assert everything() == before


def test_words_that_differ_are_told_from_those_that_stay(files):
    files.bring_in()
    files.edit(OTHER, "The list is empty.", "The list is short.")
    plan = preview(root=files.root)

    (changed,) = plan.with_fate(Fate.CHANGED)
    (lines,) = differences(changed)

    assert [(piece.text.strip(), piece.kind) for piece in lines.pieces if piece.kind != "SAME"] == [
        ("empty", "REMOVED"),
        ("short", "ADDED"),
    ]
    assert files.text(OTHER).splitlines()[lines.line - 1] == "- The list is short."


def test_wrong_file_still_keeps_all_out_by_default(files):
    files.edit(OTHER, "title: No role to choose\n", "")

    assert files.problems()
    assert not Article.objects.exists()


def test_wrong_files_are_left_out_and_what_leans_on_them(files):
    files.edit(OTHER, "title: No role to choose\n", "")
    files.write("articles/alone.md", CONTENT[OTHER].replace("No role to choose", "Alone"))

    outcome = bring_in(root=files.root, by=None, leave_out_wrong=True)

    assert list(Article.objects.values_list("slug", flat=True)) == ["alone"]
    named = {problem.file for problem in outcome.left_out}
    # The first article, a shortcut, a word, an answer and the notice lead to the one that is wrong.
    assert named == {OTHER, ARTICLE, NOTICE, "shortcuts.csv", "words.csv", "answers.csv"}
    assert Service.objects.exists()
    assert bring_in(root=files.root, by=None, leave_out_wrong=True).did_nothing


def test_wrong_row_is_left_out_and_the_others_are_not(files):
    files.write("services.csv", files.text("services.csv") + "b a d,Bad,Slug.,false\nother,Other,More.,false\n")

    outcome = bring_in(root=files.root, by=None, leave_out_wrong=True)

    assert [(one.file, one.line) for one in outcome.left_out] == [("services.csv", 3)]
    assert [service.slug for service in Service.objects.in_order()] == ["identity-agent", "other"]
    files.edit("services.csv", "b a d,Bad,Slug.,false\n", "")
    assert files.bring_in().did_nothing


def test_left_out_files_end_the_command_with_a_number_of_their_own(files):
    files.edit(NOTICE, "- ERR5022", "- ERR9999")

    with pytest.raises(CommandError) as left_out:
        run("import_kb", files.root, "--leave-out-wrong")

    assert left_out.value.returncode == 2
    assert str(left_out.value).splitlines()[0] == "These were left out. Mend them, then import again:"
    assert Article.objects.count() == 2


def _without_row(files, name, start):
    kept = [line for line in files.text(name).splitlines(keepends=True) if not line.startswith(start)]
    files.write(name, "".join(kept))


def test_row_taken_out_is_asked_about_and_stays(files):
    files.bring_in()
    _without_row(files, "contacts.csv", "IT,")

    said = run("import_kb", files.root)

    assert "contacts.csv: the contact “IT desk”" in said
    assert LocalContact.objects.count() == 1


def test_row_taken_out_is_removed_on_request(files):
    files.bring_in()
    _without_row(files, "contacts.csv", "IT,")
    _without_row(files, "synonyms.csv", "passcode,")

    outcome = bring_in(root=files.root, by=None, remove_gone=True)

    assert outcome.removed == {"contact": 1, "synonym": 1}
    assert not LocalContact.objects.exists()
    assert not Synonym.objects.exists()


def test_row_on_which_another_hangs_stays_and_says_so(files):
    files.bring_in()
    _without_row(files, "answers.csv", "place,")

    outcome = bring_in(root=files.root, by=None, leave_out_wrong=True, remove_gone=True)

    assert not outcome.removed
    assert any("place" in str(problem) for problem in outcome.left_out)


def test_word_and_common_problem_are_removed_and_what_an_article_names_stays(files):
    files.bring_in()
    _without_row(files, "shortcuts.csv", "There is no role,")
    _without_row(files, "words.csv", "ra,")
    _without_row(files, "services.csv", "identity-agent,")
    _without_row(files, "codes.csv", "ERR5022,")

    outcome = bring_in(root=files.root, by=None, leave_out_wrong=True, remove_gone=True)

    assert outcome.removed == {"common problem": 1, "word": 1}
    assert {(problem.file, problem.message.partition(":")[0]) for problem in outcome.left_out} == {
        ("services.csv", "Identity Agent"),
        ("codes.csv", "ERR5022"),
    }
    assert Service.objects.exists()


def test_row_made_here_was_never_taken_out(files):
    files.bring_in()
    actions.save_service(
        entry=replace(folder.read(files.root).of(planning.kinds.SERVICES)[0].content, slug="ours", name="Ours"), by=None
    )

    assert files.bring_in().gone == []


def test_table_with_a_wrong_row_asks_about_none(files):
    """The row that seems to be gone may be the one that is misspelt."""
    files.bring_in()
    files.edit("contacts.csv", "IT,Harbour", "XX,Harbour")

    assert bring_in(root=files.root, by=None, leave_out_wrong=True).gone == []


def test_row_of_commas_is_skipped(files):
    files.write("services.csv", files.text("services.csv") + ",,,\n , ,,\n")

    assert files.bring_in().added["service"] == 1


def test_many_short_transactions_come_to_the_same(files, tmp_path):
    writing = Writing(planning.plan_of(folder.read(files.root)), planning.takes_all(replace=False), None)

    assert list(in_turns(writing))[-1] == 17
    assert writing.outcome.added.total() == 17
    take_out(root=tmp_path / "out")
    assert all((tmp_path / "out" / name).read_text() == text for name, text in CONTENT.items())
    assert files.bring_in().did_nothing


def test_what_changes_between_the_look_and_the_writing_stays(files, editor):
    files.bring_in()
    files.edit(ARTICLE, "It helps to wait.", "It helps to wait long.")
    files.edit("codes.csv", "It could not be completed.", "It was not completed.")
    plan = planning.plan_of(folder.read(files.root))
    edit(title="Our own title", by=editor)

    writing = Writing(plan, planning.takes_all(replace=False), None)
    list(in_turns(writing))

    assert writing.outcome.kept == [f"{ARTICLE}: the article “Card not read” {MEANWHILE}"]
    assert the_article().title == "Our own title"
    assert ErrorCode.objects.get(display="ERR5022").meanings.get().words == "It was not completed."


def test_address_that_another_article_has_is_seen_before_anything_is_written(files):
    files.bring_in()
    files.write("articles/C9-no-role.md", CONTENT[OTHER].replace("No role to choose", "Another"))
    files.root.joinpath(OTHER).unlink()
    edit(reference="C1")
    other = Article.objects.get(slug="no-role")
    Article.objects.filter(pk=other.pk).update(reference="C8")

    with pytest.raises(CommandError, match="Another article has the address 'no-role'"):
        call_command("import_kb", str(files.root), "--dry-run")


def test_code_that_nothing_names_is_asked_about_and_removed_on_request(files):
    files.write("codes.csv", files.text("codes.csv") + "ERR9999,exact,,,Nothing names it.,,,,,,\n")
    files.bring_in()
    _without_row(files, "codes.csv", "ERR9999,")

    asked = run("import_kb", files.root)
    stays = ErrorCode.objects.filter(normal="ERR9999").exists()
    outcome = bring_in(root=files.root, by=None, remove_gone=True)

    assert "codes.csv: the error code “ERR9999”" in asked
    assert stays
    assert outcome.removed == {"error code": 1}
    assert not ErrorCode.objects.filter(normal="ERR9999").exists()


def many(files, number: int) -> None:
    """Beside what is here, so many articles more."""
    for place in range(number):
        files.write(f"articles/more-{place}.md", CONTENT[OTHER].replace("No role to choose", f"More {place}"))


def turns_of(monkeypatch) -> list[int]:
    """How many things each transaction of an import in steps has written when it ends."""
    monkeypatch.setattr(writing, "LOCKED_SECONDS", 0.0)
    monkeypatch.setattr(writing, "GAP_SECONDS", 0.0)
    held: list[int] = []
    plain = writing._one_turn

    def noted(*words):
        done = plain(*words)
        held.append(done)
        return done

    monkeypatch.setattr(writing, "_one_turn", noted)
    return held


def test_command_writes_many_changes_in_steps_where_people_are_at_work(files, monkeypatch):
    files.bring_in()
    many(files, MOST_WHOLE + 1)
    held = turns_of(monkeypatch)

    assert files.bring_in().added == {"article": MOST_WHOLE + 1}
    assert held == list(range(1, MOST_WHOLE + 2))
    assert files.bring_in().did_nothing


def test_nothing_new_takes_no_lock(files):
    files.bring_in()
    with CaptureQueriesContext(connection) as asked:
        assert files.bring_in().did_nothing

    assert [one["sql"] for one in asked if one["sql"].startswith(("UPDATE", "INSERT", "DELETE"))] == []


def test_of_few_changes_all_are_refused_and_of_many_one(files):
    """Of what only the writing itself can know."""
    files.bring_in()
    make_code("LOCAL1", spellings=("Code of another",))
    row = "ERR7777,exact,,,More.,Signing in,it,,,Code of another,\n"
    files.write("codes.csv", files.text("codes.csv") + row)
    before = everything()

    (problem,) = files.problems()

    assert "'Code of another' is already the code LOCAL1" in problem
    assert everything() == before
    many(files, MOST_WHOLE + 1)
    outcome = files.bring_in()
    assert [one.file for one in outcome.left_out] == ["codes.csv"]
    assert outcome.added == {"article": MOST_WHOLE + 1}
