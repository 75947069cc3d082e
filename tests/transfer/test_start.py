"""Questions of Start as files: there and back byte for byte, and what is refused with file and line."""

import pytest

from kb.catalogue import actions
from kb.catalogue.models import Article, Shortcut, StartQuestion
from kb.transfer.actions import take_out

pytestmark = pytest.mark.django_db
FIRST = "start/where-did-it-stop.md"
SECOND = "start/near-the-clock.md"
FILES = {
    FIRST: """---
title: Where did it stop?
first: true
answers:
- text: Nothing happens
  hint: no box
  question: near-the-clock
- text: None of these
  page: who-can-help
vague_words:
- card
---

Choose the first that fits. See [no role](/articles/no-role/).
""",
    SECOND: """---
title: What is near the clock?
answers:
- text: An icon
  article: card-not-read
- text: My card is from Isosec
  vendor: isosec
---
""",
    "shortcuts.csv": "label,article,question\nNo code,,where-did-it-stop\nThere is no role,no-role,\n",
}


@pytest.fixture
def start(files):
    for name, text in FILES.items():
        files.write(name, text)
    return files


def test_questions_come_back_byte_for_byte(start, tmp_path):
    start.bring_in()
    take_out(root=tmp_path / "out")

    assert {name: (tmp_path / "out" / name).read_text() for name in FILES} == FILES
    assert start.bring_in().did_nothing
    assert Shortcut.objects.live()[0].get_absolute_url() == "/start/"


def test_table_of_common_problems_without_the_column_of_questions_is_still_read(files):
    files.write("shortcuts.csv", "label,article\nThere is no role,no-role\n")
    files.bring_in()

    assert Shortcut.objects.get().article.slug == "no-role"
    files.write("shortcuts.csv", "label,article,question\nThere is no role,no-role,\n")
    assert files.bring_in().did_nothing


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (SECOND, "article: card-not-read", "article: card", "line 5: There is no article 'card'. Add it, or mend the"),
        (SECOND, "vendor: isosec", "vendor: other", "line 7: There is no vendor 'other'. Add it, or mend the name."),
        (SECOND, "  article: card-not-read\n", "", "line 4: This answer leads nowhere: name a question, an article"),
        (SECOND, "article: card-not-read", "question: where-did-it-stop", "line 5: 'where-did-it-stop' leads back to"),
        (SECOND, "article: card-not-read", "text: twice", "line 5: 'text' is there twice: keep one."),
        (SECOND, "article: card-not-read", "articel: card-not-read", "line 5: 'articel' is not a part of this."),
        (FIRST, "question: near-the-clock", "question: near", "line 7: There is no question 'near'. Add it, or mend"),
        (FIRST, "first: true\n", "", "line 9: Only the first question has vague words"),
        (FIRST, "  question: near-the-clock", "  page: notices", "line 1: No answer and no common problem leads to"),
        (FIRST, "page: who-can-help", "page: admin", "line 9: 'admin' is no page that Start leads to: use"),
        (FIRST, "/articles/no-role/", "/articles/no/", "line 14: The link to /articles/no/ leads nowhere"),
        (FIRST, "/articles/no-role/", 'setting:checker "x"', "line 14: There is no setting called 'checker'"),
        (FIRST, "Nothing happens", "NHS number 943 476 5919", "line 5: "),
        ("shortcuts.csv", ",where-did-it-stop", ",where", "line 2: There is no question 'where'. Add it, or mend"),
        ("shortcuts.csv", "no-role,", "no-role,near-the-clock", "line 3: Enter an article, or a question of Start"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(start, name, old, new, problem):
    start.edit(name, old, new)

    problems = start.problems()

    file = SECOND if "No answer and" in problem else name
    assert any(said.startswith(f"{file}, {problem}") for said in problems), problems
    assert not StartQuestion.objects.exists()


def test_question_that_leads_too_far_is_refused_also_when_only_its_file_comes(start):
    start.bring_in()
    for name in FILES:
        (start.root / name).unlink()
    start.write(SECOND, FILES[SECOND].replace("article: card-not-read", "question: third"))
    start.write("start/third.md", FILES[SECOND].replace("near the clock", "third"))

    assert start.problems() == [
        f"{SECOND}, line 5: 'near-the-clock' asks on: after two questions there must be an answer."
    ]


def test_question_that_no_file_leads_to_any_more_goes(start):
    start.bring_in()
    (start.root / SECOND).unlink()
    start.edit(FIRST, "question: near-the-clock", "article: card-not-read")

    start.bring_in()

    assert [question.slug for question in StartQuestion.objects.all()] == ["where-did-it-stop"]


def test_first_question_may_change_its_name(start):
    start.bring_in()
    start.rename(FIRST, "start/where.md")
    start.edit("shortcuts.csv", "where-did-it-stop", "where")

    start.bring_in()

    assert {question.slug for question in StartQuestion.objects.all()} == {"where", "near-the-clock"}
    assert StartQuestion.objects.first_asked().slug == "where"


def test_file_of_an_answer_to_a_withdrawn_article_leads_to_who_can_help(start, tmp_path):
    start.bring_in()
    actions.withdraw(article=Article.objects.get(slug="card-not-read"), by=None, why="Wrong.")

    take_out(root=tmp_path / "out")

    assert "- text: An icon\n  page: who-can-help\n" in (tmp_path / "out" / SECOND).read_text()
