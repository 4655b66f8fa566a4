"""The manual, built as its command builds it."""

from pathlib import Path

import pytest

from tests.helpers import Outcome, Site, read_tree, run_cli
from tests.helpers.shared_sites import build_once


def _build(into: Path) -> Site:
    output = into / "manual"
    exit_code, printed, stdout = run_cli("manual", "--output", str(output))
    assert exit_code == 0, printed
    return Site("manual", output, Outcome(exit_code, printed, stdout, read_tree(output)))


@pytest.fixture(scope="session")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The manual in a folder."""
    return build_once(tmp_path_factory, "manual", _build)
