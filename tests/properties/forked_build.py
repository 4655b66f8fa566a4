"""A build in a program of its own that shares even little work among processes."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.helpers import ROOT

TODAY = date(2026, 11, 28)
_BUILD = """
import os, sys
from datetime import date
from pathlib import Path
from site_builder.core import parallel
parallel.MIN_ITEMS = 8  # of what is imported after it; and of the function itself:
parallel.parallel_map.__defaults__ = (8,)
from site_builder.build import attachment_checks, search_index
attachment_checks._MIN_ITEMS = search_index._MIN_ITEMS = 2
from site_builder.build.options import Options
from site_builder.model.standards_loader import loader_of
from site_builder.standards.load import load_standards
from site_builder.usecases.build import build
forks = []
os.register_at_fork(after_in_parent=lambda: forks.append(1))
project, output, jobs, today = sys.argv[1:]
options = Options(Path(project), Path(output), date.fromisoformat(today), jobs=int(jobs))
failed = build(options, loader_of(load_standards())).failed
print(len(forks))
sys.exit(failed)
"""


def start_build(project: Path, output: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start a build; it prints how many processes it forked."""
    arguments = (str(project), str(output), str(jobs), TODAY.isoformat())
    return subprocess.Popen(
        [sys.executable, "-c", _BUILD, *arguments], cwd=ROOT, stdout=subprocess.PIPE
    )
