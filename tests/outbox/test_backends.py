"""Mails as files."""

import stat
from email import message_from_bytes, policy

import pytest

from kb.outbox.answers import HANDED_OVER
from kb.outbox.transport import hand_over
from tests.make import make_mail

MESSAGE_ID = "<1@kb.example.org>"


@pytest.fixture
def folder(settings, tmp_path):
    folder = tmp_path / "var" / "mail"
    settings.MAILERS = {"default": {"BACKEND": "kb.outbox.backends.Files", "OPTIONS": {"file_path": folder}}}
    return folder


def test_each_mail_is_a_file_that_a_mail_program_opens(folder):
    for text in ("The first.", "The second."):
        assert hand_over(make_mail(text=text), message_id=MESSAGE_ID) == HANDED_OVER

    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.eml")]
    assert {mail.get_content().strip() for mail in mails} == {"The first.", "The second."}
    assert {(mail["To"], mail["Message-ID"]) for mail in mails} == {("desk@example.org", MESSAGE_ID)}


def test_folder_is_for_its_owner_only(folder):
    hand_over(make_mail(), message_id=MESSAGE_ID)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_folder_that_cannot_be_written_is_tried_again(folder):
    folder.parent.mkdir()
    folder.touch()

    assert hand_over(make_mail(), message_id=MESSAGE_ID).outcome == "LATER"
