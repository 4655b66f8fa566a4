"""A register with planted states and its rollup, built once for a module."""

from pathlib import Path

import pytest

from tests.helpers.published_bodies import MadeBodies, make_bodies
from tests.helpers.rollup_sites import RollupSite, run_rollup

COUNT, YEARS, PLANTED = 40, (2023, 2024, 2025), 36


@pytest.fixture(scope="session")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> MadeBodies:
    """Forty bodies over three years, something planted in most."""
    return make_bodies(tmp_path_factory.mktemp("rollup"), COUNT, YEARS, PLANTED)


@pytest.fixture(scope="session")
def rollup(bodies: MadeBodies) -> RollupSite:
    """The site over them."""
    site = run_rollup(bodies.folder)
    assert site.exit_code == 0, site.output
    return site


@pytest.fixture
def small(tmp_path: Path) -> MadeBodies:
    """Twelve bodies that a test may change."""
    return make_bodies(tmp_path / "office", 12, YEARS, 12)
