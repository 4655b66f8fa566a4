"""Served as `web-config nginx` configures, no page of the sites writes to the console."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from site_builder.deploy.webserver import WebLocation, configuration
from tests.browser.page_types import ABSENT, KINDS, SiteOf, pages_of
from tests.helpers import Site, find_chromium, format_list
from tests.helpers.nginx import loopback, nginx
from tests.helpers.servers import free_port

NOT_FOUND_MESSAGE = "Failed to load resource: the server responded with a status of 404"
"""What the browser logs about the page that is asked for, when it is not there."""

STYLED = """() => Math.max(...[...document.styleSheets].map(sheet => {
    try { return sheet.cssRules.length } catch { return 0 }  // one that was not there
}))"""

WATCH = """() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", event =>
        window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
}"""


@contextmanager
def serve_with_nginx(site: Site, folder: Path, address: str) -> Iterator[int]:
    """Serve a site at its own address, on a port of this machine."""
    root = folder / "www"
    shutil.copytree(site.folder, root / "releases" / "a")
    (root / "current").symlink_to("releases/a")
    pem, key = folder / "site.pem", folder / "site.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=test", "-out", str(pem), "-keyout", str(key)]
    subprocess.run(command, check=True, capture_output=True)
    port, plain = free_port(), free_port()
    text = configuration("nginx", WebLocation(site.name, f"{root}/current", address))
    for old, new in (
        ("listen 80;", f"listen {plain};"),
        ("listen 443 ", f"listen {port} "),
        ("/etc/nginx/ssl/gk.shifan-park.example.pem", str(pem)),
        ("/etc/nginx/ssl/gk.shifan-park.example.key", str(key)),
    ):
        assert old in text or address.startswith("http:"), old
        text = text.replace(old, new)
    text = text.replace(f"listen {plain};", f"listen {port};") if "http:" in address else text
    with nginx(loopback(text), port):
        yield port


@contextmanager
def open_page(browser: Browser, host: str, port: int) -> Iterator[Page]:
    """Open a browser for which the host is this machine, and all others are nowhere."""
    rules = f"MAP {host} 127.0.0.1:{port}, MAP * ~NOTFOUND"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    flags += ["--ignore-certificate-errors", f"--host-resolver-rules={rules}"]
    with browser.browser_type.launch(executable_path=find_chromium(), args=flags) as launched:
        page = launched.new_context().new_page()
        page.add_init_script(f"({WATCH})()")
        yield page


@pytest.mark.parametrize(
    ("site_name", "address"),
    [
        ("built_example", "https://gk.shifan-park.example/"),
        ("built_park", "http://www.park.example/zwgk/"),
    ],
)
def test_the_console_stays_empty(
    site_name: str, address: str, site_of: SiteOf, browser: Browser, tmp_path: Path
) -> None:
    site = site_of(site_name)
    host = address.partition("://")[2].partition("/")[0]
    with serve_with_nginx(site, tmp_path, address) as port, open_page(browser, host, port) as page:
        messages = _listen(page)
        kinds = [kind for kind in KINDS if (site_name, kind) not in ABSENT]
        for kind in kinds:
            for url in pages_of(site, kind)[:2]:
                page_response = page.goto(address + url)
                assert page_response
                assert page_response.status == 200
                assert "content-security-policy" in page_response.headers
                assert page.evaluate(STYLED) > 50
                messages += [f"{url}: {line}" for line in page.evaluate("() => window.violations")]
        # The 404 page stands under any address: where that of the site is not known, it tries.
        other = [line for line in messages if "404.html: " not in line]
        assert not other, format_list(other)
        _visit_missing_page(
            page, f"{address}no{'/such/page' if 'example' in site_name else ''}.html"
        )
        # The page tries its style sheet in the folders above too, as it may stand anywhere.
        trials = (NOT_FOUND_MESSAGE, "Refused to apply style", ": 404 http", "404.html: ")
        other = [line for line in messages if not any(words in line for words in trials)]
        assert not other, format_list(other)
        assert page.evaluate("() => window.violations") == []


def _listen(page: Page) -> list[str]:
    """Return the list of all that the browser mentions from here on."""
    messages: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        messages.append(f"{page.url}: {message.text} {message.location.get('url', '')}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            messages.append(f"{page.url}: {response.status} {response.url}")

    def on_request_failed(request: Request) -> None:
        # An icon that is still on its way when the next page is opened is let go.
        if request.failure != "net::ERR_ABORTED":
            messages.append(f"{page.url}: {request.failure} {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: messages.append(f"{page.url}: {error}"))
    page.on("requestfailed", on_request_failed)
    page.on("response", on_response)
    return messages


def _visit_missing_page(page: Page, url: str) -> None:
    """Check the 404 page at an address without a page.

    Its own 404 is all the browser may mention; without a known address of the site, its links
    hold at the top only.
    """
    response = page.goto(url)
    assert response
    assert response.status == 404
    assert page.evaluate(STYLED) > 50


def test_what_somebody_puts_into_a_page_does_not_run(
    site_of: SiteOf, browser: Browser, tmp_path: Path
) -> None:
    """The policy works: a script and a picture from elsewhere are refused, and that is reported."""
    site = site_of("built_park")
    address = "http://www.park.example/"
    with (
        serve_with_nginx(site, tmp_path, address) as port,
        open_page(browser, "www.park.example", port) as page,
    ):
        home = tmp_path / "www" / "releases" / "a" / "index.html"
        planted = "<script>document.title = 'evil'</script><img src='http://evil.example/x.png'>"
        home.write_text(home.read_text(encoding="utf-8").replace("</body>", f"{planted}</body>"))
        page.goto(address)
        page.wait_for_function("() => window.violations.length >= 2")
        assert page.title() != "evil"
        violations = page.evaluate("() => window.violations")
        assert {violation.partition(" ")[0] for violation in violations} == {
            "script-src-elem",
            "img-src",
        }
