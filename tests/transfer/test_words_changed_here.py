"""Words that were changed on their pages: they travel whole, and a file does not write over them unasked."""

import pytest

from kb.catalogue.models import ErrorCode, Service, Snippet
from kb.editing.vocabulary import actions
from kb.editing.vocabulary.codes import actions as codes
from kb.editing.vocabulary.codes.forms import entry_of
from kb.editing.vocabulary.codes.reading import seen
from kb.editing.vocabulary.kept import NOUNS
from kb.transfer.actions import bring_in, take_out
from tests.transfer.conftest import refusals

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def change(reviewer):
    """A code, an application and a snippet of the files, as their pages save them."""
    code = ErrorCode.objects.get(display="ERR5022")
    typed = {"meaning_1_words": "Changed here.", "meaning_1_key": "main", "spellings": "Error 5022\nfifty 22"}
    typed |= {"search_spellings": "", "family": "", "position": code.position}
    entry, _ = entry_of(typed, name=code.display)
    codes.save(code=code, entry=entry, since=seen(code.pk), by=reviewer)
    for here, table, words in (
        ("services", Service, {"name": "Changed here", "summary": "So.", "slug": "", "position": 1, "on_home": True}),
        ("snippets", Snippet, {"title": "Changed here", "kind": "STEP", "body": "Look.", "site_advice": False}),
    ):
        noun, row = NOUNS[here], table.objects.order_by("pk").first()
        said = noun.said(words, noun.entry(row))
        actions.save(noun=noun, row=row, entry=said, since=noun.seen(row), by=reviewer)


def test_each_is_refused_by_name_and_what_is_taken_out_says_the_same_when_it_comes_in(files, reviewer, tmp_path):
    files.bring_in()
    change(reviewer)

    refused = " ".join(refusals(files))
    assert "the error code “ERR5022” was changed here" in refused
    assert refused.count("“Changed here” was changed here") == 2

    take_out(root=tmp_path / "out")
    assert bring_in(root=tmp_path / "out", by=None).did_nothing
    assert bring_in(root=tmp_path / "out", by=None).did_nothing
