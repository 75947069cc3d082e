"""The application that gunicorn serves."""

import os
from typing import cast

from django.core.wsgi import get_wsgi_application
from django.db import connection

from kb.lib.bodies import Bounded
from kb.lib.content_types import InUtf8
from kb.lib.database.breaker import Asked, breaker
from kb.operate.checks import refuse_what_is_unsound

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")

# What is made from here on is for this account only. Files for everybody are made by `collectstatic`, before.
os.umask(0o077)
application = Bounded(InUtf8(get_wsgi_application()))

# After the application, because checks need the rooms to be loaded; before the first request.
refuse_what_is_unsound()

# Requests are many and short; a command waits for its database, or ends with what it says.
breaker.arm(cast(Asked, connection))
