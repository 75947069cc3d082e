"""Start: what a question may be, where its answers lead, and that nobody is led to what is gone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.catalogue import actions
from kb.catalogue.actions import NotPublishable
from kb.catalogue.models import Edition, Shortcut, StartAnswer, StartQuestion
from kb.catalogue.reading import start_entry
from kb.catalogue.start import ShortcutEntry, StartAnswerEntry, faults_of_all
from tests.make import make_article, make_question, make_vendor, question_entry_of

pytestmark = pytest.mark.django_db

TO_ARTICLE = {"article": "card-not-read"}


def said(**facts) -> list[str]:
    return [f"{problem.path}: {problem.message}" for problem in question_entry_of(**facts).problems()]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (
            StartAnswerEntry("a"),
            "answers.1: This answer leads nowhere: name a question, an article, a vendor or a page.",
        ),
        (
            StartAnswerEntry("a", article="b", vendor="c"),
            "answers.1.vendor: An answer leads to one thing. This one names article and vendor.",
        ),
        (StartAnswerEntry(" ", article="b"), "answers.1.text: Enter what the person chooses."),
        (
            StartAnswerEntry("a", page="admin"),
            "answers.1.page: 'admin' is no page that Start leads to: use who-can-help or notices.",
        ),
        (
            StartAnswerEntry("a", "h" * 151, article="b"),
            "answers.1.hint: Shorten the hint to 150 characters; it has 151.",
        ),
    ],
)
def test_answer_that_cannot_be_is_named_with_what_to_do(answer, problem):
    assert problem in said(answers=(answer, StartAnswerEntry("b", page="notices")))


def test_question_is_short_enough_to_be_read_out():
    ten = tuple(StartAnswerEntry(f"{n}", page="notices") for n in range(10))

    assert said(answers=ten) == ["answers: A question has 2 to 9 answers; here are 10."]
    assert said(answers=ten[:1]) == ["answers: A question has 2 to 9 answers; here are 1."]
    assert said(title="", answers=ten[:2]) == ["title: Enter the title."]
    assert said(vague_words=("card",), answers=ten[:2]) == [
        "vague_words: Only the first question has vague words: a search of these leads to it."
    ]
    assert said(is_first=True, vague_words=("not working",), answers=ten[:2]) == [
        "vague_words.1: Write one word on each line."
    ]


@pytest.mark.parametrize("text", ["Nothing happens", " nothing  HAPPENS "])
def test_two_answers_that_say_the_same_are_refused(text):
    answers = (StartAnswerEntry("Nothing happens", article="a"), StartAnswerEntry(text, article="b"))

    assert "answers.2.text: Answer 1 says the same: nobody could tell them apart." in said(answers=answers)


def faults(*entries, entered=()) -> list[str]:
    found = faults_of_all({entry.slug: entry for entry in entries}, entered)
    return [f"{slug} {problem.path}: {problem.message}" for slug, problem in found]


FIRST = question_entry_of("first", {"question": "second"}, is_first=True)
SECOND = question_entry_of("second", TO_ARTICLE)


def test_two_questions_and_one_of_home_are_right():
    assert faults() == []
    assert faults(FIRST, SECOND, question_entry_of("phone", TO_ARTICLE), entered={"phone"}) == []


def test_what_is_wrong_between_questions_is_named():
    third = question_entry_of("third", TO_ARTICLE)
    asks_on = question_entry_of("second", {"question": "third"})
    back = question_entry_of("second", {"question": "first"})
    itself = question_entry_of("second", {"question": "second"})
    twice = question_entry_of("first", {"question": "second"}, {"question": "second"}, is_first=True)

    assert faults(SECOND, entered={"second"}) == [
        "second : No question is the first: write 'first: true' in the one that Start asks."
    ]
    assert faults(FIRST) == ["first answers.1.question: There is no question 'second'. Add it, or mend the name."]
    assert faults(FIRST, SECOND, third) == [
        "third : No answer and no common problem leads to this question: nobody would be asked it."
    ]
    assert faults(FIRST, asks_on, third) == [
        "first answers.1.question: 'second' asks on: after two questions there must be an answer."
    ]
    assert faults(FIRST, back)[0].endswith("'second' leads back to this question, so nobody would come to an end.")
    assert "second answers.1.question: 'second' leads back to this question" in " ".join(faults(FIRST, itself))
    assert faults(twice, SECOND) == [
        "first answers.2.question: Another answer of this question leads there too: make them one answer."
    ]
    assert faults(FIRST, SECOND, question_entry_of("other", is_first=True)) == [
        "other is_first: 'first' is the first question already: only one can be."
    ]


@pytest.fixture
def article():
    return make_article(slug="card-not-read")


def leads_to(at=None) -> str:
    return StartQuestion.objects.whole().get(slug="first").answers.all()[0].address_at(at or timezone.now())


def test_question_is_saved_whole_changed_and_read_back(article, editor):
    make_vendor("isosec")
    make_question("second", TO_ARTICLE)
    ways = ({"question": "second"}, TO_ARTICLE, {"vendor": "isosec"}, {"page": "notices"})
    entry = question_entry_of("first", *ways, is_first=True, hint="Look.", vague_words=("card",))
    before = Edition.objects.current()

    question = actions.save_start_question(entry=entry, by=editor, imported="f")

    assert Edition.objects.current() == before + 1
    assert AuditEntry.objects.get(actor=editor).verb == "saved question"
    assert start_entry(StartQuestion.objects.whole().get(slug="first"), timezone.now()) == entry
    again = actions.save_start_question(entry=question_entry_of("first", TO_ARTICLE, is_first=True), by=None)
    assert (again.pk, again.answers.count()) == (question.pk, 2)


@pytest.mark.parametrize("way", ["question", "article", "vendor"])
def test_answer_to_what_is_not_there_writes_nothing(way):
    with pytest.raises(NotPublishable) as refused:
        make_question("first", {way: "nowhere"}, is_first=True)

    assert [problem.path for problem in refused.value.problems] == [f"answers.1.{way}"]
    assert not StartQuestion.objects.exists()


def test_another_first_question_takes_the_place_of_the_first(article):
    make_question("first", TO_ARTICLE, is_first=True, vague_words=("card",))
    make_question("other", TO_ARTICLE, is_first=True)

    assert StartQuestion.objects.first_asked().slug == "other"


def test_database_refuses_an_answer_to_two_things_or_to_none(article):
    question = make_question("first", TO_ARTICLE, is_first=True)
    for wrong in ({}, {"article": article, "page": "notices"}, {"page": "admin"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StartAnswer.objects.create(question=question, position=9, text="a", **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shortcut.objects.create(label="a", article=article, question=question)


def test_renamed_article_is_followed(article):
    make_question("first", TO_ARTICLE, is_first=True)
    make_article(slug="other-page")

    actions.merge_articles(article=article, into=make_article(slug="merged"), by=None)

    assert leads_to() == "/articles/merged/"


def test_withdrawn_article_leads_to_what_replaced_it_and_else_to_who_can_help(article):
    make_question("first", TO_ARTICLE, is_first=True)
    better, best = make_article(slug="better"), make_article(slug="best")

    actions.withdraw(article=article, by=None, why="Better.", replacement=better)
    assert leads_to() == "/articles/better/"
    actions.withdraw(article=better, by=None, why="Best.", replacement=best)
    assert leads_to() == "/articles/best/"
    actions.withdraw(article=best, by=None, why="Wrong.")
    assert leads_to() == reverse("browse:who-can-help")
    entry = start_entry(StartQuestion.objects.whole().get(), timezone.now())
    assert entry.answers[0] == StartAnswerEntry("Answer 1", page="who-can-help")


def test_article_that_runs_out_leads_to_who_can_help_from_then_on(article):
    make_question("first", TO_ARTICLE, is_first=True)
    soon = timezone.now() + timedelta(hours=1)
    actions.set_expiry(article=article, at=soon, by=None)

    assert leads_to() == "/articles/card-not-read/"
    assert leads_to(soon) == reverse("browse:who-can-help")


def test_questions_that_nobody_is_asked_are_dropped_with_what_only_they_led_to(article):
    make_question("deep", TO_ARTICLE)
    make_question("alone", {"question": "deep"})
    make_question("phone", TO_ARTICLE)
    make_question("first", TO_ARTICLE, is_first=True)
    actions.save_shortcut(entry=ShortcutEntry("My phone", question="phone"), by=None)

    assert actions.drop_questions_nobody_is_asked(by=None) == 2
    assert set(StartQuestion.objects.values_list("slug", flat=True)) == {"first", "phone"}


def test_common_problem_may_lead_to_a_question(article):
    make_question("first", TO_ARTICLE, is_first=True)

    shortcut = actions.save_shortcut(entry=ShortcutEntry("No code", question="first"), by=None)

    assert shortcut.get_absolute_url() == "/start/"
    assert list(Shortcut.objects.live()) == [shortcut]
    for wrong in (
        ShortcutEntry("a"),
        ShortcutEntry("a", "card-not-read", 0, "first"),
        ShortcutEntry("a", question="x"),
    ):
        with pytest.raises(NotPublishable):
            actions.save_shortcut(entry=wrong, by=None)


def test_fingerprint_of_a_common_problem_is_what_it_was_before_it_could_lead_to_a_question():
    assert ShortcutEntry("There is no role", "no-role", 1).fingerprint == (
        "370d77a79ed3a91df59d94d7bfb8b9b8006cb8ba5435a4c823303212e13b91b2"
    )
