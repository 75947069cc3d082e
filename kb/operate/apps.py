"""The room of operations, as Django knows it."""

import atexit

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db import connections


def _close_pools() -> None:
    """A pool's threads keep a process of PostgreSQL's from ending for many seconds unless they are told to stop."""
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "close_pool"):
            connection.close_pool()


class OperateConfig(AppConfig):
    name = "kb.operate"

    def ready(self) -> None:
        atexit.register(_close_pools)
        from kb.operate import checks, private_files, set_up_checks

        private_files.make_private()
        private_files.close_to_others()

        register(checks.check_settings)
        register(set_up_checks.check_set_up)
        register(set_up_checks.check_routes, deploy=True)
        # Asked by `migrate` and by `check --database`: other commands need no database.
        register(checks.check_is_not_halfway, Tags.database)
