"""The accounts room as a Django app."""

from django.apps import AppConfig

from kb.lib.holders import forget, hold


class AccountsConfig(AppConfig):
    name = "kb.accounts"
    label = "accounts"

    def ready(self) -> None:
        from kb.accounts import actions

        hold("accounts.User", "username", "name", "email", what="An account", kept="Account of a person")
        hold("accounts.AuditEntry", "actor_name", "subject", "detail", what="What somebody did", kept="Audit entry")
        forget(actions.forget)
