"""Makes the pictures of the manual from the fictional park, in a real browser.

    python tools/manual_pictures.py

Needs what `make test` installs. The pictures stand in `docs/manual/content/files/`.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "manual" / "content" / "files"
TODAY = "2026-01-28"
"""A day on which nothing of the park is overdue."""
WIDTH, HEIGHT, SCALE = 430, 620, 2
"""So narrow that words can be read on a phone; each pixel twice, for screens and paper."""
_EDGE = "#7a869a"
"""A line where the picture ends and the manual goes on."""
_REPORT = "content/2025/report.md"
_FIGURES = "content/2025/figures.yaml"
_RIGHT, _WRONG = "    总计: [34, 14,", "    总计: [43, 14,"
_CHANGED = ("为历年最多", "是历年最多的一年")
"""A phrase of the report, and how it reads after the last sign-off."""


def prepare(project: Path) -> None:
    """Copy the park, with one cell mistyped and one phrase changed since it was signed."""
    shutil.copytree(ROOT / "examples" / "shifan-park", project)
    for name, words in ((_FIGURES, (_RIGHT, _WRONG)), (_REPORT, _CHANGED)):
        path = project / name
        text = path.read_text(encoding="utf-8")
        if words[0] not in text:
            raise ValueError(f"{name} does not hold {words[0]!r}")
        path.write_text(text.replace(*words, 1), encoding="utf-8")


def take_editor_pictures(browser: Browser, address: str, into: Path) -> None:
    """Write the pictures of the editor, which runs at an address on what `prepare` made."""
    into.mkdir(parents=True, exist_ok=True)
    page = _open(browser)
    page.goto(f"{address}/_edit/")
    _take(page, into / "edit-home.png")
    page.goto(f"{address}/_edit/figures/2025")
    page.locator('.editor-identity[data-state="fails"]').first.wait_for()
    page.locator('[name="requests|results.total|applicant.natural"]').focus()
    _take(page, into / "edit-figures.png")
    page.goto(f"{address}/_edit/review?path={_REPORT}")
    page.get_by_role("heading", name="改动").evaluate("heading => heading.scrollIntoView()")
    _take(page, into / "review.png")
    page.goto(f"{address}/_edit/catalogue")
    page.locator("table").first.evaluate("table => table.scrollIntoView()")
    _take(page, into / "catalogue.png")
    page.close()


def take_report_picture(browser: Browser, address: str, into: Path) -> None:
    """Write the picture of a report's page, as readers see it on a phone."""
    page = _open(browser)
    page.goto(f"{address}/2024/report.html")
    page.get_by_role("heading", name="主动公开政府信息情况").first.evaluate(
        "heading => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 24)"
    )
    _take(page, into / "report.png")
    page.close()


def _open(browser: Browser) -> Page:
    viewport: ViewportSize = {"width": WIDTH, "height": HEIGHT}
    return browser.new_page(viewport=viewport, device_scale_factor=SCALE)


def _take(page: Page, path: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    # A style of ours would not be taken: pages of the editor allow none but their own.
    with Image.open(path) as picture:
        width, height = picture.size
        ImageDraw.Draw(picture).rectangle((0, 0, width - 1, height - 1), outline=_EDGE, width=SCALE)
        picture.save(path)


def main() -> int:
    """Run the editor on a copy of the park and take the pictures."""
    sys.path.insert(0, str(ROOT))
    from tests.helpers import find_chromium  # noqa: PLC0415 - found by the line above
    from tests.preview.preview_client import run_preview  # noqa: PLC0415 - found by the line above

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = Path(folder) / "shifan-park"
        prepare(project)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        with run_preview(project, "--today", TODAY, command_name="edit") as running:
            address = f"http://127.0.0.1:{running.port}"
            take_editor_pictures(browser, address, PICTURES)
            take_report_picture(browser, address, PICTURES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
