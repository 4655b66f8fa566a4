"""Two thousand bodies of fifty documents: processes, a cluster, fifty kills in each, some alone.

What they cost is printed: `pytest -m large -s tests/fleet/test_large_fleet.py`.
"""

import json
import os
import resource
import shutil
import sys
from pathlib import Path

import pytest

from tests.fleet.conftest import run_program
from tests.helpers import read_tree
from tests.helpers.clusters import Cluster, running_cluster
from tests.helpers.fleet_killer import Disturbance, disturb_fleet
from tests.helpers.fleet_projects import TODAY, body_folder, write_fleet

BODIES = int(os.environ.get("FLEET_BODIES", "2000"))
DOCUMENTS = int(os.environ.get("FLEET_DOCUMENTS", "50"))
KILLS = min(50, BODIES // 4)
"""Of two thousand bodies; a reduced run has room for fewer."""
SAMPLE = 10
"""Bodies that are also built alone."""
pytestmark = [pytest.mark.large, pytest.mark.timeout(0)]


def test_a_large_fleet_by_killed_processes_and_by_a_cluster(tmp_path: Path) -> None:
    folder, other = tmp_path / "processes", tmp_path / "cluster"
    write_fleet(folder, BODIES, DOCUMENTS)
    shutil.copytree(folder, other)
    build_disturbed("processes", folder)
    with running_cluster(tmp_path / "dask", 2) as cluster:
        build_disturbed("workers of a cluster", other, cluster)
    for number in range(BODIES):
        name = body_folder(number)
        first, second = (read_tree(place / name / "public") for place in (folder, other))
        assert first == second, name
        assert first, name
    write_cost("alone", build_some_alone(folder, tmp_path / "alone"))


def build_disturbed(name: str, folder: Path, cluster: Cluster | None = None) -> None:
    """Build a fleet, killing as often as can be, and print what its bodies took."""
    result, kills = disturb_fleet(folder, Disturbance(kills=KILLS), cluster)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    assert kills == KILLS
    report = json.loads(result.stdout)
    assert report["counts"]["done"] + report["counts"]["unchanged"] == BODIES
    built = [body["cpu_seconds"] for body in report["bodies"] if body["state"] == "done"]
    write_cost(f"{name}, {kills} of them killed", sum(built) / len(built))


def write_cost(name: str, seconds: float) -> None:
    sys.stdout.write(f"{name}: {seconds * 1000:.0f} ms of processor a body\n")


def build_some_alone(folder: Path, project: Path) -> float:
    """Compare with bodies that are built alone. Returns the seconds of processor of one."""
    numbers = range(0, BODIES, max(1, BODIES // SAMPLE))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for number in numbers:
        shutil.copytree(folder / body_folder(number), project)
        shutil.rmtree(project / "public")
        shutil.rmtree(project / ".build")
        words = ("build", "--project", str(project), "--today", TODAY, "-q", "--jobs", "1")
        assert run_program(*words).returncode == 0
        assert read_tree(project / "public") == read_tree(folder / body_folder(number) / "public")
        shutil.rmtree(project)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds / len(numbers)
