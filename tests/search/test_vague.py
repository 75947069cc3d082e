"""Which searches say no more than that something does not work, by the rule and the words that are shipped."""

import pytest
from django.db.models import Q

from kb.catalogue.models import Article, StartQuestion
from kb.search.finder import find
from kb.search.known_words import KnownWords
from kb.search.vague import is_vague
from tests.browse.page import Page

pytestmark = pytest.mark.usefixtures("shipped")

VAGUE = """
card not working
can't log in
it worked yesterday
smartcard broken
computer says no
help
help me please
HELP!!!
smart card wont work
cant sign in
I can't get in
nothing happens when I put my card in
my smartcard has stopped working
it doesn’t work
it won't let me in
not working today
smratcard not workin
login failed
error message
problem with smartcard
urgent please help cant log on
card dead
everything is down
why isn't it working
what's wrong
unable to access system
smartcard issue
it was fine this morning
computer not letting me log in
card doesnt work on any pc
something went wrong
"""
TELLING = """
printer not working
isosec not working
passcode not working
my card is locked
no role
blank screen
page not found
card expired
ipad not working
lost my card
card stuck in the reader
card reader not working
slow login
emis not working
rio login
new starter needs card
passkey refused
windows 11 card not working
chrome not working
vpn not working
stopped after update
identity agent
authentication failed
qwertyuiop
care card
NHS mail
reissue
????
"""


def told(text: str) -> bool:
    return is_vague(text, StartQuestion.objects.first_asked().vague_words, KnownWords())


@pytest.mark.parametrize("text", VAGUE.strip().splitlines())
def test_search_without_a_telling_word_is_vague(text):
    assert not find(text).codes
    assert told(text)


@pytest.mark.parametrize("text", TELLING.strip().splitlines())
def test_one_telling_word_is_enough(text):
    assert not told(text)


def test_empty_text_is_not_vague():
    assert not told("")


# Without a company's name: its pages to choose from. All of these say that there is no plastic card.
NO_PLASTIC = """
virtual card
virtual smartcard
virtual smart card not working
virtual cards broken
my smartcard is on my phone
card on phone not working
smart card app on phone
the card is on my mobile phone
smartcard app
app instead of a card
no plastic card
I don't have a plastic card
card without plastic
digital smartcard
I use a virtual card and get ERR1002
"""
PLASTIC = """
emis not working
new phone my card is locked
plastic card broken
virtual desktop
my phone number on my card is wrong
qr code
"""


def companies(client, text: str) -> list[str]:
    shown = Page.of(client.get("/search/", {"q": text})).elements
    chosen = [e.attributes["href"] for e in shown if "kb-choices__link" in e.attributes.get("class", "")]
    return [address for address in chosen if address.startswith("/vendors/")]


@pytest.mark.parametrize("text", NO_PLASTIC.strip().splitlines())
def test_card_without_plastic_and_without_a_name_leads_to_a_choice_of_companies(client, text):
    assert companies(client, text) == ["/vendors/isosec/", "/vendors/imprivata/"]


@pytest.mark.parametrize("text", PLASTIC.strip().splitlines())
def test_other_searches_lead_to_no_company(client, text):
    assert companies(client, text) == []


@pytest.mark.parametrize("text", ["virtual smartcard isosec", "isosec not working", "isosek card on my phone"])
def test_company_that_is_named_is_led_to_without_a_choice(client, text):
    page = Page.of(client.get("/search/", {"q": text}))

    assert companies(client, text) == []
    assert page.main.index("Isosec Virtual Smartcard: who supports you") < page.main.index("Articles 1")


@pytest.mark.parametrize("text", [*VAGUE.strip().splitlines(), "sma", "wor", "not wo", "card fai", "err", "prob"])
def test_no_suggestion_for_a_vague_word_begins_with_a_company_or_a_page_for_staff(client, text):
    options = Page.of(client.get("/search/suggestions/", {"q": text})).all("a")
    first = options[0].attributes["href"] if options else ""

    few = Article.objects.filter(Q(vendor__isnull=False) | ~Q(reader=""))
    assert first not in {article.get_absolute_url() for article in few}
