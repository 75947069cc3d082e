"""Synonyms as content: checked, saved, removed, each with its audit entry, and in force at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import NotPublishable
from kb.catalogue.models import Edition
from kb.search.finder import find
from kb.search.models import Synonym
from kb.search.synonyms import SynonymEntry, entry_of, groups_in, remove_synonym, save_synonym
from kb.transfer import tables
from tests.conftest import FIXTURES
from tests.make import make_article
from tests.search.state import found


def save(group: str = "passcode", phrase: str = "PIN", **facts) -> Synonym:
    return save_synonym(entry=SynonymEntry(group, phrase, **facts), by=None)


def written() -> tuple[int, int, list]:
    return Edition.objects.current(), AuditEntry.objects.count(), list(Synonym.objects.values())


@pytest.mark.parametrize(
    ("entry", "field", "words"),
    [
        (SynonymEntry("", "PIN"), "group", "Enter the group."),
        (SynonymEntry("passcode", ""), "phrase", "Enter a phrase with a letter or a figure in it."),
        (SynonymEntry("passcode", "?!"), "phrase", "Enter a phrase with a letter or a figure in it."),
        (SynonymEntry("passcode", "the, my"), "phrase", "Enter a phrase that says more than “the” or “my”."),
        (SynonymEntry("passcode", "one two three four five"), "phrase", "Shorten the phrase to 4 words"),
        (SynonymEntry("passcode", "a\nb"), "phrase", "Write the phrase in one line."),
        (SynonymEntry("passcode", "a\x00b"), "phrase", "Take out the characters that cannot be seen."),
        (SynonymEntry("x" * 101, "PIN"), "group", "Shorten the group to 100 characters; it has 101."),
        (SynonymEntry("passcode", "x" * 101), "phrase", "Shorten the phrase to 100 characters; it has 101."),
        (SynonymEntry("passcode", "ﷺﷺﷺﷺﷺ ﷺﷺﷺﷺﷺ"), "phrase", "Write this phrase in plain letters."),
        (SynonymEntry("passcode", "PIN", position=-1), "position", "Enter a position of 0 or more."),
    ],
)
def test_problem_says_what_to_do(entry, field, words):
    problems = list(entry.problems())

    assert [(problem.field, problem.message.startswith(words)) for problem in problems] == [(field, True)]


def test_words_are_what_is_compared():
    assert SynonymEntry("a", "The Spine pop-up!").folded == "the spine pop up"
    assert SynonymEntry("a", "Café’s").folded == "cafes"


def test_fingerprint_tells_any_difference():
    entries = [
        SynonymEntry("a", "b"),
        SynonymEntry("a", "B"),
        SynonymEntry("b", "b"),
        SynonymEntry("a", "b", one_way=True),
        SynonymEntry("a", "b", position=1),
    ]

    assert len({entry.fingerprint for entry in entries}) == 5
    assert SynonymEntry("a", "b").fingerprint == entries[0].fingerprint


@given(st.builds(SynonymEntry, st.text(max_size=8), st.text(st.characters(codec=None), max_size=120)))
def test_whatever_is_written_is_kept_or_refused(entry):
    assert list(entry.problems()) or 0 < len(entry.folded) <= 100


@pytest.mark.django_db
class TestSaved:
    def test_row_says_what_the_entry_said(self, editor):
        entry = SynonymEntry("passcode", "PIN code", one_way=True, position=3)

        row = save_synonym(entry=entry, by=editor)

        assert entry_of(Synonym.objects.get()) == entry_of(row) == entry
        assert row.folded == "pin code"
        audit = AuditEntry.objects.latest("pk")
        assert (audit.verb, audit.subject, audit.actor) == ("saved synonym", "PIN code", editor)

    def test_same_words_of_a_group_are_one_row(self):
        save(phrase="PIN code")
        save(phrase="Pin-Code", one_way=True)

        row = Synonym.objects.get()
        assert (row.phrase, row.one_way) == ("Pin-Code", True)

    def test_same_words_may_stand_in_two_groups(self):
        save("passcode", "PIN")
        save("map", "PIN")

        assert Synonym.objects.count() == 2

    def test_refused_entry_writes_nothing(self):
        save()
        before = written()

        with pytest.raises(NotPublishable) as refused:
            save(phrase="?")

        assert refused.value.problems[0].field == "phrase"
        assert written() == before

    def test_pages_change_with_it(self):
        row = save()
        first = Edition.objects.current()
        save(one_way=True)
        second = Edition.objects.current()
        remove_synonym(synonym=row, by=None)

        assert first < second < Edition.objects.current()

    def test_removed_one_is_kept_in_the_audit(self, editor):
        row = save()

        remove_synonym(synonym=row, by=editor)

        assert not Synonym.objects.exists()
        audit = AuditEntry.objects.latest("pk")
        assert (audit.verb, audit.detail["phrase"]) == ("removed synonym", "PIN")

    def test_removing_what_is_gone_changes_nothing(self):
        row = save()
        remove_synonym(synonym=row, by=None)
        before = written()

        remove_synonym(synonym=row, by=None)

        assert written() == before

    def test_edit_here_keeps_the_fingerprint_of_the_file(self):
        save_synonym(entry=SynonymEntry("a", "b"), by=None, imported="f" * 64)
        save("a", "b", one_way=True)

        assert Synonym.objects.get().imported == "f" * 64

    def test_very_next_search_follows_it(self):
        make_article(slug="passcode", title="Forgotten passcode")
        assert found(find("PIN")) == []

        save("passcode", "passcode")
        row = save("passcode", "PIN")
        assert found(find("PIN")) == ["passcode"]
        assert find("PIN").hits[0].reason == "matches pin (passcode)"

        remove_synonym(synonym=row, by=None)
        assert found(find("PIN")) == []


def shipped_groups() -> dict[str, dict[str, bool]]:
    items = tables.SYNONYMS.read((FIXTURES / "synonyms.csv").read_text(encoding="utf-8"))
    groups: dict[str, dict[str, bool]] = {}
    for item in items:
        groups.setdefault(item.content.group, {})[item.content.folded] = item.content.one_way
    return groups


def test_shipped_group_has_a_phrase_to_lead_to_and_one_to_lead_from():
    for group, phrases in shipped_groups().items():
        assert len(phrases) > 1, group
        assert not all(phrases.values()), group


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("ra", "Registration Authority"),
        ("cim", "Care Identity Management"),
        ("cm", "Credential Management"),
        ("ia", "Identity Agent"),
        ("pin", "passcode"),
        ("blocked", "locked card"),
        ("nhs mail", "NHSmail"),
        ("2fa", "authenticator"),
        ("afcid", "Apply for Care ID"),
        ("n3", "HSCN"),
        ("credman", "Credential Management"),
        ("bt agent", "Identity Agent"),
    ],
)
def test_words_that_people_use_are_shipped(said, group):
    assert said in shipped_groups()[group]


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("virtual cards", True),
        ("My CARD is on the phone", True),
        ("I have no plastic card", True),
        ("my plastic card broke", False),
        ("the number of my phone is not on the card", False),
        ("", False),
    ],
)
def test_group_is_said_when_a_phrase_of_it_stands_in_the_text_with_whatever_small_words(db, text, is_said):
    for phrase in ("virtual card", "card on phone", "no plastic card"):
        save("virtual", phrase)
    save("another", "card")

    assert groups_in(text, among=["virtual"]) == ({"virtual"} if is_said else set())
