"""What a browser keeps of a person is sealed with a key that only their own pages of the editor have."""

import pytest
from django.urls import reverse

from kb.accounts.browser_texts import browser_texts
from kb.accounts.models import User

pytestmark = pytest.mark.either


def test_each_person_has_a_tag_and_a_key_of_their_own_for_as_long_as_the_secret_of_the_site(settings):
    one, other = browser_texts(User(pk=1)), browser_texts(User(pk=2))

    assert one == browser_texts(User(pk=1))
    assert {one.tag, one.key}.isdisjoint({other.tag, other.key})
    assert len(one.key) == 64
    settings.SECRET_KEY = "another"
    assert browser_texts(User(pk=1)).key != one.key


@pytest.mark.parametrize("name", ["accounts:sign-out", "accounts:account", "editing:home"])
def test_pages_that_only_say_what_is_there_have_the_tag_and_not_the_key(signed_in, editor, name):
    page = signed_in(editor).get(reverse(name)).content.decode()

    assert browser_texts(editor).tag in page
    assert browser_texts(editor).key not in page
