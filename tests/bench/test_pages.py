"""What a public page costs is held by the bench: its exit status says whether."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.wide
def test_kept_page_and_a_304_cost_little_more_than_a_view_that_does_nothing():
    given = os.environ.get("DATABASE_URL", "")
    database = ("--database", "postgres", "--postgres", given) if given.startswith("postgres") else ()

    run = subprocess.run(
        [sys.executable, "-m", "bench.pages", *database, "--times", "200"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "| kept page |" in run.stdout
