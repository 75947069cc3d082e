"""The shipped content as readers get it: where it leads, and every code in several spellings.

What holds for every page of it is in test_links.py, beside the walk that reads them.
"""

import pytest
from django.utils import timezone

from kb.catalogue.models import Article, ErrorCode, Shortcut, StartQuestion
from tests.browse.page import Page

# To the one article of a code, or to that of one of its meanings.
LEADS = ("Full article", "What to do")
IN_ALL_SPELLINGS = 20

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.either]


def test_every_answer_of_start_leads_to_a_page_that_is_there_and_to_what_its_file_says(client):
    questions = list(StartQuestion.objects.whole())
    ways = [(answer, answer.address_at(timezone.now())) for question in questions for answer in question.answers.all()]

    assert len(questions) == 7
    assert {address for _, address in ways if client.get(address).status_code != 200} == set()
    assert [answer.text for answer, address in ways if address == "/who-can-help/" and not answer.page] == []
    assert {question.get_absolute_url() for question in questions} <= {
        *(address for _, address in ways),
        *(shortcut.get_absolute_url() for shortcut in Shortcut.objects.live()),
    }


def _spellings(display: str) -> list[str]:
    plain = display.replace("_", " ").replace("-", " ")
    as_words = [plain, plain.replace(" ", "-")] if not display.endswith("*") else []
    return [display, display.lower(), f"error code: {display}", *as_words]


def test_every_code_in_one_spelling_and_many_in_all_land_on_their_article(client):
    """That each is known in all of them is in tests/catalogue/test_shipped_codes.py."""
    typed = []
    for number, code in enumerate(ErrorCode.objects.with_keys()):
        texts = [*_spellings(code.display), *(spelling.text for spelling in code.spellings)]
        typed += [(code, text) for text in (texts if number < IN_ALL_SPELLINGS else [texts[number % len(texts)]])]

    for code, spelling in typed:
        articles = Article.objects.live().filter(code_uses__code=code, code_uses__answers=True)
        for address in (f"/codes/{spelling}", client.post("/search/", {"q": spelling})["Location"]):
            answer = client.get(address, follow=True)
            page = Page.of(answer)
            assert page.texts("h1") == [code.display], spelling
            assert any(f"{lead}: {one.title}" in page.main for one in articles for lead in LEADS), spelling


@pytest.mark.parametrize("typed", ["400_612", "400-612", "400 001", "err 400_999"])
def test_any_member_of_the_400_family_lands_on_it(client, typed):
    page = Page.of(client.get(f"/codes/{typed}", follow=True))

    assert page.texts("h1") == ["400_xxx"]
    assert f"You asked for {typed}." in page.main


def test_member_with_a_meaning_of_its_own_outranks_its_family(client):
    assert Page.of(client.get("/codes/400 645", follow=True)).texts("h1") == ["400_645"]


def test_code_next_to_a_known_one_shows_nothing_of_its_fix(client):
    fix = Article.objects.live().with_parts().get(code_uses__code__display="ERR5022", code_uses__answers=True)

    html = client.get("/codes/ERR5023/").content.decode()

    assert fix.title not in html
    assert [step.title for step in fix.steps.all() if step.title and step.title in html] == []


def test_first_message_that_people_see_is_found_by_its_words(client):
    page = Page.of(client.get("/search/", {"q": "There was a problem reading your Smartcard"}))

    first = next(e for e in page.all("h2") if "main" in e.inside and e.text.strip())
    assert Article.objects.get(slug="problem-reading-your-smartcard").title in " ".join(first.text.split())


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("wrong passcode", "locked-card-or-forgotten-passcode"),
        ("incorrect PIN", "locked-card-or-forgotten-passcode"),
        ("passcode not accepted", "locked-card-or-forgotten-passcode"),
        ("my pin doesn't work", "locked-card-or-forgotten-passcode"),
        ("3 wrong attempts", "locked-card-or-forgotten-passcode"),
        ("renew my card", "certificate-expired-or-about-to-expire"),
        ("renew smartcard", "certificate-expired-or-about-to-expire"),
        ("YubiKey", "passkey-and-windows-hello"),
        ("snapped card", "lost-stolen-or-misused-smartcard"),
        ("my card is cracked", "lost-stolen-or-misused-smartcard"),
    ],
)
def test_words_of_people_lead_first_to_what_mends_it(client, words: str, slug: str):
    page = Page.of(client.get("/search/", {"q": words}))

    first = next(e for e in page.all("h2") if "main" in e.inside and e.text.strip())
    assert Article.objects.get(slug=slug).title in " ".join(first.text.split())


def test_who_is_my_registration_authority_ends_with_its_number_and_not_with_another_teams(client):
    page = Page.of(client.get("/articles/who-is-my-registration-authority/"))

    assert "Your Registration Authority (smartcard team)" in page.texts("h3")
    assert "Your IT support" not in page.texts("h3")


@pytest.mark.parametrize(
    "text",
    [
        *("it worked yesterday", "my smartcard isn't working", "cant log in", "computer says no", "nothing works"),
        *("error", "help", "smartcard login error", "it wont work", "cannot sign in"),
    ],
)
def test_search_that_says_no_more_than_that_it_does_not_work_asks_first_where_it_stopped(client, text):
    page = Page.of(client.get("/search/", {"q": text}))
    answers = [place for place, e in enumerate(page.elements) if e.attributes.get("id") == "start"]
    articles = [
        place for place, e in enumerate(page.elements) if "kb-articles" in e.attributes.get("class", "").split()
    ]

    assert len(answers) == 1
    assert articles
    assert answers < articles
    assert "We have nothing that fits" not in page.main
