"""The room of what is sent out, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import Blanking, forget, hold, hold_beside

MAIL = "Address of a mail, and words of one that was given up"


class OutboxConfig(AppConfig):
    name = "kb.outbox"

    def ready(self) -> None:
        from kb.outbox import redaction, retention

        mail = Blanking(
            kept=redaction.KEPT,
            write=redaction.write,
            say=redaction.said,
            mails=lambda row: (row.room, row.key),
        )
        hold("outbox.Delivery", "to", "content", what="A mail", kept=MAIL, blanking=mail)
        hold_beside(redaction.MailFiles())
        hold(
            "outbox.Attempt",
            "reply",
            what="What a mail server answered",
            kept="Row of a mail, with its attempts",
            name=lambda attempt: str(attempt.delivery),
        )
        forget(retention.forget)
