"""The one table of who may do what."""

import pytest
from django.contrib.auth.models import AnonymousUser

from kb.accounts.models import User
from kb.accounts.roles import ABILITIES, May, Role, abilities_in_words, may


def test_every_role_has_a_row_and_every_ability_has_words():
    assert set(ABILITIES) == set(Role)
    assert all(May.labels)


@pytest.mark.parametrize(
    ("role", "abilities"),
    [
        (Role.READER, {May.READ_INTERNAL}),
        (Role.HELP_DESK, {May.READ_INTERNAL, May.USE_DESK, May.STOP_STEPS, May.POST_LIVE_ISSUES}),
        (Role.EDITOR, {May.READ_INTERNAL, May.WRITE_ARTICLES}),
        (
            Role.REVIEWER,
            {
                May.READ_INTERNAL,
                May.STOP_STEPS,
                May.WRITE_ARTICLES,
                May.REVIEW_ARTICLES,
                May.KEEP_VOCABULARY,
                May.POST_LIVE_ISSUES,
                May.PUBLISH_NOTICES,
                May.MANAGE_CONTACTS,
                May.IMPORT_FILES,
            },
        ),
        (Role.ADMINISTRATOR, set(May)),
    ],
)
def test_a_role_may_do_this_and_nothing_else(role, abilities):
    person = User(username="someone", role=role)

    assert {ability for ability in May if may(person, ability)} == abilities


@pytest.mark.parametrize("ability", May)
def test_nobody_signed_in_may_do_nothing(ability):
    assert not may(AnonymousUser(), ability)


@pytest.mark.parametrize("ability", May)
def test_an_inactive_administrator_may_do_nothing(ability):
    assert not may(User(username="gone", role=Role.ADMINISTRATOR, is_active=False), ability)


def test_abilities_are_said_in_the_same_order_for_every_role():
    everything = abilities_in_words(Role.ADMINISTRATOR)

    assert [words for words in everything if words in abilities_in_words(Role.EDITOR)] == abilities_in_words("EDITOR")
