"""Long work that the worker does beside its mails. A room says it when the site starts; the worker imports no room."""

from collections.abc import Callable

type GoesOn = Callable[[], bool]
type LongWork = Callable[[GoesOn], bool]

_work: dict[LongWork, None] = {}


def long_work(*work: LongWork) -> None:
    """Each does one piece of what waits, and answers whether there was any. It asks `goes_on` as often as it can, ends
    soon when that is false, and bears that several workers do it at the same time."""
    _work.update(dict.fromkeys(work))


def every_long_work() -> tuple[LongWork, ...]:
    return tuple(_work)
