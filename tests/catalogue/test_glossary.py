"""Words and letters: what is kept of one, and which of them a search asks for."""

import pytest

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import NotPublishable, save_word
from kb.catalogue.glossary import WordEntry, explained
from kb.catalogue.models import Edition, GlossaryEntry
from kb.catalogue.reading import words
from tests.make import make_word

RA = WordEntry("ra", "RA", "The local team.", "Registration Authority", ("smartcard team", "RA team"))
PASSCODE = WordEntry("passcode", "passcode", "The figures that you type.", spellings=("PIN",))
MORE = (WordEntry("e-rs", "e-RS", "Referrals."), WordEntry("hscn", "HSCN", "The network.", spellings=("N3",)))
ENTRIES = (RA, PASSCODE, *MORE)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("what is RA", "ra"),
        ("What is an RA?", "ra"),
        ("whats RA", "ra"),
        ("what’s “RA”?", "ra"),
        ("what does RA mean", "ra"),
        ("what does ra stand for?", "ra"),
        ("what are RAs", "ra"),
        ("meaning of RA", "ra"),
        ("RA meaning", "ra"),
        ("define registration authority", "ra"),
        ("who is my RA", ""),
        ("RA", "ra"),
        ("ra", "ra"),
        ("R A", "ra"),
        ("what is a smartcard team", "ra"),
        ("smartcard team", ""),
        ("registration authority", ""),
        ("passcode", ""),
        ("what is a passcode?", "passcode"),
        ("what is passcodes", "passcode"),
        ("PIN", "passcode"),
        ("e-RS", "e-rs"),
        ("ers", "e-rs"),
        ("N3", "hscn"),
        ("what is wrong with my card", ""),
        ("RA card stuck in reader", ""),
        ("what is", ""),
        ("what does mean", ""),
        ("??", ""),
        ("", ""),
        (f"what is {'x' * 5000}", ""),
    ],
)
def test_search_asks_for_a_word_or_for_help(text, slug):
    found = explained(text, ENTRIES)

    assert (found.slug if found else "") == slug


def test_word_is_kept_as_it_was_said_and_raises_the_edition(db):
    save_word(entry=RA, by=None)
    before = Edition.objects.current()
    save_word(entry=WordEntry("ra", "RA", "Another team."), by=None)

    assert words() == [WordEntry("ra", "RA", "Another team.")]
    assert Edition.objects.current() == before + 1
    assert AuditEntry.objects.filter(verb="saved word", subject="RA").count() == 2


def test_what_is_wrong_is_not_kept(db):
    with pytest.raises(NotPublishable, match="Enter the meaning"):
        make_word("RA", meaning=" ")

    assert not GlossaryEntry.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"spellings": ("r-a",)}, "spellings"),
        ({"spellings": ("?",)}, "spellings"),
        ({"spellings": ("a; b",)}, "spellings"),
        ({"more": "https://example.org/"}, "more"),
        ({"more": "//example.org/"}, "more"),
        ({"slug": "R A"}, "slug"),
    ],
)
def test_each_fault_is_named_with_its_field(facts, field):
    entry = WordEntry(**{"slug": "ra", "word": "RA", "meaning": "The local team.", **facts})

    assert {problem.field for problem in entry.problems()} == {field}
