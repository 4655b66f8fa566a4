"""Processes that are killed at moments spread over their run, on a machine of any speed."""

import subprocess
from dataclasses import dataclass


@dataclass
class Killer:
    """Somebody who kills a process within a run that takes about `seconds`.

    The estimate shrinks whenever a process ends before its moment: a machine that was busy
    while the first run was timed must not let every later run through.
    """

    seconds: float
    killed: int = 0

    def kill(self, process: subprocess.Popen[bytes], part: float) -> None:
        """Kill a process when this part of a run has passed, or see that it ended before."""
        try:
            process.wait(timeout=self.seconds * part)
        except subprocess.TimeoutExpired:
            process.kill()
            self.killed += process.wait() != 0
        else:
            self.seconds *= 0.6
