"""A code from a phone beside the password: who is asked, from when on, and that no code is good twice."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry, RecoveryCode, SecondFactor, User
from kb.accounts.people import actions as people
from kb.accounts.roles import Role
from kb.accounts.second_factor import actions, pending, rules
from kb.accounts.second_factor.rules import NextStep
from kb.lib import dates
from kb.outbox.models import Delivery

pytestmark = pytest.mark.django_db

PASSWORD = "violet ferry 27 anchors"
OWN, CODE, SET_UP = "/account/second-factor/", "/sign-in/code/", "/sign-in/set-up/"
CONFIRM = f"{OWN}confirm/?next=%2Faccount%2Fsecond-factor%2F"


def key_of(seed: str) -> bytes:
    return next(rules.keys_of(seed))


def shown_by_phone(person: User, *, later: int = 0) -> str:
    """What the phone shows now, or so many half minutes later."""
    return rules.code_at(key_of(person.second_factor.seed), int(time.time()) // rules.PERIOD + later)


def proposal_in(page: str) -> str:
    return re.search(r'name="proposal" value="([^"]+)"', page)[1]


def shown_for(person: User, proposal: str) -> str:
    """By a phone that has scanned the square."""
    return rules.code_at(key_of(actions.seed_of(proposal, person)), int(time.time()) // rules.PERIOD)


@pytest.fixture
def rhys(db) -> User:
    return add_person(username="rhys", name="Rhys", role=Role.REVIEWER, password=PASSWORD)


@pytest.fixture
def codes(rhys) -> list[str]:
    """Rhys has set it up half an hour ago, and has these on paper."""
    proposal = actions.proposal(rhys)
    now = int(time.time()) // rules.PERIOD
    code = rules.code_at(key_of(actions.seed_of(proposal, rhys)), now)
    shown = actions.set_up(by=rhys, proposal=proposal, code=code)
    SecondFactor.objects.update(last_counter=now - 60)
    return shown


def sign_in(client: Client, username: str = "rhys", next_page: str = ""):
    return client.post("/sign-in/", {"username": username, "password": PASSWORD, "next": next_page})


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


# --- Rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "code"),
    # RFC 6238, appendix B, with the last six of its eight figures
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(at, code):
    assert rules.code_at(b"12345678901234567890", at // rules.PERIOD) == code


@given(st.text(max_size=12))
def test_whatever_is_typed_is_judged(typed):
    assert rules.counter_of("seed", typed, at=1e9) in {None, 33333332, 33333333, 33333334}


def test_key_of_a_person_is_not_in_the_database_and_follows_the_keys_of_the_site(settings):
    before = rules.shown_key("seed")
    at = 1e9
    code = rules.code_at(key_of("seed"), int(at) // rules.PERIOD)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of this site"

    assert rules.shown_key("seed") != before
    assert rules.counter_of("seed", code, at=at) == int(at) // rules.PERIOD
    settings.SECRET_KEY_FALLBACKS = []
    assert rules.counter_of("seed", code, at=at) is None


TODAY = dates.in_london(timezone.now()).date()


@pytest.mark.parametrize(
    ("has_factor", "is_asked", "due", "step"),
    [
        (True, False, None, NextStep.CODE),
        (True, True, TODAY - timedelta(days=1), NextStep.CODE),
        (False, True, None, NextStep.IN),
        (False, True, TODAY, NextStep.IN),
        (False, True, TODAY - timedelta(days=1), NextStep.SET_UP),
        (False, False, TODAY - timedelta(days=1), NextStep.IN),
    ],
)
def test_what_follows_a_right_password(has_factor, is_asked, due, step):
    assert rules.next_step(has_factor=has_factor, is_asked=is_asked, due=due, today=TODAY) is step


# --- Signing in ------------------------------------------------------------------------------------------------------


def test_password_alone_lets_nobody_in(client, rhys, codes):
    answer = sign_in(client, next_page="/edit/articles/")

    assert answer["Location"] == CODE
    assert not is_in(client)
    assert client.get("/edit/").status_code == 302
    page = client.get(CODE)
    assert page["Cache-Control"] == "private, no-store"
    assert 'autocomplete="one-time-code"' in page.content.decode()
    done = client.post(CODE, {"code": shown_by_phone(rhys)})
    assert done["Location"] == "/edit/articles/"
    assert is_in(client)
    assert AuditEntry.objects.newest_first()[0].verb == "signed in"


def test_wrong_password_is_told_nothing_of_a_second_factor(client, rhys, codes):
    answer = client.post("/sign-in/", {"username": "rhys", "password": "wrong"})

    assert answer.status_code == 200
    assert client.get(CODE)["Location"] == "/sign-in/"
    assert client.post(CODE, {"code": shown_by_phone(rhys)})["Location"] == "/sign-in/"


def test_code_is_good_once_also_in_another_process(client, rhys, codes):
    code = shown_by_phone(rhys)
    for browser, is_good in ((Client(), True), (Client(), False)):
        sign_in(browser)
        browser.post(CODE, {"code": code})
        assert is_in(browser) is is_good


def test_code_is_used_once_by_many_at_once(at_once, rhys):
    proposal = actions.proposal(rhys)
    now = int(time.time()) // rules.PERIOD
    actions.set_up(by=rhys, proposal=proposal, code=rules.code_at(key_of(actions.seed_of(proposal, rhys)), now))
    SecondFactor.objects.update(last_counter=now - 60)
    code = shown_by_phone(rhys)

    def work() -> bool:
        try:
            actions.check(person=rhys, code=code)
        except actions.WrongCode:
            return False
        return True

    assert at_once(work, times=4, workers=4).count(True) == 1


def test_recovery_code_lets_in_once_however_it_is_typed(client, rhys, codes):
    sign_in(client)
    client.post(CODE, {"code": f" {codes[0].upper().replace('-', ' ')} "})

    assert is_in(client)
    entry = AuditEntry.objects.get(verb="used a recovery code")
    assert entry.detail == {"left": 9}
    again = Client()
    sign_in(again)
    assert again.post(CODE, {"code": codes[0]}).status_code == 422
    assert not any(code in str(list(RecoveryCode.objects.values())) for code in codes)


def test_guessing_is_limited_and_said(client, rhys, codes):
    sign_in(client)
    for _ in range(actions.TRIES):
        page = client.post(CODE, {"code": "000000"})
        assert "This code is not right" in page.content.decode()

    page = client.post(CODE, {"code": shown_by_phone(rhys)})

    assert "Too many codes were tried. Wait" in page.content.decode()
    assert not is_in(client)


def test_sign_in_page_leads_on_to_the_code_until_somebody_else_wants_to_sign_in(client, rhys, codes):
    """The page's script sees no more of the answer than that it leads somewhere."""
    sign_in(client, next_page="/codes/")

    assert client.get("/sign-in/?next=/codes/")["Location"] == CODE
    assert client.get("/sign-in/?again=on").status_code == 200
    client.post(CODE, {"code": shown_by_phone(rhys)})
    assert client.get("/sign-in/?next=/codes/")["Location"] == "/codes/"


@pytest.mark.parametrize("meanwhile", ["time", "password", "deactivated"])
def test_right_password_is_forgotten(client, rhys, codes, administrator, monkeypatch, meanwhile):
    sign_in(client)
    code = shown_by_phone(rhys)
    if meanwhile == "time":
        now = time.time()
        monkeypatch.setattr(pending.time, "time", lambda: now + pending.HOLDS + 1)
    elif meanwhile == "password":
        rhys.set_password("seventeen quiet lanterns")
        rhys.save()
    else:
        people.deactivate(person=rhys, by=administrator)

    assert client.post(CODE, {"code": code})["Location"] == "/sign-in/"
    assert not is_in(client)


# --- Whom it is asked of ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_roles_that_it_is_asked_of_have_seven_days(client, settings, role):
    settings.SECOND_FACTOR_ASKED = True
    person = add_person(username="one", name="One", role=role, password=PASSWORD)
    is_asked = role in {Role.HELP_DESK, Role.REVIEWER, Role.ADMINISTRATOR}

    answer = sign_in(client, "one", "/codes/")

    assert is_in(client)
    person.refresh_from_db()
    assert person.second_factor_due == (TODAY + timedelta(days=7) if is_asked else None)
    assert answer["Location"] == (f"{OWN}?next=%2Fcodes%2F" if is_asked else "/codes/")
    if is_asked:
        page = client.get(answer["Location"]).content.decode()
        assert 'href="/codes/">Set it up later</a>' in page
        assert dates.day(person.second_factor_due) in page


def test_after_seven_days_it_is_set_up_before_anything_else(client, settings, rhys):
    settings.SECOND_FACTOR_ASKED = True
    User.objects.update(second_factor_due=TODAY - timedelta(days=1))

    assert sign_in(client)["Location"] == SET_UP
    assert not is_in(client)
    page = client.get(SET_UP).content.decode()
    assert "later</a>" not in page
    proposal = re.search(r'name="proposal" value="([^"]+)"', page)[1]
    code = rules.code_at(key_of(actions.seed_of(proposal, rhys)), int(time.time()) // rules.PERIOD)
    wrong = client.post(SET_UP, {"proposal": proposal, "code": "000000"})
    assert wrong.status_code == 422
    assert proposal in wrong.content.decode()
    assert not is_in(client)
    done = client.post(SET_UP, {"proposal": proposal, "code": code}).content.decode()
    assert "Keep your recovery codes" in done
    assert is_in(client)
    assert client.get(SET_UP)["Location"] == "/sign-in/"


def test_whose_factor_is_there_cannot_set_up_another_instead_of_the_code(client, settings, rhys, codes):
    settings.SECOND_FACTOR_ASKED = True
    sign_in(client)

    for method in (client.get, client.post):
        assert method(SET_UP)["Location"] == "/sign-in/"
    assert not is_in(client)


def test_where_it_is_not_asked_nobody_has_to(client, settings, rhys):
    settings.SECOND_FACTOR_ASKED = False
    User.objects.update(second_factor_due=TODAY - timedelta(days=1))

    assert sign_in(client, next_page="/codes/")["Location"] == "/codes/"


# --- One's own page --------------------------------------------------------------------------------------------------


def test_somebody_sets_it_up_and_is_shown_codes_once(signed_in, rhys):
    browser = signed_in(rhys)
    page = browser.get(OWN).content.decode()
    proposal = re.search(r'name="proposal" value="([^"]+)"', page)[1]
    seed = actions.seed_of(proposal, rhys)
    assert rules.shown_key(seed) in page
    assert "<svg" in page

    shown = browser.post(
        OWN, {"proposal": proposal, "code": rules.code_at(key_of(seed), int(time.time()) // rules.PERIOD)}
    )

    assert len(re.findall(r"<code>[a-z2-9-]{19}</code>", shown.content.decode())) == 10
    assert shown["Cache-Control"] == "private, no-store"
    assert "10 recovery codes are left" in browser.get(OWN).content.decode()
    assert rules.shown_key(seed) not in str(list(SecondFactor.objects.values()))


def test_proposal_of_somebody_else_or_of_yesterday_is_none(signed_in, rhys, administrator, monkeypatch):
    theirs = actions.proposal(administrator)
    code = rules.code_at(key_of(actions.seed_of(theirs, administrator)), int(time.time()) // rules.PERIOD)

    page = signed_in(rhys).post(OWN, {"proposal": theirs, "code": code})

    assert page.status_code == 422
    assert "This page was open for too long." in page.content.decode()
    assert not SecondFactor.objects.exists()


def test_new_codes_and_taking_away_need_a_code_first(signed_in, rhys, codes):
    browser = signed_in(rhys)
    for page in ("codes/", "take-away/"):
        assert browser.post(OWN + page)["Location"] == CONFIRM
    wrong = browser.post(CONFIRM, {"code": "000000"})
    assert wrong.status_code == 422
    assert "This code is not right" in wrong.content.decode()

    assert browser.post(CONFIRM, {"code": shown_by_phone(rhys)})["Location"] == OWN

    shown = browser.post(f"{OWN}codes/")
    assert "Keep your recovery codes" in shown.content.decode()
    with pytest.raises(actions.WrongCode):
        actions.check(person=rhys, code=codes[1])
    answer = browser.post(f"{OWN}take-away/", follow=True)
    assert answer.redirect_chain[-1][0] == "/account/"
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    verbs = [entry.verb for entry in AuditEntry.objects.newest_first()[:2]]
    assert verbs == ["took away their second factor", "made new recovery codes"]


def test_administrator_takes_away_that_of_somebody_who_lost_the_phone(signed_in, administrator, rhys, codes, client):
    browser = signed_in(administrator)
    assert "They have lost their phone" in browser.get(f"/people/{rhys.pk}/").content.decode()

    browser.post(f"/people/{rhys.pk}/second-factor/")

    assert AuditEntry.objects.newest_first()[0].verb == "took away a second factor"
    sign_in(client)
    assert is_in(client)


def test_nobody_else_takes_away_that_of_others_and_administrators_not_their_own(signed_in, administrator, rhys, codes):
    assert signed_in(rhys).post(f"/people/{rhys.pk}/second-factor/").status_code == 404
    proposal = actions.proposal(administrator)
    now = int(time.time()) // rules.PERIOD
    code = rules.code_at(key_of(actions.seed_of(proposal, administrator)), now)
    actions.set_up(by=administrator, proposal=proposal, code=code)

    answer = signed_in(administrator).post(f"/people/{administrator.pk}/second-factor/")

    assert answer["Location"] == OWN
    assert SecondFactor.objects.count() == 2


def test_person_is_told_that_it_came_and_went(settings, administrator, rhys):
    settings.MAILERS = {"default": {**settings.MAILERS["default"], "OPTIONS": {"host": "mail.example.org", "port": 25}}}
    rhys.email = "rhys@example.org"
    rhys.save()
    proposal = actions.proposal(rhys)
    code = rules.code_at(key_of(actions.seed_of(proposal, rhys)), int(time.time()) // rules.PERIOD)
    actions.set_up(by=rhys, proposal=proposal, code=code)
    actions.take_away_of(person=rhys, by=administrator)

    mails = Delivery.objects.filter(to="rhys@example.org").order_by("pk")
    said = [mail.content["text"] for mail in mails]
    assert "a phone was set up" in said[0]
    assert "was taken away" in said[1]
