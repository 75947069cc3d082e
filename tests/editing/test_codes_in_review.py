"""A reviewer reads what a new code means before it goes live, and which meaning an article answers, in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.models import ErrorCode
from kb.editing.drafts import new_codes
from kb.editing.review import submitting, urgent
from tests.editing.conftest import handed_in, last
from tests.editing.pages import words
from tests.make import make_article, make_category, make_code, make_draft, make_meaning

pytestmark = pytest.mark.either
MEANING = "NHS Port Service <is> not running"
TOLD = f"New code 400_612: {MEANING}. Seen: Signing in with a smartcard. One of 400_xxx."


@pytest.fixture
def draft(editor):
    """It makes a code of a known family, and mentions one more that it makes."""
    make_category()
    make_code("400_xxx", meaning="The family.")
    made = make_draft(by=editor, codes=("400-612",), mentions=("ERR7001",))
    propose(made, "400_612", MEANING, "Signing in with a smartcard", by=editor)
    propose(made, "ERR7001", "Is the reader there?", by=editor)
    propose(made, "ERR7002", "The text does not name it.", by=editor)
    pair = ["400612 400XXX"]
    new_codes.answer(draft=made, asked=pair, said=pair, by=editor)
    return made


@pytest.fixture
def client(signed_in, reviewer):
    return signed_in(reviewer)


def propose(draft, code, meaning, where="", *, by):
    new_codes.propose(draft=draft, code=code, meanings=[MeaningEntry(meaning, where)], by=by)


def address(draft, page="review"):
    return reverse(f"editing:{page}", args=[draft.pk])


def told(client, draft):
    """All that the page says of new codes, beside the change that it belongs to."""
    groups = client.get(address(draft)).context["page"].groups
    return {group.changes[0].field: group.told for group in groups if group.told}


def test_new_codes_say_beside_them_what_they_mean_where_they_are_seen_and_their_family(client, draft, editor):
    submitting.submit(draft=draft, by=editor, why="A new code")

    page = client.get(address(draft))

    assert TOLD in page.content.decode().replace("&lt;is&gt;", "<is>")
    assert "<is>" not in page.content.decode()
    assert told(client, draft) == {"codes.1": TOLD, "mentions.1": "New code ERR7001: Is the reader there?"}


def test_who_publishes_without_a_review_reads_it_first_and_the_reviewer_afterwards(signed_in, client, draft, editor):
    assert TOLD in words(signed_in(editor).get(address(draft, "urgent"))).replace("&lt;is&gt;", "<is>")

    urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason="Nobody can sign in.")

    assert ErrorCode.objects.get(normal="400612").family.display == "400_xxx"
    assert told(client, draft)["codes.1"] == TOLD


def test_code_that_somebody_made_meanwhile_is_not_told_of_since_its_words_do_not_go_live(client, draft, editor):
    submitting.submit(draft=draft, by=editor, why="A new code")
    make_code("400_612", meaning="Their words.")

    assert told(client, draft) == {"mentions.1": "New code ERR7001: Is the reader there?"}


def test_new_code_in_the_place_of_one_that_goes_is_told_of_too(client, editor):
    make_code("ERR5022")
    draft = make_draft(by=editor, article=make_article(codes=("ERR5022",)), codes=("ERR7001",))
    propose(draft, "ERR7001", "It means this.", by=editor)
    submitting.submit(draft=draft, by=editor, why="The right code")

    assert told(client, draft) == {"codes.1": "New code ERR7001: It means this."}


def test_many_new_codes_are_asked_for_as_often_as_one(client, editor):
    make_category()

    def queries(*codes):
        draft = make_draft(by=editor, codes=codes)
        for code in codes:
            propose(draft, code, "It means this.", by=editor)
        submitting.submit(draft=draft, by=editor, why="New codes")
        with CaptureQueriesContext(connection) as captured:
            assert len(told(client, draft)) == len(codes)
        return len(captured)

    assert queries("ERR7001") == queries(*(f"ERR71{n}" for n in range(10, 22)))


def test_answered_meaning_is_said_by_where_it_is_seen_in_review_and_comparison(client, editor):
    make_code("Error 1000", meanings=(make_meaning("signin", "Signing in"), make_meaning("cards", "Renewing a card")))
    article = make_article(codes=("Error 1000",))
    draft = handed_in(by=editor, article=article, meanings=(AnsweredMeaning("Error 1000", "signin"),))
    compared = reverse("editing:compare", args=[article.label])

    for page in (address(draft), f"{compared}?from=1&to=r{draft.number}"):
        assert "Error 1000, seen: Signing in" in words(client.get(page))
        assert "Error 1000, signin" not in words(client.get(page))
