"""Whoever flags, stops or notes a step while a caller waits comes back to the answer that was open."""

import re
from dataclasses import dataclass
from html import unescape

import pytest

from kb.accounts.actions import add_person
from kb.accounts.roles import Role
from kb.catalogue.call_numbers import CallNumber, CallNumberKind, said
from kb.catalogue.models import Article
from kb.contacts.document import OrganisationContent
from kb.contacts.organisations.actions import save_organisation
from kb.helpdesk.notes.actions import add_note
from kb.insight.calls.actions import begin_call
from kb.insight.models import Call, CallOutcome
from tests.make import make_article, make_code

pytestmark = pytest.mark.either


@pytest.fixture
def browser(signed_in, desk):
    make_code("400_645")
    return signed_in(desk)


@pytest.fixture
def step(browser) -> str:
    return make_article(title="Sign-in fails", codes=("400_645",)).steps.get().name


SET = "audience=it&caller=X26"


@dataclass(frozen=True)
class Pressed:
    """A button of the page at an address, pressed as a browser does without a script: with all that belongs to its
    form, in the order of the page.
    """

    page: str

    @property
    def _form(self) -> list[tuple[str, str]]:
        own = re.search(r'<form id="desk-state".*?</form>', self.page, re.DOTALL)[0]
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', own)
        ticked = re.findall(r'<input type="checkbox" name="(done)" value="(\w+)" checked form="desk-state"', self.page)
        typed = re.findall(r'name="(caller)" type="text" form="desk-state" value="([^"]*)"', self.page)
        return [*hidden, *ticked, *typed]

    def sent(self, name: str, value: str = "") -> tuple[str, dict[str, list[str]]]:
        """The address, and what is sent."""
        button = next(
            one
            for one in re.findall(r'<button[^>]*form="desk-state"[^>]*>', self.page)
            if f'name="{name}"' in one and (not value or f'value="{value}"' in one)
        )
        own = re.search(r'value="([^"]*)"', button)[1]
        to = re.search(r'formaction="([^"]*)"', button)
        found: dict[str, list[str]] = {}
        for key, text in [*self._form, (name, own)]:
            found.setdefault(key, []).append(text)
        return to[1] if to else "/desk/go/", found


def pressed(browser, address: str, name: str, value: str = "") -> str:
    """Where it leads."""
    page = unescape(browser.get(address).content.decode())
    to, sent = Pressed(page).sent(name, value)
    answer = browser.post(to, sent)
    assert answer.status_code == 303
    return answer["Location"]


@pytest.mark.parametrize(
    ("button", "page"), [("flag:", "flags"), ("stop:", "stops"), ("notes", "notes"), ("flag", "flags")]
)
def test_what_was_set_goes_to_each_page_and_comes_back(browser, step, button, page):
    here = f"/desk/?q=400+645&{SET}&done={step}"
    value = f"{button}{step}" if button.endswith(":") else button

    address = pressed(browser, here, "then", value)

    named = f"step={step}&" if button.endswith(":") else ""
    assert address == f"/desk/{page}/KB0001/?{named}q=400+645&{SET}&done={step}"
    assert f'href="{here}"' in unescape(browser.get(address).content.decode())


def test_what_was_set_stays_through_an_outcome_and_the_ticket_says_it(browser, step):
    back = pressed(browser, f"/desk/?q=400_645&{SET}&done={step}", "outcome", "ESCALATED:RA")

    call = Call.objects.get()
    assert back == f"/desk/?q=400_645&{SET}&call={call.pk}&done={step}"
    shown = unescape(browser.get(back).content.decode())
    assert f'value="{step}" checked' in shown
    assert f"Steps tried:\n- {Article.objects.get().steps.get().title}\nOutcome: Escalated to smartcard team" in shown
    assert 'data-outcome-said="Escalated to smartcard team"' in shown


def test_what_enter_presses_says_nothing_of_any_call(browser, step, desk):
    """A browser presses the first button of the form, wherever it stands on the page."""
    begin_call(by=desk, code=make_code("ERR5022"))
    shown = browser.get("/desk/?q=400_645").content.decode()
    own = shown[shown.index('<form id="desk-state"') :]

    assert 'form="desk-state"' not in shown[: shown.index('<form id="desk-state"')]
    first = re.search(r'<button[^>]*type="submit"[^>]*>', own)[0]
    assert "formaction" not in first
    assert "name=" not in first
    assert "hidden" not in first


def test_nobody_elses_call_is_said(browser, step, signed_in):
    other = add_person(username="other", name="Other", role=Role.HELP_DESK, password="violet ferry 27 anchors")
    pressed(signed_in(other), "/desk/?q=400_645", "outcome", "FIXED")

    shown = browser.get(f"/desk/?q=400_645&call={Call.objects.get().pk}").content.decode()

    assert "Outcome: not said yet" in shown


@pytest.mark.parametrize(
    ("name", "value", "query"),
    [
        ("audience", "ra", "audience=ra&caller=X26"),
        ("caller", "X27", "audience=it&caller=X27"),
    ],
)
def test_another_role_or_organisation_keeps_the_rest(browser, step, name, value, query):
    for code in ("X26", "X27"):
        save_organisation(content=OrganisationContent.from_dict({"code": code, "name": f"Harbour {code}"}), by=None)
    caller = "harbour" if name == "caller" else "X26"

    back = pressed(browser, f"/desk/?q=400_645&audience=it&caller={caller}&done={step}", name, value)

    assert back == f"/desk/?q=400_645&{query}&done={step}"


def test_pinning_and_the_outcome_of_an_earlier_call_keep_what_is_set(browser, step, desk):
    call = begin_call(by=desk, code=make_code("ERR5022"))
    here = f"/desk/?q=400_645&{SET}&done={step}"
    page = unescape(browser.get(here).content.decode())
    pins, _ = re.search(r'formaction="(/desk/pins/)"(>)Pin', page).groups()

    assert pressed(browser, here, "outcome", "NOT_FIXED") == here
    _, sent = Pressed(page).sent("then", "notes")
    assert browser.post(pins, sent)["Location"] == here
    call.refresh_from_db()
    assert call.outcome == CallOutcome.NOT_FIXED


def test_a_note_that_is_changed_or_removed_leads_back_to_what_was_open(browser, step, desk):
    note = add_note(article=Article.objects.get(), step="", text="Queue SMART.", by=desk)
    here = f"/desk/?q=400_645&{SET}&done={step}"

    address = pressed(browser, here, "then", f"note:{note.pk}")

    assert address == f"/desk/note/{note.pk}/?q=400_645&{SET}&done={step}"
    sent = {"step": "", "text": "Queue CARDS.", "seen": note.version}
    assert browser.post(address, sent)["Location"] == here
    removal = re.search(r'action="([^"]+/remove/[^"]*)"', unescape(browser.get(address).content.decode()))[1]
    assert browser.post(removal, {"seen": note.version + 1})["Location"] == here


def test_what_the_analyst_unticks_stays_unticked_whatever_was_read_out(browser, step):
    number = said(CallNumber(CallNumberKind.ARTICLE, 1, 1, 0, (0,)))
    opened = browser.get("/desk/", {"q": number}).content.decode()
    assert f'value="{step}" checked' in opened
    _, sent = Pressed(opened).sent("audience", "user")

    back = browser.post("/desk/go/", {**sent, "done": []})["Location"]

    assert f'value="{step}" checked' not in browser.get(back).content.decode()


@pytest.mark.parametrize(
    "then", ["", "x", "notes:\0", "note:", "note:-1", "note:\u0663", "flag:" + "x" * 5_000, "/evil"]
)
@pytest.mark.parametrize("article", ["KB0001", "", "/evil/", "KB" + "9" * 40])
def test_an_odd_button_leads_nowhere_else(browser, step, then, article):
    answer = browser.post("/desk/go/", {"then": then, "article": article, "q": "400_645", "done": ["\0", "x"]})

    assert answer.status_code == 303
    assert answer["Location"].startswith("/desk/")
    assert browser.get(answer["Location"]).status_code in {200, 404}


@pytest.mark.parametrize("form", ["notes", "stops"])
def test_back_at_what_was_open(browser, step, form):
    address = f"/desk/{form}/KB0001/?step={step}&q=400+645"
    shown = browser.get(address).content.decode()
    answer = browser.post(address, {"step": step, "text": "Known bad build."})

    assert 'href="/desk/?q=400+645"' in shown
    assert answer["Location"] == "/desk/?q=400+645"


@pytest.mark.parametrize(
    ("said", "back"),
    [("", "KB0001"), ("%00", "KB0001"), ("//evil.example", "%2F%2Fevil.example"), ("x" * 2_000, "x" * 600)],
)
def test_an_odd_address_leads_nowhere_else(browser, step, said, back):
    answer = browser.post(f"/desk/notes/KB0001/?q={said}", {"step": "", "text": "Queue SMART."})

    assert answer["Location"] == f"/desk/?q={back}"
