"""The pages of what Start asks: every answer leads somewhere, nobody goes in a circle, nothing is asked of nobody."""

import pytest

from kb.catalogue.models import StartQuestion
from kb.editing.vocabulary.start.reading import entries, seen
from tests.editing.pages import words
from tests.make import make_article, make_question, make_vendor

pytestmark = pytest.mark.django_db
ALL, NEW, WHERE = "/edit/start/", "/edit/add-question/", "/edit/start/where/"


@pytest.fixture
def article():
    return make_article(title="Card not read")


@pytest.fixture
def asked(article):
    """Two questions, the first of which asks the second."""
    make_question("more", {"text": "The light is on", "article": article.slug})
    return make_question(
        "where", {"text": "The card", "article": article.slug}, {"text": "Elsewhere", "question": "more"}, is_first=True
    )


def typed(article, **changed):
    given = {
        "title": "Where did it stop?",
        "answer_1_text": "The card",
        "answer_1_leads": "article",
        "answer_1_article": article.label,
        "answer_2_text": "Elsewhere",
        "answer_2_leads": "question:more",
        "answer_3_text": "None of these",
        "answer_3_leads": "page:who-can-help",
        "seen": seen("where"),
        "press": "do",
    }
    return given | changed


def test_editor_sees_where_each_answer_leads_and_changes_nothing(signed_in, editor, asked, article):
    client = signed_in(editor)

    said = words(client.get(ALL))

    assert f"The card: {article.label} Card not read" in said
    assert "Elsewhere: asks “More?”" in said
    assert "A reviewer or an administrator can change this." in words(client.get(WHERE))
    assert client.get(NEW).status_code == 404
    assert [client.post(one, typed(article)).status_code for one in (NEW, WHERE)] == [404, 404]


def test_reviewer_changes_a_question_and_readers_are_asked_so(signed_in, reviewer, asked, article, client):
    vendor = make_vendor("isosec")
    sent = typed(article, title="Where is it?", answer_1_leads=f"vendor:{vendor.slug}", vague_words="broken\ncard")

    answer = signed_in(reviewer).post(WHERE, sent, follow=True)

    assert "saved. Start asks so from now on." in words(answer)
    assert "Where is it?" in words(client.get("/start/"))
    found = entries()["where"]
    assert (found.answers[0].vendor, found.vague_words, found.is_first) == ("isosec", ("broken", "card"), True)
    assert reviewer.name in words(signed_in(reviewer).get(WHERE)).partition("History")[2]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter question."),
        ({"answer_1_article": "KB9999"}, "Enter the number of a live article, like KB0018."),
        ({"answer_1_leads": ""}, "This answer leads nowhere"),
        ({"answer_2_text": "the card"}, "Answer 1 says the same"),
        ({"answer_2_text": "Ask about NHS number 943 476 5919."}, "NHS number"),
    ],
)
def test_what_is_refused_is_said_at_its_box_and_nothing_typed_is_lost(
    signed_in, reviewer, asked, article, changed, said
):
    before = entries()

    answer = signed_in(reviewer).post(WHERE, typed(article, answer_3_text="No other place", **changed))

    assert answer.status_code == 422
    assert said in words(answer)
    assert "No other place" in answer.content.decode()
    assert entries() == before


def test_circle_and_third_question_are_refused(signed_in, reviewer, asked, article):
    sent = {
        "title": "More?",
        "answer_1_text": "Back",
        "answer_1_leads": "question:more",
        "answer_2_text": "On",
        "answer_2_leads": "page:notices",
        "seen": seen("more"),
        "press": "do",
    }

    answer = signed_in(reviewer).post("/edit/start/more/", sent)

    assert answer.status_code == 422
    assert "leads back to this question" in words(answer)


def test_question_that_nobody_would_be_asked_goes_and_that_is_said_before(signed_in, reviewer, asked, article):
    client = signed_in(reviewer)
    sent = typed(article, answer_2_text="", answer_2_leads="")

    looked = client.post(WHERE, {**sent, "press": "look"})
    assert "Nothing would lead to “More?” any more, so it goes." in words(looked)
    assert set(entries()) == {"where", "more"}
    client.post(WHERE, sent)

    assert set(entries()) == {"where"}


def test_new_question_is_asked_after_an_answer_of_another(signed_in, reviewer, asked, article):
    sent = typed(
        article,
        title="Which reader?",
        after="where",
        after_text="The reader",
        answer_2_leads="page:notices",
        seen="",
    )
    client = signed_in(reviewer)

    nowhere = client.post(NEW, {**sent, "after": ""})
    client.post(NEW, sent)

    assert nowhere.status_code == 422
    assert entries()["where"].answers[-1].question == "which-reader"
    assert StartQuestion.objects.get(slug="which-reader").title == "Which reader?"


def test_what_somebody_changed_meanwhile_is_not_written_over_unseen(signed_in, reviewer, asked, article):
    sent = typed(article)
    client = signed_in(reviewer)
    client.post(WHERE, {**sent, "title": "Theirs?"})

    answer = client.post(WHERE, sent)

    assert answer.status_code == 409
    assert entries()["where"].title == "Theirs?"


def test_answers_change_places_with_all_that_was_typed_and_nothing_is_saved_yet(signed_in, reviewer, asked, article):
    client = signed_in(reviewer)

    page = client.post(WHERE, typed(article, answer_1_text="My card", press="down 1"))
    form = page.context["form"]
    unsaved = [answer.text for answer in entries()["where"].answers]
    sent = {box.html_name: box.value() for box in form if box.value() not in (None, "")}
    client.post(WHERE, sent | {"press": "do"})

    assert "Moved here. Save to keep the new order." in words(page)
    assert unsaved == ["The card", "Elsewhere", "None of these"]
    assert [answer.text for answer in entries()["where"].answers] == ["Elsewhere", "My card", "None of these"]
    assert entries()["where"].answers[1].article == article.slug
