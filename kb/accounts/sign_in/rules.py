"""Who goes first, who is slowed down, and what looks like an attack. Pure."""

from dataclasses import dataclass

QUARTER = 15 * 60  # seconds
HOUR = 60 * 60
MINUTE = 60

# How often a password may be tried for one account from one address, or from one browser that is known.
TRIES = 10
TRIES_WITHIN = QUARTER
# Beyond the limits of failed tries: what is still looked at in a minute, of those who waited as they were told.
SLOWLY_BY_ADDRESS = 20
SLOWLY_OVER_ALL = 120
# One password that was wrong for so many accounts within an hour is no slip of the hand.
ACCOUNTS_OF_ONE_PASSWORD = 10

# Of the ranks: a known browser, and what all have whose address and account have no failed try.
FIRST, WORST_OF_CLEAN = 0, 3


@dataclass(frozen=True)
class Limits:
    """Failed tries within a quarter of an hour, from one address and over all."""

    by_address: int
    over_all: int


@dataclass(frozen=True)
class TryHistory:
    """What is known of somebody who wants to sign in, before their password is looked at."""

    is_known_browser: bool = False  # they have signed in to this account from this browser before
    has_waited: bool = False  # they were told to come back, and came back no earlier
    took_time: bool = False  # to fill in a form that was opened for this try
    failed_on_account: int = 0
    failed_from_address: int = 0
    failed_over_all: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.failed_on_account and not self.failed_from_address


def rank_of(history: TryHistory) -> int:
    """The smaller, the sooner. Nobody can spoil a known browser for its owner from outside."""
    if history.is_known_browser:
        return FIRST
    among_equals = 1 if history.has_waited else 2 if history.took_time else 3
    return among_equals if history.is_clean else WORST_OF_CLEAN + among_equals


def is_slowed(history: TryHistory, limits: Limits) -> bool:
    """Whether so much failed that only those who wait as they are told go on, and a few of them a minute."""
    if history.is_known_browser:
        return False
    return history.failed_from_address >= limits.by_address or history.failed_over_all >= limits.over_all
