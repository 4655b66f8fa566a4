"""Makes the pictures of the README from the fictional example, in a real browser.

    python tools/pictures.py

Needs what `make test` installs. The pictures stand in `docs/pictures/`.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SCHEMES = ("light", "dark")
WIDTH, HEIGHT = 1200, 800
_PAGE = "2025/report.html"
_TODAY = "2026-01-28"
"""A day on which nothing of the example is overdue."""
_ABOVE = 48
"""Pixels of the page left above the heading of the table."""


def take_pictures(browser: Browser, site: Path, into: Path) -> None:
    """Write a picture of the example's newest report for each colour scheme."""
    into.mkdir(parents=True, exist_ok=True)
    for scheme in SCHEMES:
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme=scheme,  # type: ignore[arg-type]  # one of its words
        )
        page.goto((site / _PAGE).as_uri())
        heading = page.get_by_role("heading", name="收到和处理政府信息公开申请情况")
        heading.first.evaluate(
            f"heading => scrollTo(0, heading.getBoundingClientRect().top + scrollY - {_ABOVE})"
        )
        page.screenshot(path=into / f"report-{scheme}.png")
        page.close()


def main() -> int:
    """Build the example and take the pictures."""
    sys.path.insert(0, str(ROOT))
    from site_builder.cli.main import main as site_builder  # noqa: PLC0415 - found by the line above
    from tests.helpers import find_chromium  # noqa: PLC0415 - found by the line above

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = Path(folder) / "shifan-park"
        shutil.copytree(ROOT / "examples" / "shifan-park", project)
        if site_builder(["build", "--project", str(project), "--today", _TODAY, "-q"]):
            return 1
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--allow-file-access-from-files"]
        )
        take_pictures(browser, project / "public", PICTURES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
