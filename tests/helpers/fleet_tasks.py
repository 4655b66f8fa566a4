"""What a process of a fleet does to bodies in tests of the processes themselves."""

import os
import signal
from pathlib import Path

from site_builder.model.fleet import BodyOutcome, BodyTask


def process_or_die(task: BodyTask) -> BodyOutcome:
    """Do a task, or die as often as the file of its name in the project's folder says."""
    deaths = Path(task.project) / task.code
    left = int(deaths.read_text()) if deaths.exists() else 0
    if left:
        deaths.write_text(str(left - 1))
        os.kill(os.getpid(), signal.SIGKILL)
    if task.target == "raise":
        raise ValueError(task.code)
    return BodyOutcome(code=task.code, project=task.project, state="done")
