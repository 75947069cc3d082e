"""What the page of a code says to do first: its own steps, who can act, or checks that are said to be general."""

import pytest

from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.document import StepContent
from kb.catalogue.entries import MeaningEntry
from tests.browse.page import Page
from tests.make import make_article, make_code, make_meaning, make_notice, make_snippet

pytestmark = [pytest.mark.django_db, pytest.mark.either]
BEGIN = StepContent("USER", title="Open the unlock page", body="Begin here.")
TRY = StepContent("USER", title="Restart the program", body="Close it, then open it.", codes=("ERR5022",))
CHECK = StepContent("USER", title="Look at the reader", body="Is its light on?", general=True)
START = StepContent("IT", title="Start the service", body="In Services.", codes=("ERR5022",))


@pytest.fixture
def person_acts():
    make_code("ERR7", meanings=(MeaningEntry("Busy.", "Signing in", acts="PERSON"),))


def answer(*steps: StepContent, **facts):
    named = {"title": "Card busy", "slug": "card-busy", "codes": ("ERR5022", "ERR7"), "steps": steps}
    return make_article(**named | facts)


def page(client, address: str = "/codes/ERR5022/") -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page.of(response)


def test_steps_that_carry_the_code_stand_first_and_no_other_step_stands_open(client):
    answer(BEGIN, CHECK, TRY, START)

    shown = page(client)

    assert "Do this first" in shown.texts("h2")
    assert shown.steps == ["Restart the program"]
    assert set(shown.folded_steps) == {step.title for step in (BEGIN, CHECK, TRY, START)}


@pytest.mark.parametrize("number", [0, 2])
def test_page_without_one_answer_still_says_what_to_do_for_patients_and_who_can_help(client, number):
    make_snippet("safety", title="Patient care affected now?", kind="NOTE", body="Phone.", site_advice=True)
    make_code("ERR5022")
    for n in range(number):
        make_article(title=f"Card busy {n}", slug=f"busy-{n}", codes=("ERR5022",))
    make_notice(title="Printing fails", codes=("ERR5022",))

    shown = page(client)

    for words in (
        "Patient care affected now?",
        "Printing fails",
        "Who can help where you work",
        "Leave a report",
    ):
        assert words in shown.main
    assert ("Which of these is yours?" in shown.main) == (number > 0)
    assert ("We have no recorded fix" in shown.main) == (number == 0)


@pytest.mark.parametrize(("address", "status"), [("/codes/ERR9999/", 404), ("/codes/5022/", 200)])
def test_page_of_no_code_or_of_several_says_what_to_do_for_patients(client, address, status):
    make_snippet("safety", title="Patient care affected now?", kind="NOTE", body="Phone.", site_advice=True)
    make_code("ERR5022")
    make_code("INF5022")

    response = client.get(address)

    assert response.status_code == status
    assert "Patient care affected now?" in Page.of(response).main


def test_article_that_mentions_the_code_is_listed_once(client):
    make_article(title="Codes in general", slug="in-general", mentions=("ERR5022",))
    make_article(title="Another thing", slug="another")
    answer(TRY, related=("in-general", "another"))

    shown = page(client)

    assert shown.links.count("/articles/in-general/") == 1
    assert shown.links.count("/articles/another/") == 1


def test_note_stays_with_its_step_and_leaves_with_it(client):
    make_snippet("three-tries", title="Three tries lock it", kind="NOTE", body="Do not guess.")
    note = StepContent("USER", snippet="three-tries")
    wait = StepContent("USER", title="Wait", body="Wait.", codes=("ERR7",))
    answer(wait, TRY, note)

    # Once where it stands open, and once among all steps.
    assert page(client).main.count("Three tries lock it") == 2
    assert page(client, "/codes/ERR7/").main.count("Three tries lock it") == 1


def test_page_with_steps_of_its_own_is_not_named_a_copy_of_the_article(client):
    answer(TRY, BEGIN)

    own, borrowed = (client.get(f"/codes/{code}/").content.decode() for code in ("ERR5022", "ERR7"))

    assert 'rel="canonical" href="http://127.0.0.1:8000/codes/ERR5022/"' in own
    assert 'rel="canonical" href="http://127.0.0.1:8000/articles/card-busy/"' in borrowed


def test_steps_of_the_readers_role_come_first(client):
    answer(TRY, START)

    assert page(client, "/codes/ERR5022/?for=it").steps == ["Start the service"]


def test_code_that_only_another_role_has_steps_for_says_who_can_and_what_to_tell_them(client):
    make_code("ERR5022", meaning="The service is off.", where="Signing in")
    answer(BEGIN, START)

    shown = page(client)

    assert "You cannot fix this yourself" in shown.texts("h2")
    assert "Your IT support can." in shown.main
    for words in ("I see the code ERR5022.", "It means: The service is off.", "Where it appears: Signing in"):
        assert words in shown.main
    assert shown.steps == []


def test_meaning_says_who_acts_though_the_article_is_for_the_person(client):
    make_code("ERR5022", meanings=(MeaningEntry("Locked out.", "Signing in", acts="LOCAL_ADMIN"),))
    answer(BEGIN, CHECK)

    assert "Your local administrator of NHS.net Connect can." in page(client).main
    assert "If you do not know who that is, ask IT support where you work." in page(client).main


def test_person_who_acts_without_a_step_of_the_code_gets_general_checks_said_to_be_so(client, person_acts):
    answer(BEGIN, CHECK, START)

    shown = page(client, "/codes/ERR7/")

    assert "We have no step just for this code" in shown.texts("h2")
    assert "These checks suit most codes of this kind." in shown.main
    assert shown.steps == ["Look at the reader"]


def test_first_steps_of_an_article_are_never_sold_as_those_of_a_code(client, person_acts):
    answer(BEGIN)

    for address in ("/codes/ERR5022/", "/codes/ERR7/", "/codes/ERR7/?for=it", "/codes/ERR7/?for=ra"):
        shown = page(client, address)
        assert "Do this first" not in shown.texts("h2")
        assert shown.steps == []


def test_stub_says_that_no_fix_is_recorded_before_its_general_checks(client):
    make_snippet("checks", title="Try the general checks", kind="STEP", body="Restart.")
    answer(StepContent("USER", snippet="checks", general=True), confidence="STUB")

    shown = page(client)

    assert "We have no recorded fix for ERR5022 yet" in shown.texts("h2")
    assert "not specific to this error" in shown.main
    assert shown.steps == ["Try the general checks"]


def test_meaning_that_was_asked_for_says_who_acts(client):
    make_code(
        "0x80100006",
        meanings=(
            MeaningEntry("Too little memory.", "Windows", "windows", acts="IT"),
            make_meaning("agent", "Identity Agent"),
        ),
    )
    answer(BEGIN, codes=("0x80100006",), meanings=(AnsweredMeaning("0x80100006", "windows"),))

    shown = page(client, "/codes/0x80100006/?meaning=windows")

    assert "Your IT support can." in shown.main
    assert "It means: Too little memory." in shown.main
    assert "/codes/0x80100006/?for=ra&meaning=windows" in shown.links


def test_role_is_chosen_without_leaving_what_was_typed(client):
    answer(TRY, codes=("400_xxx", "ERR5022"))

    shown = page(client, "/codes/400_612/?for=it")

    assert shown.link("For smartcard team (RA)") == "/codes/400_612/?for=ra"
    assert "You asked for 400_612." in shown.main


def test_live_issue_stands_above_and_planned_change_below_the_first_thing(client):
    answer(TRY)
    make_notice("slow", title="Sign-in is slow", codes=("ERR5022",))

    shown = page(client).main

    assert shown.index("Sign-in is slow") < shown.index("Do this first")


def test_code_after_which_another_try_does_harm_begins_with_stop(client):
    make_code("ERR5022", meanings=(MeaningEntry("The card is locked.", "Signing in", stops=True),))
    make_code("ERR7", meanings=(MeaningEntry("Busy.", "Signing in"),))
    make_code(
        "0x80100006",
        meanings=(MeaningEntry("Wrong passcode.", "Windows", "windows", stops=True), make_meaning("agent", "Agent")),
    )
    answer(TRY)

    locked, busy, several = (page(client, f"/codes/{code}/").main for code in ("ERR5022", "ERR7", "0x80100006"))

    assert locked.index("The card is locked.") < locked.index("Stop: do not try again.") < locked.index("Do this first")
    assert "Stop:" not in busy
    assert several.index("Wrong passcode.") < several.index("Stop: do not try again.")
    assert several.count("Stop: do not try again.") == 1


def test_code_of_an_article_for_another_reader_shows_their_checks_as_the_article_does(client):
    for slug, title in (("of-user", "Look at the reader"), ("of-ra", "Look the user up")):
        make_snippet(slug, title=title, kind="STEP", body="Is all well?")
    checks = (StepContent(one, snippet=f"of-{one.lower()}", general=True) for one in ("USER", "RA"))
    answer(*checks, confidence="STUB", reader="RA")

    assert page(client).steps == ["Look the user up"]
    assert page(client, "/codes/ERR5022/?for=user").steps == ["Look at the reader"]


def test_step_that_sends_to_a_desk_gives_its_number_and_the_message_where_nothing_else_is_to_be_done(client, settings):
    settings.IT_DESK = {"phone": "01632 960445"}
    tell = StepContent("USER", title="Tell IT support", body="Say the code.", codes=("ERR5022",))
    both = StepContent("USER", title="Ask IT support to look", body="Say the code.", codes=("ERR7",))
    restart = StepContent("USER", title="Restart the program", body="Close it.", codes=("ERR7",))
    answer(BEGIN, tell, restart, both, START)

    only_told, tried_first = page(client), page(client, "/codes/ERR7/")

    number = "01632 960445"
    assert number in only_told.main.split("Tell IT support")[1].split("All steps")[0]
    assert number in tried_first.main.split("Ask IT support to look")[1].split("All steps")[0]
    assert "Tell them" in only_told.main.split("All steps")[0]
    assert "Copy a message to send them" not in only_told.main
    assert "Copy a message to send them" in tried_first.main
    assert number not in page(client, "/codes/ERR5022/?for=it").main.split("All steps")[0].split("Do this first")[1]


@pytest.mark.parametrize("body", ["Close it, then open it.", "Close it.\n\nThen open it.\n\nWait."])
def test_way_to_the_team_that_acts_first_stands_above_the_steps_of_whoever_is_not_that_team(client, settings, body):
    settings.IT_DESK = {"phone": "01632 960445"}
    make_code("ERR5022", meanings=(MeaningEntry("Busy.", "Signing in", acts="IT"),))
    answer(StepContent("USER", title="Restart the program", body=body, codes=("ERR5022",)), START)

    own, of_it = (page(client, f"/codes/ERR5022/{asked}").main.split("Do this first")[0] for asked in ("", "?for=it"))

    assert "Your IT support can help with this: phone 01632 960445" in own
    assert "can help with this" not in of_it


def test_way_to_a_team_that_nobody_knows_is_whom_to_ask(client):
    make_code("ERR5022", meanings=(MeaningEntry("Busy.", "Signing in", acts="IT"),))
    answer(TRY)

    assert page(client).link("whom to ask") == "#who-can-help"
