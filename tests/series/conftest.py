"""The sites that the figures over the years are read back from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers import EXAMPLE, Site
from tests.helpers.shared_sites import build_once
from tests.series.series_sites import Key, build_mixed_site, typed_values


@dataclass(frozen=True, eq=False)
class Series:
    """A built site with what was typed for each year."""

    site: Site
    years: Mapping[int, Mapping[Key, str]]


@pytest.fixture(scope="session")
def mixed_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of both forms with everything that is no number."""
    return build_once(tmp_path_factory, "mixed", build_mixed_site)


@pytest.fixture(params=["built_example", "mixed_site"])
def series(request: pytest.FixtureRequest) -> Series:
    """Each site that has several years."""
    site: Site = request.getfixturevalue(request.param)
    content = EXAMPLE / "content"
    if request.param == "mixed_site":
        content = site.folder.parent.parent / "source" / "content"
    years = sorted(int(path.parent.name) for path in Path(content).glob("*/figures.yaml"))
    return Series(site, {year: typed_values(content, year) for year in years})
