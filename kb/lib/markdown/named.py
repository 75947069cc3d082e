"""Addresses that only whoever runs the site knows, by name in a text.

`[run the setup checker tool](setting:setup-checker "ask IT support to run it")` is a link where the site has that
address. Where it has none, the words between the quotation marks stand there instead.
"""

from collections.abc import Mapping

from markdown_it.token import Token

SCHEME = "setting"
START = f"{SCHEME}:"


def name_in(address: str) -> str | None:
    """Of which setting a link speaks; nothing for every other link. A scheme is the same in capitals."""
    scheme, rest = address[: len(START)], address[len(START) :]
    return rest if scheme.lower() == START else None


def settle(tokens: list[Token], addresses: Mapping[str, str]) -> None:
    """Put the address, or the other words, in place of each name."""
    for token in tokens:
        if token.children:
            token.children = _settled(token.children, addresses)


def _settled(children: list[Token], addresses: Mapping[str, str]) -> list[Token]:
    settled: list[Token] = []
    is_unset = is_left_out = False
    for child in children:
        name = name_in(str(child.attrs.get("href", ""))) if child.type == "link_open" else None
        if name is not None and addresses.get(name):
            child.attrs = {"href": addresses[name]}
        elif name is not None:
            # No words are lost: where no others were given, those of the link stand there.
            others = str(child.attrs.get("title", ""))
            is_unset, is_left_out = True, bool(others.strip())
            settled += [Token("text", "", 0, content=others)] if is_left_out else []
        is_link = child.type in {"link_open", "link_close"}
        if not is_left_out and not (is_unset and is_link):
            settled.append(child)
        if child.type == "link_close":
            is_unset = is_left_out = False
    return settled
