"""Settings of the test run, put in place before Django reads them (loaded by `-p tests.environment`)."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator
from unittest import TestCase

import pytest

_var = tempfile.mkdtemp(prefix="kb-tests-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.mkdir(f"{_var}/static")  # whitenoise warns where it is missing

# Whatever the shell that starts pytest has exported, the tests see these. DATABASE_URL stays its owner's choice.
os.environ |= {
    "SITE_URL": "http://127.0.0.1:8000",
    "VAR_DIR": _var,
    "HASHED_STATIC_FILES": "false",
    "FAST_PASSWORD_HASHER": "true",
    "MAIL_URL": "",
}

# pytest-django's fixtures behind every way to a database; other fixtures of ours that open it ask for one of them.
_OPENS_A_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def _refuse_skip[R: (pytest.TestReport, pytest.CollectReport)](report: R) -> R:
    """Where nothing may be skipped (SKIPS_FAIL is set, as .ci/run does), a skip is a failure."""
    if os.environ.get("SKIPS_FAIL") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"{report.nodeid} was skipped, and SKIPS_FAIL is set. {reason}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _refuse_skip((yield))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--with-database",
        action="store_true",
        help="only tests that may reach a database: the others say the same on any, and have been run on one",
    )


def _may_reach_a_database(item: pytest.Item) -> bool:
    """pytest-django lets nobody else in; what starts processes that open a database themselves says so by a mark."""
    if item.get_closest_marker("django_db") or item.get_closest_marker("own_processes"):
        return True
    is_django_test = isinstance(item, pytest.Function) and issubclass(item.cls or object, TestCase)
    return is_django_test or not _OPENS_A_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--with-database"):
        return
    others = [item for item in items if not _may_reach_a_database(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]
