"""Sites that are built once for all workers of a run, and only read by tests."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import Outcome, Site, read_tree


def build_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], Site]) -> Site:
    """Return the site that `build` makes in a folder; whichever worker comes first builds it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"shared-{name}"
    result = folder / "result.json"
    try:
        folder.mkdir()
    except FileExistsError:
        # A builder that fails leaves its reason; one that was killed is ended by the timeout.
        while not result.exists():
            time.sleep(0.05)
    else:
        _write_result(result, folder, build)
    values = json.loads(result.read_text(encoding="utf-8"))
    assert "failure" not in values, values["failure"]
    output = folder / values["folder"]
    outcome = Outcome(values["exit_code"], values["output"], values["stdout"], read_tree(output))
    return Site(values["name"], output, outcome)


def _write_result(result: Path, folder: Path, build: Callable[[Path], Site]) -> None:
    try:
        site = build(folder)
        values: dict[str, object] = {
            "name": site.name,
            "folder": site.folder.relative_to(folder).as_posix(),
            "exit_code": site.outcome.exit_code,
            "output": site.outcome.output,
            "stdout": site.outcome.stdout,
        }
    except BaseException as exc:
        values = {"failure": f"the shared site was not built: {exc!r}"}
        raise
    finally:
        draft = result.with_suffix(".part")
        draft.write_text(json.dumps(values), encoding="utf-8")
        draft.replace(result)
