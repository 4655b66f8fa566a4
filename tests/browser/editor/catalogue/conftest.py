"""One site for the catalogue as a list and as a sheet; what a test changed is put back."""

import pytest

from tests.browser.catalogue_pages import COUNT, restore
from tests.browser.editor_pages import project_of
from tests.helpers import Project
from tests.properties.small_site import small_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_of(tmp_path_factory.mktemp("sheet"), small_site(COUNT))


@pytest.fixture(autouse=True)
def _restored(site: Project) -> None:
    restore(site)
