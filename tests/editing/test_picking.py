"""Codes and articles are picked by what they are called, while typing and without a script; nothing typed is lost."""

import html
import re

import pytest
from django.urls import reverse

from kb.catalogue.actions import withdraw
from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.models import ErrorCode
from kb.editing.drafts import new_codes
from kb.editing.review import approving, submitting
from tests.editing.conftest import last
from tests.editing.pages import EXTRA, address, form_of, text_of, words
from tests.make import make_article, make_code, make_draft

NO_MEANING = '<a href="#id_newcode.meaning">The code is not made yet: enter the meaning.</a>'


def test_related_article_may_be_given_by_its_number_or_address_and_is_shown_with_its_title(client_of_editor, draft):
    one, other = make_article(title="Card is locked"), make_article()
    typed = f"{one.label.lower()}, https://kb.example.nhs.uk{other.get_absolute_url()}?for=it"

    client_of_editor.post(address(draft), form_of(draft, **{"related.new": typed}, **EXTRA))

    assert text_of(draft).related == (one.slug, other.slug)
    assert f"{one.label} Card is locked" in words(client_of_editor.get(address(draft)))


def test_related_article_that_is_none_stays_in_its_box_and_others_are_offered(client_of_editor, draft):
    picked, article = make_article(title="A passcode that is locked"), make_article(title="The passcode is locked")
    sent = form_of(draft, title="Typed", **{"related.new": f"{picked.label}, locked-pascode"}, **EXTRA)

    page = client_of_editor.post(address(draft), sent)

    assert page.status_code == 422
    assert (text_of(draft).title, text_of(draft).related) == ("Typed", (picked.slug,))
    assert 'name="related.new" value="locked-pascode"' in page.content.decode()
    assert "No other article is called “locked-pascode”." in words(page)
    assert re.findall('value="(pick [^"]+)"', page.content.decode()) == [f"pick related {article.slug}"]


def test_article_is_not_related_to_itself(client_of_editor, editor):
    article = make_article(title="Card is locked")
    draft = make_draft(by=editor, article=article)

    client_of_editor.post(address(draft), form_of(draft, **{"related.new": article.label}, **EXTRA))

    assert text_of(draft).related == ()
    assert options(client_of_editor, draft, "related", "locked") == {}


def options(client, draft, name, text):
    """What the picker offers: what each says, by what its choice would press."""
    page = client.get(reverse("editing:pick", args=[draft.pk, name]), {"q": text})
    found = re.findall(r'<a [^>]*data-press="([^"]*)"[^>]*>(.*?)</a>', page.content.decode(), re.DOTALL)
    return {html.unescape(press): html.unescape(re.sub(r"<[^>]+>", "", said)) for press, said in found}


def test_articles_are_found_while_typing_by_title_and_number(client_of_editor, draft):
    article = make_article(title="Passcode <locked>")
    withdraw(article=make_article(title="Passcode gone"), by=None, why="Merged")

    offered = {f"pick related {article.slug}": f"{article.label} Passcode <locked>"}
    assert options(client_of_editor, draft, "related", "passc") == offered
    assert options(client_of_editor, draft, "related", article.label.lower()) == offered
    assert options(client_of_editor, draft, "related", "zebra") == {}


# --- Codes ---------------------------------------------------------------------------------------------------------


def test_family_says_what_it_matches_and_what_it_overlaps(client_of_editor, draft):
    make_code("400_645")

    page = client_of_editor.post(address(draft), form_of(draft, **{"codes.new": "400_xxx"}, press="add codes"))

    assert "Matches every code that begins with 400 and has 3 more figures, such as 400_612." in words(page)
    assert "Would also hold 400_645: on its own unless it is said to be one of 400_xxx." in words(page)


def test_code_is_taken_in_any_spelling(client_of_editor, draft):
    make_code("ERR5022")
    make_code("Error 1000", spellings=("E-1000",))

    client_of_editor.post(address(draft), form_of(draft, **{"codes.new": "err-5022, e1000"}, **EXTRA))

    assert text_of(draft).codes == ("ERR5022", "Error 1000")


def test_codes_are_found_while_typing_with_what_they_are_and_mean(client_of_editor, draft):
    make_code("400_645", meaning="The card is busy.")
    make_code("400_xxx", meaning="The card is refused.")

    offered = options(client_of_editor, draft, "mentions", "400")
    made = options(client_of_editor, draft, "codes", "4006xx")

    assert offered["pick mentions 400_645"] == "400_645 The card is busy. Exact code"
    assert offered["pick mentions 400_xxx"] == "400_xxx The card is refused. Family"
    assert "Overlaps 400_xxx. Would also hold 400_645" in made["make codes 4006xx"]
    assert options(client_of_editor, draft, "codes", "why is it red") == {}


def test_misread_code_is_kept_and_the_right_one_offered_in_its_place(client_of_editor, draft):
    make_code("ERR5022")

    page = client_of_editor.post(address(draft), form_of(draft, **{"codes.new": "ERR5O22"}, press="add codes"))

    assert 'name="codes" value="ERR5O22"' in page.content.decode()
    assert {"swap codes 1 ERR5022", "make codes ERR5O22"} <= set(re.findall('value="([^"]+)"', page.content.decode()))


def test_pattern_of_a_new_code_is_explained_while_it_is_typed(client_of_editor, draft):
    make_code("400_645")

    said = client_of_editor.get(address(draft, "new-code"), {"q": "400_xxx"})

    assert said.content.decode() == (
        "Matches every code that begins with 400 and has 3 more figures, such as 400_612. "
        "Would also hold 400_645: on its own unless it is said to be one of 400_xxx."
    )


def test_code_made_on_the_spot_is_no_code_before_the_article_is_published(client_of_editor, draft):
    sent = form_of(draft, **{"newcode.code": "ERR7777", "newcode.meaning": "The card is worn."}, press="newcode")

    page = client_of_editor.post(address(draft), sent)

    assert 'name="codes" value="ERR7777"' in page.content.decode()
    assert "There is no error code" not in words(page)
    assert not ErrorCode.objects.exists()
    assert draft.new_codes.get().meaning == "The card is worn."


def test_code_that_is_known_by_that_spelling_is_not_made_again(draft, client_of_editor):
    make_code("ERR1002", spellings=("Error 1002",))
    sent = form_of(draft, **{"newcode.code": "error-1002", "newcode.meaning": "The card is worn."}, press="newcode")
    page = client_of_editor.post(address(draft), sent)

    assert page.status_code == 422
    assert "'error-1002' is already the code ERR1002, or a spelling of it: add ERR1002." in words(page)
    assert not draft.new_codes.exists()


def test_code_without_a_meaning_is_not_made_and_stays_in_its_box(client_of_editor, draft):
    page = client_of_editor.post(address(draft), form_of(draft, **{"newcode.code": "ERR7777"}, press="newcode"))

    assert page.status_code == 422
    assert 'value="ERR7777"' in page.content.decode()
    assert NO_MEANING in page.content.decode()


@pytest.mark.parametrize("then", ["save", "preview", "submit"])
def test_half_a_new_code_does_not_keep_the_draft_from_being_saved(client_of_editor, draft, then):
    sent = form_of(draft, **{"newcode.code": "ERR7777"}, summary="A worn card.", then=then)

    page = client_of_editor.post(address(draft), sent)

    assert page.status_code == 422
    assert text_of(draft).summary == "A worn card."
    assert "The draft is saved, without the new code." in words(page)
    assert NO_MEANING in page.content.decode()
    assert "To mend: The code is not made yet: enter the meaning." in words(page)
    assert 'value="ERR7777"' in page.content.decode()
    assert not draft.new_codes.exists()
    draft.refresh_from_db()
    assert draft.state == "DRAFT"


def test_meaning_without_its_code_is_not_lost(client_of_editor, draft):
    page = client_of_editor.post(address(draft), form_of(draft, **{"newcode.meaning": "The card is worn."}))

    assert '<a href="#id_newcode.code">The code is not made yet: enter the code.</a>' in page.content.decode()
    assert 'value="The card is worn."' in page.content.decode()


@pytest.mark.parametrize(("box", "name"), [({}, "codes"), ({"newcode.mentioned": "on"}, "mentions")])
def test_whole_new_code_is_made_and_saved_with_the_draft(client_of_editor, draft, box, name):
    sent = form_of(draft, **{"newcode.code": "ERR7777", "newcode.meaning": "The card is worn."}, **box, then="submit")

    page = client_of_editor.post(address(draft), sent, follow=True)

    assert "The draft is saved, with the new code ERR7777." in words(page)
    assert getattr(text_of(draft), name) == ("ERR7777",)
    assert draft.new_codes.get().meaning == "The card is worn."


# --- A new code in full --------------------------------------------------------------------------------------------

TWO = {
    "newcode.code": "ERR7777",
    "newcode.meaning": "The card is worn.",
    "newcode.where": "In Windows",
    "newcode.acts": "RA",
    "newcode.other_meaning": "No card was found.",
    "newcode.other_where": "In Identity Agent",
    "newcode.other_acts": "PERSON",
}


def test_new_code_says_who_acts_first_and_what_it_means_elsewhere(client_of_editor, draft, editor, reviewer):
    sent = form_of(draft, **TWO, press="newcode")
    page = client_of_editor.post(address(draft), sent)
    assert "ERR7777 Exact code. 2 meanings, by where it is seen: In Windows; In Identity Agent" in words(page)
    assert 'name="meanings.1.key"' in page.content.decode()

    chosen = {"codes": ["ERR7777"], "meanings.1.code": "ERR7777", "meanings.1.key": "in-identity-agent"}
    client_of_editor.post(address(draft), form_of(draft, **chosen, **EXTRA))
    assert text_of(draft).meanings == (AnsweredMeaning("ERR7777", "in-identity-agent"),)
    draft.refresh_from_db()
    submitting.submit(draft=draft, by=editor, why="A new code")
    told = str(new_codes.brought(draft, text_of(draft))["ERR7777"])
    assert told == (
        "New code ERR7777, 2 meanings: (1) The card is worn. Seen: In Windows. Acts first: the Registration Authority. "
        "(2) No card was found. Seen: In Identity Agent. Acts first: the person."
    )
    approving.approve(draft=draft, revision=last(draft), by=reviewer)

    code = ErrorCode.objects.get(display="ERR7777")
    said = [(one.key, one.words, one.where, one.acts) for one in code.meanings.all()]
    assert said == [
        ("in-windows", "The card is worn.", "In Windows", "RA"),
        ("in-identity-agent", "No card was found.", "In Identity Agent", "PERSON"),
    ]
    assert code.uses.get().meaning.key == "in-identity-agent"


@pytest.mark.parametrize(
    ("box", "value", "words_of_it"),
    [
        ("where", "", "there are several meanings: say where this one is seen."),
        ("other_where", "in windows", "another meaning is seen at the same place."),
        ("other_meaning", "", "enter the meaning."),
        ("other_acts", "NOBODY", "&#x27;NOBODY&#x27; is nobody who acts"),
        ("other_meaning", "NHS number 943 476 5919", "this looks like an NHS number."),
        ("meaning", "NHS number 943 476 5919", "this looks like an NHS number."),
    ],
)
def test_what_is_wrong_with_a_new_code_is_said_beside_its_box(client_of_editor, draft, box, value, words_of_it):
    page = client_of_editor.post(address(draft), form_of(draft, **{**TWO, f"newcode.{box}": value}, press="newcode"))

    assert page.status_code == 422
    assert f'<a href="#id_newcode.{box}">The code is not made yet: {words_of_it}' in page.content.decode()
    assert not draft.new_codes.exists()


def test_meanings_that_are_seen_at_places_without_plain_letters_have_keys_too(draft, editor):
    entries = [MeaningEntry("One.", "Ω"), MeaningEntry("Two.", "A b"), MeaningEntry("Three.", "a-b")]
    made = new_codes.propose(draft=draft, code="ERR7777", meanings=entries, by=editor)

    assert [one.key for one in made.meanings] == ["meaning-1", "a-b", "a-b-3"]
