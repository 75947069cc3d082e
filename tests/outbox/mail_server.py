"""Mail servers of our own, on this machine: one that is real, and one that only says its lines."""

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

OK = "250 OK"

logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd writes down each line it hears


class MailServer:
    """Speaks SMTP. `says` is what it answers at a step instead of 250; `at` is done when a step begins.

    With a TLS context it takes nothing before STARTTLS, or speaks TLS from the first byte (`from_the_start`).
    """

    def __init__(self, *, password: str = "", tls: ssl.SSLContext | None = None, from_the_start: bool = False) -> None:
        self.says: dict[str, str] = {}
        self.at: dict[str, Callable[[], None]] = {}
        self.taken: list[EmailMessage] = []
        self.taken_at: list[float] = []
        self.receivers: list[str] = []
        self.largest: int | None = None
        self._goes_on = threading.Event()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        how: dict[str, Any] = {}
        if password:
            how = {"auth_require_tls": tls is not None and not from_the_start, "authenticator": self._knows(password)}
        if tls:
            how |= {"ssl_context": tls} if from_the_start else {"tls_context": tls, "require_starttls": True}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **how)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._goes_on.set()
        self._controller.stop()

    def hang_at(self, step: str) -> None:
        """It says nothing more, to anybody, from the moment that somebody comes so far; until `go_on`."""
        self._goes_on.clear()
        self.at[step] = self._hang

    def _hang(self) -> None:
        self._goes_on.wait(30)

    def go_on(self) -> None:
        self.at.clear()
        self._goes_on.set()

    def _knows(self, password: str) -> Callable[..., AuthResult]:
        return lambda server, session, envelope, how, given: AuthResult(
            success=given.password == password.encode(), handled=False
        )

    def _answer(self, step: str) -> str:
        if step in self.at:
            self.at[step]()
        return self.says.get(step, OK)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name, like those below
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._answer("EHLO")
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer("RCPT")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        if self.largest and len(content) > self.largest:
            return "552 5.3.4 Message size exceeds fixed limit"
        answer = self._answer("DATA")
        if answer == OK:
            self.taken.append(message_from_bytes(content, policy=policy.default))
            self.taken_at.append(time.time())
            self.receivers += envelope.rcpt_tos
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self._answer("QUIT")
        return "221 Bye"


HANG, DROP = b"hang", b"drop"


class ScriptedServer:
    """Says one line of its script at the greeting and after each thing it hears; may also hang, or drop the line.

    With a `pause` it says each line letter by letter.
    """

    def __init__(self, *script: bytes, pause: float = 0) -> None:
        self._script, self._pause = script, pause
        self._is_over = threading.Event()
        self.letters_said = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._is_over.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection, suppress(OSError):  # the other side may hang up at any moment
            for line in self._script:
                if line == HANG:
                    self._is_over.wait(10)
                if line in {HANG, DROP}:
                    return
                self._say(connection, line)
                if not connection.recv(4096):
                    return

    def _say(self, connection: socket.socket, line: bytes) -> None:
        if not self._pause:
            connection.sendall(line)
            return
        for letter in line:
            connection.sendall(bytes([letter]))
            self.letters_said += 1
            if self._is_over.wait(self._pause):
                return
