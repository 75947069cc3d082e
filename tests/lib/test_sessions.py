"""Sessions are read by a statement made once: of one that ran out, or that nobody has, nothing is left."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from kb.lib.sessions import SessionStore

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


@pytest.fixture
def key() -> str:
    session = SessionStore()
    session["said"] = "Hello"
    session.save()
    return str(session.session_key)


def test_what_was_kept_is_read_in_one_query(key, django_assert_num_queries):
    with django_assert_num_queries(1):
        session = SessionStore(key)
        assert (session["said"], session.session_key) == ("Hello", key)


def test_a_session_that_ran_out_is_empty_and_gets_a_new_key(key):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    session = SessionStore(key)

    assert "said" not in session
    session["said"] = "Anew"
    session.save()
    assert session.session_key not in {None, key}


def test_a_key_that_nobody_has_opens_nothing(key):
    session = SessionStore("a" * 32)

    assert "said" not in session
    assert session.is_empty()
    assert session.session_key is None


def test_data_that_was_changed_by_hand_opens_nothing(key):
    Session.objects.update(session_data="e30:changed")

    assert dict(SessionStore(key).items()) == {}
