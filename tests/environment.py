"""Settings of the test run, put in place before Django reads them (loaded by `-p tests.environment`)."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Generator

import pytest

_var = tempfile.mkdtemp(prefix="kb-tests-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.mkdir(f"{_var}/static")  # whitenoise warns where it is missing

# Whatever the shell that starts pytest has exported, the tests see these. DATABASE_URL stays its owner's choice.
os.environ |= {
    "SITE_URL": "http://127.0.0.1:8000",
    "VAR_DIR": _var,
    "STATIC_ROOT": f"{_var}/static",
    "HASHED_STATIC_FILES": "false",
    "FAST_PASSWORD_HASHER": "true",
    "MAIL_URL": "",
}


def pytest_configure(config: pytest.Config) -> None:
    """The journeys have an order of their own: of files, how many tests are in one says little of how long it takes."""
    if config.option.markexpr == "browser":
        config.option.loadscopereorder = False
        if config.args_source != pytest.Config.ArgsSource.ARGS:
            config.args = ["tests/journeys"]  # all else would be read by each process, and left out


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is read before the first test stays to the end: it is not looked through for garbage, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


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
