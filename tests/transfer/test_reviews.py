"""A review travels with its article, so that verified stays verified; and no words pass for reviewed that are not."""

from dataclasses import replace
from datetime import date

import pytest

from kb.accounts.actions import add_person
from kb.accounts.roles import Role
from kb.catalogue import actions, reading
from kb.transfer.actions import bring_in, preview, take_out
from kb.transfer.differences import differences
from kb.transfer.planning import Fate
from tests.transfer.conftest import ARTICLE, Files, the_article

pytestmark = [pytest.mark.django_db, pytest.mark.either]
DAY = date(2026, 11, 22)


def verify(by, on=DAY, **facts):
    article = the_article()
    document = replace(reading.document_of(article), confidence="VERIFIED", **facts)
    review = actions.Verification(by=by, on=on, verified_with="NHS Identity Agent 2.4")
    return actions.put_live(document, actions.Publication(by=by, article=article, review=review))


@pytest.fixture
def taken_out(files, reviewer, tmp_path):
    """The folder of a site on which one article was verified."""
    files.bring_in()
    verify(reviewer)
    take_out(root=tmp_path / "out")
    return Files(tmp_path / "out")


def test_file_of_a_verified_article_says_by_whom_when_with_what_and_which_words(taken_out, reviewer):
    document = reading.document_of(the_article())

    said = (
        f"review:\n  by: {reviewer.name}\n  day: 2026-11-22\n  with: NHS Identity Agent 2.4\n"
        f"  words: {document.fingerprint[:16]}\n---\n"
    )
    assert said in taken_out.text(ARTICLE).replace("'", "")
    assert "review:" not in taken_out.text("articles/no-role.md")


def test_verified_article_comes_back_verified_and_byte_for_byte(taken_out, reviewer, tmp_path):
    article = the_article()
    actions.put_live(
        replace(reading.document_of(article), confidence="UNVERIFIED"),
        actions.Publication(by=None, article=article, is_unreviewed=True),
    )

    bring_in(root=taken_out.root, by=None, replace=True)

    article = the_article()
    assert (article.confidence, article.reviewed_by, article.reviewed_on) == ("VERIFIED", reviewer, DAY)
    assert article.verified_with == "NHS Identity Agent 2.4"
    take_out(root=tmp_path / "again")
    assert Files(tmp_path / "again").text(ARTICLE) == taken_out.text(ARTICLE)
    assert bring_in(root=taken_out.root, by=None).did_nothing


def test_words_changed_after_the_review_are_refused_with_the_line(taken_out):
    taken_out.edit(ARTICLE, "It helps to wait.", "It helps to hit it.")

    (problem,) = taken_out.problems()

    assert "The words were changed after this review." in problem
    line = int(problem.partition("line ")[2].partition(":")[0])
    assert taken_out.text(ARTICLE).splitlines()[line - 1].strip().startswith("words:")


def test_verified_without_a_review_is_refused_as_ever(files):
    files.edit(ARTICLE, "confidence: unverified", "confidence: verified")

    assert any("Verified means that somebody reviewed it" in problem for problem in files.problems())


def test_review_of_nobody_here_is_refused_by_name(taken_out, reviewer):
    taken_out.edit(ARTICLE, f"by: {reviewer.name}", "by: Somebody Else")

    (problem,) = taken_out.problems()

    assert "Nobody here is called Somebody Else. Make an account of that name first" in problem


def test_review_of_a_name_that_two_have_is_refused(taken_out, reviewer):
    add_person(username="other", name=reviewer.name, role=Role.REVIEWER, password="a long pass phrase")

    assert f"2 people here are called {reviewer.name}" in taken_out.problems()[0]


def test_review_that_does_not_say_when_is_refused(taken_out):
    taken_out.edit(ARTICLE, "  day: 2026-11-22\n", "")

    assert "Say by whom and on which day" in taken_out.problems()[0]


def test_newer_review_of_the_same_words_comes_in_and_makes_no_version(taken_out, reviewer):
    newer = taken_out.text(ARTICLE).replace("day: 2026-11-22", "day: 2026-11-29")
    taken_out.write(ARTICLE, newer)
    version = the_article().version
    (planned,) = preview(root=taken_out.root).with_fate(Fate.CHANGED)
    assert [piece.text for lines in differences(planned) for piece in lines.pieces if piece.kind == "ADDED"] == ["29"]

    outcome = bring_in(root=taken_out.root, by=None)

    assert outcome.changed == {"review": 1}
    assert (the_article().reviewed_on, the_article().version) == (date(2026, 11, 29), version)
    assert bring_in(root=taken_out.root, by=None).did_nothing


def test_older_review_takes_nothing_back(taken_out, reviewer):
    actions.note_review(article=the_article(), review=actions.Verification(by=reviewer, on=date(2026, 11, 30)))

    assert bring_in(root=taken_out.root, by=None).did_nothing
    assert the_article().reviewed_on == date(2026, 11, 30)
