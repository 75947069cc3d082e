"""From a finished message to a mail."""

from email import policy

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kb.outbox.answers import Outcome
from kb.outbox.message import File
from kb.outbox.transport import as_email, encoded_size, hand_over
from tests.make import make_mail

pytestmark = pytest.mark.django_db
MESSAGE_ID = "<1@kb.example.org>"


@pytest.fixture
def screenshot() -> File:
    stored = default_storage.save("held/a1.png", ContentFile(b"\x89PNG" * 100))
    return File(stored=stored, name="shot.png", content_type="image/png")


def mail_of(**facts):
    """As a mail program gets it."""
    without_files = facts.pop("without_files", False)
    message = as_email(make_mail(**facts), message_id=MESSAGE_ID, without_files=without_files)
    return message.message(policy=policy.SMTP)


def body(mail, kind: str = "plain") -> str:
    return mail.get_body((kind,)).get_content()


def files(mail) -> list[str | None]:
    return [part.get_filename() for part in mail.iter_attachments()]


def test_mail_says_who_what_and_that_no_person_wrote_it(settings):
    settings.DEFAULT_FROM_EMAIL = "Smartcard help <cards@example.org>"

    mail = mail_of(reply_to="sam@example.org")

    assert mail["From"] == "Smartcard help <cards@example.org>"
    assert (mail["To"], mail["Reply-To"]) == ("desk@example.org", "sam@example.org")
    assert (mail["Subject"], mail["Message-ID"]) == ("Report K7MW2QXR", MESSAGE_ID)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert body(mail).splitlines() == ["The reader is dark."]
    assert mail.get_body(("html",)) is None


def test_mail_without_a_reporter_has_no_address_to_reply_to():
    assert "Reply-To" not in mail_of()


def test_mail_has_text_html_and_files(screenshot):
    mail = mail_of(html="<p>Dark.</p>", files=(screenshot,))

    assert body(mail, "html").strip() == "<p>Dark.</p>"
    (part,) = mail.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("shot.png", "image/png")
    assert part.get_content() == b"\x89PNG" * 100


def test_mail_without_its_files_says_so_in_its_own_words(screenshot):
    mail = mail_of(
        html="<p>See the picture.</p>",
        files=(screenshot,),
        bare_text="Look here: https://kb.example.org/",
        bare_html="<p>Look here.</p>",
        without_files=True,
    )

    assert files(mail) == []
    assert "Look here: https" in body(mail)
    assert "Look here." in body(mail, "html")


def test_files_over_the_limit_are_left_out_before_anybody_refuses_them(settings, screenshot):
    facts = {"files": (screenshot,), "bare_text": "Too large."}

    settings.MAIL_MOST_BYTES = encoded_size(400)
    assert files(mail_of(**facts)) == ["shot.png"]

    settings.MAIL_MOST_BYTES = encoded_size(400) - 1
    assert files(mail_of(**facts)) == []
    assert "Too large." in body(mail_of(**facts))


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 399, 400, 10_000])
def test_size_of_a_file_in_a_mail_is_known_before_it_is_made(size):
    file = File(default_storage.save("a", ContentFile(b"x" * size)), "a.png", "image/png")

    (part,) = mail_of(files=(file,)).iter_attachments()

    assert encoded_size(size) == len(part.get_payload().replace("\r\n", "\n").replace("\n", "\r\n").encode())


@pytest.mark.parametrize("html", ["<html><body><p>Hello.</p></body></html>", "<p>Hello.</p>", ""])
def test_file_that_is_not_there_any_more_is_named(html, screenshot):
    gone = File(stored="held/gone.png", name="<gone>.png", content_type="image/png")

    mail = mail_of(html=html, files=(gone, screenshot))

    assert files(mail) == ["shot.png"]
    assert "Not attached, because it is not there any more: <gone>.png." in body(mail)
    if html:
        shown = body(mail, "html")
        assert "&lt;gone&gt;.png." in shown
        assert shown.count("</body>") == html.count("</body>")


def test_file_of_an_unheard_of_type_is_attached_as_bytes():
    file = File(default_storage.save("a", ContentFile(b"x")), "a.bin", "nonsense")

    (part,) = mail_of(files=(file,)).iter_attachments()

    assert part.get_content_type() == "application/octet-stream"


@pytest.mark.parametrize("name", ["subject", "to", "reply_to"])
def test_line_break_that_got_past_the_post_is_refused_at_the_door(name, mail_server):
    mail = make_mail(**{name: "a@example.org\r\nBcc: all@example.org"})

    answer = hand_over(mail, message_id=MESSAGE_ID)

    assert answer.outcome == Outcome.REFUSED
    assert mail_server.taken == []
