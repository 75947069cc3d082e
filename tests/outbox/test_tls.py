"""Mail servers that speak TLS: with a certificate of ours that is trusted, and with one that nobody knows."""

import ssl

import pytest
import trustme

from kb.outbox.worker import work_once
from tests.outbox.mail_server import MailServer
from tests.outbox.test_worker import NOW, attempts, delivery  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
WAYS = pytest.mark.parametrize(
    ("from_the_start", "option"), [(False, "use_tls"), (True, "use_ssl")], ids=["STARTTLS", "TLS from the start"]
)


@pytest.fixture
def authority(tmp_path, monkeypatch) -> trustme.CA:
    """The only one that this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return authority


def context_of(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@WAYS
def test_mail_goes_out_over_tls_with_a_password(from_the_start, option, delivery, authority, mails_go_to):  # noqa: F811
    tls = context_of(authority)
    with MailServer(password="right", tls=tls, from_the_start=from_the_start) as server:
        mails_go_to(server.port, username="kb", password="right", **{option: True})
        work_once(NOW)

    delivery.refresh_from_db()
    assert delivery.state == "SENT"
    assert [mail["Message-ID"] for mail in server.taken] == [delivery.message_id]


@WAYS
def test_certificate_that_nobody_vouches_for_is_given_no_mail(from_the_start, option, delivery, authority, mails_go_to):  # noqa: F811
    tls = context_of(trustme.CA())
    with MailServer(tls=tls, from_the_start=from_the_start) as server:
        mails_go_to(server.port, **{option: True})
        work_once(NOW)

    assert [outcome for outcome, _ in attempts(delivery)] == ["LATER"]
    assert server.taken == []
