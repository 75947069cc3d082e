"""What a report is called, and the unguessable part of the reporter's link. Pure."""

import secrets

LENGTH = 8
# Without I, O, 0 and 1: a reference is read out on the phone.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BYTES_OF_SECRET = 32


def new_reference() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_secret() -> str:
    return secrets.token_urlsafe(BYTES_OF_SECRET)
