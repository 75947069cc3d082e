"""A stamp that was pasted, and a number that was read out: the page that the caller has, as far as they came."""

import re
from dataclasses import replace
from html import unescape

import pytest

from kb.catalogue.actions import Publication, put_live, save_shortcut
from kb.catalogue.call_numbers import CallNumber, CallNumberKind, said
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article, ErrorCode, StartQuestion
from kb.catalogue.reading import document_of
from kb.catalogue.start import ShortcutEntry
from tests.make import make_article, make_code, make_question

pytestmark = pytest.mark.either

STEPS = (
    StepContent("USER", title="Restart the computer", body="Save your work."),
    StepContent("USER", title="Restart the program", body="Near the clock.", codes=("ERR5022",)),
    StepContent("USER", title="Try another browser", body="Any of them."),
    StepContent("IT", title="Start the service", body="With admin rights."),
)


@pytest.fixture
def article(db) -> Article:
    make_code("ERR5022")
    return make_article(title="Sign-in fails", slug="sign-in-fails", codes=("ERR5022",), steps=STEPS)


def change(article: Article, why: str, **facts: object) -> Article:
    row = Article.objects.with_parts().get(pk=article.pk)
    return put_live(replace(document_of(row), **facts), Publication(by=None, article=row, why=why))


def text_of(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer
    return unescape(answer.content.decode())


def number_on(text: str) -> str:
    return re.search(r"data-read-out[^>]*>([^<]+)<", text)[1]


def done_on(text: str) -> list[str]:
    boxes = re.findall(r'name="done" value="(\w+)" checked', text)
    titles = dict(re.findall(r'id="step-(\w+)"><span[^>]*>[^<]*</span>([^<]+)<', text))
    return [titles[name] for name in boxes]


# --- Stamps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["KB0001 v1", "kb1 version 1", "KB0001, v1"])
def test_a_stamp_opens_the_current_version_and_says_what_changed(client, article, typed):
    change(article, "The old words were wrong.", title="Sign-in fails again")
    address = client.post("/search/", {"q": typed})["Location"]

    text = text_of(client, address)

    assert address == "/articles/sign-in-fails/?have=1"
    assert "You have version 1 of KB0001." in text
    assert "This is version 2." in text
    assert "The old words were wrong." in text
    assert "as it was" not in text


def test_who_is_signed_in_can_look_at_the_old_words(signed_in, reader, article):
    change(article, "Mended.", title="Sign-in fails again")

    assert "/articles/sign-in-fails/versions/1/" in text_of(signed_in(reader), "/articles/sign-in-fails/?have=1")


@pytest.mark.parametrize("have", ["2", "0", "x", "-1", "²", ""])
def test_what_is_no_version_is_no_stamp(client, article, have):
    assert "You have version" not in text_of(client, f"/articles/sign-in-fails/?have={have}")


def test_the_current_one_says_so(client, article):
    assert "It is the current one." in text_of(client, "/articles/sign-in-fails/?have=1")


def test_a_stamp_at_the_desk(signed_in, desk, article):
    change(article, "Mended.", title="Sign-in fails again")

    text = text_of(signed_in(desk), "/desk/?q=KB0001+v1")

    assert "You have version 1 of KB0001." in text
    assert "Mended." in text


# --- Numbers ----------------------------------------------------------------------------------------------------------


def test_pages_of_articles_codes_and_start_say_a_number(client, article):
    question = make_question("where", {"article": "sign-in-fails"}, is_first=True)

    spoken = [number_on(text_of(client, page)) for page in ("/articles/sign-in-fails/", "/codes/ERR5022/", "/start/")]

    assert spoken[0] == said(CallNumber(CallNumberKind.ARTICLE, 1))
    assert spoken[1] == said(CallNumber(CallNumberKind.CODE, ErrorCode.objects.get().pk))
    assert spoken[2] == said(CallNumber(CallNumberKind.START, question.pk))
    assert all(re.fullmatch(r"\w{3} \w{3}", one) for one in spoken)


def test_a_number_opens_the_same_page_at_the_desk(signed_in, desk, client, article):
    number = number_on(text_of(client, "/codes/ERR5022/?for=it"))

    text = text_of(signed_in(desk), f"/desk/?q={number.lower().replace(' ', '+')}")

    assert 'data-status="ERR5022, 1 step for IT support"' in text


def test_ticked_steps_are_ticked_and_asking_begins_where_the_caller_stopped(signed_in, desk, article):
    call = CallNumber(CallNumberKind.ARTICLE, 1, 1, 0, (0, 1))

    text = text_of(signed_in(desk), f"/desk/?q={said(call)}")

    assert done_on(text) == ["Restart the computer", "Restart the program"]
    assert "Done already: 2 of 3 steps. Go on with step 3: Try another browser" in text


def test_ticks_are_of_the_version_that_the_caller_has(signed_in, desk, article):
    steps = document_of(Article.objects.with_parts().get(pk=article.pk)).steps
    change(article, "The program first.", steps=(steps[1], steps[0], *steps[2:]))

    text = text_of(signed_in(desk), f"/desk/?q={said(CallNumber(CallNumberKind.ARTICLE, 1, 1, 0, (0,)))}")

    assert done_on(text) == ["Restart the computer"]
    assert "You have version 1 of KB0001." in text


def test_where_the_caller_stands_in_start(signed_in, desk, article):
    question = make_question("where", {"text": "The passcode box", "article": "sign-in-fails"}, is_first=True)

    text = text_of(signed_in(desk), f"/desk/?q={said(CallNumber(CallNumberKind.START, question.pk))}")

    assert f"At Start: {StartQuestion.objects.get().title}" in text
    assert 'href="/desk/?q=KB0001"' in text


@pytest.fixture
def questions(article) -> None:
    """The last is asked after the first, and after one that a common problem of home leads to."""
    make_question("clock", {"text": "Nothing is there", "article": "sign-in-fails"})
    make_question("card", {"text": "It is in", "question": "clock"}, {"text": "It is lost", "article": "sign-in-fails"})
    save_shortcut(entry=ShortcutEntry("My card does nothing", question="card"), by=None)
    ways = {"text": "The passcode box", "article": "sign-in-fails"}, {"text": "Near the clock", "question": "clock"}
    make_question("where", *ways, is_first=True)


@pytest.mark.parametrize(
    ("begun", "answer", "question", "said_on_desk"),
    [("/start/", "Near the clock", "Where", "2 Near the clock"), ("/start/card/", "It is in", "Card", "1 It is in")],
)
def test_what_was_answered_on_the_way_is_in_the_number(
    signed_in, desk, client, questions, begun, answer, question, said_on_desk
):
    address = re.search(rf'href="([^"]+)"[^>]*>(?:(?!</a>).)*{answer}', text_of(client, begun), re.DOTALL)[1]
    page = text_of(client, address)
    assert f"You answered: <strong>{said_on_desk}</strong>" in page

    text = text_of(signed_in(desk), f"/desk/?q={number_on(page)}")

    assert f"At Start: {StartQuestion.objects.get(slug='clock').title}" in text
    assert f"{StartQuestion.objects.get(slug=question.lower()).title} <strong>{said_on_desk}</strong>" in text
    assert 'href="/desk/?q=KB0001"' in text


@pytest.mark.parametrize("said_before", ["", "?after=nowhere", "?after=clock", "?after=%00"])
def test_nobody_is_said_to_have_answered_what_is_not_known(client, questions, said_before):
    page = client.get(f"/start/clock/{said_before}").content.decode()

    assert "You answered" not in page
    if said_before != "?after=%00":
        assert number_on(page) == said(CallNumber(CallNumberKind.START, StartQuestion.objects.get(slug="clock").pk))


def test_answering_goes_on_at_the_desk(signed_in, desk, questions):
    browser = signed_in(desk)
    first = StartQuestion.objects.get(slug="where")
    at_first = text_of(browser, f"/desk/?q={said(CallNumber(CallNumberKind.START, first.pk))}")

    address = re.search(r'href="([^"]+)"[^>]*><strong>2</strong> Near the clock', at_first)[1]

    assert address.startswith("/desk/?q=")
    assert f"{first.title} <strong>2 Near the clock</strong>" in text_of(browser, address)


def test_answers_lead_as_far_as_they_do_today(signed_in, desk, questions):
    first = StartQuestion.objects.get(slug="where")

    for answers in ((1,), (9,), (2, 1, 1)):
        text = text_of(signed_in(desk), f"/desk/?q={said(CallNumber(CallNumberKind.START, first.pk, answers=answers))}")
        assert "At Start: " in text


def test_a_known_code_is_never_read_as_where_somebody_stands(signed_in, desk, questions):
    first = StartQuestion.objects.get(slug="where")
    spoken = said(CallNumber(CallNumberKind.START, first.pk, answers=(2,))).replace(" ", "")
    make_code(spoken)

    text = text_of(signed_in(desk), f"/desk/?q={spoken}")

    assert f'data-status="{spoken}, ' in text
    assert "At Start" not in text


def test_a_known_code_is_never_read_as_a_number(signed_in, desk, article):
    spoken = said(CallNumber(CallNumberKind.ARTICLE, 1)).replace(" ", "")
    make_code(spoken)
    make_article(title="Another", codes=(spoken,))

    assert f'data-status="{spoken}, 1 step for the caller"' in text_of(signed_in(desk), f"/desk/?q={spoken}")


def test_a_number_of_what_is_not_there_is_searched_for(signed_in, desk, article):
    assert "Nothing found" in text_of(signed_in(desk), f"/desk/?q={said(CallNumber(CallNumberKind.ARTICLE, 99))}")
