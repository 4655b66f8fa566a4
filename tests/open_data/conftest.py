"""The sites whose data is read back."""

import pytest

from tests.browser.page_types import SiteOf


@pytest.fixture(scope="session")
def site_of(request: pytest.FixtureRequest) -> SiteOf:
    """Return a built site by the name of its fixture."""
    return request.getfixturevalue
