"""Numbered pages under a list, as templates/components/pagination.html shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page


@dataclass(frozen=True)
class NumberedPage:
    number: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class Paging:
    pages: tuple[NumberedPage, ...]
    previous: str
    next: str
    number: int
    first: int
    last: int


def paging(page: Page[Any], address: Callable[[int], str]) -> Paging:
    """`address` says where a page of a number is."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    numbers = [number for number in shown if isinstance(number, int)]
    return Paging(
        pages=tuple(NumberedPage(number, address(number), number == page.number) for number in numbers),
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        next=address(page.next_page_number()) if page.has_next() else "",
        number=page.paginator.count,
        first=page.start_index(),
        last=page.end_index(),
    )
