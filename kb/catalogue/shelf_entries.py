"""The portable forms of the shelves on which articles stand: services, categories and vendors. Pure Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.catalogue import limits
from kb.catalogue.entries import PortableEntry, list_problems
from kb.lib.email_address import email_fault
from kb.lib.portable import Problem
from kb.lib.text import address_fault, slug_fault


class ShelfEntry(PortableEntry):
    """`addresses` are those that its page was given since, each leads there, and the last is shown."""

    slug: str
    addresses: tuple[str, ...]

    @property
    def address(self) -> str:
        return [self.slug, *self.addresses][-1]

    def _said(self) -> dict[str, Any]:
        """What came later counts only where it says something."""
        return {name: value for name, value in super()._said().items() if name != "addresses" or value}

    def _own_problems(self) -> Iterator[Problem]:
        for number, address in enumerate(self.addresses, 1):
            if fault := slug_fault(address):
                yield Problem("addresses", fault, number)
        if len(" ".join(self.addresses)) > limits.ADDRESSES:
            yield Problem("addresses", "It had too many addresses. Keep the one that it has.")


@dataclass(frozen=True)
class ServiceEntry(ShelfEntry):
    longest = limits.SHELF

    slug: str
    name: str
    summary: str
    on_home: bool = False
    position: int = 0
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class CategoryEntry(ShelfEntry):
    longest = limits.SHELF

    slug: str
    name: str
    summary: str
    position: int = 0
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class VendorEntry(ShelfEntry):
    longest = limits.VENDOR
    may_be_empty = ("website", "phone", "email")

    slug: str
    name: str
    product: str
    summary: str
    website: str = ""
    phone: str = ""
    email: str = ""
    tell: tuple[str, ...] = ()
    position: int = 0
    addresses: tuple[str, ...] = ()

    def _own_problems(self) -> Iterator[Problem]:
        yield from super()._own_problems()
        if fault := address_fault(self.website, limits.VENDOR["website"]):
            yield Problem("website", fault)
        if fault := email_fault(self.email, limits.VENDOR["email"]):
            yield Problem("email", fault)
        yield from list_problems("tell", self.tell, limits.TELL)
