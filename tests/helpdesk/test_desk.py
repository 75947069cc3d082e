"""The box and its answer: what was said becomes one thing, or what it may be."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kb.catalogue.document import StepContent
from kb.contacts.document import OrganisationContent
from kb.contacts.organisations.actions import save_organisation
from kb.insight.models import Call, CallOutcome, Rise
from kb.insight.stories.reading import unwritten_codes
from tests.make import make_article, make_code, make_contact, make_notice, make_report, make_vendor

pytestmark = pytest.mark.either

PERSONAL = "user rosa.field@example.org cannot read the card"


def furnish() -> None:
    make_vendor()
    make_code("400_645", meaning="The browser cannot reach the program.")
    make_code("ERR5022", meaning="No answer.")
    make_article(
        title="Sign-in fails",
        codes=("400_645",),
        questions=("Does it fail in another browser?",),
        steps=(
            StepContent("USER", title="Restart the computer", body="Save your work."),
            StepContent("USER", title="Restart the program", body="Near the clock.", codes=("400_645",)),
            StepContent("RA", title="Look at the card", body="Is it active?"),
            StepContent("IT", title="Start the service", body="With admin rights."),
        ),
    )
    make_article(title="Card is not read", codes=("ERR5022",))


@pytest.fixture
def browser(signed_in, desk):
    furnish()
    return signed_in(desk)


def page(browser, q: str, **rest: str) -> str:
    answer = browser.get("/desk/", {"q": q, **rest})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def heading(text: str) -> str:
    return re.sub("<[^>]*>", "", re.search(r"<h1.*?</h1>", text, re.DOTALL)[0]).strip()


def test_signing_in_leads_to_the_desk(client, desk):
    client.force_login(desk)

    assert client.get("/staff/")["Location"] == "/desk/"


def test_the_box_has_the_focus_until_there_is_an_answer(browser):
    assert re.search(r'id="said"[^>]*autofocus', page(browser, ""))
    assert re.search(r'id="answer-heading"[^>]*autofocus', page(browser, "400_645"))
    assert not re.search(r'id="said"[^>]*autofocus', page(browser, "400_645"))


@pytest.mark.parametrize("said", ["400_645", "four hundred underscore six four five", "400 645", "error code 400-645"])
def test_a_code_opens_its_answer(browser, said):
    text = page(browser, said)

    assert heading(text) == "400_645"
    assert 'data-status="400_645, 2 steps for the caller"' in text
    assert text.index("Restart the program") < text.index("Restart the computer")
    assert "Does it fail in another browser?" in text


def test_sent_it_is_answered_at_an_address_of_its_own(browser):
    answer = browser.post("/desk/", {"q": "400 645"})

    assert (answer.status_code, answer["Location"]) == (303, "/desk/?q=400+645")


def test_sent_by_the_script_it_is_answered_at_once(browser):
    answer = browser.post("/desk/", {"q": "400 645"}, headers={"X-In-Place": "1"})

    assert (answer.status_code, answer["Content-Location"]) == (200, "/desk/?q=400+645")
    assert heading(answer.content.decode()) == "400_645"


def test_nothing_personal_stays_in_an_address(browser):
    sent, asked = browser.post("/desk/", {"q": PERSONAL}), browser.get("/desk/", {"q": PERSONAL})

    assert "rosa" not in sent["Location"]
    assert asked["Location"] == sent["Location"]


def test_the_number_of_an_article_opens_it(browser):
    assert heading(page(browser, "kb 2")) == "Card is not read"


def test_a_pasted_dialog_opens_the_one_code_that_it_names(browser):
    text = page(browser, "Sorry, something went wrong. Reference 400_645. Please try again later.")

    assert heading(text) == "400_645"
    assert "Heard as" in text


def test_a_symptom_brings_articles_to_choose_from(browser):
    text = page(browser, "card is not read")

    assert heading(text).endswith("may be meant")
    assert re.search(r'href="/desk/\?q=KB0002"[^>]*data-desk-open', text)


def test_several_codes_are_chosen_from_by_code_and_meaning(browser):
    text = page(browser, "400_645 or ERR5022?")

    assert "The browser cannot reach the program." in text
    assert "No answer." in text
    assert heading(text).endswith("may be meant")


def test_an_unknown_code_is_never_answered_by_another(browser):
    text = page(browser, "ERR5023")

    assert heading(text) == "We have nothing on ERR5023 yet"
    assert "Different errors that look alike" in text


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("zero x eight zero one four zero zero zero one", "0X80140001"),
        ("aay ay dee sts nine nine nine nine one", "AADSTS99991"),
        ("alpha alpha delta sierra tango sierra nine nine nine nine one", "AADSTS99991"),
        ("it says err nine one three eight please", "ERR9138"),
    ],
)
def test_of_an_unknown_code_in_words_the_whole_is_kept_and_no_other_is_answered(browser, said, key):
    for known in ("0x80140000", "0x8014", "AADSTS9999", "ERR9130", "ERR91"):
        make_code(known)
        make_article(title=f"On {known}", codes=(known,))

    answer = browser.post("/desk/", {"q": said}, headers={"X-In-Place": "1"})

    assert re.match(f"We have nothing on {key} yet", heading(answer.content.decode()), re.IGNORECASE)
    assert [(call.code, call.article) for call in Call.objects.all()] == [(key, None)]
    shown = browser.get(answer["Content-Location"])
    assert re.match(f"We have nothing on {key} yet", heading(shown.content.decode()), re.IGNORECASE)


def test_a_known_code_that_was_typed_as_it_sounded_is_one_to_choose(browser):
    make_code("AADSTS50011", meaning="The address of the reply is not registered.")
    make_article(title="Reply address", codes=("AADSTS50011",))

    text = page(browser, "aay ay dee sts five zero zero one one")

    assert heading(text).endswith("may be meant")
    assert 'href="/desk/?q=AADSTS50011"' in text


@pytest.mark.parametrize("said", ["q q one two three four five six c", "jay smith zero one"])
def test_what_may_be_personal_is_not_put_together(browser, said):
    browser.post("/desk/", {"q": said})

    assert not Call.objects.exists()


def test_site_asks_where_the_article_does_not(browser):
    assert "Plastic card or virtual?" in page(browser, "ERR5022")


def test_steps_of_each_role_are_on_the_page_and_one_is_chosen(browser):
    text = page(browser, "400_645", audience="it")

    assert "Look at the card" in text
    assert 'data-status="400_645, 1 step for IT support"' in text


def test_reply_and_ticket_stand_as_text_with_the_ticked_steps(browser):
    name = re.search(r'data-step="(\w+)"', page(browser, "400_645"))[1]
    text = page(browser, "400_645", done=name)

    assert "1. Restart the program (done with you on the phone)" in text
    assert "Steps tried:\n- Restart the program" in text
    assert re.search(r"/codes/400_645/\nKB0001 v1</textarea>", text)


def test_live_issues_and_reports_of_the_day_stand_there(browser):
    make_notice(title="Sign-in is down", codes=("400_645",))
    make_report(code="400_645")

    text = page(browser, "400_645")

    assert "Sign-in is down" in text
    assert "1 report with this code" in text


def test_a_code_without_article_says_so(browser):
    make_code("ERR7777")

    assert "We have no recorded fix for ERR7777 yet." in page(browser, "ERR7777")


def test_a_code_that_nobody_has_written_down_is_no_dead_end(browser):
    save_organisation(content=OrganisationContent.from_dict({"code": "A81001", "name": "Harbour Hospital"}), by=None)
    make_contact(ods_code="A81001", phone="01632 960001")

    text = page(browser, "ERR9138", caller="A81001")

    assert heading(text) == "We have nothing on ERR9138 yet"
    assert "Which program?" in text
    assert "01632 960001" in text
    assert "Code: ERR9138 (not written down yet)\nSteps tried: none ticked\nOutcome: not said yet" in text
    assert 'href="/codes/ERR9138/"' in text
    assert "Save your work" not in text


def test_a_call_with_a_code_that_nobody_has_written_down_counts(browser, desk):
    for _ in range(2):
        browser.post("/desk/", {"q": "ERR 9138"})
    assert [(call.code, call.article, call.by) for call in Call.objects.all()] == [("ERR9138", None, desk)]

    text = page(browser, "")
    assert "Not written down, by calls today" in text
    browser.post(f"/desk/calls/{Call.objects.get().pk}/", {"outcome": "ESCALATED:IT", "q": ""})

    assert Call.objects.get().outcome == CallOutcome.ESCALATED
    assert [(code.key, code.calls) for code in unwritten_codes(timezone.now() - timedelta(days=1))] == [("ERR9138", 1)]


@pytest.mark.parametrize("said", ["JSMITH01 cannot sign in", "QQ123456C", "card is purple", "code 4821", "error 4821"])
def test_what_may_be_personal_is_no_code_that_is_counted(browser, said):
    browser.post("/desk/", {"q": said})

    assert not Call.objects.exists()


def asked(browser, q: str) -> int:
    browser.get("/desk/")
    with CaptureQueriesContext(connection) as queries:
        page(browser, q)
    return len(queries)


def test_an_answer_asks_a_fixed_number_of_times(browser):
    make_notice(codes=("400_645",))
    before = {q: asked(browser, q) for q in ("", "400_645", "KB0001")}
    for number in range(9):
        make_article(codes=(f"ERR60{number}0",), mentions=("400_645",))
        make_notice(f"issue-{number}", codes=("400_645",))
        make_report(code="400_645")

    assert {q: asked(browser, q) for q in before} == before
    assert before == {"": 8, "400_645": 16, "KB0001": 14}


def test_the_desk_says_what_more_people_than_usual_look_up(browser):
    now = timezone.now()
    assert "More than usual" not in page(browser, "")
    Rise.objects.create(subject="code:400645", began_at=now, noticed_at=now, last_at=now, number=12, usual=2)

    text = " ".join(re.sub("<[^>]*>", " ", page(browser, "")).split())

    assert "400_645 : 12 since" in text
    assert "2 an hour is usual. Possible outage" in text
    assert 'href="/desk/rises/"' in page(browser, "400_645")


# --- Where the caller works -------------------------------------------------------------------------------------------


def works_at(code: str, name: str, phone: str) -> None:
    save_organisation(content=OrganisationContent.from_dict({"code": code, "name": name}), by=None)
    make_contact(name, ods_code=code, kind="RA", phone=phone)


def test_desks_of_the_callers_organisation_are_shown(browser):
    works_at("X26", "Harbour Hospital", "01632 960111")
    works_at("X27", "Harbour Surgery", "01632 960222")

    by_code, by_name, either, nobody = (
        page(browser, "400_645", caller=caller, audience="user")
        for caller in ("x26", "surgery", "harbour", "nowhere at all")
    )

    assert "Who can help at Harbour Hospital" in by_code
    assert "01632 960111" in by_code
    assert "01632 960222" in by_name
    assert 'name="caller" value="X27"' in either
    assert "We know no organisation “nowhere at all”." in nobody


def test_another_role_asked_for_by_address_keeps_where_the_caller_works(browser):
    works_at("X26", "Harbour Hospital", "01632 960111")

    shown = page(browser, "400_645", caller="x26", audience="it")

    assert shown.count('<input type="hidden" name="audience" value="it">') == 1
    assert '<input type="hidden" name="caller" value="x26">' in shown
