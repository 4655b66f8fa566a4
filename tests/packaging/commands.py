"""Programs that know nothing of the checkout."""

import os
import subprocess
from pathlib import Path

BIN = "Scripts" if os.name == "nt" else "bin"


def run(*words: str | Path, cwd: Path, **variables: str) -> str:
    """Run a program; return what it prints."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    completed = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1", **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout
