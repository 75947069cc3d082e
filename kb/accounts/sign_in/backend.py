"""The one way in by password, behind every page on which somebody signs in."""

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from kb.accounts.models import User
from kb.accounts.sign_in import noticing, rules, tries
from kb.accounts.sign_in.gate import Busy, the_gate
from kb.lib.statements import KeptStatement

_PERSON = KeptStatement(lambda pk: User.objects.filter(pk=pk), int)


class PasswordBackend(ModelBackend):
    """Its path is written into sessions: whoever moves it signs everybody out."""

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is, asked with each of their pages."""
        return next(filter(self.user_can_authenticate, _PERSON(user_id)), None)

    @sensitive_variables("password")
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> User | None:
        """Raises Busy or TooManyTries. A name that nobody has goes the same way, and takes as long."""
        if username is None or password is None:
            return None
        one = tries.SignInTry.of(request, username)
        try:
            person = self._checked(request, one, password)
        except tries.TooManyTries:
            noticing.note_limit(one)
            raise
        if person is not None:
            tries.count_success(one)
            return person
        noticing.note_failure(accounts=tries.count_failure(one, password))
        return None

    @sensitive_variables("password")
    def _checked(self, request: HttpRequest | None, one: tries.SignInTry, password: str) -> User | None:
        gate = the_gate()
        if not gate.has_room_for(tries.best_rank_of(one)):
            raise Busy
        # No transaction is open: a hash takes long, and SQLite has one writer.
        history = tries.history_of(one)
        tries.slow_down(one, history)
        with gate.turn(rules.rank_of(history), stays=one.has_waited):
            tries.count_try(one)
            # Django hashes for unknown and inactive accounts too, so the time taken tells nothing.
            return super().authenticate(request, username=one.username, password=password)

    async def aauthenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> User | None:
        """Django's own would pass by the gate."""
        return await sync_to_async(self.authenticate)(request, username, password, **kwargs)
