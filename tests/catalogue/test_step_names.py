"""A step has a name of its own: given once, kept, and for what was written before there were names always the same."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.actions import Publication, put_live
from kb.catalogue.document import ArticleDocument, StepContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.catalogue.step_names import LETTERS, anew, derived, each_its_own, fresh, is_name, named, unnamed
from kb.transfer.files import read_article
from tests.make import make_article, make_document

STEPS = (
    StepContent("USER", "Take the card out", "Wait, then put it back in."),
    StepContent("USER", snippet="which-software"),
    StepContent("IT", "Restart the agent", "Restart it."),
)


def names(steps) -> list[str]:
    return [step.name for step in steps]


TITLES = st.sampled_from(["Look", "Restart", "Ring", ""]) | st.text(max_size=10)
STEP = st.builds(StepContent, st.sampled_from(["USER", "RA", "IT"]), TITLES, st.text(max_size=10))
SOME = st.lists(STEP, max_size=8).map(tuple)


def test_names_that_were_given_before_today_are_these_for_ever():
    assert names(named(STEPS)) == ["nwspvtcb", "jgdrbgzs", "ctkvntwr"]


@given(SOME)
def test_every_step_of_a_document_has_a_name_of_its_own_and_the_same_on_every_run(steps):
    document = make_document(steps=steps)
    again = ArticleDocument.from_dict(json.loads(json.dumps(document.to_dict())))

    assert all(map(is_name, names(document.steps)))
    assert len(set(names(document.steps))) == len(steps)
    assert names(named(steps)) == names(document.steps) == names(again.steps)
    assert unnamed(document.steps) == steps


@given(SOME.filter(bool), st.data())
def test_names_stay_through_insert_delete_move_and_edit(steps, data):
    before = list(make_document(steps=steps).steps)
    place = data.draw(st.integers(0, len(before) - 1))
    other = data.draw(st.integers(0, len(before) - 1))
    new = data.draw(STEP)
    inserted = make_document(steps=(*before[:place], new, *before[place:])).steps
    moved = [*before]
    moved.insert(other, moved.pop(place))
    edited = [*before]
    edited[place] = replace(before[place], title=new.title, body=new.body, audience=new.audience)

    assert [*names(inserted[:place]), *names(inserted[place + 1 :])] == names(before)
    assert inserted[place].name not in names(before)
    assert names(make_document(steps=(*before[:place], *before[place + 1 :])).steps) == [
        name for n, name in enumerate(names(before)) if n != place
    ]
    assert sorted(names(make_document(steps=tuple(moved)).steps)) == sorted(names(before))
    assert names(make_document(steps=tuple(edited)).steps) == names(before)


@given(SOME)
def test_a_copy_gets_other_names(steps):
    document = make_document(steps=steps)
    copied = anew(document.steps)

    assert unnamed(copied) == unnamed(document.steps)
    assert not {*names(copied)} & {*names(document.steps)}
    assert len({*names(copied)}) == len(steps)


def test_fresh_name_is_none_of_those_taken(monkeypatch):
    letters = iter(LETTERS[0] * 8 + LETTERS[1] * 8)
    monkeypatch.setattr("kb.catalogue.step_names.secrets.choice", lambda _: next(letters))

    assert fresh({LETTERS[0] * 8}) == LETTERS[1] * 8


def test_second_step_of_a_name_loses_it():
    twice = (replace(STEPS[0], name="bcdfghjk"), replace(STEPS[2], name="bcdfghjk"), replace(STEPS[1], name="x"))

    assert names(each_its_own(twice)) == ["bcdfghjk", "", ""]


@pytest.mark.parametrize("name", ["abcdefgh", "BCDFGHJK", "bcdfghj", "bcdfghjkm", "bcdfghl1", " "])
def test_what_is_no_name_is_a_problem(name):
    (problem,) = make_document(steps=(replace(STEPS[0], name=name),)).problems()

    assert (problem.path, problem.message) == (
        "steps.1.name",
        f"'{name}' is no name of a step: take it out, and the step gets one.",
    )


def test_name_that_two_steps_have_is_a_problem_of_the_second():
    steps = (replace(STEPS[0], name="bcdfghjk"), replace(STEPS[2], name="bcdfghjk"))

    assert [problem.path for problem in make_document(steps=steps).problems()] == ["steps.2.name"]


# --- What was remembered before there were names ---------------------------------------------------------------------


def test_name_that_follows_from_place_and_title_adds_nothing_to_a_fingerprint():
    document = make_document(steps=STEPS)
    other = replace(document, steps=(replace(document.steps[0], name="bcdfghjk"), *document.steps[1:]))

    assert names(document.steps) == list(derived(STEPS))
    assert other.fingerprint != document.fingerprint


def test_shipped_files_carry_their_names():
    for path in sorted(Path(settings.BASE_DIR, "fixtures", "articles").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        document = read_article(path.name, text).content

        assert [f"{{#{step.name}}}" in text for step in document.steps] == [True] * len(document.steps)


# --- Rows and versions ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_rows_and_versions_keep_the_names():
    article = make_article(steps=(STEPS[0], STEPS[2]))
    first = document_of(Article.objects.with_parts().get(pk=article.pk))
    moved = replace(first, steps=(replace(first.steps[1], title="Restart the computer"), first.steps[0]))
    put_live(moved, Publication(by=None, article=article))
    second = document_of(Article.objects.with_parts().get(pk=article.pk))

    assert names(second.steps) == names(first.steps)[::-1]
    assert [row.document["steps"][0]["name"] for row in article.versions.order_by("number")] == [
        first.steps[0].name,
        first.steps[1].name,
    ]
