"""Who may do what with notices: one question, asked by the page that shows the button and by the action."""

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.notices.refusals import NotYourDuty

POST, PUBLISH = May.POST_LIVE_ISSUES, May.PUBLISH_NOTICES


def need(by: User, ability: May) -> None:
    """Raises NotYourDuty."""
    if not may(by, ability):
        raise NotYourDuty
