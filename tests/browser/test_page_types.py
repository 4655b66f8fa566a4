"""No page escapes the tests in this folder, and no kind of page is missing from them."""

import pytest

from tests.browser.page_types import ABSENT, KINDS, SITES, SiteOf, urls_of


@pytest.mark.parametrize("site_name", SITES)
def test_every_page_is_of_one_kind(site_name: str, site_of: SiteOf) -> None:
    site = site_of(site_name)
    kinds = {url: [kind for kind in KINDS if url in urls_of(site, kind)] for url in site.pages}
    assert {url: names for url, names in kinds.items() if len(names) != 1} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_there(kind: str, site_of: SiteOf) -> None:
    sites = {name for name in SITES if urls_of(site_of(name), kind)}
    assert sites == {name for name in SITES if (name, kind) not in ABSENT}
    assert sites
