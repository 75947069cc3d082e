"""Two people at one notice at the same time."""

import pytest

from kb.notices.actions import add_update, end_notice, publish_notice
from kb.notices.models import Notice, NoticeUpdate
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("shared_database")


def publish(content):
    return publish_notice(content=content, by=None)


def alone(work):
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


def test_first_publishing_at_once_makes_one_notice_and_counts_each_change(content):
    on_own_connections(lambda number: publish(content(title=f"Sign-in is slow, {number}")), times=12)

    assert alone(lambda: list(Notice.objects.values_list("slug", "version"))) == [("sign-in-slow", 12)]


def test_updates_at_once_are_all_kept_and_counted(content):
    alone(lambda: publish(content()))

    on_own_connections(lambda n: add_update(notice=Notice.objects.get(), text=f"News {n}", by=None), times=12)

    assert alone(lambda: (Notice.objects.get().version, NoticeUpdate.objects.count())) == (13, 12)


def test_notice_ended_by_many_at_once_ends_once(content):
    alone(lambda: publish(content(starts_at="2020-01-01")))

    on_own_connections(lambda _: end_notice(notice=Notice.objects.get(), by=None), times=4)

    assert alone(lambda: Notice.objects.get().version) == 2
