"""The picture that a page is passed on with, and the icon: the office's name and colour."""

import io
import re

import pytest
from PIL import Image

from site_builder.config.main_colour import BUILT_IN_COLOUR
from site_builder.model.settings import Fonts
from site_builder.model.views.downloads import SharePictureView
from site_builder.render.pdf.share_picture import share_png
from tests.helpers import Outcome, Project, ProjectFactory
from tests.properties.small_site import CONFIG, as_text, small_site

TODAY = "2022-01-25"
COLOUR = "外观: {主色: 8b1a1a}\n"
NAMES = (
    ("示范园区政府信息公开", ""),
    ("省" * 60, "市" * 60),
    ("", ""),
    ("“[*#_\\](){}$”", "Administration " * 12),
)


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    config = re.sub(r"(?m)^下载: \[", "下载: [pdf, ", CONFIG)
    assert config != CONFIG
    return make_project(as_text(small_site(1) | {"config.yaml": config}))


def picture_of(outcome: Outcome) -> Image.Image:
    assert outcome.exit_code == 0, outcome.output
    match = re.search(r'"og:image" content="https://[^/]+/([^"]+)"', outcome.text("index.html"))
    assert match
    return Image.open(io.BytesIO(outcome.files[match[1]])).convert("RGB")


def icon_of(outcome: Outcome) -> str:
    (icon,) = (url for url in outcome.files if re.match(r"assets/icon\.\w+\.svg", url))
    return outcome.text(icon)


def test_it_shows_the_name_in_the_main_colour(site: Project) -> None:
    before = site.build(today=TODAY)
    assert picture_of(before).getpixel((0, 0)) == (0x0B, 0x3A, 0x73)
    assert BUILT_IN_COLOUR in icon_of(before)
    site.edit("config.yaml", site.read("config.yaml") + COLOUR)
    coloured = site.build(today=TODAY)
    assert picture_of(coloured).getpixel((0, 0)) == (0x8B, 0x1A, 0x1A)
    assert "#8b1a1a" in icon_of(coloured)
    assert BUILT_IN_COLOUR not in icon_of(coloured)
    site.edit("config.yaml", site.read("config.yaml").replace("名称: ", "名称: 新的"))
    named = site.build(today=TODAY)
    assert picture_of(named).tobytes() != picture_of(coloured).tobytes()
    assert named.files == site.build(today=TODAY, clean=True).files


def test_without_what_draws_it_is_ours(site: Project) -> None:
    with_name = picture_of(site.build(today=TODAY))
    site.edit("config.yaml", site.read("config.yaml").replace("[pdf, ", "["))
    outcome = site.build(today=TODAY)
    assert picture_of(outcome).tobytes() != with_name.tobytes()
    assert "assets/share.png" not in outcome.files


@pytest.mark.parametrize(("name", "organization"), NAMES)
def test_any_name_stays_in_the_square_that_messengers_show(name: str, organization: str) -> None:
    view = SharePictureView(name, organization, BUILT_IN_COLOUR, Fonts())
    data = share_png(view)
    assert data == share_png(view)
    picture = Image.open(io.BytesIO(data)).convert("L")
    assert picture.size == (1200, 630)
    ground = picture.getpixel((0, 0))
    drawn = picture.point(lambda level: 0 if level == ground else 255).getbbox()
    assert drawn
    left, top, right, bottom = drawn
    assert (left >= 300, top >= 10, right <= 900, bottom <= 620) == (True,) * 4, drawn
