"""The application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from kb.operate.checks import refuse_what_is_unsound

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")

application = get_wsgi_application()

# After the application, because checks need the rooms to be loaded; before the first request.
refuse_what_is_unsound()
