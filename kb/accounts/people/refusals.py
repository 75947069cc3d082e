"""Why something about a person could not be done; the words are shown as they are."""

from django.core.exceptions import PermissionDenied


class PeopleRefusal(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Each kind has its sentence."""

    words = ""

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)


class NoLongerYours(PeopleRefusal, PermissionDenied):
    words = "Your role was changed: you may not look after people any more. Nothing was done."


class YourOwnAccount(PeopleRefusal):
    words = "You cannot do this to your own account. Ask another administrator."


class LastAdministrator(PeopleRefusal):
    words = (
        "This is the last administrator: nobody could look after people then. "
        "Make somebody else an administrator first."
    )


class IsDeactivated(PeopleRefusal):
    words = "This account is deactivated. Activate it first."


class NowhereToSend(PeopleRefusal):
    words = "There is no email address to send the link to. Add one under “Name and email”."


class AlreadyHere(PeopleRefusal):
    """Somebody with this address has an account, or is invited."""


class LinkIsOver(PeopleRefusal):
    words = "This link does not work any more."
