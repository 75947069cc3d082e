"""A measurement in a process whose only database is the scratch one, and whose settings are nobody's own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def measured(module: str, database_url: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever it measured
    """What `python -m module arguments` prints as JSON in its last line; ends the command where it fails."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-var-") as var:
        (Path(var) / "static").mkdir()
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "kb.settings",
            "DATABASE_URL": database_url,
            "SITE_URL": "http://127.0.0.1:8000",
            "HASHED_STATIC_FILES": "false",
            "VAR_DIR": var,
            "STATIC_ROOT": f"{var}/static",
        }
        command = [sys.executable, "-m", module, *map(str, arguments)]
        run = subprocess.run(command, cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE)  # noqa: S603 - our own
        if run.returncode:
            raise SystemExit("The run failed; what went wrong stands above.")
        return json.loads(run.stdout.splitlines()[-1])
