"""Sessions in the database, as Django keeps them: each page of a signed-in person begins with reading one."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from kb.lib.statements import KeptStatement

_DATA = KeptStatement(
    lambda key, now: (
        SessionStore.get_model_class()
        .objects.filter(session_key=key, expire_date__gt=now)
        .values_list("session_data", flat=True)
    ),
    *(str, datetime),
)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """Of one that ran out or that nobody has, nothing: as Django's own does, by a statement that is made once."""
        found = _DATA(self.session_key, timezone.now())
        if not found:
            self._session_key = None
            return {}
        return dict(self.decode(found[0]))
