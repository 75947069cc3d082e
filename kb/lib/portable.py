"""What both databases do alike, whatever they were set up for."""

from django.db import connection
from django.db.models.functions import Collate, Lower


def by_letters(field: str) -> Collate:
    """A to Z in any case, the same on both databases whatever language PostgreSQL was set up for."""
    return Collate(Lower(field), "C" if connection.vendor == "postgresql" else "BINARY")
