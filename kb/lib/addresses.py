"""Addresses that come from outside, and whether a redirect may follow them."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_own_path(text: str) -> bool:
    """A path on this host; `//` alone is none, though it names no host either."""
    return text.startswith("/") and text[1:2] != "/" and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
