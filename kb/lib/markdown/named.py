"""Addresses that only whoever runs the site knows, by name in a text.

`[run the setup checker tool](setting:setup-checker "ask IT support to run it")` is a link where the site has that
address. Where it has none, the words between the quotation marks stand there instead.
"""

from collections.abc import Mapping

from markdown_it.token import Token

SCHEME = "setting"
START = f"{SCHEME}:"


def name_in(address: str) -> str:
    """Of which setting a link speaks; empty for every other link."""
    return address.removeprefix(START) if address.startswith(START) else ""


def settle(tokens: list[Token], addresses: Mapping[str, str]) -> None:
    """Put the address, or the other words, in place of each name."""
    for token in tokens:
        if token.children:
            token.children = _settled(token.children, addresses)


def _settled(children: list[Token], addresses: Mapping[str, str]) -> list[Token]:
    settled: list[Token] = []
    is_left_out = False
    for child in children:
        name = name_in(str(child.attrs.get("href", ""))) if child.type == "link_open" else ""
        if name and addresses.get(name):
            child.attrs = {"href": addresses[name]}
        elif name:
            is_left_out = True
            settled.append(Token("text", "", 0, content=str(child.attrs.get("title", ""))))
        if not is_left_out:
            settled.append(child)
        is_left_out = is_left_out and child.type != "link_close"
    return settled
