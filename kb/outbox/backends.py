"""The two ways out, both Django's with one thing added: an SMTP dialogue that ends, and files that open as mails."""

import smtplib
import socket
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Timer
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import filebased, smtp
from django.utils import timezone

LONGEST_DIALOGUE = 4 * 60  # seconds; a claim lasts longer, or two workers could send the same message


class _Ending:
    """Hangs up after LONGEST_DIALOGUE. A socket's timeout begins anew with each letter that comes, so a server that
    sends one now and then would never end."""

    sock: socket.socket | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - smtplib's own arguments
        self._end = Timer(LONGEST_DIALOGUE, self._hang_up)
        self._end.daemon = True
        self._end.start()
        try:
            super().__init__(*args, **kwargs)
        except BaseException:
            self._end.cancel()
            raise

    def _hang_up(self) -> None:
        with suppress(OSError):
            if self.sock:
                # Not that of an SSL socket, which another thread is using.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def close(self) -> None:
        self._end.cancel()
        super().close()  # type: ignore[misc]  # of smtplib.SMTP, which comes after this class


class _EndingSMTP(_Ending, smtplib.SMTP):
    pass


class _EndingSMTPOverTLS(_Ending, smtplib.SMTP_SSL):
    pass


class Smtp(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _EndingSMTPOverTLS if self.use_ssl else _EndingSMTP


class Files(filebased.EmailBackend):
    """One file a message, which a mail program opens; for its owner only."""

    def __init__(self, *, file_path: str | Path, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own arguments
        Path(file_path).mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(file_path=str(file_path), **kwargs)

    def _get_filename(self) -> str:
        return str(Path(self.file_path) / f"{timezone.localtime():%Y-%m-%d-%H%M%S}-{token_hex(4)}.eml")

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(message.message().as_bytes())  # type: ignore[arg-type]  # opened for bytes
