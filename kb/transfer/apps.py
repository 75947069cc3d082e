"""The room of import and export, as Django knows it."""

from django.apps import AppConfig

from kb.lib.background import long_work
from kb.lib.holders import follow_erasures, forget, hold

UPLOADS = "Files that somebody brought in by the browser, and what became of them"


class TransferConfig(AppConfig):
    name = "kb.transfer"

    def ready(self) -> None:
        from kb.transfer.uploads import actions

        texts = ("name", "report", "choice", "outcome")
        hold("transfer.Upload", *texts, what="Files that somebody brought in", kept=UPLOADS)
        forget(actions.forget_expired)
        follow_erasures(actions.forget_all)
        long_work(actions.go_on)
