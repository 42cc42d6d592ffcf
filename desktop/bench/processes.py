"""Starting `desktop.bench.child` in a process of its own and reading what it tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

from desktop.bench.child import BEGUN

SECONDS_AT_MOST = 600


def told(what: str) -> dict[str, Any]:
    """Runs one child with settings of its own and returns the figures that it printed.

    Raises RuntimeError when it printed none, or an error.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "UNDERPAINT_HOME": home,
            "QT_QPA_PLATFORM": "offscreen",
            BEGUN: repr(time.time()),
        }
        # An installed program has its bytecode; the first of several runs writes it.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        ran = subprocess.run(
            [sys.executable, "-m", "desktop.bench.child", what],
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS_AT_MOST,
            check=False,
        )
    lines = [line for line in ran.stdout.splitlines() if line.startswith("{")]
    figures: dict[str, Any] = json.loads(lines[-1]) if lines else {"error": ran.stderr[-2000:]}
    if "error" in figures:
        raise RuntimeError(f"the bench's process “{what}” failed: {figures['error']}")
    return figures
