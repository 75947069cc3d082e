"""What an email address is. Pure Python."""

from email.headerregistry import AddressHeader

LONGEST = 320


def is_address(text: str) -> bool:
    """One bare address that can stand in a header and in an SMTP command; so nothing that ends a line."""
    # Looked at first: the parser takes a line break for a space.
    if not text.isprintable() or not text.strip() or len(text) > LONGEST:
        return False
    return _is_one_mailbox(text) and AddressHeader.value_parser(text).all_mailboxes[0].display_name is None


def is_sender(text: str) -> bool:
    """An address, or a name and an address: Smartcard help <cards@example.nhs.uk>."""
    return text.isprintable() and bool(text.strip()) and _is_one_mailbox(text)


def _is_one_mailbox(text: str) -> bool:
    try:
        parsed = AddressHeader.value_parser(text)
    except (ValueError, IndexError):  # the parser's own ways to say that it cannot read it
        return False
    boxes = parsed.all_mailboxes
    return not parsed.all_defects and len(boxes) == 1 and bool(boxes[0].local_part and boxes[0].domain)
