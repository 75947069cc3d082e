"""Where an answer of the desk stands: what was said is its address."""

from django.urls import reverse
from django.utils.http import urlencode


def desk_address(q: str, **said: str) -> str:
    return f"{reverse('helpdesk:desk')}?{urlencode({'q': q, **{name: value for name, value in said.items() if value}})}"
