"""The site that the tests of the preview edit."""

import pytest

from tests.helpers import Project, ProjectFactory
from tests.properties.small_site import as_text, small_site


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site()))
