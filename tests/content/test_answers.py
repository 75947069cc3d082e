"""The answers that ship: which questions they are for, and which they must leave to the search."""

import csv

import pytest

from kb.search.answers.document import AnswerEntry, faults_of_all, grammar
from kb.search.answers.reading import as_meant, said_by
from kb.search.index import analysis
from kb.transfer import tables
from tests.conftest import FIXTURES

pytestmark = pytest.mark.either

ENTRIES: tuple[AnswerEntry, ...] = tuple(
    item.content for item in tables.ANSWERS.read((FIXTURES / "answers.csv").read_text(encoding="utf-8"))
)
ASIDE = FIXTURES.parent / "bench" / "search" / "answers-aside.csv"
LEAST_RIGHT = 0.9
SHIPPED = [*FIXTURES.glob("articles/*.md"), *FIXTURES.glob("snippets/*.md"), FIXTURES / "synonyms.csv"]
OURS = {word for file in SHIPPED for word in analysis.words(file.read_text(encoding="utf-8"))}
BOXES = {"live issues": "#live-issues", "who can help": "#who-can-help", "urgent": "#urgent"}


def answer(text: str) -> str:
    told = grammar(ENTRIES)
    read = as_meant(analysis.words(text), told.vocabulary, is_word=lambda words: not OURS.isdisjoint(words))
    entry = said_by(read, ENTRIES, told)
    return entry.leads_to if entry else ""


def test_each_is_right_alone_and_among_the_others():
    assert [problem for entry in ENTRIES for problem in entry.problems()] == []
    assert list(faults_of_all({entry.slug: entry for entry in ENTRIES})) == []


@pytest.mark.parametrize(
    ("text", "leads_to"),
    [
        ("IS IT DOWN??", "live issues"),
        ("spine outage today", "live issues"),
        ("nobody in the surgery can sign in", "live issues"),
        ("everyone in the practice cant log in", "live issues"),
        ("evrybody locked out", "live issues"),
        ("who do I phone about this", "who can help"),
        ("helpdesk phone number", "who can help"),
        ("out of hours IT", "who can help"),
        ("who is my RA", "who can help"),
        ("patient waiting", "urgent"),
        ("nobody can log in, patients waiting", "urgent"),
        ("need to get in right now", "urgent"),
        ("report a problem", "report"),
        ("I have no error code", "start"),
    ],
)
def test_question_that_is_no_article_has_its_answer(text, leads_to):
    assert answer(text) == leads_to


def test_wordings_that_were_kept_aside_find_it_too():
    with ASIDE.open(encoding="utf-8", newline="") as rows:
        asked = list(csv.DictReader(rows))
    right = [row for row in asked if BOXES.get(answer(row["query"]), "?") in row["expected_ids"]]

    assert len(right) / len(asked) >= LEAST_RIGHT


ORDINARY = """
cant log in at all
my card has not worked all day
smartcard not working at all
card not read
log out everyone
everyone else can log in but not me
who used my card
who has my card
someone used my card
someone logged in with my card
lost my card who do i tell
report lost card
report stolen smartcard
patient record blank
patient record page not found
phone passkey
my phone
log in with my phone
card on my phone
new phone
number on my card
card number
forgot my number
email not received
email code never arrived
change my email address
contact details changed
change my name
no role
no roles listed
no one can see my role
all my roles are missing
all roles gone
every time i log in it asks for pin
every morning my card stops working
asks for passcode every time
get logged out every few minutes
whole screen is blank
blank screen
site cannot be reached
page not found
computer down
certificate expired
card expired today
need a new card now
need new card urgently
urgent certificate renewal
ra cannot unlock card
ra unlock card for user
ra renew certificates
registration authority certificate
how do i issue a card
how to print a card
issue a smartcard
who can unlock my card
open identity agent
identity agent not open
support for isosec
vendor support
card printer not working
print card
card stuck in reader
reader light on
two cards same time
both cards not working
multiple roles
multiple cards
several roles
other browser works
only works in edge
works on other computer
works for other people
work from home
locked out
locked out of my card
i am locked out
my account is locked
account disabled
access denied
no access to systmone
team access
position not assigned
clinic role missing
pharmacy role missing
ward role
staff leaving
new member of staff
new starter
staff card lost
ask for passcode
report an issue to national service desk
national service desk
check status of my application
application status apply for care id
status of my card
service unavailable
error service unavailable 503
server error
known error
any card reader
which card reader
which number do i type in
what is my pin
what is my uuid
wait for card
waiting for card to be printed
card not here
left my card in theatre
left card on ward
card in another room
desk computer wont read
room change
next of kin
front of card
due to expire
quick unlock
self service unlock
smartcard out of date
late for work
closed profile
profile closed
open browser
nothing opens
no answer from identity agent
agent not responding
reader not responding
card answer reset
log in error
log in problem
log me in fault
logging in issue
critical error
critical update
critical error logging in
serious error logging in
patient waiting list
email
email not working
telephone not working
open office
card manager not opening
identity agent not running
is identity agent still supported
support for my card
cannot find person in cim
""".strip().splitlines()


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_search_that_sounds_alike_leads_to_no_page_or_box(text):
    assert answer(text) in {"", "article"}


def article(text: str) -> str:
    told = grammar(ENTRIES)
    read = as_meant(analysis.words(text), told.vocabulary, is_word=lambda words: not OURS.isdisjoint(words))
    entry = said_by(read, ENTRIES, told)
    return entry.which if entry else ""


@pytest.mark.parametrize(
    ("texts", "slug"),
    [
        ("ive forgotten my pin / FORGOT PASSCODE / how do i change my pin number / resetting my smartcard pin / "
         "incorrect passcode / please unlock my smart card / card has locked me out / frogotten passcode",
         "locked-card-or-forgotten-passcode"),
        ("lost smartcard / my smartcard was stolen last night / mislaid my card / handbag with card stolen / "
         "i gave someone my pin / someone has been using my card / card snapped in half / the dog chewed my smartcard",
         "lost-stolen-or-misused-smartcard"),
        ("left card at home / forgot to bring my smartcard today / smartcard stuck in keyboard / "
         "card jammed in the reader / the card will not come out",
         "card-left-at-home-or-stuck"),
        ("my certificates have expired / how do i renew my smartcard / smartcard certificate due to expire",
         "certificate-expired-or-about-to-expire"),
        ("where it says local network do i press allow or block / allow or block", "browser-asks-about-local-network"),
        ("works in edge but not chrome / chrome ok edge fails", "credential-management-and-smartcard-connect-faults"),
        ("pin box has disappeared / no passcode prompt", "passcode-box-does-not-appear"),
        ("got a new phone / my mobile was smashed", "phone-or-ipad"),
        ("cannot log in to nhsmail", "cannot-sign-in-with-nhsmail"),
        ("wrong role / changed practice and my card cannot get in / my position is missing", "cannot-choose-a-role"),
        ("its asking for a pin and wont take it / unlock someone elses card", "locked-card-or-forgotten-passcode"),
        ("can i use my friends card / borrow a card for tonight / told to use my mates smartcard",
         "card-left-at-home-or-stuck"),
        ("put my number in wrong too many times / got it wrong three times", "locked-card-or-forgotten-passcode"),
        ("i started monday and have no card / new starter needs a card", "new-starter-or-first-smartcard"),
        ("identity agent not running / identity agent is slow", "nhs-identity-agent-faults"),
        ("smart car not recognised / emis says no smartcard detected / laptop doesnt recognise smartcard",
         "problem-reading-your-smartcard"),
    ],
)  # fmt: skip
def test_head_of_an_article_leads_to_it(texts, slug):
    found = {text: article(text) for text in texts.split(" / ")}

    # Some wordings the search must find by itself: a phrase says nothing of words that are not in it.
    assert set(found.values()) <= {slug, ""}, found
    assert sum(one == slug for one in found.values()) >= len(found) * 2 / 3, found


@pytest.mark.parametrize(
    "text",
    [
        "add a printer",
        "new smartcard",
        "new card for new surgery manager form",
        "update my address",
        "windows shut down",
        "printer lost connection",
        "card reader not on the list",
        "card reader cannot find card driver",
        "change role on my smartcard",
        "forgot nhsmail password",
        "new card printer",
        "certificate of employment",
        "reset windows password",
        "unlock my account in esr",
        "broken link in the invitation",
        "cannot see my organisation",
        "stuck on establishing connection",
        "start button missing",
        "new starter cannot print",
        "someone cannot use their smartcard",
        "colleague cant use her card",
        "blank label on the printer",
        "lost connection to spine",
        "authenticator lost",
        "get my card working on citrix",
        "sign the confidentiality form",
        "light theme in chrome",
        "expired invitation link",
        "passcode box too small to read",
        "sign in fails",
        "cant sign in to eps",
        "sign in prescriptions",
        "changed my mobile number",
        "new card not working",
        "new smartcard doesnt work",
        "laptop light",
        "card chip",
        "start card",
        "card start up",
        "pick up card",
        "windows profile missing",
        "share my screen",
        "cannot use her card",
        "password wrong too many times",
        "left hospital patient discharge access",
    ],
)
def test_what_only_sounds_like_the_head_of_an_article_has_none(text):
    assert article(text) == ""
