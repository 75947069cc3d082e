"""Any spelling of a code leads to its answer, and no code is ever given the answer of another."""

import pytest

from kb.catalogue.actions import withdraw
from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.document import StepContent, SymptomContent
from kb.catalogue.entries import MeaningEntry
from tests.browse.page import Page
from tests.make import make_article, make_code, make_meaning

pytestmark = [pytest.mark.django_db, pytest.mark.either]
FIX = "Take the second card out of the reader."


def answer(**facts):
    steps = (
        StepContent("USER", title="Take it out", body=FIX),
        StepContent("IT", title="Restart the service", body="Again."),
    )
    return make_article(**{"title": "Card busy", "slug": "card-busy", "codes": ("ERR5022",), "steps": steps} | facts)


def page(client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page.of(response)


@pytest.mark.parametrize(
    "typed",
    [
        "ERR5022",
        "err5022/",
        "err 5022",
        "ERR-5022",
        "Err_5022",
        "ERR.5022",
        "ERR/5022",
        "ERR5022//",
        " ERR5022 ",
        "E R R 5 0 2 2",
        "error code: ERR5022",
        "Error 5022",
        "ERR–5022",
        "ＥＲＲ５０２２",
        "«ERR5022»",
    ],
)
def test_other_spelling_is_led_to_the_code(client, typed):
    make_code("ERR5022", spellings=("Error 5022",))
    answer()

    response = client.get(f"/codes/{typed}")

    assert (response.status_code, response["Location"]) == (302, "/codes/ERR5022/")
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("query", "kept"), [("?for=it", "?for=it"), ("?for=junk", ""), ("?next=//evil.example", "")])
def test_spelling_keeps_whose_steps_were_asked_for_and_nothing_else(client, query, kept):
    answer()

    assert client.get(f"/codes/err5022{query}")["Location"] == f"/codes/ERR5022/{kept}"


def test_code_page_gives_the_answer_in_full_and_names_the_article(client):
    make_code("ERR5022", meaning="The card is busy.", where="Managing cards", spellings=("Error 5022",))
    answer()

    response = client.get("/codes/ERR5022/")
    shown = Page.of(response)

    assert shown.texts("h1") == ["ERR5022"]
    assert shown.title.startswith("ERR5022: Card busy")
    for words in ("The card is busy.", "Managing cards", "Error 5022", FIX):
        assert words in shown.main
    assert shown.link("Card busy") == "/articles/card-busy/"
    assert 'rel="canonical" href="http://127.0.0.1:8000/articles/card-busy/"' in response.content.decode()


def test_code_page_shows_the_steps_that_the_address_asks_for(client):
    answer(steps=(StepContent("IT", title="Restart the service", body="Again.", codes=("ERR5022",)),))

    shown = page(client, "/codes/ERR5022/?for=it")

    assert "Showing IT support steps." in shown.main
    assert shown.steps == ["Restart the service"]
    assert {e.attributes["value"] for e in shown.all("input") if e.attributes.get("name") == "next"} == {
        "/codes/ERR5022/"
    }


def test_steps_are_said_to_be_shown_only_where_some_are(client):
    answer()

    shown = page(client, "/codes/ERR5022/?for=it")

    assert shown.steps == []
    assert "Showing IT support steps." not in shown.main


def test_code_with_a_space_has_an_address_with_a_hyphen(client):
    answer(codes=("Error 1000",))

    assert client.get("/codes/Error 1000/")["Location"] == "/codes/Error-1000/"
    assert page(client, "/codes/Error-1000/").texts("h1") == ["Error 1000"]


@pytest.mark.parametrize("typed", ["400_612", "400-612", "400 612", "400612", "error 400_612"])
def test_member_of_a_family_is_shown_the_family_and_told_so(client, typed):
    answer(codes=("400_xxx",))

    shown = page(client, f"/codes/{typed}/")

    assert shown.texts("h1") == ["400_xxx"]
    assert f"You asked for {typed}. It is one of the 400_xxx codes and has no entry of its own." in shown.main
    assert FIX in shown.main


@pytest.mark.parametrize("typed", ["400_", "400-xxx", "400_*", "400 XXX", "400", "error 400_"])
def test_family_by_another_spelling_is_led_to_the_family(client, typed):
    answer(codes=("400_xxx",))

    response = client.get(f"/codes/{typed}/")

    assert (response.status_code, response["Location"]) == (302, "/codes/400_xxx/")


def test_family_says_what_it_stands_for_and_which_members_are_known(client):
    make_code("400_xxx")
    make_code("400_645", meaning="The port service is off.", family="400_xxx")
    answer(codes=("400_xxx", "400_645"))

    family, member = page(client, "/codes/400_xxx/"), page(client, "/codes/400_645/")

    assert "It stands for every code that begins with 400 and has 3 more figures: 400_612." in family.main
    assert "The port service is off." in family.main
    assert family.link("400_645") == "/codes/400_645/"
    assert member.texts("h1") == ["400_645"]
    assert member.link("400_xxx") == "/codes/400_xxx/"


def test_code_that_a_pattern_would_hold_is_no_member_until_somebody_says_so(client):
    make_code("8015", meaning="Touch ID has changed.")
    answer(codes=("80xx", "8015"))

    assert "Touch ID has changed." not in page(client, "/codes/80xx/").main
    assert "Belongs to" not in page(client, "/codes/8015/").main


@pytest.fixture
def two_meanings():
    make_code(
        "0x80100006",
        meanings=(
            MeaningEntry(
                "The computer had too little memory.",
                "Windows, or another program’s log",
                "windows",
                acts="IT",
                spellings=("SCARD_E_NO_MEMORY",),
            ),
            MeaningEntry("Identity Agent was busy.", "EMIS, SystmOne and others", "agent", acts="PERSON"),
        ),
    )


WINDOWS_FIRST = ["Windows, or another program’s log", "EMIS, SystmOne and others"]


def places(shown: Page) -> list[str]:
    return [text for text in shown.texts("h3") if text in WINDOWS_FIRST]


def test_code_with_several_meanings_lists_each_with_where_it_is_seen_and_who_acts_first(client, two_meanings):
    answer(codes=("0x80100006",))

    shown = page(client, "/codes/0x80100006/")

    assert "It has two meanings. Where do you see it?" in shown.main
    assert places(shown) == WINDOWS_FIRST
    for words in ("too little memory.", "Identity Agent was busy.", "SCARD_E_NO_MEMORY"):
        assert words in shown.main
    assert "Who acts first: your IT support" in shown.main
    assert "Who acts first: you" in shown.main
    assert "The name you asked for" not in shown.main


def test_name_that_chooses_a_meaning_leads_to_it_first_and_the_others_are_still_there(client, two_meanings):
    make_code("0x80100006", meanings=(make_meaning("a", "Identity Agent"), make_meaning("b", "Windows", ("SCARD_X",))))
    answer(codes=("0x80100006",))

    response = client.get("/codes/SCARD_X/?for=it")

    assert (response.status_code, response["Location"]) == (302, "/codes/0x80100006/?for=it&meaning=b")
    shown = page(client, response["Location"])
    assert [text for text in shown.texts("h3") if text in {"Windows", "Identity Agent"}] == [
        "Windows",
        "Identity Agent",
    ]
    assert shown.main.count("The name you asked for means this:") == 1
    assert client.post("/search/", {"q": "SCARD_X"})["Location"].endswith("/codes/0x80100006/?meaning=b")


def test_article_that_answers_one_meaning_stands_with_it_and_is_no_answer_to_the_other(client, two_meanings):
    answer(codes=("0x80100006",), meanings=(AnsweredMeaning("0x80100006", "windows"),))

    shown = page(client, "/codes/0x80100006/")
    assert "What to do: Card busy" in shown.main
    assert shown.main.index("What to do: Card busy") < shown.main.index("Identity Agent was busy.")
    assert shown.main.count("Card busy") == 1
    assert shown.main.count("We have no recorded fix for this one yet.") == 1
    assert shown.main.index("Identity Agent was busy.") < shown.main.index("We have no recorded fix for this one yet.")
    assert FIX not in shown.main
    assert FIX not in page(client, "/codes/0x80100006/?meaning=agent").main

    assert FIX in page(client, "/codes/0x80100006/?meaning=windows").main


def test_key_of_no_meaning_changes_nothing(client, two_meanings):
    answer(codes=("0x80100006",))

    assert places(page(client, "/codes/0x80100006/?meaning=nonsense")) == WINDOWS_FIRST


@pytest.mark.parametrize("typed", ["4001", "400_61", "400_6123", "400_6A2"])
def test_what_does_not_fit_the_family_is_unknown(client, typed):
    answer(codes=("400_xxx",))

    response = client.get(f"/codes/{typed}/")

    assert response.status_code == 404
    assert FIX not in response.content.decode()


def test_misread_code_says_so_above_the_answer(client):
    answer()

    shown = page(client, "/codes/ERR5O22/")

    assert shown.texts("h1") == ["ERR5022"]
    said = shown.main.find("Showing ERR5022 for ERR5O22. Check your screen: these letters and figures look alike.")
    assert 0 <= said < shown.main.find(FIX)


def test_member_of_a_family_misread_says_so(client):
    answer(codes=("400_xxx",))

    assert "You asked for 4OO_6I2 (read with figures in place of letters)." in page(client, "/codes/4OO_6I2/").main


def test_number_alone_shows_the_one_code_that_has_it_and_says_so(client):
    answer()

    shown = page(client, "/codes/5022/")

    assert "You asked for 5022. Showing ERR5022, the only code we know with that number." in shown.main
    assert FIX in shown.main


def test_number_of_several_codes_is_a_choice_and_no_answer(client):
    make_code("INF5022", meaning="Only news.")
    make_code("ERR5022", meaning="The card is busy.")
    answer()
    make_article(slug="news", title="Just news", codes=("INF5022",))

    shown = page(client, "/codes/5022/")

    assert "“5022” may be one of these codes" in shown.main
    assert shown.link("ERR5022") == "/codes/ERR5022/"
    assert shown.link("INF5022") == "/codes/INF5022/"
    assert (shown.link("Card busy"), shown.link("Just news")) == ("/articles/card-busy/", "/articles/news/")
    assert "The card is busy." in shown.main
    assert FIX not in shown.main


def test_several_articles_are_listed_with_what_tells_them_apart(client):
    answer(symptoms=(SymptomContent("SIGN", "The light is off."), SymptomContent("EXACT", "Card busy, try later")))
    answer(slug="card-old", title="Card old", symptoms=(SymptomContent("SIGN", "The card begins with 04."),))

    shown = page(client, "/codes/ERR5022/")

    assert "Which of these is yours?" in shown.main
    assert "Card busy, try later" in shown.main
    assert "The card begins with 04." in shown.main
    assert FIX not in shown.main


def test_article_that_only_mentions_the_code_stands_below_the_answer(client):
    answer()
    make_article(slug="other", title="Another problem", mentions=("ERR5022",))

    shown = page(client, "/codes/ERR5022/")

    assert shown.main.find(FIX) < shown.main.find("Other articles that mention ERR5022")
    assert shown.link("Another problem") == "/articles/other/"


@pytest.mark.parametrize("typed", ["ERR5023", "err 5023", "ERR5O23", "ERR50222", "5023", "ERR5022x"])
def test_fix_of_one_code_is_never_shown_for_another(client, typed):
    answer()

    response = client.get(f"/codes/{typed}/")

    assert response.status_code == 404
    assert FIX not in response.content.decode()
    assert "Card busy" not in response.content.decode()


def test_unknown_code_names_the_nearest_as_different_errors_and_says_what_to_do(client):
    answer()

    response = client.get("/codes/ERR5023/")
    shown = Page.of(response)

    assert shown.texts("h1") == ["We have nothing on ERR5023 yet"]
    heading = shown.main.find("Codes that look like it, but are different errors")
    assert 0 <= heading < shown.main.find("ERR5022")
    assert shown.link("ERR5022") == "/codes/ERR5022/"
    assert {"/report/", "/codes/"} <= set(shown.links)
    assert "Who can help where you work" in shown.main
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_code_whose_article_was_withdrawn_shows_no_fix(client):
    withdraw(article=answer(), by=None, why="Wrong.")

    shown = page(client, "/codes/ERR5022/")

    assert "We have no recorded fix for ERR5022 yet." in shown.main
    assert FIX not in shown.main
    assert "Card busy" not in shown.main


@pytest.mark.parametrize("typed", ["/", "%20", "//", "%20/"])
def test_no_code_at_all_leads_to_all_codes(client, typed):
    response = client.get(f"/codes/{typed}")

    assert (response.status_code, response["Location"]) == (302, "/codes/")


def test_page_of_an_unknown_code_has_one_card_that_says_what_each_desk_is_for(client, settings):
    settings.IT_DESK = {"phone": "01632 960445", "hours": "24/7"}
    settings.RA_DESK = {"email": "cards@example.org"}

    helps = Page.of(client.get("/codes/ERR5023/")).main.split("Who can help where you work")[1]

    assert "Computer, card reader, network: IT service desk, phone 01632 960445" in helps
    assert "Card, passcode, role: Registration Authority (smartcard team), cards@example.org" in helps
    assert helps.count("01632 960445") == 1
