"""The 404 page wherever a server shows it: styled, with a skip link that stays, leading home."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from site_builder.deploy.webserver import WebLocation, configuration
from tests.helpers import Project, ProjectFactory
from tests.helpers.nginx import loopback, nginx
from tests.helpers.servers import free_port
from tests.properties.small_site import as_text, small_site

STYLED = "() => getComputedStyle(document.querySelector('.skip-link')).position === 'absolute'"
MISSING = ("none.html", "2021/none.html", "a/b/x", "2021/documents/a/none.html")


def build_project(make_project: ProjectFactory, address: str) -> Project:
    """Build a site that knows its address, or none."""
    site = make_project(as_text(small_site(1)))
    lines = [line for line in site.read("config.yaml").splitlines() if "  网址:" not in line]
    at = lines.index("站点:") + 1
    site.edit("config.yaml", "\n".join([*lines[:at], f"  网址: {address}", *lines[at:]]) + "\n")
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    return site


@contextmanager
def behind_nginx(folder: Path, mount: str) -> Iterator[str]:
    """Serve a folder as `web-config` configures it, with its strict policy."""
    port = free_port()
    address = f"http://127.0.0.1:{port}{mount}"
    with nginx(loopback(configuration("nginx", WebLocation("x", str(folder), address))), port):
        yield address


class _PlainHandler(SimpleHTTPRequestHandler):
    """A host for files that shows the site's 404 page and knows nothing else of it."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        del message, explain
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Log nothing."""


@contextmanager
def behind_plain_host(folder: Path) -> Iterator[str]:
    handler = type("Handler", (_PlainHandler,), {"directory": str(folder)})
    with ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: handler(*a, directory=str(folder))) as it:
        threading.Thread(target=it.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{it.server_port}/"
        it.shutdown()


def check_missing_pages(page: Page, home: str, *, leads_home: bool) -> None:
    """Open addresses with nothing at them."""
    for path in MISSING:
        answer = page.goto(home + path)
        assert answer is not None
        assert answer.status == 404
        assert page.evaluate(STYLED), f"{home}{path} has no style"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{home}{path}#main", timeout=5000)
        assert page.evaluate("() => document.activeElement.id") == "main"
        if leads_home:
            link = page.get_by_role("link", name="返回首页")
            assert link.evaluate("link => link.href") == f"{home}index.html"
            assert page.evaluate("() => document.documentElement.dataset.modes") == ""


@pytest.mark.parametrize("address", ["", "https://www.park.gov.cn/", "https://www.park.gov.cn/gk/"])
def test_the_page_is_styled_wherever_it_is_shown(
    address: str, make_project: ProjectFactory, page: Page
) -> None:
    site = build_project(make_project, address)
    path = "/" + address.removeprefix("https://").partition("/")[2]
    for mount in ("/", "/gk/"):
        with behind_nginx(site.output, mount) as home:
            check_missing_pages(page, home, leads_home=mount == path)
    with behind_plain_host(site.output) as home:
        check_missing_pages(page, home, leads_home=path == "/")
