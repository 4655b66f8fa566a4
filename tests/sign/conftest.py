"""A site in which every document must be signed."""

import pytest

from tests.helpers import Project, ProjectFactory
from tests.properties.small_site import as_text, small_site
from tests.sign.sign_site import MUST


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    files = {path: text for path, text in small_site(0).items() if "2021" not in path}
    return make_project(as_text({**files, "config.yaml": MUST}))
