"""`{% url %}` in every template: an address that hangs on nothing but its name is found once, and not on each page.

A page names some twenty of them, in header, menu and footer, and to find one takes longer than to look up the rest.
"""

from functools import lru_cache

from django.conf import settings
from django.template import Context, Library
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as url_of_django
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

register = Library()


@lru_cache(maxsize=512)
def _address(name: str, _urls: str, _prefix: str) -> tuple[str, str]:
    """As it is, and as HTML has it."""
    address = reverse(name)
    return address, conditional_escape(address)


class NamedAddressNode(URLNode):
    """Without arguments: of these, no page has another than the next."""

    def render(self, context: Context) -> str:
        urls = get_urlconf() or settings.ROOT_URLCONF
        try:
            plain, escaped = _address(self.view_name.var, str(urls), get_script_prefix())
        except NoReverseMatch:
            if not self.asvar:
                raise
            plain = escaped = ""
        if self.asvar:
            context[self.asvar] = plain
            return ""
        return escaped if context.autoescape else plain


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    node = url_of_django(parser, token)
    is_plain = isinstance(node.view_name.var, str) and not (node.view_name.filters or node.args or node.kwargs)
    return NamedAddressNode(node.view_name, [], {}, node.asvar) if is_plain else node
