"""The pictures of the README: made by their script, from the example, and no others."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.helpers import Site
from tools.pictures import PICTURES, take_pictures


def test_every_picture_is_made_by_the_script(
    browser: Browser, built_showcase: Site, tmp_path: Path
) -> None:
    take_pictures(browser, built_showcase.folder, tmp_path)
    sizes, expected = (
        {path.name: Image.open(path).size for path in folder.iterdir()}
        for folder in (tmp_path, PICTURES)
    )
    assert sizes == expected
    picture = Image.open(tmp_path / "report-light.png").convert("RGB").resize((60, 40))
    assert len(picture.getcolors(60 * 40) or ()) > 50, "the page is empty"
