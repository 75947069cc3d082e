"""Organisations by their code."""

from kb.contacts.models import Organisation


def name_of(code: str) -> str:
    """Nothing where there is none; also for accounts, which may not import this room."""
    return Organisation.objects.filter(code=code).values_list("name", flat=True).first() or ""
