"""The two ways out, both Django's with one thing added: an SMTP dialogue that ends, and files that open as mails."""

import os
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


# For the answer to QUIT: the message has been taken or refused by then, and nothing follows from it.
SECONDS_FOR_GOODBYE = 2


class CutOff(smtplib.SMTPServerDisconnected):
    """After a message was begun, the line went dead, or the other side fell silent. Either may be that message's own
    fault."""

    def __init__(self, said: str, *, is_silence: bool) -> None:
        super().__init__(said)
        self.is_silence = is_silence


class _Ending:
    """Hangs up after LONGEST_DIALOGUE. A socket's timeout begins anew with each letter that comes, so a server that
    sends one now and then would never end."""

    sock: socket.socket | None
    has_begun = was_hung_up = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - smtplib's own arguments
        self._end = Timer(LONGEST_DIALOGUE, self._hang_up)
        self._end.daemon = True
        self._end.start()
        try:
            super().__init__(*args, **kwargs)
        except BaseException:
            self._end.cancel()
            raise

    def mail(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401 - smtplib's own arguments
        if self.was_hung_up:  # before there was a line to hang up
            raise smtplib.SMTPServerDisconnected("It took too long to get through.")
        self.has_begun = True
        return super().mail(*args, **kwargs)  # type: ignore[misc]  # of smtplib.SMTP, as below

    def sendmail(self, *args: Any, **kwargs: Any) -> dict[str, tuple[int, bytes]]:  # noqa: ANN401 - as above
        try:
            return super().sendmail(*args, **kwargs)  # type: ignore[misc]
        except smtplib.SMTPException as error:
            # Once we hung up, half a line may have been read as an answer.
            is_cut_off = self.was_hung_up or isinstance(error, smtplib.SMTPServerDisconnected)
            if not (self.has_begun and is_cut_off):
                raise
            # smtplib makes one exception of both.
            is_silence = self.was_hung_up or isinstance(error.__context__, TimeoutError)
            raise CutOff(str(error), is_silence=is_silence) from error

    def quit(self) -> tuple[int, bytes]:
        if self.sock:
            self.sock.settimeout(SECONDS_FOR_GOODBYE)
        return super().quit()  # type: ignore[misc]

    def _hang_up(self) -> None:
        self.was_hung_up = True
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
        path = Path(self.file_path) / f"{timezone.localtime():%Y-%m-%d-%H%M%S}-{token_hex(4)}.eml"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        return str(path)

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(message.message().as_bytes())  # type: ignore[arg-type]  # opened for bytes
