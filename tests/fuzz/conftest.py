"""How many inputs a fuzzer tries: a few, always the same, or as many as `--fuzz` sets."""

import os
import sys
from pathlib import Path

import pytest

from tests.fuzz.runs import Tally


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Allow a long run the time it needs, and skip what Windows does not have."""
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.fuzz)
            if config.getoption("--fuzz"):
                item.add_marker(pytest.mark.timeout(0))
            if sys.platform == "win32":
                item.add_marker(pytest.mark.skip(reason="no alarms, pipes and limits there"))


@pytest.fixture
def budget(request: pytest.FixtureRequest) -> int:
    """The number of inputs asked for; 0 for the few of the normal suite."""
    return int(request.config.getoption("--fuzz"))


@pytest.fixture
def tally(request: pytest.FixtureRequest, tmp_path: Path) -> Tally:
    """Counts what the test of this module does."""
    kind = request.path.stem.removeprefix("test_")
    keep = Path(os.environ.get("FUZZ_KEEP", tmp_path / "bad"))
    return Tally(kind, int(request.config.getoption("--fuzz-seed")), keep)
