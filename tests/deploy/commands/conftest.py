"""A project with a target on this machine."""

from pathlib import Path

import pytest

from tests.deploy.commands.command_site import TARGETS
from tests.helpers import Project, ProjectFactory
from tests.properties.small_site import as_text, lawful_site


@pytest.fixture
def site(make_project: ProjectFactory, tmp_path: Path) -> Project:
    (tmp_path / "www").mkdir()
    project = make_project(as_text(lawful_site(2)))
    project.edit("config.yaml", project.read("config.yaml") + TARGETS)
    return project
