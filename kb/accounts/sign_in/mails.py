"""What administrators are told of an attack on the sign-in page."""

from django.conf import settings
from django.urls import reverse

from kb.accounts.models import User
from kb.accounts.roles import ABILITIES, May
from kb.outbox.message import Mail, is_address, one_line, plain_text

ROOM = "accounts"
SPRAYED = "attack on sign-in"


def sprayed(*, accounts: int) -> list[Mail]:
    """To everybody who may read the audit trail and can be written to, each address once."""
    roles = [role for role, abilities in ABILITIES.items() if May.SEE_AUDIT in abilities]
    people = User.objects.filter(role__in=roles, is_active=True).order_by("pk")
    values = {
        "accounts": accounts,
        "audit": f"{settings.SITE_URL}{reverse('accounts:audit')}",
        "site": settings.SITE_NAME,
    }
    subject = one_line("accounts/mail/sprayed.subject.txt", values)
    text = plain_text("accounts/mail/sprayed.txt", values)
    addresses = dict.fromkeys(person.email for person in people if is_address(person.email))
    return [Mail(to=to, subject=subject, text=text) for to in addresses]
