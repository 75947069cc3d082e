"""What is counted of tries to sign in, for all processes. Nothing that was typed is kept: the counters have hashes."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kb.accounts import throttle
from kb.accounts.models import folded
from kb.accounts.sign_in import opened, passes, rules
from kb.accounts.sign_in.gate import Busy

TRY = "sign-in"
FAILED_FROM = "sign-in failed from"
FAILED_ON = "sign-in failed on"
FAILED = "sign-in failed"
SLOWLY_FROM = "sign-in slowly from"
SLOWLY = "sign-in slowly"
SPRAYED_ON = "sign-in sprayed on"
SPRAYED = "sign-in sprayed"
# So much of a hash tells passwords of an hour apart, and is too little to guess one by.
LETTERS_OF_A_PASSWORD = 6
_ALL = ""


class TooManyTries(Exception):  # noqa: N818 - see Busy
    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Wait {retry_after} seconds.")
        self.retry_after = retry_after


@dataclass(frozen=True)
class SignInTry:
    username: str
    address: str
    browser: str  # the key of a known one
    has_waited: bool
    took_time: bool = False

    @classmethod
    def of(cls, request: HttpRequest | None, username: str) -> "SignInTry":
        if request is None:  # a program, not a page
            return cls(username, throttle.UNKNOWN_ADDRESS, "", has_waited=False)
        return cls(
            username,
            throttle.client_address(request),
            passes.known_browser(request, username),
            passes.has_waited(request, username),
            opened.took_their_time(request),
        )

    @property
    def account(self) -> str:
        return folded(self.username)

    @property
    def counted_by(self) -> str:
        """What others do to an account does not shut out the browser that its owner uses."""
        return f"{self.account}\0{self.browser or self.address}"


def limits() -> rules.Limits:
    return rules.Limits(settings.SIGN_IN_FAILED_BY_ADDRESS, settings.SIGN_IN_FAILED_OVER_ALL)


class FailedLately:
    """Addresses of which this process knows that a try from there failed, until that counts no more.

    So a flood from one address is turned away without asking the database for each.
    """

    most = 10_000

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def note(self, address: str, now: datetime) -> None:
        if len(self._until) >= self.most:
            self._until.clear()  # what is forgotten is asked again
        self._until[address] = throttle.end_of_window(now, rules.QUARTER)

    def holds(self, address: str, now: datetime) -> bool:
        return self._until.get(address, now) > now

    def forget(self) -> None:
        self._until.clear()


failed_lately = FailedLately()


def best_rank_of(one: SignInTry) -> int:
    """The best that it can be, without asking the database."""
    has_failed = failed_lately.holds(one.address, timezone.now())
    known = rules.TryHistory(bool(one.browser), one.has_waited, one.took_time, failed_from_address=int(has_failed))
    return rules.rank_of(known)


def history_of(one: SignInTry) -> rules.TryHistory:
    """In one query. Raises TooManyTries, before anybody waits in vain."""
    tries, on_account, from_address, over_all = throttle.counted_each(
        [(TRY, one.counted_by), (FAILED_ON, one.account), (FAILED_FROM, one.address), (FAILED, _ALL)],
        seconds=rules.QUARTER,
    )
    if tries >= rules.TRIES:
        count_try(one)
    if from_address:
        failed_lately.note(one.address, timezone.now())
    return rules.TryHistory(bool(one.browser), one.has_waited, one.took_time, on_account, from_address, over_all)


def slow_down(one: SignInTry, history: rules.TryHistory) -> None:
    """Raises Busy for those who have to wait, and where a minute has had what it may."""
    if not rules.is_slowed(history, limits()):
        return
    if not one.has_waited:
        raise Busy
    allowances = [(SLOWLY, _ALL, rules.SLOWLY_OVER_ALL)]
    if history.failed_from_address >= limits().by_address:
        allowances.insert(0, (SLOWLY_FROM, one.address, rules.SLOWLY_BY_ADDRESS))
    for action, key, limit in allowances:
        if not throttle.allow(action=action, key=key, limit=limit, seconds=rules.MINUTE).ok:
            raise Busy


def count_try(one: SignInTry) -> None:
    """Before the password is looked at, so that many at once are not many more. Raises TooManyTries."""
    allowed = throttle.allow(action=TRY, key=one.counted_by, limit=rules.TRIES, seconds=rules.QUARTER)
    if not allowed.ok:
        raise TooManyTries(allowed.retry_after)


def count_success(one: SignInTry) -> None:
    throttle.forget(action=TRY, key=one.counted_by)
    throttle.forget(action=FAILED_ON, key=one.account)


def count_failure(one: SignInTry, password: str) -> int:
    """Answers for how many accounts this password was wrong within the hour."""
    for action, key in ((FAILED, _ALL), (FAILED_FROM, one.address), (FAILED_ON, one.account)):
        throttle.count(action=action, key=key, seconds=rules.QUARTER)
    tag = salted_hmac("accounts.sprayed", password, algorithm="sha256").hexdigest()[:LETTERS_OF_A_PASSWORD]
    if throttle.allow(action=SPRAYED_ON, key=f"{tag}\0{one.account}", limit=1, seconds=rules.HOUR).ok:
        throttle.count(action=SPRAYED, key=tag, seconds=rules.HOUR)
    return throttle.counted(action=SPRAYED, key=tag, seconds=rules.HOUR)
