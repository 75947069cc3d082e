"""The accounts room as a Django app."""

from django.apps import AppConfig

from kb.lib.holders import Blanking, forget, hold


class AccountsConfig(AppConfig):
    name = "kb.accounts"
    label = "accounts"

    def ready(self) -> None:
        from kb.accounts import actions, audit

        own = dict.fromkeys(("username", "name", "email"), "People sign in with it. Close the account instead.")
        account = Blanking(stays=own)
        hold("accounts.User", *own, what="An account", kept="Account of a person", blanking=account)
        entry = Blanking(stays={"actor_name": "The trail keeps who did it."}, write=audit.blank)
        invited = dict.fromkeys(("name", "email"), "They join with it. Take the invitation back instead.")
        invitation = Blanking(stays=invited)
        hold("accounts.Invitation", *invited, what="An invitation", kept="Invitation to join", blanking=invitation)
        named = {"name": "They know it again by it. They remove the passkey, or an administrator does."}
        passkey = Blanking(stays=named)
        hold("accounts.Passkey", *named, what="A passkey", kept="Account of a person", blanking=passkey)
        who = {"subject": "They sign in with it. Take the link away instead."}
        linked = Blanking(stays=who)
        hold("accounts.ProviderLink", *who, what="A link to a provider", kept="Account of a person", blanking=linked)
        told = ("actor_name", "subject", "detail")
        hold("accounts.AuditEntry", *told, what="What somebody did", kept="Audit entry", blanking=entry)
        forget(actions.forget)
