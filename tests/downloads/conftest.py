"""The site of both forms, built once for all tests."""

from pathlib import Path

import pytest

from tests.downloads.figures_site import files
from tests.helpers import Project, Site, split_files
from tests.helpers.shared_sites import build_once
from tests.properties.small_site import as_text


@pytest.fixture(scope="session")
def both_forms(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with a report in each form and every kind of download."""

    def build(into: Path) -> Site:
        project = Project(into / "site")
        for path, text in split_files(as_text(files())).items():
            project.edit(path, text)
        outcome = project.build()
        assert outcome.exit_code == 0, outcome.output
        return Site("both-forms", project.output, outcome)

    return build_once(tmp_path_factory, "both-forms", build)
