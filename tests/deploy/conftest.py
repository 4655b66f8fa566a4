"""Fixtures of the tests of deployment."""

from pathlib import Path

import pytest

from site_builder.deploy.hosts.local import LocalHost
from tests.deploy.releases import PlainHost


@pytest.fixture(params=[LocalHost, PlainHost], ids=["switching", "ordered"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> LocalHost:
    (tmp_path / "www").mkdir()
    made: LocalHost = request.param(tmp_path / "www")
    return made
