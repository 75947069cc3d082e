"""Why somebody is not signed in through the provider; the words are shown as they are."""

from kb.lib.openid import provider_name


class ProviderRefusal(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Each kind has its sentences; `{name}` is what people call the provider."""

    words = ""

    def __init__(self, why: str = "") -> None:
        super().__init__(self.words.format(name=provider_name()))
        self.why = why  # for the log


class ProviderAway(ProviderRefusal):
    words = (
        "{name} cannot be reached just now. Try again in a few minutes. "
        "If you have a username and a password for this site, sign in with them below."
    )


class StartedElsewhere(ProviderRefusal):
    words = "This sign-in was used already, took too long, or began in another window. Start again."


class RefusedThere(ProviderRefusal):
    words = "{name} did not sign you in. Try again there. If it happens again, tell whoever looks after {name}."


class NotAccepted(RefusedThere):
    """Not the person, but this site: its secret or its key."""

    words = (
        "{name} does not accept this site just now, so nobody can sign in through it. Tell an administrator of this "
        "site. If you have a username and a password for this site, sign in with them below."
    )


class StoppedThere(ProviderRefusal):
    words = "You stopped at {name}, or are not allowed to use this site through it. Nobody is signed in."


class NotBelieved(ProviderRefusal):
    words = (
        "What {name} said could not be checked, so nobody is signed in. Start again. "
        "If it happens again, tell an administrator of this site."
    )


class NoRole(ProviderRefusal):
    words = (
        "You are signed in to {name}, but it gives you no role on this site. "
        "Ask an administrator of this site, or whoever looks after your access in {name}."
    )


class NobodyKnown(ProviderRefusal):
    words = (
        "You are signed in to {name}, but have no account here. Ask an administrator of this site to invite you. "
        "If you have an account with a password, sign in with it, then link it to {name} under “Your account”."
    )


class AddressIsTaken(ProviderRefusal):
    words = (
        "There is an account here with your email address, which is not linked to {name} yet. "
        "Sign in with its password, then link it under “Your account”; or open the link in your invitation."
    )


class Deactivated(ProviderRefusal):
    words = "Your account on this site is deactivated. Ask an administrator of this site."


class LinkedToSomebody(ProviderRefusal):
    words = "This {name} account is linked to another account on this site, or yours to another one of {name}."


class InvitationIsOver(ProviderRefusal):
    words = "This invitation is over: it was used, taken back, or is older than its days. Ask for another."


class NoOtherWayIn(ProviderRefusal):
    words = "You have no password here, so you could not sign in any more. Ask an administrator for a link to set one."


class TooLateToLink(ProviderRefusal):
    words = "Sign out and sign in again first: an account is linked within ten minutes after signing in."
