"""Publishing, adding to and ending notices: what is written, and that nothing is when nothing changes."""

from datetime import timedelta

import pytest

from kb.accounts import audit
from kb.accounts.models import AuditEntry
from kb.catalogue.models import Edition
from kb.notices.actions import add_update, end_notice, publish_notice
from kb.notices.document import NoticeRefused
from kb.notices.models import Notice, NoticeUpdate
from tests.notices.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def full(content, identity_agent, err5022, old_cards):
    return content(
        body="Ask for a **new card**.",
        ends_at=NOON + HOUR,
        services=["nhs-identity-agent"],
        codes=["ERR5022"],
        articles=["older-smartcards"],
        source={"name": "NHS England", "address": "https://www.example.org/", "dated": "2026-05-18"},
        updates=[{"at": NOON, "text": "Found."}],
    )


def state():
    """What must move with every change, and stand still without one."""
    notice = Notice.objects.first()
    return (notice.version if notice else 0, Edition.objects.current(), AuditEntry.objects.count())


def verbs():
    return [entry.verb for entry in AuditEntry.objects.filter(verb__contains="notice").order_by("pk")]


def test_notice_is_published_whole(full):
    publish_notice(content=full, by=None)

    assert Notice.objects.with_parts().get().content == full.regular()


@pytest.mark.django_db
def test_new_notice_is_version_one(content):
    assert publish_notice(content=content(), by=None).version == 1


def test_every_change_raises_version_and_edition_and_leaves_an_entry(full, content):
    states = [state()]

    publish_notice(content=full, by=None)
    states.append(state())
    notice = publish_notice(content=content(severity="LOW"), by=None)
    states.append(state())
    add_update(notice=notice, text="Better now.", by=None, at=NOON + HOUR)
    states.append(state())
    end_notice(notice=notice, by=None, at=NOON + HOUR)
    states.append(state())

    assert [version for version, *_ in states] == [0, 1, 2, 3, 4]
    assert [edition for _, edition, _ in states] == sorted({edition for _, edition, _ in states})
    assert verbs() == ["published notice", "changed notice", "updated notice", "ended notice"]


def test_publishing_what_is_there_changes_nothing(full):
    publish_notice(content=full, by=None, imported=full.fingerprint)
    before = state()

    publish_notice(content=full, by=None, imported=full.fingerprint)
    publish_notice(content=full, by=None)

    assert state() == before


def test_change_replaces_what_the_notice_concerns(full, content):
    publish_notice(content=full, by=None)

    notice = publish_notice(content=content(), by=None)

    assert (notice.services.count(), notice.codes.count(), notice.articles.count()) == (0, 0, 0)
    assert (notice.source_name, notice.source_dated, notice.ends_at) == ("", None, None)


def test_code_may_be_given_in_another_spelling(content, err5022):
    notice = publish_notice(content=content(codes=["err 5022", "ERR-5022"]), by=None)

    assert [code.display for code in notice.codes.all()] == ["ERR5022"]


@pytest.mark.django_db
def test_published_updates_stay_and_new_ones_are_added(content):
    first, second = {"at": NOON, "text": "Found."}, {"at": NOON + HOUR, "text": "Fixed."}
    publish_notice(content=content(updates=[first]), by=None)

    publish_notice(content=content(updates=[second]), by=None)
    publish_notice(content=content(updates=[first, second]), by=None)

    assert [update.text for update in NoticeUpdate.objects.order_by("at")] == ["Found.", "Fixed."]


@pytest.mark.django_db
def test_fingerprint_of_the_file_stays_when_somebody_edits(content):
    publish_notice(content=content(), by=None, imported=content().fingerprint)

    edited = publish_notice(content=content(title="Sign-in is very slow"), by=None)

    assert edited.imported == content().fingerprint
    assert edited.content.fingerprint != edited.imported


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"services": ["fax"]}, "services: There is no service 'fax'."),
        ({"articles": ["fax"]}, "articles: There is no article 'fax'."),
        ({"codes": ["ERR404"]}, "codes: There is no error code 'ERR404'."),
        ({"codes": ["---"]}, "codes: There is no error code '---'."),
        ({"kind": "RUMOUR"}, "kind: 'RUMOUR' is no kind of notice: use live or planned."),
    ],
)
def test_notice_that_cannot_be_published_is_refused_and_nothing_is_written(content, changes, message):
    before = state()

    with pytest.raises(NoticeRefused) as refused:
        publish_notice(content=content(**changes), by=None)

    assert str(refused.value) == message
    assert state() == before
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_notice_without_an_audit_entry_is_not_written(content, monkeypatch):
    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    before = state()

    with pytest.raises(RuntimeError):
        publish_notice(content=content(), by=None)

    assert state() == before
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_update_that_says_nothing_is_refused(content):
    notice = publish_notice(content=content(), by=None)
    before = state()

    with pytest.raises(NoticeRefused, match="Say what is new"):
        add_update(notice=notice, text="  ", by=None)

    assert state() == before


@pytest.mark.django_db
def test_ending_what_has_ended_changes_nothing(content):
    notice = publish_notice(content=content(ends_at=NOON + HOUR), by=None)
    before = state()

    ended = end_notice(notice=notice, by=None, at=NOON + 2 * HOUR)

    assert ended.ends_at == NOON + HOUR
    assert state() == before


@pytest.mark.django_db
def test_planned_end_can_be_brought_forward(content):
    notice = publish_notice(content=content(ends_at=NOON + 5 * HOUR), by=None)

    assert end_notice(notice=notice, by=None, at=NOON + HOUR).ends_at == NOON + HOUR


@pytest.mark.django_db
def test_notice_that_has_not_begun_cannot_be_ended(content):
    notice = publish_notice(content=content(), by=None)
    before = state()

    with pytest.raises(NoticeRefused, match="not begun"):
        end_notice(notice=notice, by=None, at=NOON)

    assert state() == before


@pytest.mark.django_db
def test_ended_notice_can_be_opened_again(content):
    notice = publish_notice(content=content(), by=None)
    end_notice(notice=notice, by=None, at=NOON + HOUR)

    assert publish_notice(content=content(), by=None).ends_at is None
