"""Opening a built page as a reader does: from a folder, or where it is published."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, Route

from tests.helpers import Site

ROOT = re.compile(rb'<link rel="stylesheet" href="(/[^"]*)assets/')
HOST = "http://host.test"


def mount_of(site: Site, url: str) -> str:
    """Return the address of the site that the links of a page start from; of 404.html alone."""
    match = ROOT.search(site.outcome.files[url])
    return HOST + match[1].decode() if match else ""


def visit(page: Page, site: Site, url: str) -> None:
    """Open a page from its folder; 404.html under a wrong address of its site."""
    base = mount_of(site, url)
    if not base:
        page.goto((site.folder / url).as_uri())
        return

    def answer(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path.removeprefix(urlsplit(base).path))
        file: Path = site.folder / path.lstrip("/")
        route.fulfill(path=file if file.is_file() else site.folder / url)

    # It stays: a browser asks for the icon when the page is there already.
    page.route(f"{base}**", answer)
    page.goto(f"{base}none.html")
