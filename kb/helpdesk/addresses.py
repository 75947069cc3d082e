"""Where an answer of the desk stands: what was said is its address."""

from django.urls import reverse
from django.utils.http import urlencode

MOST_SAID = 600  # as much as the box leaves of a text


def desk_address(q: str, **said: str) -> str:
    return f"{reverse('helpdesk:desk')}?{urlencode({'q': q, **{name: value for name, value in said.items() if value}})}"


def back_to(said: str, label: str) -> str:
    """From a form to the answer that was open, or else to the article: `said` is what its address said of the box."""
    return desk_address(said.replace("\0", " ").strip()[:MOST_SAID] or label)


def way_back(code: str) -> str:
    """What the address of a form says of the code that is open; of an article, the form knows it."""
    return f"&{urlencode({'q': code})}" if code else ""
