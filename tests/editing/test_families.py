"""A code that a draft makes, and the families that its pattern could belong to: somebody says it, nobody guesses."""

import re

import pytest
from django.urls import reverse

from kb.accounts.models import AuditEntry
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.models import ErrorCode
from kb.editing.drafts import new_codes
from kb.editing.review import approving, submitting
from tests.editing.conftest import handed_in, last
from tests.editing.pages import address, form_of, words
from tests.make import make_category, make_code, make_draft


@pytest.fixture
def draft(editor):
    return make_draft(by=editor)


def make(draft, code, editor):
    return new_codes.propose(draft=draft, code=code, meanings=[MeaningEntry("It means this.")], by=editor)


def asked(draft):
    return {one.label: one.is_said for one in new_codes.memberships(draft)}


def boxes(page) -> dict[str, bool]:
    """The ticks of the question, and which of them are set."""
    found = re.findall(r"<input[^>]*name=\"joins\"[^>]*>", page.content.decode())
    return {re.search('value="([^"]+)"', box)[1]: "checked" in box for box in found}


def family_of(code):
    return getattr(ErrorCode.objects.get(display=code).family, "display", "")


def test_new_family_asks_of_each_code_that_its_pattern_would_hold(draft, editor):
    make_code("8015")
    make_code("8150")
    make_code("801")

    make(draft, "80xx", editor)

    assert asked(draft) == {"8015 is one of 80xx": False}


def test_new_code_is_asked_of_the_narrowest_family_that_would_hold_it(draft, editor):
    make_code("400_xxx")
    make_code("4xxxxx")

    make(draft, "400_612", editor)

    assert asked(draft) == {"400_612 is one of 400_xxx": False}


def test_code_that_is_one_of_a_family_already_is_not_asked_of_and_nothing_without_a_new_code(draft, editor):
    make_code("400_xxx")
    make_code("400_645", family="400_xxx")
    make_code("400_612")

    assert asked(draft) == {}
    make(draft, "40xxxx", editor)
    assert asked(draft) == {"400_612 is one of 40xxxx": False}


def test_editor_is_asked_once_the_code_is_made_and_what_is_ticked_stays(client_of_editor, draft):
    make_code("8015")
    data = {"newcode.code": "80xx", "newcode.meaning": "The pad."}

    page = client_of_editor.post(address(draft), form_of(draft, **data, press="newcode"))

    assert "Is it one of a family?" in words(page)
    assert "8015 is one of 80xx" in words(page)
    assert boxes(page) == {"8015 80XX": False}

    sent = {"codes": ["80xx"], "joins": ["8015 80XX"], "joins.asked": ["8015 80XX"]}
    client_of_editor.post(address(draft), form_of(draft, **sent, press="add causes"))

    assert boxes(client_of_editor.get(address(draft))) == {"8015 80XX": True}
    client_of_editor.post(address(draft), form_of(draft, **{**sent, "joins": []}, press="add causes"))
    assert asked(draft) == {"8015 is one of 80xx": False}
    assert AuditEntry.objects.filter(verb="said whether a code is one of a family").count() == 2


def test_autosave_keeps_what_was_ticked(client_of_editor, draft, editor):
    make_code("8015")
    make(draft, "80xx", editor)

    sent = form_of(draft, **{"joins": ["8015 80XX"], "joins.asked": ["8015 80XX"]})
    client_of_editor.post(address(draft, "autosave"), sent, headers={"X-Requested-With": "fetch"})

    assert asked(draft) == {"8015 is one of 80xx": True}


def test_code_that_fits_a_family_is_told_so_while_it_is_typed_and_said_once_it_is_one(client_of_editor, draft, editor):
    make_code("400_xxx")
    said = client_of_editor.get(address(draft, "new-code"), {"q": "400_612"}).content.decode()

    assert said == "It fits 400_xxx: once it is made, say whether it is one of these."

    make(draft, "400_612", editor)
    assert "one of" not in client_of_editor.get(address(draft, "new-code"), {"q": "400_612"}).content.decode()
    new_codes.answer(draft=draft, asked=["400612 400XXX"], said=["400612 400XXX"], by=editor)
    said = client_of_editor.get(address(draft, "new-code"), {"q": "400_612"}).content.decode()
    assert "Also one of 400_xxx; here it has a meaning of its own." in said


def test_form_without_the_question_answers_nothing(client_of_editor, draft, editor):
    make_code("8015")
    make(draft, "80xx", editor)
    new_codes.answer(draft=draft, asked=["8015 80XX"], said=["8015 80XX"], by=editor)

    client_of_editor.post(address(draft), form_of(draft, press="add causes"))

    assert asked(draft) == {"8015 is one of 80xx": True}


@pytest.fixture
def waiting(editor):
    """A draft under review that makes a family, and a code that it would hold."""
    make_category()
    make_code("8015")
    found = make_draft(by=editor, codes=("80xx", "8016"))
    make(found, "80xx", editor)
    make(found, "8016", editor)
    submitting.submit(draft=found, by=editor, why="The pad")
    return found


def test_published_family_has_the_members_that_were_said_and_no_other(waiting, editor, reviewer):
    new_codes.answer(draft=waiting, asked=["8016 80XX", "8015 80XX"], said=["8016 80XX"], by=editor)

    approving.approve(draft=waiting, revision=last(waiting), by=reviewer)

    assert (family_of("8016"), family_of("8015")) == ("80xx", "")


def test_reviewer_sees_what_the_editor_said_and_has_the_last_word(signed_in, waiting, editor, reviewer):
    new_codes.answer(draft=waiting, asked=["8016 80XX"], said=["8016 80XX"], by=editor)
    review = reverse("editing:review", args=[waiting.pk])
    client = signed_in(reviewer)

    page = client.get(review)
    assert "8015 is one of 80xx" in words(page)
    assert boxes(page) == {"8015 80XX": False, "8016 80XX": True}

    decision = {"decision": "publish", "revision": waiting.number, "joins.asked": ["8015 80XX", "8016 80XX"]}
    client.post(review, {**decision, "joins": ["8015 80XX"]})

    assert (family_of("8016"), family_of("8015")) == ("", "80xx")


def test_reviewer_who_was_not_asked_of_a_pair_leaves_it_as_it_was_said(signed_in, waiting, editor, reviewer):
    new_codes.answer(draft=waiting, asked=["8016 80XX"], said=["8016 80XX"], by=editor)

    decision = {"decision": "publish", "revision": waiting.number, "joins.asked": ["8015 80XX"]}
    signed_in(reviewer).post(reverse("editing:review", args=[waiting.pk]), decision)

    assert (family_of("8016"), family_of("8015")) == ("80xx", "")


def test_draft_without_new_codes_asks_nothing(signed_in, editor, reviewer, client_of_editor, draft):
    make_category()
    reviewed = handed_in(by=editor)

    assert "Is it one of a family?" not in words(client_of_editor.get(address(draft)))
    assert "Is it one of a family?" not in words(signed_in(reviewer).get(reverse("editing:review", args=[reviewed.pk])))
