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


# --- Mended by the reviewer ------------------------------------------------------------------------------------------


def mended(page, **typed):
    """What the form sends where somebody typed in the card of 400_612."""
    card = next(card for card in page.context["cards"] if card.code == "400_612")
    boxes = {
        f"code.400612.1-{name}": typed.get(name, value)
        for name, value in {"words": MEANING, "where": "Signing in with a smartcard", "acts": ""}.items()
    }
    return {"revision": page.context["page"].revision, "code.400612.read": card.read, **boxes}


@pytest.fixture
def in_review(draft, editor):
    return submitting.submit(draft=draft, by=editor, why="A new code")


def meaning_of(draft):
    return draft.new_codes.get(normal="400612")


def test_card_says_meaning_place_who_acts_family_and_what_looks_like_it(client, in_review):
    make_code("400_613", meaning="Another.")

    page = client.get(address(in_review))

    card = page.context["cards"][0]
    assert (card.code, card.seen) == ("400_612", ((MEANING, "Signing in with a smartcard", ""),))
    assert "400_xxx" in card.family
    assert card.near == ("400_613",)
    assert "Nobody has said who acts first." in words(page)


def test_card_of_a_new_family_says_what_it_would_hold_and_with_what_it_overlaps(client, editor):
    make_category()
    make_code("ERR7001")
    make_code("ERR7xxx", meaning="The wider one.")
    draft = make_draft(by=editor, codes=("ERR70xx",))
    propose(draft, "ERR70xx", "The family.", by=editor)
    submitting.submit(draft=draft, by=editor, why="A family")

    [card] = client.get(address(draft)).context["cards"]

    assert "Overlaps ERR7xxx" in card.warning
    assert "ERR7001" in card.warning


def test_reviewer_says_a_new_code_better_and_loses_nothing(client, in_review, reviewer):
    typed = mended(client.get(address(in_review)), words="Port Service is not running.", acts="IT")

    answer = client.post(address(in_review), {**typed, "decision": "mend", "reason": "Half a thought"})

    assert answer.status_code == 200
    assert "The new codes are saved" in words(answer)
    assert "Half a thought" in words(answer)
    row = meaning_of(in_review)
    assert (row.meaning, row.acts, row.by) == ("Port Service is not running.", "IT", reviewer)


@pytest.mark.parametrize("decision", ["publish", "send-back", "change"])
def test_what_was_typed_in_a_card_holds_whichever_button_is_pressed(client, in_review, decision):
    typed = mended(client.get(address(in_review)), words="Port Service is not running.")

    answer = client.post(address(in_review), {**typed, "decision": decision, "reason": "See above."})

    assert answer.status_code == 302
    assert meaning_of(in_review).meaning == "Port Service is not running."
    if decision == "publish":
        assert ErrorCode.objects.get(normal="400612").meaning_in_short == "Port Service is not running."


def test_code_that_its_author_changed_meanwhile_is_not_overwritten(client, in_review, editor):
    typed = mended(client.get(address(in_review)), words="Mine.")
    propose(in_review, "400_612", "Theirs.", "Signing in with a smartcard", by=editor)

    answer = client.post(address(in_review), {**typed, "decision": "publish"})

    assert answer.status_code == 422
    assert "Somebody changed what 400_612 means since you opened the page" in words(answer)
    assert "Mine." in words(answer)
    assert meaning_of(in_review).meaning == "Theirs."
    assert not ErrorCode.objects.filter(normal="400612").exists()


@pytest.mark.parametrize("read", ["", "[", "[1]", "null"])
def test_card_that_cannot_be_read_changes_nothing(client, in_review, read):
    typed = mended(client.get(address(in_review)), words="Mine.") | {"code.400612.read": read}

    answer = client.post(address(in_review), {**typed, "decision": "mend"})

    assert answer.status_code == 422
    assert meaning_of(in_review).meaning == MEANING


def test_code_without_a_meaning_is_refused_with_its_name(client, in_review):
    typed = mended(client.get(address(in_review)), words=" ")

    answer = client.post(address(in_review), {**typed, "decision": "publish"})

    assert answer.status_code == 422
    assert "400_612:" in words(answer)
    assert meaning_of(in_review).meaning == MEANING


def test_author_reads_the_cards_and_has_no_boxes(signed_in, editor, in_review):
    page = signed_in(editor).get(address(in_review))

    assert page.context["cards"]
    assert "Save this code" not in words(page)
