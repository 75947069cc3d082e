#!/usr/bin/env python
"""The command line of the knowledge base."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    # What a command makes is for this account only, but what everybody may load.
    if sys.argv[1:2] != ["collectstatic"]:
        os.umask(0o077)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        # A wrong setting is the operator's to mend: one sentence helps more than a traceback.
        sys.exit(f"Cannot start. {problem}")


if __name__ == "__main__":
    main()
