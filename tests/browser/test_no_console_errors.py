"""Pages ask for nothing outside their folder, complain of nothing, and need no scripts."""

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser.browser_pages import mount_of, visit
from tests.browser.page_types import CASES, SiteOf, pages_of
from tests.helpers import format_list


@pytest.mark.parametrize(("site_name", "kind"), CASES)
def test_quiet_and_without_scripts(
    site_name: str, kind: str, site_of: SiteOf, browser: Browser
) -> None:
    site = site_of(site_name)
    messages: list[str] = []
    requests: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            messages.append(f"{message.type}: {message.text} {message.location['url']}")

    def on_failed(request: Request) -> None:
        messages.append(f"failed: {request.url} {request.failure}")

    texts: list[str] = []
    url = pages_of(site, kind)[0]
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page: Page = context.new_page()
        page.on("console", on_console)
        page.on("pageerror", lambda error: messages.append(f"error: {error}"))
        page.on("requestfailed", on_failed)
        page.on("request", lambda request: requests.append(request.url))
        visit(page, site, url)
        texts.append(page.inner_text("body"))
        context.close()
    assert not messages, f"{url}:\n" + format_list(messages)
    home = mount_of(site, url) or site.folder.as_uri() + "/"
    outside = [address for address in requests if not address.startswith((home, "data:"))]
    assert requests
    assert not outside, f"{url} asks for {outside}"
    assert texts[0].strip(), f"{url} shows nothing"
    # The search states why it cannot answer: no scripts, or opened from a folder.
    # A script alone can read aloud, so its button is shown with scripts only.
    words = ["".join(text.split()) for text in texts]
    same = words[0].replace("朗读", "", 1) == words[1] or kind == "search"
    assert same, f"{url} shows something else without scripts"
