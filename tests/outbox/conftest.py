"""A real mail server, and the settings that lead to it."""

from collections.abc import Callable, Iterator

import pytest

from tests.outbox.mail_server import MailServer

SMTP = "kb.outbox.backends.Smtp"


@pytest.fixture
def mails_go_to(settings) -> Callable[..., None]:
    def lead(port: int, **options: object) -> None:
        given = {"host": "127.0.0.1", "port": port, "timeout": 5, **options}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": given}}

    return lead


@pytest.fixture
def mail_server(mails_go_to) -> Iterator[MailServer]:
    with MailServer() as server:
        mails_go_to(server.port)
        yield server
