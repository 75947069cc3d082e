"""Which searches say no more than that something does not work, by the rule and the words that are shipped."""

import pytest

from kb.catalogue.models import StartQuestion
from kb.search.finder import find
from kb.search.known_words import KnownWords
from kb.search.vague import is_vague

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
