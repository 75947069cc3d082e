"""Chosen answers as content: checked, compared with each other, saved, removed, each with its audit entry."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.catalogue import actions as catalogue
from kb.catalogue.actions import NotPublishable
from kb.catalogue.models import Article, Edition
from kb.search.answers.actions import remove_answer, save_answer
from kb.search.answers.document import AnswerEntry
from kb.search.answers.reading import chosen, entries, entry_of, in_order
from kb.search.choices import LeadsTo
from kb.search.models import ChosenAnswer
from tests.make import make_answer, make_article, make_code, make_vendor, make_word

pytestmark = pytest.mark.django_db


def refusal(entry: AnswerEntry) -> list[tuple[str, str]]:
    before = Edition.objects.current(), AuditEntry.objects.count(), list(ChosenAnswer.objects.values())
    with pytest.raises(NotPublishable) as refused, transaction.atomic():
        save_answer(entry=entry, by=None)
    assert (Edition.objects.current(), AuditEntry.objects.count(), list(ChosenAnswer.objects.values())) == before
    return [(problem.field, problem.message) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("entry", "field", "words"),
    [
        (AnswerEntry("Is It", "down", "urgent"), "slug", "Use small letters"),
        (AnswerEntry("down", "", "urgent"), "phrase", "Enter the phrase."),
        (AnswerEntry("down", "[down]", "urgent"), "phrase", "Enter at least one part without brackets"),
        (AnswerEntry("down", "x" * 701, "urgent"), "phrase", "Shorten the phrase to 700 characters"),
        (AnswerEntry("down", "down", "nowhere"), "leads_to", "'nowhere' is nowhere to lead: use article, start,"),
        (AnswerEntry("down", "down", "article"), "which", "Enter the address of an article."),
        (AnswerEntry("down", "down", "urgent", "x"), "which", "Leave this empty"),
        (AnswerEntry("down", "down", "article", "no-such"), "which", "There is no live article 'no-such'."),
        (AnswerEntry("down", "down", "vendor", "no-such"), "which", "There is no vendor 'no-such'."),
        (AnswerEntry("down", "down", "word", "no-such"), "which", "There is no word 'no-such'."),
        (AnswerEntry("down", "down / ERR5022", "urgent"), "phrase", "Take out 'ERR5022': it is an error code"),
        (AnswerEntry("down", "down / 1002", "urgent"), "phrase", "Take out '1002': it is an error code"),
        (AnswerEntry("down", "down in {place}", "urgent"), "phrase", "There is no list 'place'."),
        (AnswerEntry("place", "ward + clinic", "list"), "phrase", "A list is words between slashes"),
        (AnswerEntry("place", "{town}", "list"), "phrase", "There is no list 'town' above this one."),
        (AnswerEntry("down", "down", "urgent", position=-1), "position", "Enter a position of 0 or more."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(entry, field, words):
    problems = refusal(entry)

    assert [(name, message.startswith(words)) for name, message in problems] == [(field, True)], problems


def test_phrase_that_is_a_code_of_an_article_is_refused_in_any_spelling():
    make_article(codes=[make_code("Card Locked").display])

    assert refusal(AnswerEntry("locked", "card-locked", "urgent")) == [
        ("phrase", "Take out 'card-locked': it is an error code, which leads to its own page.")
    ]


def test_phrase_that_stands_twice_is_refused_by_the_name_of_the_other():
    make_answer("nobody", "nobody / everyone + log in", LeadsTo.LIVE_ISSUES)

    (problem,) = refusal(AnswerEntry("again", "everyone + logging in / sign in", "who can help", position=9))

    words = "'nobody' is said with the same words already (everyon login): keep one of them."
    assert problem == ("phrase", words)


def test_phrases_that_lead_to_the_same_may_share_a_text_but_not_be_the_same():
    make_answer("nobody", "nobody / everyone + log in", LeadsTo.LIVE_ISSUES)

    make_answer("everyone", "everyone + log in / sign in", LeadsTo.LIVE_ISSUES)
    assert refusal(AnswerEntry("third", "Nobody  / everyone + log in", "live issues", position=9))


def test_list_that_would_make_two_phrases_one_is_refused():
    make_answer("place", "ward", LeadsTo.LIST)
    make_answer("whole", "whole {place}", LeadsTo.LIVE_ISSUES)
    make_answer("clinic", "whole clinic", LeadsTo.URGENT)

    (problem,) = refusal(AnswerEntry("place", "ward / clinic", "list"))

    assert problem[1].startswith("With this, 'clinic' could not stay. 'whole' is said with the same words already")


def test_what_was_wrong_before_keeps_nobody_from_saving_something_else():
    make_answer("place", "ward", LeadsTo.LIST)
    make_answer("whole", "whole {place}", LeadsTo.LIVE_ISSUES)
    ChosenAnswer.objects.filter(slug="place").delete()  # as after its words were erased

    make_answer("down", "down", LeadsTo.LIVE_ISSUES)

    assert chosen("down") is not None
    assert chosen("whole ward") is None


def test_phrase_of_too_many_ways_is_refused():
    wide = " + ".join(" / ".join(f"{part}{n}" for n in range(28)) for part in "abc")

    assert refusal(AnswerEntry("wide", wide, "urgent")) == [
        ("phrase", "This can be said in more than 20000 ways: make it two phrases.")
    ]


def test_saving_is_told_and_raises_the_edition(editor):
    before = Edition.objects.current()

    row = save_answer(entry=AnswerEntry("down", "is it down", "live issues"), by=editor)

    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.subject, entry.detail["phrase"]) == ("saved chosen answer", "down", "is it down")
    assert Edition.objects.current() > before
    assert (row.phrase, row.leads_to, row.imported) == ("is it down", "live issues", "")


def test_saving_again_changes_what_it_leads_to():
    article, vendor, word = make_article(), make_vendor("isosec"), make_word("RA", slug="ra")
    make_answer("down", "down", LeadsTo.ARTICLE, article.slug)
    make_answer("down", "down", LeadsTo.VENDOR, vendor.slug)
    make_answer("down", "down", LeadsTo.WORD, word.slug)

    assert [(entry.leads_to, entry.which) for entry in entries()] == [("word", "ra")]


def test_removing_is_told_and_ends_the_answer(editor):
    row = make_answer("down", "down", LeadsTo.LIVE_ISSUES)

    remove_answer(answer=row, by=editor)
    remove_answer(answer=row, by=editor)

    assert [entry.verb for entry in AuditEntry.objects.filter(subject="down")].count("removed chosen answer") == 1
    assert chosen("down") is None


def test_list_is_not_removed_while_a_phrase_names_it():
    place = make_answer("place", "ward", LeadsTo.LIST)
    make_answer("whole", "whole {place}", LeadsTo.LIVE_ISSUES)

    with pytest.raises(NotPublishable, match=r"'place' is named in whole: change these first\."):
        remove_answer(answer=place, by=None)

    assert chosen("whole ward") is not None


def test_merged_article_leads_to_the_other_and_what_is_gone_leads_nowhere():
    old, new = make_article(), make_article()
    make_answer("down", "down", LeadsTo.ARTICLE, old.slug)

    catalogue.merge_articles(article=old, into=new, by=None)

    assert entry_of(in_order().get(), timezone.now()).which == new.slug
    save_answer(entry=AnswerEntry("off", "off line", "article", old.slug), by=None)
    assert ChosenAnswer.objects.get(slug="off").article == new
    Article.objects.filter(pk=new.pk).update(expires_at=timezone.now() - timedelta(days=1))
    row = in_order().get(slug="down")
    assert row.article.live_heir(timezone.now()) is None
    assert refusal(AnswerEntry("on", "on line", "article", new.slug))


@pytest.mark.parametrize(("leads_to", "has_article"), [("nowhere", False), ("article", False), ("list", True)])
@pytest.mark.databases
def test_database_refuses_what_leads_to_two_things_or_none(leads_to, has_article):
    article = make_article() if has_article else None

    with pytest.raises(IntegrityError), transaction.atomic():
        ChosenAnswer.objects.create(slug="x", phrase="x", leads_to=leads_to, article=article)
